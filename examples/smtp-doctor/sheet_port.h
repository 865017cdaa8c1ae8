/* SPDX-License-Identifier: MIT */
/* sheet_port.h - what was found out about one port, for a person. */
#ifndef SHEET_PORT_H
#define SHEET_PORT_H

#include "checkup.h"

#include <stdio.h>

void sheet_port(FILE *file, const struct checkup *checkup, const struct probe *probe);

#endif
