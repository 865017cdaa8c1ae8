/* SPDX-License-Identifier: MIT */
/* scram_channel.c - how SCRAM speaks of the TLS connection, RFC 5802 s6; RFC 5929 and RFC 9266 for the kinds. */
#include "scram.h"

_Static_assert(SMTP_MECHANISM_SCRAM_SHA_1_PLUS == SMTP_MECHANISM_SCRAM_SHA_1 << SMTP__BOUND, "SMTP__BOUND");
_Static_assert(SMTP_MECHANISM_SCRAM_SHA_256_PLUS == SMTP_MECHANISM_SCRAM_SHA_256 << SMTP__BOUND, "SMTP__BOUND");
_Static_assert(SMTP_MECHANISM_SCRAM_SHA_512_PLUS == SMTP_MECHANISM_SCRAM_SHA_512 << SMTP__BOUND, "SMTP__BOUND");

static bool is_bound(const struct smtp__exchange *exchange) {
    return (exchange->mechanism->bit & SMTP__MECHANISMS_BOUND) != 0;
}

/*
 * "y" tells a server that has bound forms that somebody took them out of its list, and it refuses. That is right, too,
 * after a bound form was refused as unknown: whoever sits in between and only says so gets no further with "y".
 */
static char flag_of(const struct smtp__exchange *exchange) {
    bool could_be_bound =
        exchange->channel != NULL && (exchange->allowed & exchange->mechanism->bit << SMTP__BOUND) != 0;
    return could_be_bound ? 'y' : 'n';
}

void smtp__scram_put_header(struct smtp__buffer *out, const struct smtp__exchange *exchange) {
    static const char *const kinds[] = {"", "tls-exporter", "tls-server-end-point", "tls-unique"};
    if (is_bound(exchange)) {
        (void)smtp__buffer_append_string(out, "p=");
        (void)smtp__buffer_append_string(out, kinds[exchange->channel->kind]);
    } else {
        (void)smtp__buffer_append_byte(out, (uint8_t)flag_of(exchange));
    }
    (void)smtp__buffer_append_string(out, ",,");
}

void smtp__scram_put_binding(struct smtp__buffer *out, const struct smtp__exchange *exchange) {
    smtp__scram_put_header(out, exchange);
    if (is_bound(exchange)) {
        (void)smtp__buffer_append(out, exchange->channel->data.data, exchange->channel->data.length);
    }
}
