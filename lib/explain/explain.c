/* SPDX-License-Identifier: MIT */
#include "explain.h"

#include "base/ascii.h"
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

/* Most places of a text fall at the first letter. */
static bool has_words(const struct smtp__explain_row *row, struct smtp__text text) {
    const char *words = smtp__explain_text + row->text;
    if (*words == '\0') {
        return true;
    }
    while (text.length > 0) {
        if (smtp__ascii_lower(text.data[0]) == *words && smtp__text_begins(text, words)) {
            return true;
        }
        smtp__text_skip(&text, 1);
    }
    return false;
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

int32_t smtp_explain(smtp_result result, int32_t phase, int32_t security, int32_t code, int32_t enhanced,
                     const char *text, size_t length, const char *provider) {
    struct smtp__explain_case what = {.result = result,
                                      .phase = phase,
                                      .security = security,
                                      .code = code,
                                      .enhanced = enhanced,
                                      .text = smtp__text_from(text, length),
                                      .provider = smtp__text_from(provider, SMTP_Z)};
    size_t row = smtp__explain_find(&what);
    return row < smtp__explain_row_count ? smtp__explain_rows[row].explanation : 0;
}

static const struct smtp__explanation *numbered(int32_t explanation) {
    bool is_one = explanation > 0 && (size_t)explanation <= smtp__explanation_count;
    return is_one ? &smtp__explanations[explanation - 1] : NULL;
}

const char *smtp_explain_key(int32_t explanation) {
    const struct smtp__explanation *found = numbered(explanation);
    return found == NULL ? "" : smtp__explain_text + found->key;
}

const char *smtp_explain_cause(int32_t explanation) {
    const struct smtp__explanation *found = numbered(explanation);
    return found == NULL ? "" : smtp__explain_text + found->cause;
}

const char *smtp_explain_advice(int32_t explanation) {
    const struct smtp__explanation *found = numbered(explanation);
    return found == NULL ? "" : smtp__explain_text + found->advice;
}

int32_t smtp_explain_count(void) {
    return (int32_t)smtp__explanation_count;
}
