/* SPDX-License-Identifier: MIT */
/* explain.h - the search behind smtp_explain: find.c. */
#ifndef SMTP__EXPLAIN_H
#define SMTP__EXPLAIN_H

#include "base/text.h"
#include <smtp/explain.h>

/* The arguments of smtp_explain. */
struct smtp__explain_case {
    smtp_result result;
    int32_t phase;
    int32_t security;
    int32_t code;
    int32_t enhanced;
    struct smtp__text text;
    struct smtp__text provider;
};

/* The first row that fits; smtp__explain_row_count if none does. */
size_t smtp__explain_find(const struct smtp__explain_case *what);

#endif
