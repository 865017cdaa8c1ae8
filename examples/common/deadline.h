/* SPDX-License-Identifier: MIT */
/* deadline.h - --deadline, which counts from the start of the program and bounds the reading of the mail, too. */
#ifndef DEADLINE_H
#define DEADLINE_H

#include "common/options.h"

#include <sys/types.h>

/* The milliseconds that are left of the deadline, 0 when it has passed; -1: there is none. */
int64_t deadline_left(const struct options *options);

/* Gives the client what is left of the deadline; false: nothing is. */
bool deadline_limit(smtp_client *client, const struct options *options);

/* Opens a file for deadline_read, without waiting for a FIFO's writer; -1: see errno. */
int deadline_open(const char *path);

/* As read(2), but waits for no longer than the deadline allows. -1: tell it with deadline_problem. */
ssize_t deadline_read(const struct options *options, int descriptor, void *buffer, size_t size);

/* What went wrong with opening or reading: the deadline (EXIT_TRY_LATER) if it has passed, else the errno. */
bool deadline_problem(const struct options *options, struct problem *problem, int status, smtp_result result,
                      const char *what, int reason);

#endif
