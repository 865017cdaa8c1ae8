/* SPDX-License-Identifier: MIT */
/* find.c - the first row of the table that fits. */
#include "explain.h"

#include "table.h"

static bool has_result(const struct smtp__explain_row *row, smtp_result result) {
    const size_t most = sizeof row->results / sizeof row->results[0];
    for (size_t i = 0; i < most && row->results[i] != 0; i++) {
        if (row->results[i] == result) {
            return true;
        }
    }
    return row->results[0] == 0;
}

static bool has_bit(uint32_t bits, int32_t number) {
    return bits == 0 || (number >= 0 && number < 32 && (bits >> (uint32_t)number & 1U) != 0);
}

static bool has_code(const struct smtp__explain_row *row, int32_t code) {
    return row->lowest == 0 || (code >= row->lowest && code <= row->highest);
}

static bool has_enhanced(const struct smtp__explain_row *row, int32_t enhanced) {
    return row->subject < 0 || (enhanced > 0 && enhanced / 1000 % 1000 == row->subject &&
                                (row->detail < 0 || enhanced % 1000 == row->detail));
}

static bool has_provider(const struct smtp__explain_row *row, struct smtp__text provider) {
    struct smtp__text rest = smtp__text_from(smtp__explain_text + row->providers, SMTP_Z);
    bool is_any = rest.length == 0;
    struct smtp__text word;
    while (smtp__text_word(&rest, " ", &word)) {
        if (smtp__text_equal(word, provider)) {
            return true;
        }
    }
    return is_any;
}

/* One piece after the other: "*" stands between them. */
static bool has_words(const struct smtp__explain_row *row, struct smtp__text text) {
    struct smtp__text rest = smtp__text_from(smtp__explain_text + row->text, SMTP_Z);
    struct smtp__text piece;
    while (smtp__text_word(&rest, "*", &piece)) {
        size_t at = smtp__text_find(text, piece);
        if (at == text.length) {
            return false;
        }
        smtp__text_skip(&text, at + piece.length);
    }
    return true;
}

/* The text comes last, because it takes longest. */
static bool fits(const struct smtp__explain_row *row, const struct smtp__explain_case *what) {
    return has_result(row, what->result) && has_bit(row->phases, what->phase) &&
           has_bit(row->securities, what->security) && has_code(row, what->code) && has_enhanced(row, what->enhanced) &&
           has_provider(row, what->provider) && has_words(row, what->text);
}

size_t smtp__explain_find(const struct smtp__explain_case *what) {
    size_t row = 0;
    while (row < smtp__explain_row_count && !fits(&smtp__explain_rows[row], what)) {
        row++;
    }
    return row;
}
