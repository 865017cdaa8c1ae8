/* SPDX-License-Identifier: MIT */
/* password.c - credentials with a password: the one reference to the mechanisms that send it. */
#include "session.h"

smtp_result smtp_session_set_credentials(smtp_session *session, const char *user, size_t user_length,
                                         const char *secret, size_t secret_length) {
    smtp_result result = smtp__session_settable(session);
    if (result != SMTP_OK) {
        return result;
    }
    if (user == NULL || secret == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__credentials credentials = {smtp__text_from(user, user_length), smtp__text_from(secret, secret_length),
                                            smtp__mechanisms_password, NULL};
    result = smtp__credentials_check(&credentials);
    if (result == SMTP_OK) {
        smtp__session_take_credentials(session, &credentials);
    }
    return result;
}
