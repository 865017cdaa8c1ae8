/* SPDX-License-Identifier: MIT */
/* no_dns.c - in the place of dns.c where the C library has no res_nquery. */
#include "dns.h"

static void nothing(struct dns_answer *answer) {
    answer->count = 0;
    answer->problem = "this build asks no name server";
}

void dns_mx(const struct dns_way *way, const char *domain, struct dns_answer *answer) {
    (void)way;
    (void)domain;
    nothing(answer);
}

void dns_srv(const struct dns_way *way, const char *service, const char *domain, struct dns_answer *answer) {
    (void)way;
    (void)service;
    (void)domain;
    nothing(answer);
}
