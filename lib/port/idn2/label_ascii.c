/* SPDX-License-Identifier: MIT */
/* label_ascii.c - A-labels by libidn2: IDNA2008 after the mapping of UTS #46. Takes the place of the table in wire. */
#include "wire/label_ascii.h"

#include "codec/utf8.h"
#include <idn2.h>
#include <string.h>

enum { LABEL_MAX = 4 * 63 }; /* octets in UTF-8 of what could fit into an A-label */

static smtp_result result_of(int status) {
    switch (status) {
    case IDN2_OK:
        return SMTP_OK;
    case IDN2_MALLOC:
        return SMTP_E_NO_MEMORY;
    case IDN2_PUNYCODE_BIG_OUTPUT:
    case IDN2_TOO_BIG_LABEL:
    case IDN2_TOO_BIG_DOMAIN:
        return SMTP_E_ADDRESS;
    default:
        return SMTP_E_IDN;
    }
}

smtp_result smtp__label_to_ascii(struct smtp__buffer *out, struct smtp__text text) {
    uint8_t u_label[LABEL_MAX + 1];
    uint8_t *a_label = NULL;
    if (!smtp__utf8_is_valid(text.data, text.length)) {
        return SMTP_E_UTF8;
    }
    if (text.length > LABEL_MAX || memchr(text.data, '\0', text.length) != NULL) {
        return SMTP_E_ADDRESS;
    }
    memcpy(u_label, text.data, text.length);
    u_label[text.length] = '\0';
    smtp_result result = result_of(idn2_lookup_u8(u_label, &a_label, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL));
    if (result == SMTP_OK && !smtp__buffer_append_string(out, (const char *)a_label)) {
        result = SMTP_E_BUFFER_TOO_SMALL;
    }
    idn2_free(a_label);
    return result;
}
