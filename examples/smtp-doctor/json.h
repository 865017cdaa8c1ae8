/* SPDX-License-Identifier: MIT */
/* json.h - what was found out, as one JSON object (RFC 8259). man smtp-doctor has its members. */
#ifndef JSON_H
#define JSON_H

#include "checkup.h"

#include <stdio.h>

/* Writes the object and a line feed. */
void json_write(FILE *file, const struct checkup *checkup);

#endif
