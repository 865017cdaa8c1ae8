/* SPDX-License-Identifier: MIT */
/* envelope.h - MAIL FROM and RCPT TO: read strictly, kept as the lines that will stand in the envelope file. */
#ifndef SMARTHOST_ENVELOPE_H
#define SMARTHOST_ENVELOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { COMMAND_LINE_MAX = 1100, RECIPIENTS_MAX = 1000, ENVELOPE_BYTES = (RECIPIENTS_MAX + 2) * 300 + COMMAND_LINE_MAX };

struct envelope {
    bool has_sender;
    bool is_utf8; /* SMTPUTF8 was asked for */
    size_t recipients;
    size_t length;
    char text[ENVELOPE_BYTES];
};

void envelope_clear(struct envelope *envelope);

/*
 * What stands after "MAIL " and "RCPT ". Each returns the reply, whole lines that end with CRLF; it begins with '2' if
 * the sender or recipient was taken.
 */
const char *envelope_mail(struct envelope *envelope, const char *argument, uint64_t max_size);
const char *envelope_recipient(struct envelope *envelope, const char *argument);

/* Adds a line "name value" for the file. */
void envelope_note(struct envelope *envelope, const char *name, const char *value);

#endif
