/* SPDX-License-Identifier: MIT */
/* CRAM-MD5, RFC 2195 */
#include "auth.h"

#include "hmac.h"

_Static_assert(sizeof(struct smtp__hmac) <= SMTP__AUTH_WORK, "SMTP__AUTH_WORK is too small");

enum { MD5_SIZE = 16 };

/* RFC 2195 s2: the user name, a blank, the digest in lower-case hexadecimal. */
static bool write(struct smtp__buffer *response, struct smtp__text user, const uint8_t *digest) {
    static const char digits[] = "0123456789abcdef";
    size_t start = response->length;
    bool fits = smtp__buffer_append(response, user.data, user.length) && smtp__buffer_append_byte(response, ' ');
    for (size_t i = 0; fits && i < MD5_SIZE; i++) {
        fits = smtp__buffer_append_byte(response, (uint8_t)digits[digest[i] >> 4]) &&
               smtp__buffer_append_byte(response, (uint8_t)digits[digest[i] & 15]);
    }
    response->length = fits ? response->length : start;
    return fits;
}

/* A challenge that is empty makes no difference between one exchange and the next. */
static smtp_result respond(struct smtp__exchange *exchange, struct smtp__text challenge,
                           struct smtp__buffer *response) {
    struct smtp__hmac *hmac = exchange->work;
    struct smtp__text secret = exchange->credentials->secret;
    if (exchange->round > 0 || challenge.length == 0) {
        return SMTP_E_AUTH_CHALLENGE;
    }
    smtp__hmac_init(hmac, exchange->cryptography->digests, SMTP_DIGEST_MD5);
    smtp__hmac_key(hmac, secret.data, secret.length);
    smtp__hmac_begin(hmac);
    smtp__hmac_add(hmac, challenge.data, challenge.length);
    smtp__hmac_end(hmac, exchange->kept);
    if (hmac->result != SMTP_OK) {
        return hmac->result;
    }
    exchange->round++;
    return write(response, exchange->credentials->user, exchange->kept) ? SMTP_OK : SMTP_E_BUFFER_TOO_SMALL;
}

const struct smtp__mechanism smtp__mechanism_cram_md5 = {
    SMTP_MECHANISM_CRAM_MD5, SMTP_DIGEST_MD5, false, false, false, false, respond};
