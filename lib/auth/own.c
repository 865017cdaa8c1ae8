/* SPDX-License-Identifier: MIT */
/* own.c - a mechanism of the caller's behind the interface of all. */
#include "auth.h"

#include "base/ascii.h"
#include <string.h>

enum { NAME_MOST = 20 }; /* RFC 4422 s3.1 */

static bool is_name(const char *name) {
    size_t n = 0;
    while (n <= NAME_MOST && name[n] != '\0') {
        bool is_upper = smtp__ascii_is_alnum(name[n]) && smtp__ascii_lower(name[n]) != name[n];
        if (!is_upper && !smtp__ascii_is_digit(name[n]) && name[n] != '-' && name[n] != '_') {
            return false;
        }
        n++;
    }
    return n > 0 && n <= NAME_MOST;
}

static smtp_result respond(struct smtp__exchange *exchange, struct smtp__text challenge,
                           struct smtp__buffer *response) {
    const smtp_own_mechanism *own = exchange->credentials->own;
    size_t room = response->capacity - response->length;
    size_t length = 0;
    smtp_result result = own->respond(own->context, exchange->round, (const uint8_t *)challenge.data, challenge.length,
                                      response->data + response->length, room, &length);
    if (result == SMTP_OK && length <= room) {
        response->length += length;
        exchange->round++;
        return SMTP_OK;
    }
    return result < 0 ? result : SMTP_E_ARGUMENT;
}

smtp_result smtp__mechanism_from(const smtp_own_mechanism *own, struct smtp__mechanism *mechanism) {
    struct smtp__mechanism fresh = {SMTP__MECHANISM_OWN, 0, true, true, false, false, respond};
    if (own == NULL || own->struct_size < sizeof *own || own->name == NULL || own->respond == NULL) {
        return SMTP_E_ARGUMENT;
    }
    if (!is_name(own->name)) {
        return SMTP_E_MECHANISM;
    }
    fresh.in_clear = own->in_clear != 0;
    fresh.initial = own->initial != 0;
    *mechanism = fresh;
    return SMTP_OK;
}
