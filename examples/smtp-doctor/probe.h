/* SPDX-License-Identifier: MIT */
/* probe.h - one port, looked at: a client that connects, protects, logs in where it is told to, and quits. */
#ifndef PROBE_H
#define PROBE_H

#include "common/login.h"
#include "target.h"

struct probe {
    struct known_port port;
    int32_t protocol;
    smtp_client *client;
    /* Where the certificate was refused: a second one that does not check it, and does not log in. NULL: none. */
    smtp_client *look;
    smtp_client *at; /* the one that is under way; NULL: through */
    bool is_traced;
    char greeting[256];
    char mechanism[40]; /* the one by which it logged in, or tried to at last; "" where it did not */
};

/* What all of them are made of. */
struct probe_way {
    const struct options *options;
    const struct target *target;
    const struct login *login;
};

/* Makes the client ready. false: the problem is set (EXIT_CONFIG), or the deadline has passed. Free with probe_free in
   any case. */
bool probe_make(struct probe *probe, const struct probe_way *way, struct known_port port, struct problem *problem);

/* Starts the look. */
void probe_start(struct probe *probe);

/* Does what can be done without waiting; goes on to the second look. */
void probe_step(struct probe *probe, const struct probe_way *way);
void probe_free(struct probe *probe);

/* What became of it. */
const smtp_report *probe_report(const struct probe *probe);
bool probe_works(const struct probe *probe);
bool probe_is_reachable(const struct probe *probe); /* a connection was made */

/* Who looked furthest: of it the reply to EHLO and what is offered are told. */
const smtp_client *probe_eyes(const struct probe *probe);

/* "TLS at once", "STARTTLS", "no TLS"; and "implicit", "starttls", "none". */
const char *probe_protection(int32_t security);
const char *probe_protection_name(int32_t security);

#endif
