/* SPDX-License-Identifier: MIT */
/* repeat.h - --repeat N: the same mail N times over one connection, for measuring. */
#ifndef REPEAT_H
#define REPEAT_H

#include "mail.h"

#include <stdio.h>

enum { REPEAT_OUTCOMES = SMTP_OUTCOME_UNKNOWN + 1 };

struct repeat {
    uint32_t wanted;
    uint32_t counts[REPEAT_OUTCOMES]; /* by SMTP_OUTCOME_* */
    uint64_t octets;                  /* of one mail */
    uint64_t took_us;                 /* from the first step to the last mail's end, the connection's making included */
};

/* Sends it. The client's report is that of the first mail that was not sent, else of the last. false: the problem is
   set (EXIT_INPUT, EXIT_NO_INPUT, EXIT_TRY_LATER). */
bool repeat_send(struct repeat *repeat, smtp_client *client, const struct mail *mail, struct problem *problem);

/* How many mails were not begun. */
uint32_t repeat_not_tried(const struct repeat *repeat);

/* Mails that were sent, and their octets, for each second. */
double repeat_mails_per_s(const struct repeat *repeat);
double repeat_octets_per_s(const struct repeat *repeat);

/* The sum, in one line. */
void repeat_print(FILE *file, const struct repeat *repeat);

#endif
