/* SPDX-License-Identifier: MIT */
#include "domain_ascii.h"

#include "codec/utf8.h"
#include "domain.h"
#include "label_ascii.h"

static smtp_result put_label(struct smtp__buffer *out, struct smtp__text label) {
    if (!smtp__utf8_is_ascii(label.data, label.length)) {
        return smtp__label_to_ascii(out, label);
    }
    return smtp__buffer_append(out, label.data, label.length) ? SMTP_OK : SMTP_E_BUFFER_TOO_SMALL;
}

static size_t label_length(struct smtp__text domain) {
    size_t n = 0;
    while (n < domain.length && domain.data[n] != '.') {
        n++;
    }
    return n;
}

static smtp_result put_labels(struct smtp__buffer *out, struct smtp__text domain) {
    for (;;) {
        struct smtp__text label = {domain.data, label_length(domain)};
        smtp_result result = put_label(out, label);
        if (result != SMTP_OK || label.length == domain.length) {
            return result;
        }
        if (!smtp__buffer_append_byte(out, '.')) {
            return SMTP_E_BUFFER_TOO_SMALL;
        }
        domain.data += label.length + 1;
        domain.length -= label.length + 1;
    }
}

smtp_result smtp__domain_to_ascii(struct smtp__text domain, char *out, size_t size, size_t *length) {
    struct smtp__buffer buffer = {(uint8_t *)out, size < SMTP__DOMAIN_MAX ? size : SMTP__DOMAIN_MAX, 0};
    smtp_result result = put_labels(&buffer, domain);
    if (result == SMTP_E_BUFFER_TOO_SMALL && size >= SMTP__DOMAIN_MAX) {
        return SMTP_E_ADDRESS;
    }
    if (result != SMTP_OK) {
        return result;
    }
    struct smtp__text ascii = {out, buffer.length};
    if (!smtp__domain_is_valid(ascii)) {
        return SMTP_E_ADDRESS;
    }
    *length = buffer.length;
    return SMTP_OK;
}
