/* SPDX-License-Identifier: MIT */
/* submit.c - what the host asks an idle session to do. */
#include "session.h"

smtp_result smtp__session_idle(const struct smtp_session *session) {
    if (session == NULL) {
        return SMTP_E_ARGUMENT;
    }
    return smtp__mail_may_begin(session) && session->window.count == 0 ? SMTP_OK : SMTP_E_STATE;
}

/* RFC 3030 s2: where the server may hold a part of a mail nothing else but RSET comes first. */
void smtp__session_begin(struct smtp_session *session, uint8_t step, bool needs_reset) {
    session->after_reset = step;
    session->step = needs_reset ? (uint8_t)SMTP__STEP_RSET : step;
}

smtp_result smtp_session_submit(smtp_session *session, const smtp_envelope *envelope, smtp_source *source) {
    if (session == NULL || envelope == NULL || source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    if (!smtp__mail_may_begin(session)) {
        return SMTP_E_STATE;
    }
    smtp_result result = smtp__session_check_offered(session, envelope, source);
    bool needs_reset = smtp__mail_needs_reset(session);
    if (result == SMTP_OK) {
        result = smtp__mail_begin(session, envelope, source);
    }
    if (result == SMTP_OK) {
        smtp__session_begin(session, SMTP__STEP_MAIL, needs_reset);
    }
    return result;
}

smtp_result smtp_session_noop(smtp_session *session) {
    smtp_result result = smtp__session_idle(session);
    if (result == SMTP_OK) {
        smtp__session_begin(session, SMTP__STEP_NOOP, session->needs_reset);
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
