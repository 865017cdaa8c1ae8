/* SPDX-License-Identifier: MIT */
/* OAUTHBEARER, RFC 7628, and XOAUTH2, which Google and Microsoft had before it: a bearer token (RFC 6750). */
#include "auth.h"

#include "base/wipe.h"
#include "gs2.h"

/* What follows the user name in both. Octal: a letter of hexadecimal might follow. */
static bool put_token(struct smtp__buffer *response, struct smtp__text token) {
    return smtp__buffer_append_string(response, "\001auth=Bearer ") &&
           smtp__buffer_append(response, token.data, token.length) && smtp__buffer_append_string(response, "\001\001");
}

/* RFC 7628 s3.1: the host and the port may be left out. */
static bool put_oauthbearer(struct smtp__buffer *response, const struct smtp__credentials *credentials) {
    struct smtp__text user = credentials->user;
    struct smtp__text piece;
    bool fits = smtp__buffer_append_string(response, "n,a=");
    while (fits && smtp__gs2_next(&user, &piece)) {
        fits = smtp__buffer_append(response, piece.data, piece.length);
    }
    return fits && smtp__buffer_append_byte(response, ',') && put_token(response, credentials->secret);
}

static bool put_xoauth2(struct smtp__buffer *response, const struct smtp__credentials *credentials) {
    return smtp__buffer_append_string(response, "user=") &&
           smtp__buffer_append(response, credentials->user.data, credentials->user.length) &&
           put_token(response, credentials->secret);
}

/* A challenge after the token says what is wrong with it; the refusal comes once it was answered (RFC 7628 s3.2.3). */
static bool put(struct smtp__exchange *exchange, struct smtp__buffer *response) {
    bool is_bearer = exchange->mechanism->bit == SMTP_MECHANISM_OAUTHBEARER;
    if (exchange->round > 0) {
        return !is_bearer || smtp__buffer_append_byte(response, 1);
    }
    return is_bearer ? put_oauthbearer(response, exchange->credentials) : put_xoauth2(response, exchange->credentials);
}

static smtp_result respond(struct smtp__exchange *exchange, struct smtp__text challenge,
                           struct smtp__buffer *response) {
    size_t start = response->length;
    (void)challenge;
    if (exchange->round > 1) {
        return SMTP_E_AUTH_CHALLENGE;
    }
    if (!put(exchange, response)) {
        smtp__wipe(response->data + start, response->length - start);
        response->length = start;
        return SMTP_E_BUFFER_TOO_SMALL;
    }
    exchange->round++;
    return SMTP_OK;
}

static const struct smtp__mechanism oauthbearer = {SMTP_MECHANISM_OAUTHBEARER, 0, true, true, false, true, respond};
static const struct smtp__mechanism xoauth2 = {SMTP_MECHANISM_XOAUTH2, 0, true, true, false, true, respond};

const struct smtp__mechanism *const smtp__mechanisms_token[] = {
    &oauthbearer,
    &xoauth2,
    NULL,
};
