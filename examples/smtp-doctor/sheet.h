/* SPDX-License-Identifier: MIT */
/* sheet.h - what was found out, for a person. */
#ifndef SHEET_H
#define SHEET_H

#include "checkup.h"

#include <stdio.h>

void sheet_write(FILE *file, const struct checkup *checkup);

#endif
