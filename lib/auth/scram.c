/* SPDX-License-Identifier: MIT */
/* SCRAM-SHA-1, RFC 5802; SCRAM-SHA-256, RFC 7677; SCRAM-SHA-512, draft-melnikov-scram-sha-512; and the
   forms of them that are bound to the TLS connection. */
#include "auth.h"

#include "base/wipe.h"
#include "codec/base64.h"
#include "gs2.h"
#include "hmac.h"
#include "scram.h"
#include <string.h>

enum { NONCE_BYTES = 18, NONCE = NONCE_BYTES / 3 * 4, BINDING_TEXT = (SMTP__SCRAM_BINDING + 2) / 3 * 4 };

struct work {
    struct smtp__hmac hmac;
    struct smtp__scram_first first;
    uint8_t salted[SMTP_DIGEST_SIZE]; /* SaltedPassword of RFC 5802 s3 */
    uint8_t proof[SMTP_DIGEST_SIZE];  /* ClientKey, then ClientProof */
    uint8_t key[SMTP_DIGEST_SIZE];    /* StoredKey, then ServerKey */
    uint8_t signature[SMTP_DIGEST_SIZE];
};

_Static_assert(sizeof(struct work) <= SMTP__AUTH_WORK, "SMTP__AUTH_WORK is too small");

/* What goes to a buffer and into the digest is the same: exactly one of them is there. */
struct sink {
    struct smtp__buffer *buffer;
    struct smtp__hmac *hmac;
    bool fits;
};

static void put(struct sink *sink, const void *data, size_t length) {
    if (sink->hmac != NULL) {
        smtp__hmac_add(sink->hmac, data, length);
    } else {
        sink->fits = sink->fits && smtp__buffer_append(sink->buffer, data, length);
    }
}

/* client-first-message-bare */
static void put_first(struct sink *sink, const struct smtp__exchange *exchange) {
    struct smtp__text user = exchange->credentials->user;
    struct smtp__text piece;
    put(sink, "n=", 2);
    while (smtp__gs2_next(&user, &piece)) {
        put(sink, piece.data, piece.length);
    }
    put(sink, ",r=", 3);
    put(sink, exchange->kept, strlen((const char *)exchange->kept));
}

static bool append_base64(struct smtp__buffer *buffer, const uint8_t *bytes, size_t length) {
    struct smtp__base64 codec;
    struct smtp__input in = {bytes, length, true};
    struct smtp__output out = {buffer->data + buffer->length, buffer->capacity - buffer->length};
    size_t size = (size_t)smtp__base64_size(length, 0);
    if (size > out.length) {
        return false;
    }
    smtp__base64_init(&codec, 0);
    (void)smtp__base64_step(&codec, &in, &out);
    buffer->length += size;
    return true;
}

/* client-final-message-without-proof */
static void put_final(struct sink *sink, const struct smtp__exchange *exchange, struct smtp__text nonce) {
    uint8_t bytes[SMTP__SCRAM_BINDING];
    uint8_t characters[BINDING_TEXT];
    struct smtp__buffer binding = {bytes, sizeof bytes, 0};
    struct smtp__buffer text = {characters, sizeof characters, 0};
    smtp__scram_put_binding(&binding, exchange);
    (void)append_base64(&text, binding.data, binding.length);
    put(sink, "c=", 2);
    put(sink, text.data, text.length);
    put(sink, ",r=", 3);
    put(sink, nonce.data, nonce.length);
}

/* Its base64 is kept, with a NUL. */
static smtp_result make_nonce(struct smtp__exchange *exchange) {
    const struct smtp__cryptography *means = exchange->cryptography;
    uint8_t bytes[NONCE_BYTES];
    struct smtp__base64 codec;
    struct smtp__input in = {bytes, sizeof bytes, true};
    struct smtp__output out = {exchange->kept, NONCE};
    if (means->random(means->random_context, bytes, sizeof bytes) != SMTP_OK) {
        return SMTP_E_RANDOM;
    }
    smtp__base64_init(&codec, 0);
    (void)smtp__base64_step(&codec, &in, &out);
    exchange->kept[NONCE] = '\0';
    return SMTP_OK;
}

static smtp_result respond_first(struct smtp__exchange *exchange, struct smtp__buffer *response) {
    uint8_t bytes[SMTP__SCRAM_HEADER];
    struct smtp__buffer header = {bytes, sizeof bytes, 0};
    struct sink sink = {response, NULL, true};
    smtp_result result = make_nonce(exchange);
    if (result != SMTP_OK) {
        return result;
    }
    smtp__scram_put_header(&header, exchange);
    put(&sink, header.data, header.length);
    put_first(&sink, exchange);
    return sink.fits ? SMTP_OK : SMTP_E_BUFFER_TOO_SMALL;
}

/* HMAC(key, AuthMessage), RFC 5802 s3 */
static void sign(struct work *work, const struct smtp__exchange *exchange, struct smtp__text challenge) {
    struct sink sink = {NULL, &work->hmac, true};
    smtp__hmac_key(&work->hmac, work->key, work->hmac.size);
    smtp__hmac_begin(&work->hmac);
    put_first(&sink, exchange);
    put(&sink, ",", 1);
    put(&sink, challenge.data, challenge.length);
    put(&sink, ",", 1);
    put_final(&sink, exchange, work->first.nonce);
    smtp__hmac_end(&work->hmac, work->signature);
}

