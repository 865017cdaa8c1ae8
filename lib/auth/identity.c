/* SPDX-License-Identifier: MIT */
/* EXTERNAL, RFC 4422 app. A, and ANONYMOUS, RFC 4505: one response, a name without a secret. */
#include "auth.h"

static smtp_result respond(struct smtp__exchange *exchange, struct smtp__text challenge,
                           struct smtp__buffer *response) {
    struct smtp__text user = exchange->credentials->user;
    (void)challenge;
    if (exchange->round > 0) {
        return SMTP_E_AUTH_CHALLENGE;
    }
    if (!smtp__buffer_append(response, user.data, user.length)) {
        return SMTP_E_BUFFER_TOO_SMALL;
    }
    exchange->round++;
    return SMTP_OK;
}

static const struct smtp__mechanism external = {SMTP_MECHANISM_EXTERNAL, 0, false, true, false, false, respond};
static const struct smtp__mechanism anonymous = {SMTP_MECHANISM_ANONYMOUS, 0, false, true, false, false, respond};

const struct smtp__mechanism *const smtp__mechanisms_external[] = {&external, NULL};
const struct smtp__mechanism *const smtp__mechanisms_anonymous[] = {&anonymous, NULL};
