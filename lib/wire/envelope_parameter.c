/* SPDX-License-Identifier: MIT */
/* envelope_parameter.c - what an envelope asks for beyond its addresses; mail_parameter.c writes it. */
#include "envelope_object.h"

#include "base/ascii.h"
#include "base/calendar.h"
#include "codec/utf8.h"
#include "codec/xtext.h"
#include "own_parameter.h"
#include <string.h>

enum { SECONDS_MAX = 999999999, PRIORITY_MAX = 9 }; /* RFC 2852 s4, RFC 4865 s3, RFC 6710 s3 */

/* Where the parameters of MAIL are set: from then on the envelope has some. */
static struct smtp__envelope_mail *parameters_of_mail(smtp_envelope *envelope) {
    envelope->mail.parameters = &smtp__parameters;
    return &envelope->mail;
}

/* ---- numbers ---- */

static bool is_notify(uint32_t notify) {
    const uint32_t lists = SMTP_NOTIFY_SUCCESS | SMTP_NOTIFY_FAILURE | SMTP_NOTIFY_DELAY;
    return notify == SMTP_NOTIFY_NEVER || (notify & ~lists) == 0;
}

smtp_result smtp_envelope_set_ret(smtp_envelope *envelope, int32_t ret) {
    if (envelope == NULL || ret < 0 || ret > SMTP_RET_HDRS) {
        return SMTP_E_ARGUMENT;
    }
    parameters_of_mail(envelope)->ret = (uint8_t)ret;
    return SMTP_OK;
}

smtp_result smtp_envelope_set_notify(smtp_envelope *envelope, uint32_t notify) {
    if (envelope == NULL || !is_notify(notify)) {
        return SMTP_E_ARGUMENT;
    }
    parameters_of_mail(envelope)->notify = (uint8_t)notify;
    return SMTP_OK;
}

smtp_result smtp_envelope_set_require_tls(smtp_envelope *envelope, int32_t required) {
    if (envelope == NULL) {
        return SMTP_E_ARGUMENT;
    }
    parameters_of_mail(envelope)->require_tls = required != 0;
    return SMTP_OK;
}

smtp_result smtp_envelope_set_deliver_by(smtp_envelope *envelope, int32_t seconds, int32_t mode, int32_t trace) {
    bool is_mode = mode >= 0 && mode <= SMTP_BY_RETURN;
    int32_t least = mode == SMTP_BY_RETURN ? 1 : -SECONDS_MAX;
    if (envelope == NULL || !is_mode || seconds < least || seconds > SECONDS_MAX) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__envelope_mail *mail = parameters_of_mail(envelope);
    mail->by_seconds = seconds;
    mail->by_mode = (uint8_t)mode;
    mail->by_trace = trace != 0;
    return SMTP_OK;
}

static void set_hold(smtp_envelope *envelope, int64_t seconds, bool is_until) {
    struct smtp__envelope_mail *mail = parameters_of_mail(envelope);
    mail->hold = seconds;
    mail->hold_is_until = is_until && seconds > 0;
}

smtp_result smtp_envelope_set_hold_for(smtp_envelope *envelope, uint32_t seconds) {
    if (envelope == NULL || seconds > SECONDS_MAX) {
        return SMTP_E_ARGUMENT;
    }
    set_hold(envelope, seconds, false);
    return SMTP_OK;
}

smtp_result smtp_envelope_set_hold_until(smtp_envelope *envelope, int64_t seconds) {
    if (envelope == NULL || seconds < 0 || seconds > SMTP__SECONDS_MAX) {
        return SMTP_E_ARGUMENT;
    }
    set_hold(envelope, seconds, true);
    return SMTP_OK;
}

smtp_result smtp_envelope_set_priority(smtp_envelope *envelope, int32_t priority) {
    if (envelope == NULL || priority < -PRIORITY_MAX || priority > PRIORITY_MAX) {
        return SMTP_E_ARGUMENT;
    }
    parameters_of_mail(envelope)->priority = (int8_t)priority;
    return SMTP_OK;
}

/* ---- strings ---- */

/* Graphic and white space (RFC 3461 s4.4) */
static bool is_printable_ascii(struct smtp__text text) {
    return smtp__utf8_is_ascii(text.data, text.length) && !smtp__ascii_has_control(text.data, text.length);
}

