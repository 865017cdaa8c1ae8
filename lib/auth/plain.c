/* SPDX-License-Identifier: MIT */
/* PLAIN, RFC 4616 */
#include "auth.h"

#include "base/wipe.h"

/* RFC 4616 s2: [authzid] NUL authcid NUL passwd. There is no authzid: servers take the user's own identity then. */
static smtp_result respond(struct smtp__exchange *exchange, struct smtp__text challenge,
                           struct smtp__buffer *response) {
    (void)challenge; /* empty, and ignored if it is not */
    if (exchange->round > 0) {
        return SMTP_E_AUTH_CHALLENGE;
    }
    size_t start = response->length;
    struct smtp__text user = exchange->credentials->user;
    struct smtp__text secret = exchange->credentials->secret;
    if (!smtp__buffer_append_byte(response, 0) || !smtp__buffer_append(response, user.data, user.length) ||
        !smtp__buffer_append_byte(response, 0) || !smtp__buffer_append(response, secret.data, secret.length)) {
        smtp__wipe(response->data + start, response->length - start);
        response->length = start;
        return SMTP_E_BUFFER_TOO_SMALL;
    }
    exchange->round++;
    return SMTP_OK;
}

const struct smtp__mechanism smtp__mechanism_plain = {SMTP_MECHANISM_PLAIN, 0, true, true, false, false, respond};
