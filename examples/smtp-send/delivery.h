/* SPDX-License-Identifier: MIT */
/* delivery.h - how the mail is handed over, and what is asked for beyond its addresses: --chunking, --pipelining,
   --all-or-nothing, --no-smtputf8; --envid, --dsn-ret, --dsn-notify, --require-tls, --deliver-by, --hold-for,
   --priority. */
#ifndef DELIVERY_H
#define DELIVERY_H

#include "common/options.h"

struct delivery {
    int32_t pipelining;   /* SMTP_PIPELINING_* */
    int32_t ret;          /* SMTP_RET_*, 0: not said */
    uint32_t notify;      /* SMTP_NOTIFY_*, 0: not said */
    int32_t by_seconds;   /* --deliver-by */
    int32_t by_mode;      /* SMTP_BY_*, 0: not said */
    int32_t by_trace;     /* 1: each relay reports */
    uint32_t hold_for;    /* seconds, 0: not */
    int32_t priority;     /* 0 is the usual one */
    uint32_t repetitions; /* --repeat; 0: the one mail */
};

/* Reads the options of words and numbers. false: the problem is set (EXIT_USAGE). */
bool delivery_read(struct delivery *delivery, const struct options *options, struct problem *problem);

/* Gives them to the client and, of the mail, to its envelope. false: the problem is set (EXIT_CONFIG, EXIT_INPUT). */
bool delivery_set_client(smtp_client *client, const struct options *options, struct problem *problem);
bool delivery_set_envelope(smtp_envelope *envelope, const struct options *options, struct problem *problem);

#endif
