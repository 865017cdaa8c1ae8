/* SPDX-License-Identifier: MIT */
/* target.h - what is looked at: an address, a mail domain, a server or a provider; and which server that means. */
#ifndef TARGET_H
#define TARGET_H

#include "common/options.h"
#include "dns.h"
#include "hosts.h"
#include "known.h"
#include "server.h"

struct target {
    const char *text;                 /* as it was given; of a provider its id */
    char address[SMTP_MAILBOX_BYTES]; /* "" where none was given */
    char domain[SMTP_MAILBOX_BYTES];  /* the mail domain, "" where a server was given; A-labels */
    char host[DNS_NAME];              /* the server */
    uint16_t port;                    /* 0: the usual ones */
    int32_t security;                 /* SMTP_SECURITY_*, SECURITY_UNSAID */
    int32_t protocol;                 /* SMTP_PROTOCOL_* */
    const char *found_by;             /* "argument", "provider", "srv", "mx", "guess" */
    struct known known;               /* its provider, if it is known */
    struct dns_answer mx, submissions, submission;
    struct hosts hosts;
};

/* Nothing yet. */
void target_init(struct target *target);

/* Reads the command line. false: the problem is set (EXIT_USAGE, EXIT_INPUT, EXIT_CONFIG). */
bool target_read(struct target *target, const struct options *options, struct problem *problem);

/* Asks the DNS, and finds the server. false: the problem is set (EXIT_NO_HOST, EXIT_TRY_LATER). */
bool target_find(struct target *target, const struct dns_way *way, struct problem *problem);

/* Is it more than the DNS that says so? Not of a server elsewhere that SRV records name (RFC 6186 s6). */
bool target_is_trusted(const struct target *target);

#endif
