/* SPDX-License-Identifier: MIT */
/* identity.c - credentials without a secret: the one reference to the mechanisms for them. */
#include "session.h"

static smtp_result set(smtp_session *session, const char *name, size_t length, size_t most, smtp__mechanism_list list) {
    smtp_result result = smtp__session_settable(session);
    if (result != SMTP_OK) {
        return result;
    }
    if (name == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__credentials credentials = {smtp__text_from(name, length), {"", 0}, list, NULL};
    result = smtp__identity_check(credentials.user, most);
    if (result == SMTP_OK) {
        smtp__session_take_credentials(session, &credentials);
    }
    return result;
}

smtp_result smtp_session_set_external(smtp_session *session, const char *identity, size_t length) {
    return set(session, identity, length, SMTP_CFG_SECRET, smtp__mechanisms_external);
}

smtp_result smtp_session_set_anonymous(smtp_session *session, const char *trace, size_t length) {
    return set(session, trace, length, SMTP__ANONYMOUS_MOST, smtp__mechanisms_anonymous);
}
