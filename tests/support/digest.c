/* SPDX-License-Identifier: MIT */
#include "support/digest.h"

#include "support/test.h"

#include <mbedtls/md.h>

struct state {
    struct test_digests *digests;
    mbedtls_md_context_t md;
};

_Static_assert(sizeof(struct state) <= SMTP_DIGEST_STATE_BYTES, "");

static const mbedtls_md_type_t types[] = {MBEDTLS_MD_NONE, MBEDTLS_MD_MD5, MBEDTLS_MD_SHA1, MBEDTLS_MD_SHA256,
                                          MBEDTLS_MD_SHA512};

static bool fails(struct test_digests *digests) {
    return ++digests->calls == digests->fail_at;
}

static smtp_result begin(void *context, void *memory, int32_t digest) {
    struct test_digests *digests = context;
    struct state *state = memory;
    assert_in_range(digest, SMTP_DIGEST_MD5, SMTP_DIGEST_SHA512);
    assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
    if (digest == digests->missing) {
        return SMTP_E_DIGEST;
    }
    if (fails(digests)) {
        return SMTP_E_NO_MEMORY;
    }
    memset(memory, 0xee, SMTP_DIGEST_STATE_BYTES);
    state->digests = digests;
    mbedtls_md_init(&state->md);
    assert_int_equal(mbedtls_md_setup(&state->md, mbedtls_md_info_from_type(types[digest]), 0), 0);
    assert_int_equal(mbedtls_md_starts(&state->md), 0);
    digests->live++;
    return SMTP_OK;
}

static smtp_result update(void *memory, const void *data, size_t length) {
    struct state *state = memory;
    if (fails(state->digests)) {
        return SMTP_E_DIGEST;
    }
    return mbedtls_md_update(&state->md, data, length) == 0 ? SMTP_OK : SMTP_E_DIGEST;
}

static smtp_result finish(void *memory, uint8_t *out) {
    struct state *state = memory;
    if (fails(state->digests)) {
        return SMTP_E_DIGEST;
    }
    return mbedtls_md_finish(&state->md, out) == 0 ? SMTP_OK : SMTP_E_DIGEST;
}

static void end(void *memory) {
    struct state *state = memory;
    state->digests->live--;
    mbedtls_md_free(&state->md);
}

void test_digests_init(struct test_digests *digests) {
    memset(digests, 0, sizeof *digests);
    digests->table = (smtp_digest_ops){sizeof digests->table, digests, begin, update, finish, end};
}

smtp_result test_random(void *context, void *buffer, size_t length) {
    (void)context;
    for (size_t i = 0; i < length; i++) {
        ((uint8_t *)buffer)[i] = (uint8_t)i;
    }
    return SMTP_OK;
}
