/* SPDX-License-Identifier: MIT */
/* fixture.h - hash functions that write down what they are given, and a signer for tests. */
#ifndef TESTS_DKIM_FIXTURE_H
#define TESTS_DKIM_FIXTURE_H

#include "support/test.h"

#include "support/allocator.h"
#include <smtp/dkim.h>
#include <stdio.h>

enum { HASHES = 8 };

struct recorder {
    smtp_digest_ops ops;        /* hand this to the library */
    char text[HASHES][1 << 16]; /* what each hash was of, with a NUL */
    size_t length[HASHES];
    size_t count;
    long live;    /* begun and not ended */
    long calls;   /* of begin, update and finish */
    long fail_at; /* the n-th of them from the start fails; 0: none */
};

/* What a state is here. */
struct record {
    struct recorder *recorder;
    size_t index;
};

static inline smtp_result recorder_call(struct recorder *recorder) {
    return ++recorder->calls == recorder->fail_at ? SMTP_E_DIGEST : SMTP_OK;
}

static inline smtp_result recorder_begin(void *context, void *state, int32_t digest) {
    struct recorder *recorder = context;
    struct record *record = state;
    assert_int_equal(digest, SMTP_DIGEST_SHA256);
    if (recorder_call(recorder) != SMTP_OK) {
        return SMTP_E_DIGEST;
    }
    assert_true(recorder->count < HASHES);
    record->recorder = recorder;
    record->index = recorder->count++;
    recorder->length[record->index] = 0;
    recorder->text[record->index][0] = '\0';
    recorder->live++;
    return SMTP_OK;
}

static inline smtp_result recorder_update(void *state, const void *data, size_t length) {
    const struct record *record = state;
    struct recorder *recorder = record->recorder;
    char *text = recorder->text[record->index];
    size_t *at = &recorder->length[record->index];
    assert_true(*at + length < sizeof recorder->text[0]);
    memcpy(text + *at, data, length);
    *at += length;
    text[*at] = '\0';
    return recorder_call(recorder);
}

/* The digest is 32 times the number of the hash. */
static inline smtp_result recorder_finish(void *state, uint8_t *out) {
    const struct record *record = state;
    memset(out, (int)record->index, 32);
    return recorder_call(record->recorder);
}

static inline void recorder_end(void *state) {
    const struct record *record = state;
    record->recorder->live--;
}

static inline void recorder_init(struct recorder *recorder) {
    memset(recorder, 0, sizeof *recorder);
    recorder->ops = (smtp_digest_ops){sizeof recorder->ops, recorder,        recorder_begin,
                                      recorder_update,      recorder_finish, recorder_end};
}

/* Forgets what was written down. */
static inline void recorder_clear(struct recorder *recorder) {
    assert_int_equal(recorder->live, 0);
    recorder->count = 0;
    recorder->calls = 0;
    recorder->fail_at = 0;
}

/* A signer whose signature is as many times the octet 0xff. */
struct pen {
    size_t length;
    smtp_result result;
    long signatures;
    long releases;
    uint8_t hash[32]; /* of the last one */
};

static inline smtp_result pen_sign(void *context, const uint8_t *hash, size_t hash_length, uint8_t *signature,
                                   size_t size, size_t *length) {
    struct pen *pen = context;
    assert_int_equal(hash_length, sizeof pen->hash);
    assert_int_equal(size, SMTP_DKIM_SIGNATURE_BYTES);
    memcpy(pen->hash, hash, hash_length);
    memset(signature, 0xff, size);
    *length = pen->length;
    pen->signatures++;
    return pen->result;
}

static inline void pen_release(void *context) {
    struct pen *pen = context;
    pen->releases++;
}

/* A signer of messages as example.org, selector s1. */
struct fixture {
    struct test_allocator allocator;
    struct recorder *recorder;
    struct pen pen;
    smtp_dkim *dkim;
    struct test_allocator own; /* of the messages */
    smtp_source *message;
    char text[1 << 16]; /* what read_signed read */
};

static struct recorder the_recorder;

static inline void begin_with(struct fixture *f, size_t signature_length) {
    memset(f, 0, sizeof *f);
    f->recorder = &the_recorder;
    recorder_init(f->recorder);
    test_allocator_init(&f->allocator);
    test_allocator_init(&f->own);
    f->pen.length = signature_length;
    assert_int_equal(smtp_dkim_new(&f->allocator.table, &f->recorder->ops, &f->dkim), SMTP_OK);
    assert_int_equal(smtp_dkim_add_signer(f->dkim, "example.org", SMTP_Z, "s1", SMTP_Z, SMTP_DKIM_RSA_SHA256, pen_sign,
                                          pen_release, &f->pen),
                     SMTP_OK);
}

static inline void end(struct fixture *f) {
    smtp_dkim_free(f->dkim);
    smtp_source_free(f->message);
    assert_int_equal(f->recorder->live, 0);
    assert_int_equal(f->pen.releases, 1);
    assert_int_equal(f->allocator.live, 0);
    assert_int_equal(f->own.live, 0);
}

/* The next message. */
static inline void set_message(struct fixture *f, const char *text, size_t length) {
    smtp_source_free(f->message);
    assert_int_equal(smtp_source_new_memory(&f->own.table, text, length == SMTP_Z ? strlen(text) : length, &f->message),
                     SMTP_OK);
}

/* Reads to the end in pieces. */
static inline ptrdiff_t read_signed(struct fixture *f, smtp_source *source, size_t piece) {
    size_t length = 0;
    ptrdiff_t got;
    while ((got = smtp_source_read(source, f->text + length, piece)) > 0) {
        length += (size_t)got;
        assert_true(length + piece < sizeof f->text);
    }
    f->text[length] = '\0';
    return got < 0 ? got : (ptrdiff_t)length;
}

/* Signs a message; afterwards the signed one stands in f->text. */
static inline smtp_result sign_text(struct fixture *f, const char *text) {
    smtp_source *source;
    set_message(f, text, SMTP_Z);
    recorder_clear(f->recorder);
    smtp_result result = smtp_dkim_sign(f->dkim, f->message, &source);
    assert_true((source != NULL) == (result == SMTP_OK));
    if (result == SMTP_OK) {
        assert_true(read_signed(f, source, 1000) >= 0);
    }
    return result;
}

#endif
