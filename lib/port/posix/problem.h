/* SPDX-License-Identifier: MIT */
/* problem.h - the last failure in words: a sentence put together piece by piece, cut where the room ends. */
#ifndef SMTP__PROBLEM_H
#define SMTP__PROBLEM_H

#include <stddef.h>

struct smtp__problem {
    char text[512]; /* always ends with a NUL */
    size_t length;
};

void smtp__problem_clear(struct smtp__problem *problem);

/* Adds words of our own. */
void smtp__problem_add(struct smtp__problem *problem, const char *words);

/* Adds words that stand between others: "; " comes first unless nothing is said yet. */
void smtp__problem_begin(struct smtp__problem *problem, const char *words);

void smtp__problem_add_number(struct smtp__problem *problem, unsigned long long number);

/*
 * Adds text that comes from outside, at most 64 bytes of it; all but printable ASCII is shown as \xHH, so that
 * nothing can forge a line of a log or steer a terminal.
 */
void smtp__problem_quote(struct smtp__problem *problem, const void *text, size_t length);

/* Adds what the system says about an errno. */
void smtp__problem_add_errno(struct smtp__problem *problem, int error);

#endif
