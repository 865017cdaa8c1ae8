/* SPDX-License-Identifier: MIT */
/*
 * command.h - one writer per command (RFC 5321 s4.1.1). All end in the same place, which refuses CR, LF, NUL and other
 * controls and lines over their length, so that nothing that a caller passes can become a second command.
 *
 * Each appends one whole line to the buffer or leaves it as it was:
 * SMTP_OK; SMTP_E_BUFFER_TOO_SMALL (no room now); SMTP_E_CONTROL_CHARACTER; SMTP_E_ADDRESS, SMTP_E_HELO_NAME or
 * SMTP_E_SECRET (the argument makes the line too long).
 */
#ifndef SMTP__COMMAND_H
#define SMTP__COMMAND_H

#include "base/buffer.h"
#include "base/text.h"
#include <smtp/envelope.h>

enum {
    SMTP__COMMAND_MAX = 1536, /* octets with CRLF: 512 (RFC 5321 s4.5.3.1.4) and what extensions add to MAIL and RCPT */
    SMTP__AUTH_LINE_MAX = 12288 /* RFC 4954 s4 */
};

/* STARTTLS, DATA, RSET, NOOP, QUIT: a verb alone */
smtp_result smtp__command_verb(struct smtp__buffer *buffer, const char *verb);

smtp_result smtp__command_line(struct smtp__buffer *buffer, struct smtp__text text); /* one of the caller's, whole */

smtp_result smtp__command_ehlo(struct smtp__buffer *buffer, struct smtp__text name);
smtp_result smtp__command_helo(struct smtp__buffer *buffer, struct smtp__text name);

smtp_result smtp__command_lhlo(struct smtp__buffer *buffer, struct smtp__text name); /* RFC 2033 s4.1 */

/* BODY= */
enum {
    SMTP__BODY_NONE = 0,
    SMTP__BODY_8BIT = 1,  /* 8BITMIME (RFC 6152) */
    SMTP__BODY_BINARY = 2 /* BINARYMIME (RFC 3030) */
};

/* The parameters of MAIL that the content and the server decide; what is not set is not written. */
struct smtp__mail_parameters {
    int64_t size;  /* RFC 1870; -1: none */
    uint8_t body;  /* SMTP__BODY_* */
    bool smtputf8; /* RFC 6531 */
};

/* MAIL, and RCPT for one recipient, with the parameters of the envelope. */
smtp_result smtp__command_mail(struct smtp__buffer *buffer, const smtp_envelope *envelope,
                               const struct smtp__mail_parameters *parameters);
smtp_result smtp__command_rcpt(struct smtp__buffer *buffer, const smtp_envelope *envelope, size_t index);

/* BDAT, behind which `size` octets go (RFC 3030 s2). */
smtp_result smtp__command_bdat(struct smtp__buffer *buffer, size_t size, bool is_last);

/* AUTH with an initial response in base64; initial.data NULL: none; an empty one is written as "=" (RFC 4954 s4). */
smtp_result smtp__command_auth(struct smtp__buffer *buffer, const char *mechanism, struct smtp__text initial);

/*
 * The answer to a challenge, in base64; response.data NULL: "*", to give up.
 *
 * What is put in base64 here and in smtp__command_auth may stand at the very end of the buffer's own memory.
 */
smtp_result smtp__command_auth_response(struct smtp__buffer *buffer, struct smtp__text response);

#endif
