/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "common/problem.h"

#include "common/exit_status.h"

#include <stdio.h>
#include <string.h>

bool problem_set(struct problem *problem, int status, smtp_result result, const char *what, const char *detail) {
    if (problem->result != SMTP_OK) {
        return false;
    }
    problem->result = result;
    problem->status = smtp_result_class(result) == SMTP_CLASS_RESOURCE ? EXIT_TRY_LATER : status;
    (void)snprintf(problem->text, sizeof problem->text, "%.200s: %.300s", what,
                   detail != NULL ? detail : smtp_result_text(result));
    return false;
}

bool problem_errno(struct problem *problem, int status, smtp_result result, const char *what, int reason) {
    char detail[128];
    bool known = strerror_r(reason, detail, sizeof detail) == 0;
    return problem_set(problem, status, result, what, known ? detail : NULL);
}

bool problem_config(struct problem *problem, smtp_result result, const char *name) {
    return result == SMTP_OK || problem_set(problem, EXIT_CONFIG, result, name, NULL);
}
