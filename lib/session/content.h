/* SPDX-License-Identifier: MIT */
/*
 * content.h - the message on its way from its source into the send buffer: checked, with CRLF line ends, dot-stuffed for
 * DATA; binary content as it is.
 */
#ifndef SMTP__SESSION_CONTENT_H
#define SMTP__SESSION_CONTENT_H

#include "base/buffer.h"
#include "codec/dot.h"
#include "codec/lines.h"
#include "source/source.h"

struct smtp__content {
    smtp_source *source;
    struct smtp__lines lines;
    struct smtp__dot dot;
    struct smtp__input rest; /* of the last stretch: it stands at the end of the send buffer */
    bool allows_8bit;
    bool is_done; /* its end is in the buffer, behind DATA with the end of data */
};

/* is_chunked: it goes behind BDAT. */
void smtp__content_init(struct smtp__content *content, smtp_source *source, bool allows_8bit, bool is_chunked);

/*
 * Fills what is left of the buffer, 20 octets or more, with the next stretch. Where `rest` is not empty the buffer must
 * be: it stands there.
 * SMTP_OK, or an error after which the end must not be sent, with the buffer as it was: what the source said,
 * SMTP_E_LINE_TOO_LONG, SMTP_E_NUL_IN_CONTENT, SMTP_E_NEEDS_8BITMIME, SMTP_E_SOURCE_CHANGED (it is not what was measured).
 */
smtp_result smtp__content_fill(struct smtp__content *content, struct smtp__buffer *buffer);

#endif
