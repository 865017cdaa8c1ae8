/* SPDX-License-Identifier: MIT */
#include "run.h"

/* How many words at the front surely have no line end, in octets. */
static size_t skip_words(const uint8_t *data, size_t length) {
    size_t n = 0;
    while (length - n >= SMTP__WORD && !smtp__run_may_break(smtp__word_load(data + n))) {
        n += SMTP__WORD;
    }
    return n;
}

size_t smtp__run_length(const uint8_t *data, size_t length) {
    size_t n = 0;
    while (n < length) {
        n += skip_words(data + n, length - n);
        size_t end = length - n < SMTP__WORD ? length : n + SMTP__WORD;
        for (; n < end; n++) {
            if (smtp__run_is_break(data[n])) {
                return n;
            }
        }
    }
    return n;
}

void smtp__run_move(struct smtp__input *in, struct smtp__output *out) {
    size_t n = smtp__run_length(in->data, in->length < out->length ? in->length : out->length);
    memmove(out->data, in->data, n);
    smtp__input_take(in, n);
    smtp__output_wrote(out, n);
}

bool smtp__run_break(struct smtp__input *in, struct smtp__output *out, bool *after_cr) {
    uint8_t octet = in->data[0];
    if (octet == '\r' || !*after_cr) {
        if (out->length < 2) {
            return false;
        }
        out->data[0] = '\r';
        out->data[1] = '\n';
        smtp__output_wrote(out, 2);
    }
    smtp__input_take(in, 1);
    *after_cr = octet == '\r';
    return true;
}
