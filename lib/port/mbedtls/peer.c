/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "peer.h"

#include "base/buffer.h"
#include "base/calendar.h"
#include "san.h"
#include <arpa/inet.h>
#include <mbedtls/md.h>
#include <string.h>

enum { NAME_MOST = 1024, ADDRESS_V4 = 4, ADDRESS_V6 = 16 };

/* A string of the peer's, empty, with room for its NUL. */
static struct smtp__buffer begin(char *text, size_t size) {
    struct smtp__buffer out = {(uint8_t *)text, size - 1, 0};
    memset(text, 0, size);
    return out;
}

/* RFC 4514 s2.4: what is below `least` or no ASCII as a backslash and two digits. False where the room ends. */
static bool put(struct smtp__buffer *out, const void *text, size_t length, uint8_t least) {
    static const char hex[] = "0123456789ABCDEF";
    const uint8_t *bytes = text;
    bool fits = true;
    for (size_t i = 0; i < length && fits; i++) {
        const char escaped[] = {'\\', hex[bytes[i] >> 4], hex[bytes[i] & 15]};
        bool is_plain = bytes[i] >= least && bytes[i] < 0x7f;
        fits = is_plain ? smtp__buffer_append_byte(out, bytes[i]) : smtp__buffer_append(out, escaped, sizeof escaped);
    }
    return fits;
}

static void put_distinguished_name(char *text, size_t size, const mbedtls_x509_name *name) {
    char whole[NAME_MOST] = ""; /* the beginning, where mbedTLS says that it is too long */
    struct smtp__buffer out = begin(text, size);
    (void)mbedtls_x509_dn_gets(whole, sizeof whole, name);
    (void)put(&out, whole, strnlen(whole, sizeof whole), ' ');
}

static bool is_name(enum smtp__san_kind kind, struct smtp__der name) {
    return kind == SMTP__SAN_DNS ? name.left > 0 : name.left == ADDRESS_V4 || name.left == ADDRESS_V6;
}

static bool put_name(struct smtp__buffer *out, enum smtp__san_kind kind, struct smtp__der name) {
    char address[INET6_ADDRSTRLEN];
    if (kind == SMTP__SAN_DNS) {
        return put(out, name.at, name.left, '!');
    }
    (void)inet_ntop(name.left == ADDRESS_V4 ? AF_INET : AF_INET6, name.at, address, sizeof address);
    return put(out, address, strlen(address), '!');
}

/* The names that fit whole. */
static void put_names(smtp_tls_peer *peer, const mbedtls_x509_crt *certificate) {
    struct smtp__buffer out = begin(peer->names, sizeof peer->names);
    struct smtp__der extensions = {certificate->v3_ext.p, certificate->v3_ext.len};
    struct smtp__der names;
    struct smtp__der name;
    enum smtp__san_kind kind;
    bool fits = smtp__san_find(extensions, &names);
    while (fits && smtp__san_next(&names, &kind, &name)) {
        size_t start = out.length;
        if (!is_name(kind, name)) {
            continue;
        }
        fits = (start == 0 || smtp__buffer_append_byte(&out, ' ')) && put_name(&out, kind, name);
        if (!fits) {
            memset(out.data + start, 0, out.length - start);
        }
    }
}

/* RFC 5280 s4.1.2.5: UTC. What is earlier than 1970 is as long ago as that. */
static int64_t seconds_of(const mbedtls_x509_time *time) {
    struct smtp__date date = {(uint32_t)time->year, (uint32_t)time->mon, (uint32_t)time->day};
    int64_t days = time->year < 1970 ? 0 : smtp__days_to(&date);
    return ((days * 24 + time->hour) * 60 + time->min) * 60 + time->sec;
}

bool smtp__peer_fingerprint(const mbedtls_x509_crt *certificate, uint8_t out[SMTP__FINGERPRINT]) {
    const mbedtls_md_info_t *sha256 = mbedtls_md_info_from_type(MBEDTLS_MD_SHA256);
    return sha256 != NULL && mbedtls_md(sha256, certificate->raw.p, certificate->raw.len, out) == 0;
}

void smtp__peer_read(smtp_tls_peer *peer, const mbedtls_x509_crt *chain) {
    put_distinguished_name(peer->subject, sizeof peer->subject, &chain->subject);
    put_distinguished_name(peer->issuer, sizeof peer->issuer, &chain->issuer);
    put_names(peer, chain);
    peer->not_before = seconds_of(&chain->valid_from);
    peer->not_after = seconds_of(&chain->valid_to);
    (void)smtp__peer_fingerprint(chain, peer->sha256);
    peer->chain = 0;
    for (const mbedtls_x509_crt *c = chain; c != NULL; c = c->next) {
        peer->chain++;
    }
}

/* mbedTLS writes "TLS-ECDHE-RSA-WITH-…" and "TLS1-3-AES-…". */
void smtp__peer_set_cipher(smtp_tls_peer *peer, const char *name) {
    static const char version[] = "TLS1-3-";
    struct smtp__buffer out = begin(peer->cipher, sizeof peer->cipher);
    if (strncmp(name, version, sizeof version - 1) == 0) {
        (void)smtp__buffer_append_string(&out, "TLS_");
        name += sizeof version - 1;
    }
    for (; *name != '\0'; name++) {
        (void)smtp__buffer_append_byte(&out, (uint8_t)(*name == '-' ? '_' : *name));
    }
}
