/* SPDX-License-Identifier: MIT */
/* spool.h - a message that cannot be read twice, such as a pipe's, in a temporary file that has no name. */
#ifndef SPOOL_H
#define SPOOL_H

#include "common/options.h"

/*
 * Copies what `from` yields, until its end, to a file of its own. Content that can never be sent (NUL, a line that is
 * too long) ends it at once, so that /dev/zero does not fill the disk; so does the deadline.
 *   what  the message's name, for a person
 * Returns the file's descriptor, at its beginning, or -1 and sets the problem: EXIT_INPUT, EXIT_NO_INPUT, or
 * EXIT_TRY_LATER where there is no room or no time for the copy.
 */
int spool(const struct options *options, int from, const char *what, struct problem *problem);

#endif
