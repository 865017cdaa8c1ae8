/* SPDX-License-Identifier: MIT */
#include "records.h"

#include <string.h>

enum { HEADER = 5, FIRST_TYPE = 20, LAST_TYPE = 24, ALERT_TYPE = 21, ALERT_BYTES = 2, MAJOR_VERSION = 3 };

void smtp__records_init(struct smtp__records *records) {
    memset(records, 0, sizeof *records);
}

static void end_record(struct smtp__records *r) {
    size_t length = (size_t)r->head[3] << 8 | r->head[4];
    if (r->head[0] == ALERT_TYPE && length == ALERT_BYTES) {
        r->has_alert = true;
        r->alert = r->head[6];
    }
    r->have = 0;
}

static void end_header(struct smtp__records *r) {
    r->left = (size_t)r->head[3] << 8 | r->head[4];
    r->foreign = r->head[0] < FIRST_TYPE || r->head[0] > LAST_TYPE || r->head[1] != MAJOR_VERSION;
}

static void feed_byte(struct smtp__records *r, uint8_t byte) {
    if (r->have < HEADER) {
        r->head[r->have++] = byte;
        if (r->have == HEADER) {
            end_header(r);
        }
    } else {
        if (r->have < sizeof r->head) {
            r->head[r->have++] = byte;
        }
        r->left--;
    }
    if (r->have >= HEADER && r->left == 0) {
        end_record(r);
    }
}

void smtp__records_feed(struct smtp__records *records, const uint8_t *data, size_t length) {
    records->total += length;
    for (size_t i = 0; i < length && !records->foreign; i++) {
        feed_byte(records, data[i]);
    }
}

/* RFC 8446 s6.2 */
static const char *alert_name(uint8_t alert) {
    static const struct {
        uint8_t number;
        const char *name;
    } names[] = {
        {40, "no common cipher or signature"},
        {42, "bad certificate"},
        {43, "unsupported certificate"},
        {44, "certificate revoked"},
        {45, "certificate expired"},
        {46, "certificate unknown"},
        {48, "unknown issuer"},
        {49, "access denied"},
        {SMTP__ALERT_PROTOCOL_VERSION, "no common TLS version"},
        {71, "insufficient security"},
        {80, "internal error"},
        {112, "unknown server name"},
        {116, "a client certificate is required"},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].number == alert) {
            return names[i].name;
        }
    }
    return "";
}

void smtp__problem_add_alert(struct smtp__problem *problem, uint8_t alert) {
    const char *name = alert_name(alert);
    smtp__problem_add(problem, "the server sent TLS alert ");
    smtp__problem_add_number(problem, alert);
    if (*name != '\0') {
        smtp__problem_add(problem, ": ");
        smtp__problem_add(problem, name);
    }
}
