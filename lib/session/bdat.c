/* SPDX-License-Identifier: MIT */
/* bdat.c - content in chunks (RFC 3030): each is one fill of what is left of the send buffer. */
#include "session.h"

#include "wire/command.h"
#include <string.h>

enum { HEADER_MOST = sizeof "BDAT 1048576 LAST\r\n" - 1 };

/* A chunk that would be small only because of what stands before it waits until that has gone out. */
static bool has_room(const struct smtp__buffer *out) {
    size_t room = out->capacity - out->length;
    return room >= SMTP__SEND_LEAST && room >= out->capacity / 4;
}

/* How long the command's line is turns out when the octets behind it are there: they move up to it. */
static void write_header(struct smtp_session *session, size_t start) {
    struct smtp__buffer *out = &session->out;
    const uint8_t *chunk = out->data + start + HEADER_MOST;
    size_t size = out->length - start - HEADER_MOST;
    out->length = start;
    (void)smtp__command_bdat(out, size, session->content.is_done);
    smtp__trace(session, '>', (const char *)out->data + start, out->length - start - 2);
    memmove(out->data + out->length, chunk, size);
    out->length += size;
}

/*
 * With LMTP the last chunk has as many replies as recipients were accepted before, and of what follows one that is
 * refused nothing is said (RFC 2033 s4.3): each waits for what was asked before it.
 */
static bool has_to_wait(const struct smtp_session *session) {
    bool is_first = session->content.dot.octets == 0;
    bool waits = session->lmtp != NULL || (session->all_or_nothing && is_first);
    bool is_in_the_way = session->content.rest.length > 0 && session->out.length > 0;
    return (waits && session->ring.count > 0) || is_in_the_way || !has_room(&session->out);
}

/* Called again for each chunk. A source that fails between them fails its mail alone. */
smtp_result smtp__enter_bdat(struct smtp_session *session) {
    struct smtp__transaction *mail = smtp__mail_newest(session);
    struct smtp__buffer *out = &session->out;
    size_t start = out->length;
    if (smtp__mail_is_refused(session, mail)) {
        session->step = SMTP__STEP_FINISH;
        return SMTP_OK;
    }
    if (has_to_wait(session)) {
        return SMTP_PENDING;
    }
    out->length += HEADER_MOST;
    smtp_result result = smtp__content_fill(&session->content, out);
    if (result != SMTP_OK) {
        out->length = start;
        (void)smtp__mail_decide(mail, result, SMTP_PHASE_CONTENT);
        session->step = SMTP__STEP_FINISH;
        return SMTP_OK;
    }
    write_header(session, start);
    mail->is_written = session->content.is_done;
    smtp__session_await(session, mail->is_written ? SMTP__STEP_BDAT_LAST : SMTP__STEP_BDAT);
    session->step = mail->is_written ? SMTP__STEP_IDLE : SMTP__STEP_BDAT;
    return SMTP_OK;
}
