/* SPDX-License-Identifier: MIT */
#include "auth.h"

/* PLAIN before LOGIN, which tells the same in two round trips more. */
const struct smtp__mechanism *const smtp__mechanisms_password[] = {
    &smtp__mechanism_plain,
    &smtp__mechanism_login,
    NULL,
};

/* The choice while the lists are gone through. */
struct search {
    const struct smtp__auth_choice *choice;
    uint32_t digests;  /* that are there, 1 << SMTP_DIGEST_* */
    bool was_stronger; /* a mechanism that hides the secret was tried */
    bool is_held_back; /* one was passed over because it would show the secret */
};

static bool may_show_secret(const struct search *search) {
    const struct smtp__auth_choice *choice = search->choice;
    return choice->is_encrypted || (choice->plaintext_allowed && !search->was_stronger);
}

static bool fits(struct search *search, const struct smtp__mechanism *mechanism) {
    const struct smtp__auth_choice *choice = search->choice;
    if ((choice->tried & mechanism->bit) != 0) {
        search->was_stronger = search->was_stronger || !mechanism->in_clear;
        return false;
    }
    if (choice->channel == NULL && (mechanism->bit & SMTP__MECHANISMS_BOUND) != 0) {
        return false;
    }
    if ((choice->offered & choice->allowed & mechanism->bit) == 0 || (search->digests >> mechanism->digest & 1) == 0) {
        return false;
    }
    if (mechanism->in_clear && !may_show_secret(search)) {
        search->is_held_back = true;
        return false;
    }
    return true;
}

/* NULL: none of the list. */
static const struct smtp__mechanism *first(struct search *search, smtp__mechanism_list list) {
    for (; list != NULL && *list != NULL; list++) {
        if (fits(search, *list)) {
            return *list;
        }
    }
    return NULL;
}

smtp_result smtp__auth_choose(const struct smtp__auth_choice *choice, const struct smtp__credentials *credentials,
                              const struct smtp__cryptography *cryptography, const struct smtp__mechanism **mechanism) {
    bool is_password = credentials->mechanisms == smtp__mechanisms_password;
    struct search search = {choice, cryptography->available | 1, false, false};
    *mechanism = is_password ? first(&search, cryptography->mechanisms) : NULL;
    if (*mechanism == NULL) {
        *mechanism = first(&search, credentials->mechanisms);
    }
    if (*mechanism != NULL) {
        return SMTP_OK;
    }
    return search.is_held_back ? SMTP_E_CREDENTIALS_IN_CLEAR : SMTP_E_NO_MECHANISM;
}