static void derive(struct work *work, const char *label, uint8_t *out) {
    smtp__hmac_key(&work->hmac, work->salted, work->hmac.size);
    smtp__hmac_begin(&work->hmac);
    smtp__hmac_add(&work->hmac, label, strlen(label));
    smtp__hmac_end(&work->hmac, out);
}

/* RFC 5802 s3. The nonce is not needed any more when the ServerSignature takes its place. */
static void compute(struct work *work, struct smtp__exchange *exchange, struct smtp__text challenge) {
    struct smtp__text secret = exchange->credentials->secret;
    const struct smtp__scram_first *first = &work->first;
    smtp__hmac_key(&work->hmac, secret.data, secret.length);
    smtp__hmac_hi(&work->hmac, first->salt, first->salt_length, first->iterations, work->signature, work->salted);
    derive(work, "Client Key", work->proof);
    smtp__hmac_hash(&work->hmac, work->proof, work->hmac.size, work->key);
    sign(work, exchange, challenge);
    for (size_t i = 0; i < work->hmac.size; i++) {
        work->proof[i] ^= work->signature[i];
    }
    derive(work, "Server Key", work->key);
    sign(work, exchange, challenge);
    memcpy(exchange->kept, work->signature, work->hmac.size);
}

static smtp_result respond_final(struct smtp__exchange *exchange, struct smtp__text challenge,
                                 struct smtp__buffer *response) {
    struct work *work = exchange->work;
    struct smtp__text ours = smtp__text_from((const char *)exchange->kept, SMTP_Z);
    struct sink sink = {response, NULL, true};
    smtp_result result = smtp__scram_read_first(challenge, ours, &work->first);
    if (result != SMTP_OK) {
        return result;
    }
    smtp__hmac_init(&work->hmac, exchange->cryptography->digests, exchange->mechanism->digest);
    compute(work, exchange, challenge);
    if (work->hmac.result != SMTP_OK) {
        return work->hmac.result;
    }
    put_final(&sink, exchange, work->first.nonce);
    put(&sink, ",p=", 3);
    bool fits = sink.fits && append_base64(response, work->proof, work->hmac.size);
    return fits ? SMTP_OK : SMTP_E_BUFFER_TOO_SMALL;
}

/* In a time that does not tell how much of it is right. */
static bool is_signature(const struct smtp__exchange *exchange, struct smtp__text text) {
    uint8_t given[SMTP_DIGEST_SIZE];
    size_t length = 0;
    size_t size = smtp_digest_size(exchange->mechanism->digest);
    uint8_t difference = 0;
    if (smtp__base64_decode(text.data, text.length, given, sizeof given, &length) != SMTP_OK || length != size) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        difference |= given[i] ^ exchange->kept[i];
    }
    return difference == 0;
}

/* "e=" says that the password is not right: the server's refusal follows an empty response, as success does. */
static smtp_result verify(struct smtp__exchange *exchange, struct smtp__text challenge) {
    struct smtp__text value;
    if (smtp__scram_take(&challenge, 'e', &value)) {
        return SMTP_OK;
    }
    if (!smtp__scram_take(&challenge, 'v', &value)) {
        return SMTP_E_AUTH_CHALLENGE;
    }
    exchange->is_verified = is_signature(exchange, value);
    smtp__wipe(exchange->kept, sizeof exchange->kept);
    return exchange->is_verified ? SMTP_OK : SMTP_E_AUTH_SERVER;
}

static smtp_result respond(struct smtp__exchange *exchange, struct smtp__text challenge,
                           struct smtp__buffer *response) {
    smtp_result result = SMTP_E_AUTH_CHALLENGE;
    size_t start = response->length;
    switch (exchange->round) {
    case 0:
        result = respond_first(exchange, response);
        break;
    case 1:
        result = respond_final(exchange, challenge, response);
        break;
    case 2:
        result = verify(exchange, challenge);
        break;
    default:
        break;
    }
    if (result == SMTP_OK) {
        exchange->round++;
    } else {
        response->length = start;
    }
    return result;
}

#define SCRAM(bit, digest)                                                                                             \
    { bit, digest, false, true, true, false, respond }

static const struct smtp__mechanism scram_sha_1 = SCRAM(SMTP_MECHANISM_SCRAM_SHA_1, SMTP_DIGEST_SHA1);
static const struct smtp__mechanism scram_sha_256 = SCRAM(SMTP_MECHANISM_SCRAM_SHA_256, SMTP_DIGEST_SHA256);
static const struct smtp__mechanism scram_sha_512 = SCRAM(SMTP_MECHANISM_SCRAM_SHA_512, SMTP_DIGEST_SHA512);
static const struct smtp__mechanism scram_sha_1_plus = SCRAM(SMTP_MECHANISM_SCRAM_SHA_1_PLUS, SMTP_DIGEST_SHA1);
static const struct smtp__mechanism scram_sha_256_plus = SCRAM(SMTP_MECHANISM_SCRAM_SHA_256_PLUS, SMTP_DIGEST_SHA256);
static const struct smtp__mechanism scram_sha_512_plus = SCRAM(SMTP_MECHANISM_SCRAM_SHA_512_PLUS, SMTP_DIGEST_SHA512);

/* Bound ones first, whatever their hash: to a "y" a server that has any of them would say no. The weakest after the
   stronger ones; CRAM-MD5 does not prove the server. */
const struct smtp__mechanism *const smtp__mechanisms_digest[] = {
    &scram_sha_512_plus, &scram_sha_256_plus, &scram_sha_1_plus,         &scram_sha_512,
    &scram_sha_256,      &scram_sha_1,        &smtp__mechanism_cram_md5, NULL,
};
