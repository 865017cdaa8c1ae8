/* SPDX-License-Identifier: MIT */
/* help.h - what --help says. */
#ifndef HELP_H
#define HELP_H

#include <stdio.h>

void help_print(FILE *file);

#endif
