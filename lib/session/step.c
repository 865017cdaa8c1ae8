/* SPDX-License-Identifier: MIT */
#include "step.h"

#include <smtp/event.h>

/* Times in seconds: RFC 5321 s4.5.3.2.1 to .6; five minutes where it names none, two seconds for QUIT. */
enum { MINUTE = 60, USUAL = 5 * MINUTE, DATA_INITIATION = 2 * MINUTE, DATA_TERMINATION = 10 * MINUTE, POLITE = 2 };

#define STEP(x) SMTP__STEP_##x
#define REPLIES(ok, more, transient, permanent)                                                                        \
    { STEP(ok), STEP(more), STEP(transient), STEP(permanent) }
#define NO_REPLY REPLIES(BREACH, BREACH, BREACH, BREACH)

/* clang-format off */
static const struct smtp__step table[] = {
    /* RFC 3207 s4, RFC 8314 s3.3 */
    [STEP(HANDSHAKE)] = {NULL, USUAL, SMTP_PHASE_TLS, false, STEP(HANDSHAKE),
                         NO_REPLY, smtp__enter_handshake, NULL},
    /* RFC 5321 s3.1, s4.3.2 */
    [STEP(GREETING)] = {NULL, USUAL, SMTP_PHASE_GREETING, false, STEP(WAIT),
                        REPLIES(EHLO, BREACH, REFUSED, REFUSED), smtp__enter_greeting, smtp__answer_greeting},
    /* RFC 5321 s4.1.1.1, s3.2 */
    [STEP(EHLO)] = {NULL, USUAL, SMTP_PHASE_EHLO, false, STEP(WAIT),
                    REPLIES(PROTECT, BREACH, REFUSED, HELO), smtp__enter_ehlo, smtp__answer_ehlo},
    [STEP(HELO)] = {NULL, USUAL, SMTP_PHASE_EHLO, false, STEP(WAIT),
                    REPLIES(PROTECT, BREACH, REFUSED, REFUSED), smtp__enter_helo, NULL},
    [STEP(PROTECT)] = {NULL, USUAL, SMTP_PHASE_EHLO, false, STEP(PROTECT),
                       NO_REPLY, smtp__enter_protect, NULL},
    /* RFC 3207 s4 */
    [STEP(STARTTLS)] = {"STARTTLS", USUAL, SMTP_PHASE_STARTTLS, false, STEP(WAIT),
                        REPLIES(HANDSHAKE, BREACH, REFUSED, REFUSED), smtp__enter_starttls, NULL},
    /* RFC 4954 s4, s6 */
    [STEP(AUTH)] = {NULL, USUAL, SMTP_PHASE_AUTH, false, STEP(WAIT),
                    REPLIES(READY, AUTH_RESPONSE, REFUSED, REFUSED), smtp__enter_auth, smtp__answer_auth},
    [STEP(AUTH_RESPONSE)] = {NULL, USUAL, SMTP_PHASE_AUTH, false, STEP(WAIT),
                             REPLIES(READY, AUTH_RESPONSE, REFUSED, REFUSED),
                             smtp__enter_auth_response, smtp__answer_auth},
    [STEP(AUTH_CANCEL)] = {NULL, USUAL, SMTP_PHASE_AUTH, false, STEP(WAIT),
                           REPLIES(BREACH, BREACH, REFUSED, REFUSED),
                           smtp__enter_auth_cancel, smtp__answer_auth_cancel},
    [STEP(READY)] = {NULL, USUAL, SMTP_PHASE_IDLE, false, STEP(IDLE),
                     NO_REPLY, smtp__enter_ready, NULL},
    [STEP(IDLE)] = {NULL, USUAL, SMTP_PHASE_IDLE, false, STEP(IDLE),
                    NO_REPLY, smtp__enter_nothing, NULL},
    /* RFC 5321 s4.1.1.9, s4.1.1.5 */
    [STEP(NOOP)] = {"NOOP", USUAL, SMTP_PHASE_IDLE, false, STEP(WAIT),
                    REPLIES(READY, BREACH, READY, READY), smtp__enter_noop, NULL},
    [STEP(COMMAND)] = {NULL, USUAL, SMTP_PHASE_IDLE, false, STEP(WAIT),
                       REPLIES(IDLE, BREACH, IDLE, IDLE), smtp__enter_command, smtp__answer_command},
    /* what comes after it is what it was needed for */
    [STEP(RSET)] = {"RSET", USUAL, SMTP_PHASE_MAIL, true, STEP(MAIL),
                    REPLIES(STAY, BREACH, BREACH, BREACH), smtp__enter_rset, NULL},
    /* RFC 5321 s3.3, s4.1.1.2 to .4; RFC 2920 s3.1 */
    [STEP(MAIL)] = {NULL, USUAL, SMTP_PHASE_MAIL, true, STEP(RCPT),
                    REPLIES(STAY, BREACH, FINISH, FINISH), smtp__enter_mail, smtp__answer_mail},
    [STEP(RCPT)] = {NULL, USUAL, SMTP_PHASE_RCPT, true, STEP(RCPT),
                    REPLIES(STAY, BREACH, STAY, STAY), smtp__enter_rcpt, smtp__answer_rcpt},
    [STEP(DATA)] = {"DATA", DATA_INITIATION, SMTP_PHASE_DATA, true, STEP(WAIT),
                    REPLIES(BREACH, CONTENT, FINISH, FINISH), smtp__enter_data, smtp__answer_data},
    [STEP(CONTENT)] = {NULL, DATA_TERMINATION, SMTP_PHASE_END, false, STEP(CONTENT),
                       REPLIES(STAY, BREACH, STAY, STAY), smtp__enter_content, smtp__answer_content},
    /* RFC 3030 s2 */
    [STEP(BDAT)] = {NULL, USUAL, SMTP_PHASE_CONTENT, true, STEP(BDAT),
                    REPLIES(STAY, BREACH, FINISH, FINISH), smtp__enter_bdat, smtp__answer_bdat},
    [STEP(BDAT_LAST)] = {NULL, DATA_TERMINATION, SMTP_PHASE_END, true, STEP(IDLE),
                         REPLIES(STAY, BREACH, STAY, STAY), smtp__enter_nothing, smtp__answer_bdat_last},
    [STEP(DOT)] = {NULL, DATA_TERMINATION, SMTP_PHASE_END, false, STEP(WAIT),
                   REPLIES(FINISH, FINISH, FINISH, FINISH), smtp__enter_dot, NULL},
    [STEP(FINISH)] = {NULL, USUAL, SMTP_PHASE_IDLE, false, STEP(IDLE),
                      NO_REPLY, smtp__enter_finish, NULL},
    [STEP(FAILED)] = {NULL, POLITE, SMTP_PHASE_DONE, false, STEP(FAILED),
                      NO_REPLY, smtp__enter_failed, NULL},
    /* RFC 5321 s4.1.1.10: whatever it answers, the session is over */
    [STEP(QUIT)] = {"QUIT", POLITE, SMTP_PHASE_QUIT, false, STEP(WAIT),
                    REPLIES(CLOSE, CLOSE, CLOSE, CLOSE), smtp__enter_quit, NULL},
    [STEP(CLOSE)] = {NULL, POLITE, SMTP_PHASE_DONE, false, STEP(CLOSE),
                     NO_REPLY, smtp__enter_close, NULL},
    [STEP(WAIT)] = {NULL, USUAL, SMTP_PHASE_IDLE, false, STEP(WAIT),
                    NO_REPLY, smtp__enter_nothing, NULL},
};
/* clang-format on */

const struct smtp__step *smtp__step_row(uint8_t step) {
    return &table[step];
}
