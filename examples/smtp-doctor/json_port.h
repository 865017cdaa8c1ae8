/* SPDX-License-Identifier: MIT */
/* json_port.h - what was found out about one port, as a JSON object. */
#ifndef JSON_PORT_H
#define JSON_PORT_H

#include "checkup.h"

#include <stdio.h>

void json_port(FILE *file, const struct checkup *checkup, const struct probe *probe);

/* "outcome":…, to "message": what a report says. */
void json_report(FILE *file, const smtp_report *report);

#endif
