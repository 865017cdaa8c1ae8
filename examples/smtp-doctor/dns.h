/* SPDX-License-Identifier: MIT */
/* dns.h - what the DNS says of a mail domain: its MX and SRV records. dns.c asks the name server by the C library; where
   that cannot, no_dns.c finds nothing. */
#ifndef DNS_H
#define DNS_H

#include "common/options.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DNS_NAME = 256, DNS_RECORDS = 16 };

struct dns_record {
    uint16_t priority; /* the lowest first; of MX its preference */
    uint16_t weight;   /* SRV; the highest first */
    uint16_t port;     /* SRV */
    char host[DNS_NAME];
};

struct dns_answer {
    struct dns_record list[DNS_RECORDS];
    size_t count;
    const char *problem; /* why nothing is known; "" if the name server answered */
};

/* Who is asked, and how long. */
struct dns_way {
    char server[DNS_NAME]; /* an IPv4 address; "": those of the system */
    uint16_t port;
    uint32_t timeout_ms;           /* for one question */
    const struct options *options; /* for the deadline of the whole */
};

void dns_mx(const struct dns_way *way, const char *domain, struct dns_answer *answer);

/* The records of `service`, "_submissions._tcp", at a domain (RFC 6186, RFC 8314 s5.1); none if the first says that the
   service is not there. */
void dns_srv(const struct dns_way *way, const char *service, const char *domain, struct dns_answer *answer);

#endif
