/* SPDX-License-Identifier: MIT */
/* digest.h - hash functions for tests, which fail when they are told to, and randomness that is always the same. */
#ifndef TESTS_DIGEST_H
#define TESTS_DIGEST_H

#include <smtp/digest.h>

struct test_digests {
    smtp_digest_ops table;
    int32_t missing; /* this one is not there; 0: all are */
    long calls;      /* of begin, update and finish */
    long fail_at;    /* the n-th of them fails; 0: none */
    long live;       /* states that were begun and not ended */
};

void test_digests_init(struct test_digests *digests);

/* The bytes 0, 1, 2, …; their base64 is TEST_NONCE. */
smtp_result test_random(void *context, void *buffer, size_t length);
#define TEST_NONCE "AAECAwQFBgcICQoLDA0ODxAR"

#endif
