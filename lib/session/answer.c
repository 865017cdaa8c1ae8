/* SPDX-License-Identifier: MIT */
/* answer.c - what the reply to a step means. Each gets the table's successor and may choose another. */
#include "session.h"

#include "wire/command.h"

uint8_t smtp__answer_greeting(struct smtp_session *session, uint8_t successor) {
    if (successor == SMTP__STEP_EHLO) {
        smtp__session_emit(session, SMTP_EVENT_GREETING, SMTP_OK, SMTP_PHASE_GREETING, true);
    }
    return successor;
}

/*
 * HELO only where nothing is lost by it: it has neither STARTTLS nor AUTH (RFC 5321 s3.2, s4.1.4), and LMTP does not have
 * it (RFC 2033 s4.1). The refusal of EHLO is told, so that it is not hidden by what HELO brings.
 */
uint8_t smtp__answer_ehlo(struct smtp_session *session, uint8_t successor) {
    bool needs_extensions = session->security == SMTP_SECURITY_STARTTLS_REQUIRED ||
                            session->credentials.user.data != NULL || session->lmtp != NULL;
    if (successor == SMTP__STEP_HELO && needs_extensions) {
        return SMTP__STEP_REFUSED;
    }
    if (successor == SMTP__STEP_PROTECT || successor == SMTP__STEP_HELO) {
        smtp__session_emit(session, SMTP_EVENT_CAPABILITIES, smtp__session_refusal(session, SMTP_PHASE_EHLO),
                           SMTP_PHASE_EHLO, true);
    }
    return successor;
}

uint8_t smtp__answer_command(struct smtp_session *session, uint8_t successor) {
    smtp_result result = smtp__session_refusal(session, SMTP_PHASE_IDLE);
    smtp__session_emit(session, SMTP_EVENT_REPLY, result, SMTP_PHASE_IDLE, true);
    return successor;
}

/* The reply in the buffer decides the mail, if nothing has. */
static void decide(struct smtp_session *session, int32_t phase) {
    struct smtp__transaction *mail = smtp__mail_oldest(session);
    mail->reply_is_its = smtp__mail_decide(mail, smtp__session_refusal(session, phase), phase);
}

uint8_t smtp__answer_mail(struct smtp_session *session, uint8_t successor) {
    smtp_result result = smtp__session_refusal(session, SMTP_PHASE_MAIL);
    smtp__session_emit(session, SMTP_EVENT_SENDER, result, SMTP_PHASE_MAIL, true);
    if (result != SMTP_OK) {
        decide(session, SMTP_PHASE_MAIL);
    }
    return successor;
}

uint8_t smtp__answer_rcpt(struct smtp_session *session, uint8_t successor) {
    struct smtp__transaction *mail = smtp__mail_oldest(session);
    smtp_result result = smtp__session_refusal(session, SMTP_PHASE_RCPT);
    smtp__session_emit(session, SMTP_EVENT_RECIPIENT, result, SMTP_PHASE_RCPT, true);
    session->event.recipient = mail->answered;
    if (result == SMTP_OK && session->lmtp != NULL) {
        session->lmtp->accept(session, mail->answered);
    }
    mail->answered++;
    mail->accepted += result == SMTP_OK;
    if (result != SMTP_OK && mail->recipients_result != SMTP_E_PERMANENT) {
        mail->recipients_result = result;
    }
    return successor;
}

enum { GO_AHEAD = 354 };

/*
 * 354 with nobody accepted is answered by an end of data and nothing else (RFC 2920 s3.1). Where MAIL was refused and a
 * recipient was not, even that could be taken for a mail; and LMTP has no reply to it (RFC 2033 s4.2).
 */
static uint8_t go_ahead(struct smtp_session *session) {
    const struct smtp__transaction *mail = smtp__mail_oldest(session);
    if (session->reply.code != GO_AHEAD) {
        return SMTP__STEP_BREACH;
    }
    if (mail->accepted == 0 && session->lmtp == NULL) {
        return SMTP__STEP_DOT;
    }
    return mail->accepted > 0 && mail->result == SMTP_PENDING ? SMTP__STEP_CONTENT : SMTP__STEP_BREACH;
}

uint8_t smtp__answer_data(struct smtp_session *session, uint8_t successor) {
    if (successor == SMTP__STEP_CONTENT) {
        return go_ahead(session);
    }
    if (successor == SMTP__STEP_FINISH && smtp__mail_oldest(session)->accepted > 0) {
        decide(session, SMTP_PHASE_DATA);
    }
    return successor;
}

uint8_t smtp__answer_content(struct smtp_session *session, uint8_t successor) {
    if (session->lmtp != NULL) {
        return session->lmtp->answer(session, successor);
    }
    decide(session, SMTP_PHASE_END);
    return successor;
}

/* Where nobody was accepted the recipients decide. */
static void decide_by_chunk(struct smtp_session *session, int32_t phase) {
    if (smtp__mail_oldest(session)->accepted > 0) {
        decide(session, phase);
    }
}

uint8_t smtp__answer_bdat(struct smtp_session *session, uint8_t successor) {
    if (successor == SMTP__STEP_FINISH) {
        decide_by_chunk(session, SMTP_PHASE_CONTENT);
    }
    return successor;
}

/*
 * A mail of which a part was refused and the end is taken: what the server has nobody knows. Where nobody was accepted
 * nobody has it.
 */
uint8_t smtp__answer_bdat_last(struct smtp_session *session, uint8_t successor) {
    struct smtp__transaction *mail = smtp__mail_oldest(session);
    if (session->lmtp != NULL) {
        return session->lmtp->answer(session, successor);
    }
    bool is_taken = smtp__session_refusal(session, SMTP_PHASE_END) == SMTP_OK;
    if (is_taken && mail->result != SMTP_PENDING && mail->accepted > 0) {
        mail->result = SMTP_PENDING;
        mail->is_unknown = true;
        return SMTP__STEP_BREACH;
    }
    decide_by_chunk(session, SMTP_PHASE_END);
    return successor;
}
