/* SPDX-License-Identifier: MIT */
/* fixture.h - an exchange of a mechanism that computes. */
#ifndef TESTS_AUTH_FIXTURE_H
#define TESTS_AUTH_FIXTURE_H

#include "support/test.h"

#include "auth/auth.h"
#include "support/digest.h"

struct fixture {
    struct test_digests digests;
    struct smtp__cryptography cryptography;
    struct smtp__credentials credentials;
    struct smtp__exchange exchange;
    _Alignas(max_align_t) uint8_t work[SMTP__AUTH_WORK];
    uint8_t memory[1024];
    struct smtp__buffer response;
};

/* The one of a list with this bit. */
static inline const struct smtp__mechanism *find(smtp__mechanism_list list, uint32_t bit) {
    while (*list != NULL && (*list)->bit != bit) {
        list++;
    }
    assert_non_null(*list);
    return *list;
}

static inline void begin(struct fixture *f, const struct smtp__mechanism *mechanism, const char *user,
                         const char *secret) {
    memset(f, 0, sizeof *f);
    test_digests_init(&f->digests);
    f->cryptography.digests = &f->digests.table;
    f->cryptography.random = test_random;
    f->cryptography.mechanisms = smtp__mechanisms_digest;
    f->credentials.user = smtp__text_from(user, SMTP_Z);
    f->credentials.secret = smtp__text_from(secret, SMTP_Z);
    f->exchange.mechanism = mechanism;
    f->exchange.credentials = &f->credentials;
    f->exchange.cryptography = &f->cryptography;
    f->exchange.work = f->work;
    f->response.data = f->memory;
    f->response.capacity = sizeof f->memory;
}

/* What the mechanism answers to a challenge of exactly these octets. */
static inline smtp_result answer(struct fixture *f, const char *challenge) {
    f->response.length = 0;
    return f->exchange.mechanism->respond(&f->exchange, smtp__text_from(challenge, SMTP_Z), &f->response);
}

static inline void answers(struct fixture *f, const char *challenge, const char *expected) {
    assert_int_equal(answer(f, challenge), SMTP_OK);
    assert_int_equal(f->response.length, strlen(expected));
    assert_memory_equal(f->memory, expected, strlen(expected));
    assert_int_equal(f->digests.live, 0);
}

#endif
