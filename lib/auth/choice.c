/* SPDX-License-Identifier: MIT */
#include "auth.h"

/* What this build has, the strongest first: PLAIN before LOGIN, which tells the same in two round trips more. */
static const struct smtp__mechanism *const table[] = {
    &smtp__mechanism_plain,
    &smtp__mechanism_login,
};

enum { TABLE_LENGTH = sizeof table / sizeof table[0] };

uint32_t smtp_mechanisms(void) {
    uint32_t mechanisms = 0;
    for (size_t i = 0; i < TABLE_LENGTH; i++) {
        mechanisms |= table[i]->bit;
    }
    return mechanisms;
}

smtp_result smtp__auth_choose(const struct smtp__auth_choice *choice, const struct smtp__mechanism **mechanism) {
    uint32_t candidates = choice->offered & choice->allowed & ~choice->tried;
    bool any_secret_is_safe = choice->is_encrypted || choice->plaintext_allowed;
    smtp_result result = SMTP_E_NO_MECHANISM;
    *mechanism = NULL;
    for (size_t i = 0; i < TABLE_LENGTH; i++) {
        if ((candidates & table[i]->bit) == 0) {
            continue;
        }
        if (any_secret_is_safe || !table[i]->in_clear) {
            *mechanism = table[i];
            return SMTP_OK;
        }
        result = SMTP_E_CREDENTIALS_IN_CLEAR;
    }
    return result;
}
