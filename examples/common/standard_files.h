/* SPDX-License-Identifier: MIT */
/* standard_files.h - standard input, output and error. */
#ifndef STANDARD_FILES_H
#define STANDARD_FILES_H

/*
 * A closed standard descriptor would go to the next file that is opened, a connection even, and what is said there
 * with it. It is taken by one that cannot be used. A reader of our output that goes away must not end a mail half-way.
 */
void standard_files_secure(void);

#endif
