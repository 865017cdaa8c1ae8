/* SPDX-License-Identifier: MIT */
#include "explain.h"

#include "table.h"

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
