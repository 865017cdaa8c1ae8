/* SPDX-License-Identifier: MIT */
/* addresses.h - walks over a list of addresses: 'Ann <ann@example.org>, team@example.org'. */
#ifndef ADDRESSES_H
#define ADDRESSES_H

#include <smtp/smtp.h>
#include <stdbool.h>

struct addresses {
    char *text; /* a copy, unfolded */
    size_t length;
    size_t position;
    smtp_result result; /* what ended the walk: SMTP_PENDING at the end of the list, or an error */
    char *name;         /* of the present address; "" where it has none */
    size_t name_length;
    char address[256];
    size_t address_length;
};

/* Begins a walk over the value of a field, folded or not; end it with addresses_free. */
void addresses_begin(struct addresses *list, const char *text, size_t length);
void addresses_free(struct addresses *list);

/* The same for an argument of the command line, where nothing is folded: a control character is an error. */
void addresses_begin_argument(struct addresses *list, const char *text);

/* Begins a walk and goes to its one address; SMTP_E_ADDRESS if there are none or more. End it with addresses_free. */
smtp_result addresses_single(struct addresses *list, const char *text);

/* Goes to the next address; false at the end or after an error: see `result`. */
bool addresses_next(struct addresses *list);

#endif
