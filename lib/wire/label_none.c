/* SPDX-License-Identifier: MIT */
/* label_none.c - no A-labels: for a library that has no room for the table of letters. */
#include "label_ascii.h"

smtp_result smtp__label_to_ascii(struct smtp__buffer *out, struct smtp__text text) {
    (void)out;
    (void)text;
    return SMTP_E_IDN;
}
