/* SPDX-License-Identifier: MIT */
#include "auth.h"

#include "base/ascii.h"
#include <smtp/config.h>

_Static_assert(SMTP_CFG_SECRET >= 255 && SMTP_CFG_SECRET <= 9000, "SMTP_CFG_SECRET: 255..9000");

/* UTF-8 or not, the octets are sent as they are; NUL separates them in PLAIN (RFC 4616 s2). */
static bool can_be_sent(struct smtp__text text) {
    return text.length <= SMTP_CFG_SECRET && !smtp__ascii_has_control(text.data, text.length);
}

smtp_result smtp__credentials_check(const struct smtp__credentials *credentials) {
    if (credentials->user.length == 0 || !can_be_sent(credentials->user)) {
        return SMTP_E_USER;
    }
    return can_be_sent(credentials->secret) ? SMTP_OK : SMTP_E_SECRET;
}
