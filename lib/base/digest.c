/* SPDX-License-Identifier: MIT */
#include "digest.h"

bool smtp__digest_is_whole(const smtp_digest_ops *digests) {
    return digests != NULL && digests->struct_size >= sizeof *digests && digests->begin != NULL &&
           digests->update != NULL && digests->finish != NULL && digests->end != NULL;
}

size_t smtp_digest_size(int32_t digest) {
    switch (digest) {
    case SMTP_DIGEST_MD5:
        return 16;
    case SMTP_DIGEST_SHA1:
        return 20;
    case SMTP_DIGEST_SHA256:
        return 32;
    case SMTP_DIGEST_SHA512:
        return 64;
    default:
        return 0;
    }
}
