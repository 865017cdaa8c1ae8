/* SPDX-License-Identifier: MIT */
/* enter.c - entering a step: what is sent. The table has set the step that comes after; an entry may choose another. */
#include "session.h"

#include "wire/command.h"

smtp_result smtp__enter_nothing(struct smtp_session *session) {
    (void)session;
    return SMTP_PENDING;
}

/* The host sees SMTP_WANT_TLS; smtp_session_tls_done goes on. */
smtp_result smtp__enter_handshake(struct smtp_session *session) {
    (void)session;
    return SMTP_PENDING;
}

/* The server speaks first: a command that nobody writes. */
smtp_result smtp__enter_greeting(struct smtp_session *session) {
    smtp__session_await(session, SMTP__STEP_GREETING);
    return SMTP_OK;
}

/* The verb of the step that is being entered; RSET, NOOP, STARTTLS and QUIT are known by it. */
static smtp_result write_verb(struct smtp_session *session, uint8_t step) {
    size_t start = session->out.length;
    smtp_result result = smtp__command_verb(&session->out, smtp__step_row(step)->verb);
    if (result == SMTP_OK) {
        smtp__session_written(session, step, start);
    }
    return result;
}

smtp_result smtp__enter_starttls(struct smtp_session *session) {
    return write_verb(session, SMTP__STEP_STARTTLS);
}

smtp_result smtp__enter_noop(struct smtp_session *session) {
    return write_verb(session, SMTP__STEP_NOOP);
}

smtp_result smtp__enter_command(struct smtp_session *session) {
    size_t start = session->out.length;
    smtp_result result = smtp__command_line(&session->out, session->command);
    if (result == SMTP_OK) {
        smtp__session_written(session, SMTP__STEP_COMMAND, start);
    }
    return result;
}

smtp_result smtp__enter_rset(struct smtp_session *session) {
    session->needs_reset = false;
    session->step = session->after_reset;
    return write_verb(session, SMTP__STEP_RSET);
}

smtp_result smtp__enter_quit(struct smtp_session *session) {
    return write_verb(session, SMTP__STEP_QUIT);
}

smtp_result smtp__enter_ehlo(struct smtp_session *session) {
    size_t start = session->out.length;
    smtp__capabilities_clear(&session->capabilities);
    smtp_result result = session->lmtp != NULL ? session->lmtp->hello(&session->out, session->helo)
                                               : smtp__command_ehlo(&session->out, session->helo);
    if (result == SMTP_OK) {
        smtp__session_written(session, SMTP__STEP_EHLO, start);
    }
    return result;
}

smtp_result smtp__enter_helo(struct smtp_session *session) {
    size_t start = session->out.length;
    smtp_result result = smtp__command_helo(&session->out, session->helo);
    if (result == SMTP_OK) {
        smtp__session_written(session, SMTP__STEP_HELO, start);
    }
    return result;
}

static bool wants_auth(const struct smtp_session *session) {
    return session->credentials.user.data != NULL && !session->is_authenticated;
}

/* After EHLO: what is required and still missing comes next, or the session ends here, before anything of a mail. */
smtp_result smtp__enter_protect(struct smtp_session *session) {
    uint32_t extensions = session->capabilities.extensions;
    if (session->security == SMTP_SECURITY_STARTTLS_REQUIRED && !session->is_encrypted) {
        session->step = SMTP__STEP_STARTTLS;
        return (extensions & SMTP_EXT_STARTTLS) != 0 ? SMTP_OK : SMTP_E_TLS_NOT_OFFERED;
    }
    if (wants_auth(session)) {
        session->step = SMTP__STEP_AUTH;
        return (extensions & SMTP_EXT_AUTH) != 0 ? SMTP_OK : SMTP_E_AUTH_NOT_OFFERED;
    }
    session->step = SMTP__STEP_READY;
    return SMTP_OK;
}

smtp_result smtp__enter_ready(struct smtp_session *session) {
    smtp__session_emit(session, SMTP_EVENT_READY, SMTP_OK, SMTP_PHASE_IDLE, false);
    return SMTP_OK;
}

