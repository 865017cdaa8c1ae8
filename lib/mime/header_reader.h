/* SPDX-License-Identifier: MIT */
/*
 * header_reader.h - the fields of a header that comes piece by piece, with CRLF line ends.
 *
 * Every octet is given out again, told which field it belongs to; only a name is held until it is known. A field's name
 * may be followed by blanks (RFC 5322 s4.5), and a line that begins with a blank belongs to the field before it.
 */
#ifndef SMTP__HEADER_READER_H
#define SMTP__HEADER_READER_H

#include "base/text.h"
#include "codec/codec.h"

/* The fields that somebody looks for. */
enum smtp__header_field {
    SMTP__HEADER_OTHER,
    SMTP__HEADER_BCC,
    SMTP__HEADER_CC,
    SMTP__HEADER_DATE,
    SMTP__HEADER_FROM,
    SMTP__HEADER_MESSAGE_ID,
    SMTP__HEADER_RESENT_BCC,
    SMTP__HEADER_SENDER,
    SMTP__HEADER_TO
};

enum { SMTP__HEADER_HELD = 10 }; /* octets of the longest of their names */

enum smtp__header_place {
    SMTP__HEADER_AT_START, /* of a line */
    SMTP__HEADER_IN_NAME,  /* held */
    SMTP__HEADER_PAST_HELD,
    SMTP__HEADER_IN_GAP, /* between name and colon */
    SMTP__HEADER_IN_VALUE,
    SMTP__HEADER_ENDED
};

struct smtp__header_reader {
    enum smtp__header_place place;
    enum smtp__header_field field;
    bool has_field; /* one at least was seen, with its colon */
    uint8_t held;
    char name[SMTP__HEADER_HELD];
};

/* Octets of one field, in the input or in the reader. */
struct smtp__header_span {
    enum smtp__header_field field;
    bool is_first; /* the field begins with them */
    struct smtp__text text;
};

void smtp__header_init(struct smtp__header_reader *reader);

/*
 * Takes octets off the front of `in`.
 *   SMTP_OK       the span has some of them; an empty one after the header's last octet: at the empty line, which is
 *                 left in the input, or at its end
 *   SMTP_PENDING  all were taken: call again with more
 *   SMTP_E_NOT_A_MESSAGE  a line stands there that is no field, or no field comes at all
 */
smtp_result smtp__header_next(struct smtp__header_reader *reader, struct smtp__input *in,
                              struct smtp__header_span *span);

#endif
