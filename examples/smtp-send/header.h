/* SPDX-License-Identifier: MIT */
/*
 * header.h - the header of a raw message (RFC 5322 s2.2), field by field.
 *
 * CRLF, a bare CR and a bare LF all end a line, as they will when the message is sent.
 */
#ifndef HEADER_H
#define HEADER_H

#include <stdbool.h>
#include <stddef.h>

struct header_field {
    size_t start; /* of the field in the text */
    size_t end;   /* after its last line's end */
    const char *name;
    size_t name_length;
    const char *value; /* folded, as it stands */
    size_t value_length;
};

/*
 * Takes the field at *position. Returns false where no field stands (the empty line, the end, or something that is
 * neither a field nor its continuation); *position is then unchanged.
 */
bool header_next(const char *text, size_t length, size_t *position, struct header_field *field);

/* Is this the field's name, in any case? */
bool header_is(const struct header_field *field, const char *name);

/* Does the header that ends at `end` end well: at an empty line or with the text? */
bool header_ends_well(const char *text, size_t length, size_t end);

/* Takes all fields of that name out of the text. Returns the new length. */
size_t header_remove(char *text, size_t length, const char *name);

#endif