/* RFC 6152 s3, RFC 3030 s3 */
static uint8_t body(const smtp_source *source, uint32_t extensions) {
    if (source->is_binary) {
        return SMTP__BODY_BINARY;
    }
    bool is_8bit = (extensions & SMTP_EXT_8BITMIME) != 0 && smtp_source_is_8bit(source) != 0;
    return is_8bit ? SMTP__BODY_8BIT : SMTP__BODY_NONE;
}

smtp_result smtp__enter_mail(struct smtp_session *session) {
    const smtp_envelope *envelope = smtp__mail_newest(session)->envelope;
    const smtp_source *source = session->content.source;
    uint32_t extensions = session->capabilities.extensions;
    size_t start = session->out.length;
    /* Only what the server offers and the mail needs (RFC 1870 s5, RFC 6531 s3.4). */
    struct smtp__mail_parameters parameters = {
        .size = (extensions & SMTP_EXT_SIZE) != 0 ? smtp_source_wire_size(source) : -1,
        .body = body(source, extensions),
        .smtputf8 = smtp__session_needs_smtputf8(envelope, source),
    };
    smtp_result result = smtp__command_mail(&session->out, envelope, &parameters);
    if (result == SMTP_OK) {
        smtp__session_written(session, SMTP__STEP_MAIL, start);
    }
    return result;
}

smtp_result smtp__enter_rcpt(struct smtp_session *session) {
    const struct smtp__transaction *mail = smtp__mail_newest(session);
    size_t start = session->out.length;
    smtp_result result = smtp__command_rcpt(&session->out, mail->envelope, session->recipients_written);
    if (result != SMTP_OK) {
        return result;
    }
    session->recipients_written++;
    if (session->recipients_written == smtp_envelope_recipient_count(mail->envelope)) {
        session->step = mail->is_chunked ? SMTP__STEP_BDAT : SMTP__STEP_DATA;
    }
    smtp__session_written(session, SMTP__STEP_RCPT, start);
    return SMTP_OK;
}

/* Where every recipient has been answered and none accepted, DATA would only ask for the content in vain. */
smtp_result smtp__enter_data(struct smtp_session *session) {
    if (smtp__mail_is_refused(session, smtp__mail_newest(session))) {
        session->step = SMTP__STEP_FINISH;
        return SMTP_OK;
    }
    if (session->all_or_nothing && session->ring.count > 0) {
        return SMTP_PENDING;
    }
    return write_verb(session, SMTP__STEP_DATA);
}

/* Called again for each stretch, until the end of data is in the buffer. */
smtp_result smtp__enter_content(struct smtp_session *session) {
    struct smtp__content *content = &session->content;
    if (session->out.length > 0) {
        return SMTP_PENDING;
    }
    smtp_result result = smtp__content_fill(content, &session->out);
    if (result == SMTP_OK && content->is_done) {
        smtp__trace_content(session);
        smtp__session_await(session, SMTP__STEP_CONTENT);
        smtp__mail_newest(session)->is_written = true;
        session->step = SMTP__STEP_IDLE;
    }
    return result;
}

smtp_result smtp__enter_dot(struct smtp_session *session) {
    size_t start = session->out.length;
    if (!smtp__buffer_append_string(&session->out, ".\r\n")) {
        return SMTP_E_BUFFER_TOO_SMALL;
    }
    smtp__session_written(session, SMTP__STEP_DOT, start);
    return SMTP_OK;
}

smtp_result smtp__enter_finish(struct smtp_session *session) {
    smtp__mail_newest(session)->is_written = true;
    return SMTP_OK;
}

/* What became of the mails was told before. */
smtp_result smtp__enter_failed(struct smtp_session *session) {
    const struct smtp__failure *failure = &session->failure;
    smtp__session_emit(session, SMTP_EVENT_FAILED, failure->result, failure->phase, failure->has_reply);
    session->event.is_unknown = failure->is_unknown;
    session->has_ended = true;
    session->step = failure->is_polite ? SMTP__STEP_QUIT : SMTP__STEP_CLOSE;
    return SMTP_OK;
}

/* The host sees SMTP_WANT_CLOSE. */
smtp_result smtp__enter_close(struct smtp_session *session) {
    if (session->has_ended) {
        return SMTP_PENDING;
    }
    session->has_ended = true;
    smtp__session_emit(session, SMTP_EVENT_CLOSED, SMTP_OK, SMTP_PHASE_DONE, false);
    return SMTP_OK;
}
