/* SPDX-License-Identifier: MIT */
/* checkup.h - all that was found out. */
#ifndef CHECKUP_H
#define CHECKUP_H

#include "ports.h"
#include "probe.h"

/* How to set up a program, in the words of smtp-send and of a person. */
struct advice {
    char url[DNS_NAME + 32];
    /* By which it logged in; else the best that the server offers and this library has; "" if none. */
    char mechanism[40];
    char user[SMTP_MAILBOX_BYTES]; /* "" where it is not known */
    char command[4096];            /* "" where it would be longer */
    bool is_cut;
};

struct checkup {
    const struct options *options;
    struct target target;
    struct login login;
    struct probe probes[PORTS_MAX];
    size_t count;
    const struct probe *best; /* NULL: nothing works */
    struct advice advice;     /* of the best */
    struct probe test;        /* who sent the test mail; its client is NULL where none was sent */
    struct problem problem;   /* what ended it before a port was looked at */
    int64_t now_s;            /* 0: not known */
};

/* What the program ends with: EXIT_SENT if something works, and the test mail was taken if one was to be sent. */
int checkup_status(const struct checkup *checkup);

/* Who the test mail is from: --mail-from, else the address that is looked at, else its recipient. */
const char *checkup_test_from(const struct checkup *checkup);

/* Of all that failed, what came furthest: it tells most. NULL: no port was looked at. */
const struct probe *checkup_nearest(const struct checkup *checkup);

/* The number of the explanation of a failure, knowing the provider; 0: none. */
int32_t checkup_explain(const struct checkup *checkup, const struct probe *probe);

/* The days until the certificate ends, rounded down: below 0 where it has; false: not known. */
bool checkup_days_left(const struct checkup *checkup, const smtp_tls_peer *peer, int64_t *days);

#endif
