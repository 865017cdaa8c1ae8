/* SPDX-License-Identifier: MIT */
/* submit.c - what the host asks an idle session to do. */
#include "session.h"

#include <string.h>

static smtp_result idle(const struct smtp_session *session) {
    if (session == NULL) {
        return SMTP_E_ARGUMENT;
    }
    bool is_idle = session->step == SMTP__STEP_IDLE && !session->has_event && session->ring.count == 0;
    return is_idle ? SMTP_OK : SMTP_E_STATE;
}

smtp_result smtp_session_submit(smtp_session *session, const smtp_envelope *envelope, smtp_source *source) {
    smtp_result result = idle(session);
    if (result != SMTP_OK) {
        return result;
    }
    if (envelope == NULL || source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    result = smtp__session_check_offered(session, envelope, source);
    if (result != SMTP_OK) {
        return result;
    }
    struct smtp__transaction *mail = &session->mail;
    memset(mail, 0, sizeof *mail);
    mail->envelope = envelope;
    mail->needs_smtputf8 = smtp__session_needs_smtputf8(envelope, source);
    smtp__content_init(&mail->content, source, (session->capabilities.extensions & SMTP_EXT_8BITMIME) != 0);
    session->step = session->needs_reset ? SMTP__STEP_RSET : SMTP__STEP_MAIL;
    return SMTP_OK;
}

smtp_result smtp_session_noop(smtp_session *session) {
    smtp_result result = idle(session);
    if (result == SMTP_OK) {
        session->step = SMTP__STEP_NOOP;
    }
    return result;
}

smtp_result smtp_session_quit(smtp_session *session) {
    smtp_result result = idle(session);
    if (result == SMTP_OK) {
        session->step = SMTP__STEP_QUIT;
    }
    return result;
}
