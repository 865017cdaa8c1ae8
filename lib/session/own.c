/* SPDX-License-Identifier: MIT */
/* own.c - the door for a mechanism of the caller's. */
#include "session.h"

smtp_result smtp_session_set_own_mechanism(smtp_session *session, const smtp_own_mechanism *own) {
    smtp_result result = smtp__session_settable(session);
    if (result == SMTP_OK) {
        result = smtp__mechanism_from(own, &session->own);
    }
    if (result == SMTP_OK) {
        struct smtp__credentials credentials = {{"", 0}, {"", 0}, session->own_list, own};
        session->own_list[0] = &session->own;
        smtp__session_take_credentials(session, &credentials);
    }
    return result;
}
