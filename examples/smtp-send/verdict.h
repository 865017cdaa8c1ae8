/* SPDX-License-Identifier: MIT */
/* verdict.h - what became of the mail, whether the program or the library found it out. */
#ifndef VERDICT_H
#define VERDICT_H

#include "common/problem.h"
#include "repeat.h"

struct verdict {
    int32_t outcome;      /* SMTP_OUTCOME_* */
    int32_t phase;        /* SMTP_PHASE_* */
    int32_t class_number; /* SMTP_CLASS_* */
    smtp_result result;
    int status;                  /* the exit status */
    const char *message;         /* for a person; "" when all went well */
    const smtp_report *report;   /* the library's, NULL if it was not asked */
    const struct repeat *repeat; /* --repeat; NULL: one mail */
};

/* Both borrow what they are given. */
struct verdict verdict_of_problem(const struct problem *problem);
struct verdict verdict_of_report(const smtp_report *report);

/* One or a few lines on standard error; nothing when all went well. */
void verdict_print(const struct verdict *verdict);

#endif
