/* SPDX-License-Identifier: MIT */
/* digest.c - the hash functions of mbedTLS behind the table of smtp/digest.h. */
#include "digest.h"

#include "compat.h"
#include <mbedtls/md.h>
#include <stdalign.h>

_Static_assert(sizeof(mbedtls_md_context_t) <= SMTP_DIGEST_STATE_BYTES, "SMTP_DIGEST_STATE_BYTES is too small");
_Static_assert(MBEDTLS_MD_MAX_SIZE <= SMTP_DIGEST_SIZE, "SMTP_DIGEST_SIZE is too small");

/* NULL: this mbedTLS was built without it. */
static const mbedtls_md_info_t *info_of(int32_t digest) {
    switch (digest) {
    case SMTP_DIGEST_MD5:
        return mbedtls_md_info_from_type(MBEDTLS_MD_MD5);
    case SMTP_DIGEST_SHA1:
        return mbedtls_md_info_from_type(MBEDTLS_MD_SHA1);
    case SMTP_DIGEST_SHA256:
        return mbedtls_md_info_from_type(MBEDTLS_MD_SHA256);
    case SMTP_DIGEST_SHA512:
        return mbedtls_md_info_from_type(MBEDTLS_MD_SHA512);
    default:
        return NULL;
    }
}

static void end(void *state) {
    mbedtls_md_free(state);
}

static smtp_result begin(void *context, void *state, int32_t digest) {
    (void)context;
    const mbedtls_md_info_t *info = info_of(digest);
    if (info == NULL || smtp__compat_begin() != 0) {
        return SMTP_E_DIGEST;
    }
    mbedtls_md_init(state);
    int error = mbedtls_md_setup(state, info, 0);
    if (error == 0) {
        error = mbedtls_md_starts(state);
    }
    if (error != 0) {
        end(state);
    }
    if (error == MBEDTLS_ERR_MD_ALLOC_FAILED) {
        return SMTP_E_NO_MEMORY;
    }
    return error == 0 ? SMTP_OK : SMTP_E_DIGEST;
}

static smtp_result update(void *state, const void *data, size_t length) {
    return mbedtls_md_update(state, data, length) == 0 ? SMTP_OK : SMTP_E_DIGEST;
}

static smtp_result finish(void *state, uint8_t *out) {
    return mbedtls_md_finish(state, out) == 0 ? SMTP_OK : SMTP_E_DIGEST;
}

const smtp_digest_ops smtp__digest_mbedtls = {sizeof(smtp_digest_ops), NULL, begin, update, finish, end};

const smtp_digest_ops *smtp_digest_mbedtls(void) {
    return &smtp__digest_mbedtls;
}
