/* SPDX-License-Identifier: MIT */
/* json.h - the verdict as one JSON object (RFC 8259). */
#ifndef JSON_H
#define JSON_H

#include "verdict.h"

#include <stdio.h>

/* Writes the object and a line feed. Octets that are not UTF-8 become U+FFFD. */
void json_write(FILE *file, const struct verdict *verdict);

#endif
