/* SPDX-License-Identifier: MIT */
/* command.c - one command that the caller asks for between mails. */
#include "session.h"

#include "base/ascii.h"
#include "codec/utf8.h"

enum { LINE_MOST = 510, LINE_END = 2 }; /* RFC 5321 s4.5.3.1.4 */

/* A word of letters and digits, and none of those whose replies the session has to understand. */
static smtp_result check_verb(struct smtp__text line) {
    static const char *const own[] = {"EHLO", "HELO", "LHLO", "MAIL",     "RCPT", "DATA",
                                      "BDAT", "RSET", "AUTH", "STARTTLS", "QUIT", "NOOP"};
    struct smtp__text verb = {line.data, 0};
    while (verb.length < line.length && line.data[verb.length] != ' ') {
        if (!smtp__ascii_is_alnum(line.data[verb.length])) {
            return SMTP_E_COMMAND;
        }
        verb.length++;
    }
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        if (smtp__text_is(verb, own[i])) {
            return SMTP_E_COMMAND;
        }
    }
    return verb.length > 0 ? SMTP_OK : SMTP_E_COMMAND;
}

static smtp_result check_octets(struct smtp__text line) {
    if (smtp__ascii_has_control(line.data, line.length)) {
        return SMTP_E_CONTROL_CHARACTER;
    }
    return smtp__utf8_is_valid(line.data, line.length) ? SMTP_OK : SMTP_E_UTF8;
}

/* RFC 6531 s3.7.4.2, RFC 1985 s2; the others may be there though nobody says so (RFC 5321 s4.1.1.1). */
static smtp_result check_offered(const struct smtp_session *session, struct smtp__text line) {
    uint32_t extensions = session->capabilities.extensions;
    bool is_etrn = smtp__text_begins(line, "ETRN ");
    if (is_etrn && (extensions & SMTP_EXT_ETRN) == 0) {
        return SMTP_E_NEEDS_ETRN;
    }
    bool is_ascii = smtp__utf8_is_ascii(line.data, line.length);
    return is_ascii || (extensions & SMTP_EXT_SMTPUTF8) != 0 ? SMTP_OK : SMTP_E_NEEDS_SMTPUTF8;
}

static smtp_result check(const struct smtp_session *session, struct smtp__text line) {
    if (line.length > LINE_MOST) {
        return SMTP_E_COMMAND;
    }
    smtp_result result = check_octets(line);
    if (result == SMTP_OK) {
        result = check_verb(line);
    }
    if (result == SMTP_OK) {
        result = check_offered(session, line);
    }
    bool is_too_long = line.length > session->out.capacity - LINE_END;
    return result == SMTP_OK && is_too_long ? SMTP_E_BUFFER_TOO_SMALL : result;
}

smtp_result smtp_session_command(smtp_session *session, const char *line, size_t length) {
    if (line == NULL) {
        return SMTP_E_ARGUMENT;
    }
    smtp_result result = smtp__session_idle(session);
    if (result != SMTP_OK) {
        return result;
    }
    struct smtp__text command = smtp__text_from(line, length);
    result = check(session, command);
    if (result == SMTP_OK) {
        session->command = command;
        smtp__session_begin(session, SMTP__STEP_COMMAND, session->needs_reset);
    }
    return result;
}
