/* SPDX-License-Identifier: MIT */
/* submit.c - what the host asks an idle session to do. */
#include "session.h"

smtp_result smtp__session_idle(const struct smtp_session *session) {
    if (session == NULL) {
        return SMTP_E_ARGUMENT;
    }
    return smtp__mail_may_begin(session) && session->window.count == 0 ? SMTP_OK : SMTP_E_STATE;
}

smtp_result smtp_session_submit(smtp_session *session, const smtp_envelope *envelope, smtp_source *source) {
    if (session == NULL || envelope == NULL || source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    if (!smtp__mail_may_begin(session)) {
        return SMTP_E_STATE;
    }
    smtp_result result = smtp__session_check_offered(session, envelope, source);
    uint8_t first = smtp__mail_needs_reset(session) ? SMTP__STEP_RSET : SMTP__STEP_MAIL;
    if (result == SMTP_OK) {
        result = smtp__mail_begin(session, envelope, source);
    }
    if (result == SMTP_OK) {
        session->step = first;
    }
    return result;
}

smtp_result smtp_session_noop(smtp_session *session) {
    smtp_result result = smtp__session_idle(session);
    if (result == SMTP_OK) {
        session->step = SMTP__STEP_NOOP;
    }
    return result;
}

smtp_result smtp_session_quit(smtp_session *session) {
    smtp_result result = smtp__session_idle(session);
    if (result == SMTP_OK) {
        session->step = SMTP__STEP_QUIT;
    }
    return result;
}
