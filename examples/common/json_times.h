/* SPDX-License-Identifier: MIT */
/* json_times.h - how long it took, as members of a JSON object. */
#ifndef JSON_TIMES_H
#define JSON_TIMES_H

#include <smtp/smtp.h>
#include <stdio.h>

/* "phase_ms":{…},"elapsed_ms":N; of NULL no phase and 0. Phases that were not gone through are left out. */
void json_times(FILE *file, const smtp_report *report);

#endif
