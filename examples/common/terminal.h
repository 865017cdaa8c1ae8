/* SPDX-License-Identifier: MIT */
/* terminal.h - text from elsewhere on a person's terminal: what could command the terminal is shown, not sent. */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Control characters (C0, DEL, C1) and what is not UTF-8 become \xHH; a line feed between the lines of a reply becomes
   a blank. */
void terminal_write(FILE *file, const char *text, size_t length);

/* An smtp_trace_fn: one line of the dialogue on standard error. */
void terminal_trace(void *context, int32_t direction, const char *text, size_t length);

#endif
