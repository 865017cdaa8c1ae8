/* SPDX-License-Identifier: MIT */
/*
 * embedded.h - the content of message/..., which goes as it is (RFC 2045 s6.4, RFC 2046 s5.2): its lines must be fit to
 * be sent, and a digest tells one content from another.
 */
#ifndef SMTP__EMBEDDED_H
#define SMTP__EMBEDDED_H

#include "codec/lines.h"
#include "part.h"

struct smtp__embedded {
    struct smtp__lines lines;
    uint64_t digest;
};

void smtp__embedded_init(struct smtp__embedded *embedded);

/* Takes the next octets. SMTP_OK, SMTP_E_LINE_TOO_LONG, SMTP_E_NUL_IN_CONTENT. */
smtp_result smtp__embedded_feed(struct smtp__embedded *embedded, const uint8_t *data, size_t length);

/*
 * Reads the source of a part once, rewinds it, and notes what the content is. SMTP_OK, SMTP_E_NOT_REWINDABLE,
 * SMTP_E_LINE_TOO_LONG, SMTP_E_NUL_IN_CONTENT, or the error of the source.
 */
smtp_result smtp__embedded_measure(struct smtp_part *part);

/* True if a part's content goes as it is. */
bool smtp__embedded_is(const struct smtp_part *part);

/* SMTP_OK, or SMTP_E_SOURCE_CHANGED if what was read is not what was measured; is_end: nothing comes after it. */
smtp_result smtp__embedded_compare(const struct smtp__embedded *embedded, const struct smtp_part *part, bool is_end);

#endif
