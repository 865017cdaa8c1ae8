/* SPDX-License-Identifier: MIT */
/* generate.h - what the files of the program `generate` share: orders, and the message that is being made. */
#ifndef TESTS_PARSERS_GENERATE_H
#define TESTS_PARSERS_GENERATE_H

#include <smtp/merge.h>
#include <smtp/message_address.h>
#include <smtp/message_field.h>
#include <smtp/part.h>
#include <smtp/raw.h>
#include <smtp/smtp.h>

enum { STRINGS = 4, DEPTH = 16 };

struct string {
    char *data;
    size_t length;
};

struct order {
    char verb[24];
    struct string strings[STRINGS]; /* each with a NUL after it, that numbers can be read */
};

struct making {
    smtp_message *message;
    smtp_merge *merge;      /* NULL, or that over the message */
    smtp_raw *raw;          /* NULL, or what is sent in its place, with its fields before it */
    smtp_part *open[DEPTH]; /* multiparts that are not closed, the outermost first */
    int depth;
    smtp_part *last; /* the part that was made last */
};

extern const smtp_allocator libc_allocator;

/* Ends the program with a word unless it is good. */
void must(int is_good, const char *what);

/* A source over a copy of the string; every other one knows its length. */
smtp_source *source_of(const struct string *string);

/* A tree of parts. A part is put into the multipart that was opened last and is not closed; the first one is the root. */
smtp_result open_multipart(struct making *making, const struct string *strings);  /* type */
smtp_result close_multipart(struct making *making, const struct string *strings); /* – */
smtp_result add_text(struct making *making, const struct string *strings);        /* type, text */
smtp_result add_leaf(struct making *making, const struct string *strings);        /* type, content */
smtp_result set_content_id(struct making *making, const struct string *strings); /* of the part made last: identifier */
smtp_result set_disposition(struct making *making, const struct string *strings); /* the same: number, file name */
smtp_result set_part_header(struct making *making, const struct string *strings); /* the same: name, value */

/* Does what an order says and returns what the library said. Ends the program if there is no such order. */
smtp_result obey(struct making *making, const struct order *order);

#endif
