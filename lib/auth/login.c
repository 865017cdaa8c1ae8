/* SPDX-License-Identifier: MIT */
/* LOGIN, draft-murchison-sasl-login */
#include "auth.h"

/*
 * The first challenge asks for the user name, the second for the password, whatever their words are: "Username:",
 * "User Name\0" and others are in use. An initial response is refused by some servers, so there is none.
 */
static smtp_result respond(struct smtp__exchange *exchange, struct smtp__text challenge,
                           struct smtp__buffer *response) {
    (void)challenge;
    if (exchange->round > 1) {
        return SMTP_E_AUTH_CHALLENGE;
    }
    struct smtp__text answer = exchange->round == 0 ? exchange->credentials->user : exchange->credentials->secret;
    if (!smtp__buffer_append(response, answer.data, answer.length)) {
        return SMTP_E_BUFFER_TOO_SMALL;
    }
    exchange->round++;
    return SMTP_OK;
}

const struct smtp__mechanism smtp__mechanism_login = {SMTP_MECHANISM_LOGIN, 0, true, false, false, false, respond};
