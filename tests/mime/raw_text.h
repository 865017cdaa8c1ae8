/* SPDX-License-Identifier: MIT */
/* raw_text.h - what the tests of raw messages share: a raw message over a text, which comes in pieces of any size. */
#ifndef TESTS_MIME_RAW_TEXT_H
#define TESTS_MIME_RAW_TEXT_H

#include "mail.h"

#include <smtp/raw.h>

struct stream {
    const char *data;
    size_t length;
    size_t position;
    size_t piece;        /* octets at once; 0: as many as are wanted */
    size_t cut;          /* no piece goes over this place; 0: none */
    size_t fail_at;      /* SMTP_E_SOURCE at this place; 0: none */
    smtp_result rewound; /* what rewinding says */
    long releases;
};

static inline size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

static inline ptrdiff_t stream_read(void *context, void *buffer, size_t size) {
    struct stream *stream = context;
    size_t n = least(size, stream->length - stream->position);
    if (stream->piece > 0) {
        n = least(n, stream->piece);
    }
    if (stream->cut > stream->position) {
        n = least(n, stream->cut - stream->position);
    }
    if (stream->fail_at > 0) {
        n = least(n, stream->fail_at - 1 - stream->position);
        if (n == 0) {
            return SMTP_E_SOURCE;
        }
    }
    if (n > 0) {
        memcpy(buffer, stream->data + stream->position, n);
    }
    stream->position += n;
    return (ptrdiff_t)n;
}

static inline smtp_result stream_rewind(void *context) {
    struct stream *stream = context;
    stream->position = 0;
    return stream->rewound;
}

static inline void stream_release(void *context) {
    ((struct stream *)context)->releases++;
}

/* A stream over a text, and a raw message over the stream. */
struct text {
    struct test_allocator allocator;
    struct stream stream;
    smtp_raw *raw;
};

static inline void begin_data(struct text *text, const void *data, size_t length) {
    smtp_source *content;
    memset(text, 0, sizeof *text);
    text->stream.data = data;
    text->stream.length = length;
    test_allocator_init(&text->allocator);
    assert_int_equal(smtp_source_new_callback(&text->allocator.table, stream_read, stream_rewind, stream_release,
                                              &text->stream, &content),
                     SMTP_OK);
    assert_int_equal(smtp_raw_new(&text->allocator.table, content, &text->raw), SMTP_OK);
}

static inline void begin_text(struct text *text, const char *string) {
    begin_data(text, string, strlen(string));
}

static inline void end_text(struct text *text) {
    smtp_raw_free(text->raw);
    assert_int_equal(text->stream.releases, 1);
    assert_int_equal(text->allocator.live, 0);
}

/* Reads all of it in pieces of that size, into mail_bytes: the length, or the error. */
static inline ptrdiff_t read_text(struct text *text, size_t piece) {
    smtp_source *source;
    smtp_result result = smtp_raw_source(text->raw, &source);
    return result != SMTP_OK ? result : read_mail(source, piece);
}

#endif
