/* SPDX-License-Identifier: MIT */
/* mail.h - the mail that is to be sent: an envelope and its content, composed or raw. */
#ifndef MAIL_H
#define MAIL_H

#include "common/options.h"
#include "input.h"

struct mail {
    smtp_envelope *envelope;
    smtp_message *message; /* a composed mail; NULL for a raw one */
    struct input input;    /* where a raw mail comes from */
    smtp_raw *raw;         /* a raw mail; NULL for a composed one */
    smtp_source *content;  /* what is to be sent: of the one or the other */
};

/* No mail, which can be freed. */
struct mail mail_none(void);

/* Makes the mail that the options ask for. false: the problem is set. Free with mail_free in any case. */
bool mail_make(struct mail *mail, const struct options *options, struct problem *problem);
void mail_free(struct mail *mail);

/* What is wrong with something given: EXIT_INPUT, or EXIT_NO_INPUT for a file. Always false, but for SMTP_OK. */
bool mail_input(struct problem *problem, smtp_result result, const char *what);

#endif
