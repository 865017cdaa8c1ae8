/* SPDX-License-Identifier: MIT */
#include "command.h"

#include "envelope_object.h"
#include "line.h"

smtp_result smtp__command_line(struct smtp__buffer *buffer, struct smtp__text text) {
    struct smtp__line line = smtp__line_begin(buffer, SMTP__COMMAND_MAX, SMTP_E_BUFFER_TOO_SMALL);
    smtp__line_put(&line, text);
    return smtp__line_finish(&line);
}

smtp_result smtp__command_verb(struct smtp__buffer *buffer, const char *verb) {
    return smtp__command_line(buffer, smtp__text_from(verb, SMTP_Z));
}

static smtp_result hello(struct smtp__buffer *buffer, const char *verb, struct smtp__text name) {
    struct smtp__line line = smtp__line_begin(buffer, SMTP__COMMAND_MAX, SMTP_E_HELO_NAME);
    smtp__line_put_string(&line, verb);
    smtp__line_put(&line, name);
    return smtp__line_finish(&line);
}

smtp_result smtp__command_ehlo(struct smtp__buffer *buffer, struct smtp__text name) {
    return hello(buffer, "EHLO ", name);
}

smtp_result smtp__command_lhlo(struct smtp__buffer *buffer, struct smtp__text name) {
    return hello(buffer, "LHLO ", name);
}

smtp_result smtp__command_helo(struct smtp__buffer *buffer, struct smtp__text name) {
    return hello(buffer, "HELO ", name);
}

/* RFC 5321 s4.1.1.2, s4.1.1.3: no blank after the colon */
static struct smtp__line path(struct smtp__buffer *buffer, const char *before, const char *mailbox) {
    struct smtp__line line = smtp__line_begin(buffer, SMTP__COMMAND_MAX, SMTP_E_ADDRESS);
    smtp__line_put_string(&line, before);
    smtp__line_put_string(&line, mailbox);
    smtp__line_put_string(&line, ">");
    return line;
}

smtp_result smtp__command_mail(struct smtp__buffer *buffer, const smtp_envelope *envelope,
                               const struct smtp__mail_parameters *parameters) {
    static const char *const bodies[] = {"", " BODY=8BITMIME", " BODY=BINARYMIME"};
    struct smtp__line line = path(buffer, "MAIL FROM:<", smtp_envelope_mail_from(envelope, NULL));
    if (parameters->size >= 0) {
        smtp__line_put_string(&line, " SIZE=");
        smtp__line_put_number(&line, (uint64_t)parameters->size);
    }
    smtp__line_put_string(&line, bodies[parameters->body]);
    if (parameters->smtputf8) {
        smtp__line_put_string(&line, " SMTPUTF8");
    }
    if (envelope->mail.parameters != NULL) {
        envelope->mail.parameters->put_mail(&line, envelope);
    }
    return smtp__line_finish(&line);
}

smtp_result smtp__command_rcpt(struct smtp__buffer *buffer, const smtp_envelope *envelope, size_t index) {
    struct smtp__line line = path(buffer, "RCPT TO:<", smtp_envelope_recipient(envelope, index, NULL));
    if (envelope->mail.parameters != NULL) {
        envelope->mail.parameters->put_recipient(&line, envelope, index);
    }
    return smtp__line_finish(&line);
}

smtp_result smtp__command_bdat(struct smtp__buffer *buffer, size_t size, bool is_last) {
    struct smtp__line line = smtp__line_begin(buffer, SMTP__COMMAND_MAX, SMTP_E_BUFFER_TOO_SMALL);
    smtp__line_put_string(&line, "BDAT ");
    smtp__line_put_number(&line, size);
    if (is_last) {
        smtp__line_put_string(&line, " LAST");
    }
    return smtp__line_finish(&line);
}

smtp_result smtp__command_auth(struct smtp__buffer *buffer, const char *mechanism, struct smtp__text initial) {
    struct smtp__line line = smtp__line_begin(buffer, SMTP__AUTH_LINE_MAX, SMTP_E_SECRET);
    smtp__line_put_string(&line, "AUTH ");
    smtp__line_put_string(&line, mechanism);
    if (initial.data != NULL) {
        smtp__line_put_string(&line, " ");
        if (initial.length == 0) {
            smtp__line_put_string(&line, "=");
        }
        smtp__line_put_base64(&line, initial);
    }
    return smtp__line_finish(&line);
}

smtp_result smtp__command_auth_response(struct smtp__buffer *buffer, struct smtp__text response) {
    struct smtp__line line = smtp__line_begin(buffer, SMTP__AUTH_LINE_MAX, SMTP_E_SECRET);
    if (response.data == NULL) {
        smtp__line_put_string(&line, "*");
    }
    smtp__line_put_base64(&line, response);
    return smtp__line_finish(&line);
}
