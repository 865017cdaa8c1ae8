/* SPDX-License-Identifier: MIT */
#include "auth.h"

#include "base/ascii.h"
#include <smtp/config.h>

_Static_assert(SMTP_CFG_SECRET >= 255 && SMTP_CFG_SECRET <= 9000, "SMTP_CFG_SECRET: 255..9000");

/* What PLAIN makes of both must fit in a line of base64 (RFC 4954 s4, RFC 4616 s2): two NULs, then CRLF. */
enum { PLAIN_MOST = (12288 - 2) / 4 * 3 - 2 };

/* UTF-8 or not, the octets are sent as they are; NUL separates them in PLAIN. */
static bool has_control(struct smtp__text text) {
    return smtp__ascii_has_control(text.data, text.length);
}

smtp_result smtp__token_check(const struct smtp__credentials *credentials) {
    struct smtp__text token = credentials->secret;
    smtp_result result = smtp__credentials_check(credentials);
    for (size_t i = 0; i < token.length && result == SMTP_OK; i++) {
        result = token.data[i] > ' ' && token.data[i] <= '~' ? SMTP_OK : SMTP_E_TOKEN;
    }
    return result == SMTP_OK && token.length == 0 ? SMTP_E_TOKEN : result;
}

smtp_result smtp__identity_check(struct smtp__text identity, size_t most) {
    if (has_control(identity)) {
        return SMTP_E_CONTROL_CHARACTER;
    }
    return identity.length > most ? SMTP_E_USER : SMTP_OK;
}

smtp_result smtp__credentials_check(const struct smtp__credentials *credentials) {
    struct smtp__text user = credentials->user;
    struct smtp__text secret = credentials->secret;
    if (has_control(user) || has_control(secret)) {
        return SMTP_E_CONTROL_CHARACTER;
    }
    if (user.length == 0 || user.length > SMTP_CFG_SECRET) {
        return SMTP_E_USER;
    }
    return secret.length > SMTP_CFG_SECRET || secret.length > PLAIN_MOST - user.length ? SMTP_E_SECRET : SMTP_OK;
}
