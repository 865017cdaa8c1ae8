/* SPDX-License-Identifier: MIT */
#include "lines.h"

#include "run.h"

void smtp__lines_init(struct smtp__lines *lines) {
    memset(lines, 0, sizeof *lines);
}

/* How many octets stand before the first line end or NUL, and whether one of them is above 127. */
static size_t scan(const uint8_t *data, size_t length, bool *is_8bit) {
    smtp__word seen = 0;
    size_t n = 0;
    size_t end = 0;
    while (n == end && n < length) {
        for (smtp__word word; length - n >= SMTP__WORD; n += SMTP__WORD) {
            word = smtp__word_load(data + n);
            if (smtp__run_may_break(word)) {
                break;
            }
            seen |= word;
        }
        end = length - n < SMTP__WORD ? length : n + SMTP__WORD;
        for (; n < end && !smtp__run_is_break(data[n]) && data[n] != 0; n++) {
            seen |= data[n];
        }
    }
    *is_8bit = *is_8bit || (seen & SMTP__WORD_HIGH) != 0;
    return n;
}

/* Takes what stands before the next line end, as far as it fits on a line. */
static smtp_result take_run(struct smtp__lines *lines, const uint8_t *data, size_t length, size_t *taken) {
    size_t most = SMTP__LINE_MAX - lines->column;
    size_t n = scan(data, length < most ? length : most, &lines->is_8bit);
    if (n < length && data[n] == 0) {
        return SMTP_E_NUL_IN_CONTENT;
    }
    if (n == most && n < length && !smtp__run_is_break(data[n])) {
        return SMTP_E_LINE_TOO_LONG;
    }
    lines->octets += n;
    lines->column += (uint32_t)n;
    lines->after_cr = false;
    *taken = n;
    return SMTP_OK;
}

static void take_break(struct smtp__lines *lines, uint8_t octet) {
    bool belongs_to_cr = octet == '\n' && lines->after_cr;
    lines->octets += belongs_to_cr ? 0 : 2;
    lines->column = 0;
    lines->after_cr = octet == '\r';
}

smtp_result smtp__lines_feed(struct smtp__lines *lines, const uint8_t *data, size_t length) {
    size_t at = 0;
    while (at < length) {
        if (smtp__run_is_break(data[at])) {
            take_break(lines, data[at++]);
            continue;
        }
        size_t n;
        smtp_result result = take_run(lines, data + at, length - at, &n);
        if (result != SMTP_OK) {
            return result;
        }
        at += n;
    }
    return SMTP_OK;
}

uint64_t smtp__lines_total(const struct smtp__lines *lines) {
    return lines->octets + (lines->column > 0 ? 2 : 0);
}
