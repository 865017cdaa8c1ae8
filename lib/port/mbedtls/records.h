/* SPDX-License-Identifier: MIT */
/*
 * records.h - watches the records of a handshake go by (RFC 8446 s5.1), for what mbedTLS does not tell: whether the
 * server speaks TLS at all, which alert it sent, and how much it has sent.
 */
#ifndef SMTP__RECORDS_H
#define SMTP__RECORDS_H

#include "port/posix/problem.h"
#include <stdbool.h>
#include <stdint.h>

enum { SMTP__ALERT_PROTOCOL_VERSION = 70 };

struct smtp__records {
    uint8_t head[7]; /* of the current record: type, version, length, and two bytes of what is in it */
    size_t have;     /* bytes in `head` */
    size_t left;     /* bytes of the record still to come */
    size_t total;    /* bytes seen so far */
    bool foreign;    /* this is not TLS; `head` has its first bytes */
    bool has_alert;
    uint8_t alert; /* in clear, the last one */
};

void smtp__records_init(struct smtp__records *records);
void smtp__records_feed(struct smtp__records *records, const uint8_t *data, size_t length);

/* Adds the alert by its number and name. */
void smtp__problem_add_alert(struct smtp__problem *problem, uint8_t alert);

#endif
