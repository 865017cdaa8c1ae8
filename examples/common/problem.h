/* SPDX-License-Identifier: MIT */
/* problem.h - what the program itself found wrong before it talked to a server: a result, an exit status, a text. */
#ifndef PROBLEM_H
#define PROBLEM_H

#include <smtp/smtp.h>
#include <stdbool.h>

struct problem {
    smtp_result result; /* SMTP_OK: none yet */
    int status;         /* the exit status, sysexits.h */
    char text[512];
};

/*
 * Sets the problem, unless one is set: the first one counts. The text is "what: detail"; detail NULL means the text of
 * the result. Want of memory or randomness is EXIT_TRY_LATER whatever `status` says.
 * Returns false, so that a function can end with `return problem_set(…)`.
 */
bool problem_set(struct problem *problem, int status, smtp_result result, const char *what, const char *detail);

/* The same with the system's word for an errno. */
bool problem_errno(struct problem *problem, int status, smtp_result result, const char *what, int reason);

/* The same for a setting: true for SMTP_OK, else EXIT_CONFIG. Its value may be a secret and is not told. */
bool problem_config(struct problem *problem, smtp_result result, const char *name);

#endif
