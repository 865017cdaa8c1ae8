/* SPDX-License-Identifier: MIT */
#include "end_point.h"

#include "der.h"
#include <mbedtls/md.h>
#include <string.h>

enum { SEQUENCE = 0x30, OBJECT_IDENTIFIER = 0x06, EXPLICIT_0 = 0xa0 };

/* The hash function of a signature. MD5 and SHA-1 count as SHA-256 (RFC 5929 s4.1). */
struct hash {
    uint8_t length;
    uint8_t identifier[9];
    mbedtls_md_type_t md;
};

static const struct hash hashes[] = {
    /* RSA, PKCS #1 v1.5 (RFC 8017): MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512 */
    {9, {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x04}, MBEDTLS_MD_SHA256},
    {9, {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x05}, MBEDTLS_MD_SHA256},
    {9, {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0e}, MBEDTLS_MD_SHA224},
    {9, {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b}, MBEDTLS_MD_SHA256},
    {9, {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0c}, MBEDTLS_MD_SHA384},
    {9, {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0d}, MBEDTLS_MD_SHA512},
    /* ECDSA (RFC 5758 s3.2): SHA-1, SHA-224, SHA-256, SHA-384, SHA-512 */
    {7, {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01}, MBEDTLS_MD_SHA256},
    {8, {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x01}, MBEDTLS_MD_SHA224},
    {8, {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02}, MBEDTLS_MD_SHA256},
    {8, {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03}, MBEDTLS_MD_SHA384},
    {8, {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x04}, MBEDTLS_MD_SHA512},
    /* the functions themselves, in the parameters of RSASSA-PSS (RFC 4055 s2.1): SHA-1, SHA-2 */
    {5, {0x2b, 0x0e, 0x03, 0x02, 0x1a}, MBEDTLS_MD_SHA256},
    {9, {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x04}, MBEDTLS_MD_SHA224},
    {9, {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01}, MBEDTLS_MD_SHA256},
    {9, {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02}, MBEDTLS_MD_SHA384},
    {9, {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03}, MBEDTLS_MD_SHA512},
};

static bool is(struct smtp__der identifier, const uint8_t *octets, size_t length) {
    return identifier.left == length && memcmp(identifier.at, octets, length) == 0;
}

static mbedtls_md_type_t look_up(struct smtp__der identifier) {
    for (size_t i = 0; i < sizeof hashes / sizeof hashes[0]; i++) {
        if (is(identifier, hashes[i].identifier, hashes[i].length)) {
            return hashes[i].md;
        }
    }
    return MBEDTLS_MD_NONE;
}

/* RSASSA-PSS-params begin with [0] hashAlgorithm DEFAULT sha1 (RFC 4055 s3.1). */
static mbedtls_md_type_t hash_of_pss(struct smtp__der algorithm) {
    struct smtp__der parameters;
    struct smtp__der explicit_0;
    struct smtp__der hash;
    struct smtp__der identifier;
    if (!smtp__der_expect(&algorithm, SEQUENCE, &parameters)) {
        return MBEDTLS_MD_NONE;
    }
    if (!smtp__der_expect(&parameters, EXPLICIT_0, &explicit_0)) {
        return MBEDTLS_MD_SHA256;
    }
    bool is_whole =
        smtp__der_expect(&explicit_0, SEQUENCE, &hash) && smtp__der_expect(&hash, OBJECT_IDENTIFIER, &identifier);
    return is_whole ? look_up(identifier) : MBEDTLS_MD_NONE;
}

/* Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signature } (RFC 5280 s4.1) */
static mbedtls_md_type_t hash_of(const mbedtls_x509_crt *certificate) {
    static const uint8_t pss[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a};
    struct smtp__der in = {certificate->raw.p, certificate->raw.len};
    struct smtp__der content;
    struct smtp__der signed_part;
    struct smtp__der algorithm;
    struct smtp__der identifier;
    bool is_whole = smtp__der_expect(&in, SEQUENCE, &content) && smtp__der_expect(&content, SEQUENCE, &signed_part) &&
                    smtp__der_expect(&content, SEQUENCE, &algorithm) &&
                    smtp__der_expect(&algorithm, OBJECT_IDENTIFIER, &identifier);
    if (!is_whole) {
        return MBEDTLS_MD_NONE;
    }
    return is(identifier, pss, sizeof pss) ? hash_of_pss(algorithm) : look_up(identifier);
}

bool smtp__end_point(const mbedtls_x509_crt *certificate, uint8_t data[SMTP_CHANNEL_BYTES], size_t *length) {
    const mbedtls_md_info_t *info = mbedtls_md_info_from_type(hash_of(certificate));
    if (info == NULL || mbedtls_md(info, certificate->raw.p, certificate->raw.len, data) != 0) {
        return false;
    }
    *length = mbedtls_md_get_size(info);
    return true;
}
