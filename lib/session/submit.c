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

/* RFC 6531 s3.4: an address in the envelope or in the header that is not ASCII */
static bool needs_smtputf8(const smtp_envelope *envelope, const smtp_source *source) {
    return smtp_envelope_needs_smtputf8(envelope) || source->needs_smtputf8;
}

/* What the server has declared not to take is not offered to it. */
static smtp_result check(const struct smtp_session *session, const smtp_envelope *envelope, const smtp_source *source) {
    uint32_t extensions = session->capabilities.extensions;
    int64_t size = smtp_source_wire_size(source);
    if (smtp_envelope_recipient_count(envelope) == 0) {
        return SMTP_E_NO_RECIPIENT;
    }
    if (session->capabilities.size_limit > 0 && size > 0 && (uint64_t)size > session->capabilities.size_limit) {
        return SMTP_E_TOO_LARGE;
    }
    if (needs_smtputf8(envelope, source) && (extensions & SMTP_EXT_SMTPUTF8) == 0) {
        return SMTP_E_NEEDS_SMTPUTF8;
    }
    if (smtp_source_is_8bit(source) == 1 && (extensions & SMTP_EXT_8BITMIME) == 0) {
        return SMTP_E_NEEDS_8BITMIME;
    }
    return SMTP_OK;
}

smtp_result smtp_session_submit(smtp_session *session, const smtp_envelope *envelope, smtp_source *source) {
    smtp_result result = idle(session);
    if (result != SMTP_OK) {
        return result;
    }
    if (envelope == NULL || source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    result = check(session, envelope, source);
    if (result != SMTP_OK) {
        return result;
    }
    struct smtp__transaction *mail = &session->mail;
    memset(mail, 0, sizeof *mail);
    mail->envelope = envelope;
    mail->needs_smtputf8 = needs_smtputf8(envelope, source);
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