smtp_result smtp_envelope_set_envid(smtp_envelope *envelope, const char *identifier, size_t length) {
    static const struct smtp__kept_form envid = {"", smtp__xtext_write, SMTP__ENVID_MAX, SMTP_E_ENVELOPE_ID};
    if (envelope == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__text text = smtp__text_from(identifier, length);
    if (text.length == 0) {
        smtp__kept_forget(&envelope->mail.envid);
        return SMTP_OK;
    }
    return is_printable_ascii(text)
               ? smtp__kept_write(&envelope->arena, &parameters_of_mail(envelope)->envid, text, &envid)
               : SMTP_E_ENVELOPE_ID;
}

/* RFC 4954 s5: "<>" is nobody in particular. */
smtp_result smtp_envelope_set_auth(smtp_envelope *envelope, const char *address, size_t length) {
    static const struct smtp__kept_form auth = {"", smtp__xtext_write, SMTP__AUTH_MAX, SMTP_E_ADDRESS_TOO_LONG};
    if (envelope == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__envelope_path path = {0, ""};
    smtp_result result = SMTP_OK;
    if (address == NULL) {
        smtp__kept_forget(&envelope->mail.auth);
    } else {
        result = smtp__envelope_path_read(address, length, &path);
        struct smtp__text nobody = {"<>", 2};
        struct smtp__text mailbox = {path.text, path.length};
        if (result == SMTP_OK) {
            result = smtp__kept_write(&envelope->arena, &parameters_of_mail(envelope)->auth,
                                      path.length == 0 ? nobody : mailbox, &auth);
        }
    }
    if (result == SMTP_OK) {
        envelope->mail.auth_is_utf8 = !smtp__utf8_is_ascii(path.text, path.length);
    }
    return result;
}

smtp_result smtp_envelope_add_parameter(smtp_envelope *envelope, const char *keyword, size_t keyword_length,
                                        const char *value, size_t value_length) {
    if (envelope == NULL || keyword == NULL) {
        return SMTP_E_ARGUMENT;
    }
    return smtp__own_parameter_add(&envelope->arena, &parameters_of_mail(envelope)->own,
                                   smtp__text_from(keyword, keyword_length), smtp__text_from(value, value_length));
}

/* ---- of one recipient ---- */

/* Its parameters, made where there are none yet; NULL: no memory. */
static struct smtp__recipient_parameters *parameters_of_recipient(smtp_envelope *envelope, size_t index) {
    struct smtp__envelope_block *block = smtp__envelope_block_of(envelope, index);
    size_t size = block->capacity * sizeof(struct smtp__recipient_parameters *);
    (void)parameters_of_mail(envelope);
    if (block->parameters == NULL) {
        block->parameters = smtp__arena_take(&envelope->arena, size);
        if (block->parameters == NULL) {
            return NULL;
        }
        memset(block->parameters, 0, size);
    }
    struct smtp__recipient_parameters **place = &block->parameters[index - block->first];
    if (*place == NULL) {
        *place = smtp__arena_take(&envelope->arena, sizeof **place);
        if (*place != NULL) {
            memset(*place, 0, sizeof **place);
        }
    }
    return *place;
}

static bool has_recipient(const smtp_envelope *envelope, size_t index) {
    return envelope != NULL && index < envelope->count;
}

smtp_result smtp_envelope_set_recipient_notify(smtp_envelope *envelope, size_t index, uint32_t notify) {
    if (!has_recipient(envelope, index) || !is_notify(notify)) {
        return SMTP_E_ARGUMENT;
    }
    if (notify == 0 && smtp__envelope_parameters_of(envelope, index) == NULL) {
        return SMTP_OK;
    }
    struct smtp__recipient_parameters *parameters = parameters_of_recipient(envelope, index);
    if (parameters == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    parameters->notify = (uint8_t)notify;
    return SMTP_OK;
}

/* RFC 6533 s3: "utf-8" where rfc822 cannot say it, in the form that every server takes. */
static smtp_result set_original(smtp_envelope *envelope, size_t index, struct smtp__text address) {
    static const struct smtp__kept_form rfc822 = {"rfc822;", smtp__xtext_write, SMTP__ORCPT_MAX,
                                                  SMTP_E_ADDRESS_TOO_LONG};
    static const struct smtp__kept_form utf8 = {"utf-8;", smtp__utf8_xtext_write, SMTP__ORCPT_MAX,
                                                SMTP_E_ADDRESS_TOO_LONG};
    if (address.length == 0) {
        return SMTP_E_ADDRESS;
    }
    smtp_result result = smtp__utf8_check(address.data, address.length);
    if (result != SMTP_OK) {
        return result;
    }
    struct smtp__recipient_parameters *parameters = parameters_of_recipient(envelope, index);
    if (parameters == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    bool is_ascii = smtp__utf8_is_ascii(address.data, address.length);
    return smtp__kept_write(&envelope->arena, &parameters->original, address, is_ascii ? &rfc822 : &utf8);
}

smtp_result smtp_envelope_set_recipient_original(smtp_envelope *envelope, size_t index, const char *address,
                                                 size_t length) {
    if (!has_recipient(envelope, index)) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__recipient_parameters *parameters = smtp__envelope_parameters_of(envelope, index);
    if (address != NULL) {
        return set_original(envelope, index, smtp__text_from(address, length));
    }
    if (parameters != NULL) {
        smtp__kept_forget(&parameters->original);
    }
    return SMTP_OK;
}

smtp_result smtp_envelope_add_recipient_parameter(smtp_envelope *envelope, size_t index, const char *keyword,
                                                  size_t keyword_length, const char *value, size_t value_length) {
    if (!has_recipient(envelope, index) || keyword == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__recipient_parameters *parameters = parameters_of_recipient(envelope, index);
    return parameters == NULL
               ? SMTP_E_NO_MEMORY
               : smtp__own_parameter_add(&envelope->arena, &parameters->own, smtp__text_from(keyword, keyword_length),
                                         smtp__text_from(value, value_length));
}
