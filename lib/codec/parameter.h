/* SPDX-License-Identifier: MIT */
/*
 * parameter.h - writes a MIME parameter in the extended form of RFC 2231, in sections where it is long:
 *
 *     filename*=utf-8''na%C3%AFve.txt        filename*0*=utf-8''… filename*1*=…
 */
#ifndef SMTP__PARAMETER_H
#define SMTP__PARAMETER_H

#include <smtp/result.h>
#include <stdbool.h>

enum {
    SMTP__PARAMETER_MAX = 76,     /* octets of a section: a blank before and a ";" after it make a line of 78 */
    SMTP__PARAMETER_NAME_MAX = 16 /* octets of a name */
};

struct smtp__parameter {
    const char *name;
    const char *value; /* what is left of it */
    size_t length;
    uint32_t section;
    bool is_split; /* more than one section */
    bool is_done;
};

/* name: SMTP__PARAMETER_NAME_MAX octets at most; value: valid UTF-8. Both are borrowed. */
void smtp__parameter_init(struct smtp__parameter *parameter, const char *name, const char *value, size_t length);

/* Writes the next section, name and value without ";". Returns its length, 0 after the last. */
size_t smtp__parameter_next(struct smtp__parameter *parameter, char out[SMTP__PARAMETER_MAX]);

#endif
