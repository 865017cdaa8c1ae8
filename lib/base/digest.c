/* SPDX-License-Identifier: MIT */
#include <smtp/digest.h>

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
