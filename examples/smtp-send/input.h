/* SPDX-License-Identifier: MIT */
/* input.h - files, as the program reads them. */
#ifndef INPUT_H
#define INPUT_H

#include "common/options.h"

/* A file that can be read any number of times, standing where its content begins. */
struct input {
    int descriptor;
    bool owned; /* close it at the end */
};

/*
 * Opens a message. What cannot be read twice (a pipe, a terminal) is copied to a temporary file that has no name.
 *   path  NULL: standard input
 * Returns false and sets the problem: EXIT_NO_INPUT, or those of spool.
 */
bool input_open(struct input *input, const char *path, const struct options *options, struct problem *problem);
void input_close(struct input *input);

/* A whole file in memory, for --text and --html; free() it. false: the problem is set. */
bool input_whole(const char *path, const char *what, const struct options *options, char **text, size_t *length,
                 struct problem *problem);

#endif
