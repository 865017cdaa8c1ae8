/* SPDX-License-Identifier: MIT */
/* source.h - what a source is inside: a table of functions over a context. */
#ifndef SMTP__SOURCE_H
#define SMTP__SOURCE_H

#include <smtp/source.h>
#include <stdbool.h>

struct smtp__source_ops {
    smtp_read_fn read;
    smtp_rewind_fn rewind;   /* NULL: can be read once */
    smtp_release_fn release; /* NULL: nothing to release */
};

struct smtp_source {
    struct smtp__source_ops ops;
    void *context;
    smtp_allocator allocator; /* release is NULL: in the caller's memory */
    const uint8_t *data;      /* of a source over memory */
    int64_t length;           /* bytes from beginning to end, -1: not known */
    int64_t position;         /* bytes read since the beginning */
    int64_t wire_size;        /* -1: not measured */
    int32_t is_8bit;          /* -1: not measured */
    bool needs_smtputf8;      /* its header has UTF-8 (RFC 6532) */
    bool is_binary;           /* goes out octet for octet (RFC 3030) */
    bool is_sound;            /* measured, and what it yields cannot change: no octet needs another look */
    bool is_adopted;          /* a message frees it, or it is in one: it can be attached to no other */
    smtp_result error;        /* sticks until rewound */
};

/* A source inside another object, which says how it is read. */
void smtp__source_init(struct smtp_source *source, const struct smtp__source_ops *ops, void *context);

/* True if a second reading can be had. */
bool smtp__source_is_rewindable(const struct smtp_source *source);

/*
 * Reads as smtp_source_read does, but what lies in memory stays there: *data is where it is, else the buffer. Neither
 * may be NULL, nor size 0.
 */
ptrdiff_t smtp__source_view(struct smtp_source *source, uint8_t *buffer, size_t size, const uint8_t **data);

/* Notes what is known of the content without reading it (see smtp_source_measure): its maker answers for every line. */
void smtp__source_set_measure(struct smtp_source *source, uint64_t wire_size, bool is_8bit);

#endif
