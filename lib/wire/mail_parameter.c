/* SPDX-License-Identifier: MIT */
#include "mail_parameter.h"

#include "codec/timestamp.h"
#include "command.h"
#include "envelope_object.h"
#include "own_parameter.h"
#include <smtp/extension.h>

#define LENGTH(string) (sizeof(string) - 1)

/* Whatever an envelope holds, its lines are short enough: no value passes its longest length. */
_Static_assert(LENGTH("MAIL FROM:<>\r\n") + SMTP_MAILBOX_BYTES + LENGTH(" SIZE=9223372036854775807 BODY=BINARYMIME") +
                       LENGTH(" SMTPUTF8 RET=FULL ENVID=") + SMTP__ENVID_MAX + LENGTH(" AUTH=") + SMTP__AUTH_MAX +
                       LENGTH(" REQUIRETLS BY=-999999999;RT HOLDUNTIL=") + SMTP__TIMESTAMP_LENGTH +
                       LENGTH(" MT-PRIORITY=-9") + SMTP__OWN_PARAMETERS_MAX <=
                   SMTP__COMMAND_MAX,
               "MAIL is too long");
_Static_assert(LENGTH("RCPT TO:<>\r\n") + SMTP_MAILBOX_BYTES + LENGTH(" NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=") +
                       SMTP__ORCPT_MAX + SMTP__OWN_PARAMETERS_MAX <=
                   SMTP__COMMAND_MAX,
               "RCPT is too long");

static void put_pair(struct smtp__line *line, const char *keyword, const char *value) {
    if (value[0] != '\0') {
        smtp__line_put_string(line, keyword);
        smtp__line_put_string(line, value);
    }
}

static void put_signed(struct smtp__line *line, int32_t number) {
    smtp__line_put_string(line, number < 0 ? "-" : "");
    smtp__line_put_number(line, (uint64_t)(number < 0 ? -number : number));
}

/* RFC 2852 s4 */
static void put_deliver_by(struct smtp__line *line, const struct smtp__envelope_mail *mail) {
    static const char *const modes[] = {"", ";N", ";R"};
    if (mail->by_mode != 0) {
        smtp__line_put_string(line, " BY=");
        put_signed(line, mail->by_seconds);
        smtp__line_put_string(line, modes[mail->by_mode]);
        smtp__line_put_string(line, mail->by_trace ? "T" : "");
    }
}

/* RFC 4865 s3 */
static void put_hold(struct smtp__line *line, const struct smtp__envelope_mail *mail) {
    char until[SMTP__TIMESTAMP_LENGTH + 1];
    if (mail->hold_is_until) {
        smtp__timestamp_write(mail->hold, until);
        put_pair(line, " HOLDUNTIL=", until);
    } else if (mail->hold > 0) {
        smtp__line_put_string(line, " HOLDFOR=");
        smtp__line_put_number(line, (uint64_t)mail->hold);
    }
}

static void put_mail(struct smtp__line *line, const smtp_envelope *envelope) {
    static const char *const rets[] = {"", " RET=FULL", " RET=HDRS"};
    const struct smtp__envelope_mail *mail = &envelope->mail;
    smtp__line_put_string(line, rets[mail->ret]);
    put_pair(line, " ENVID=", smtp__kept_text(&mail->envid));
    put_pair(line, " AUTH=", smtp__kept_text(&mail->auth));
    smtp__line_put_string(line, mail->require_tls ? " REQUIRETLS" : "");
    put_deliver_by(line, mail);
    put_hold(line, mail);
    if (mail->priority != 0) {
        smtp__line_put_string(line, " MT-PRIORITY=");
        put_signed(line, mail->priority);
    }
    smtp__line_put_string(line, smtp__kept_text(&mail->own));
}

/* RFC 3461 s4.1 */
static void put_notify(struct smtp__line *line, uint32_t notify) {
    static const char *const names[] = {"NEVER", "SUCCESS", "FAILURE", "DELAY"};
    const char *before = " NOTIFY=";
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if ((notify >> i & 1) != 0) {
            smtp__line_put_string(line, before);
            smtp__line_put_string(line, names[i]);
            before = ",";
        }
    }
}

static void put_recipient(struct smtp__line *line, const smtp_envelope *envelope, size_t index) {
    static const struct smtp__recipient_parameters none = {{NULL, 0}, {NULL, 0}, 0};
    const struct smtp__recipient_parameters *own = smtp__envelope_parameters_of(envelope, index);
    const struct smtp__recipient_parameters *parameters = own == NULL ? &none : own;
    put_notify(line, parameters->notify != 0 ? parameters->notify : envelope->mail.notify);
    put_pair(line, " ORCPT=", smtp__kept_text(&parameters->original));
    smtp__line_put_string(line, smtp__kept_text(&parameters->own));
}

static bool needs_dsn(const struct smtp__recipient_parameters *parameters) {
    return parameters != NULL && (parameters->notify != 0 || smtp__kept_is_set(&parameters->original));
}

static bool a_recipient_needs_dsn(const smtp_envelope *envelope) {
    for (size_t i = 0; i < envelope->count; i++) {
        if (needs_dsn(smtp__envelope_parameters_of(envelope, i))) {
            return true;
        }
    }
    return false;
}

static uint32_t when(bool condition, uint32_t extension) {
    return condition ? extension : 0;
}

static uint32_t extensions(const smtp_envelope *envelope) {
    const struct smtp__envelope_mail *mail = &envelope->mail;
    bool asks_for_dsn =
        mail->ret != 0 || mail->notify != 0 || smtp__kept_is_set(&mail->envid) || a_recipient_needs_dsn(envelope);
    return when(asks_for_dsn, SMTP_EXT_DSN) | when(smtp__kept_is_set(&mail->auth), SMTP_EXT_AUTH) |
           when(mail->require_tls, SMTP_EXT_REQUIRETLS) | when(mail->by_mode != 0, SMTP_EXT_DELIVERBY) |
           when(mail->hold != 0, SMTP_EXT_FUTURERELEASE) | when(mail->priority != 0, SMTP_EXT_MT_PRIORITY);
}

/* RFC 4865 s5.2.1; against a time until when nobody here has a clock. */
static bool is_held_too_long(const struct smtp__envelope_mail *mail) {
    return mail->by_mode != 0 && !mail->hold_is_until && mail->hold > 0 && mail->by_seconds <= mail->hold;
}

static smtp_result check(const smtp_envelope *envelope, const struct smtp_capabilities *capabilities) {
    const struct smtp__envelope_mail *mail = &envelope->mail;
    int64_t hold_most = mail->hold_is_until ? capabilities->hold_until_most : capabilities->hold_most_s;
    bool is_short = mail->by_mode == SMTP_BY_RETURN && (uint32_t)mail->by_seconds < capabilities->deliver_by_least_s;
    if (is_short || is_held_too_long(mail)) {
        return SMTP_E_DELIVER_BY;
    }
    return hold_most > 0 && mail->hold > hold_most ? SMTP_E_HOLD : SMTP_OK;
}

const struct smtp__parameters smtp__parameters = {extensions, check, put_mail, put_recipient};
