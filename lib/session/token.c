/* SPDX-License-Identifier: MIT */
/* token.c - credentials with a bearer token: the one reference to the mechanisms for it. */
#include "session.h"

smtp_result smtp_session_set_token(smtp_session *session, const char *user, size_t user_length, const char *token,
                                   size_t token_length) {
    smtp_result result = smtp__session_settable(session);
    if (result != SMTP_OK) {
        return result;
    }
    if (user == NULL || token == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__credentials credentials = {smtp__text_from(user, user_length), smtp__text_from(token, token_length),
                                            smtp__mechanisms_token, NULL};
    result = smtp__token_check(&credentials);
    if (result == SMTP_OK) {
        smtp__session_take_credentials(session, &credentials);
    }
    return result;
}
