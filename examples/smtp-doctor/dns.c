/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE

#include "dns.h"

#include "common/deadline.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_BYTES = 8192, TRIES = 2 };

/* The C library waits longer for each server than for the one before it, and takes no less than a second for one. */
static void limit_time(struct __res_state *state, const struct dns_way *way) {
    int64_t left_ms = deadline_left(way->options);
    int64_t limit_ms = left_ms >= 0 && left_ms < way->timeout_ms ? left_ms : way->timeout_ms;
    int64_t seconds = limit_ms / 1000 / TRIES / (state->nscount > 0 ? state->nscount : 1);
    state->retry = TRIES;
    state->retrans = seconds > 0 ? (int)seconds : 1;
}

/* A name server that is named stands in the place of the system's. Never over TCP, where the C library waits for ever:
   what does not fit in a packet is cut. */
static void choose_server(struct __res_state *state, const struct dns_way *way) {
    struct in_addr address;
    state->options |= RES_IGNTC | RES_USE_EDNS0;
    state->options &= ~(unsigned long)RES_USEVC;
    if (inet_pton(AF_INET, way->server, &address) == 1) {
        memset(&state->nsaddr_list[0], 0, sizeof state->nsaddr_list[0]);
        state->nscount = 1;
        state->nsaddr_list[0].sin_family = AF_INET;
        state->nsaddr_list[0].sin_addr = address;
        state->nsaddr_list[0].sin_port = htons(way->port);
    }
    limit_time(state, way);
}

/* A name without records is an answer, too. */
static const char *problem_of(int error) {
    switch (error) {
    case HOST_NOT_FOUND:
    case NO_DATA:
        return "";
    case TRY_AGAIN:
        return "no name server answers";
    default:
        return "the name server refuses to answer";
    }
}

static int ask(const struct dns_way *way, const char *name, int type, unsigned char *buffer, const char **problem) {
    struct __res_state state;
    memset(&state, 0, sizeof state);
    if (res_ninit(&state) != 0) {
        *problem = "the resolver cannot be used";
        return -1;
    }
    choose_server(&state, way);
    int length = res_nquery(&state, name, ns_c_in, type, buffer, ANSWER_BYTES);
    *problem = length < 0 ? problem_of(state.res_h_errno) : "";
    res_nclose(&state);
    return length < ANSWER_BYTES ? length : ANSWER_BYTES;
}

/* One record of an answer; false if it is another kind or not whole. MX: RFC 1035 s3.3.9, SRV: RFC 2782. */
static bool read_record(ns_msg *message, int index, int type, struct dns_record *record) {
    ns_rr rr;
    size_t fixed = type == ns_t_mx ? 2 : 6;
    if (ns_parserr(message, ns_s_an, index, &rr) != 0 || (int)ns_rr_type(rr) != type || ns_rr_rdlen(rr) <= fixed) {
        return false;
    }
    const unsigned char *data = ns_rr_rdata(rr);
    record->priority = (uint16_t)ns_get16(data);
    record->weight = type == ns_t_srv ? (uint16_t)ns_get16(data + 2) : 0;
    record->port = type == ns_t_srv ? (uint16_t)ns_get16(data + 4) : 0;
    return ns_name_uncompress(ns_msg_base(*message), ns_msg_end(*message), data + fixed, record->host, DNS_NAME) >= 0;
}

static int compare(const void *a, const void *b) {
    const struct dns_record *one = a;
    const struct dns_record *other = b;
    int by_priority = (int)one->priority - (int)other->priority;
    return by_priority != 0 ? by_priority : (int)other->weight - (int)one->weight;
}

static void look_up(const struct dns_way *way, const char *name, int type, struct dns_answer *answer) {
    unsigned char buffer[ANSWER_BYTES];
    ns_msg message;
    memset(answer, 0, sizeof *answer);
    int length = ask(way, name, type, buffer, &answer->problem);
    if (length < 0) {
        return;
    }
    if (ns_initparse(buffer, length, &message) != 0) {
        answer->problem = "the name server's answer is malformed";
        return;
    }
    for (int i = 0; i < (int)ns_msg_count(message, ns_s_an) && answer->count < DNS_RECORDS; i++) {
        if (read_record(&message, i, type, &answer->list[answer->count])) {
            answer->count++;
        }
    }
    qsort(answer->list, answer->count, sizeof answer->list[0], compare);
}

void dns_mx(const struct dns_way *way, const char *domain, struct dns_answer *answer) {
    look_up(way, domain, ns_t_mx, answer);
}

void dns_srv(const struct dns_way *way, const char *service, const char *domain, struct dns_answer *answer) {
    char name[2 * DNS_NAME];
    (void)snprintf(name, sizeof name, "%s.%s", service, domain);
    look_up(way, name, ns_t_srv, answer);
    if (answer->count > 0 && (strcmp(answer->list[0].host, ".") == 0 || answer->list[0].host[0] == '\0')) {
        answer->count = 0;
    }
}
