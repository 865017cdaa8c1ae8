/* SPDX-License-Identifier: MIT */
#include "verify.h"

#include "describe.h"
#include "peer.h"
#include <string.h>

void smtp__verdict_init(struct smtp__verdict *verdict, const struct smtp__name *name, const uint8_t *pin,
                        struct smtp__problem *problem, smtp_tls_peer *peer) {
    memset(verdict, 0, sizeof *verdict);
    verdict->name = name;
    verdict->pin = pin;
    verdict->problem = problem;
    verdict->peer = peer;
}

static bool has_name(const struct smtp__verdict *verdict, const mbedtls_x509_crt *certificate) {
    struct smtp__der extensions = {certificate->v3_ext.p, certificate->v3_ext.len};
    struct smtp__der names;
    struct smtp__der presented;
    enum smtp__san_kind kind;
    if (!smtp__san_find(extensions, &names)) {
        return false;
    }
    while (smtp__san_next(&names, &kind, &presented)) {
        if (smtp__name_matches(verdict->name, kind, presented)) {
            return true;
        }
    }
    return false;
}

/* In constant time. */
static bool same_bytes(const uint8_t *a, const uint8_t *b, size_t length) {
    volatile uint8_t difference = 0;
    for (size_t i = 0; i < length; i++) {
        difference = (uint8_t)(difference | (a[i] ^ b[i]));
    }
    return difference == 0;
}

static bool is_pinned(const struct smtp__verdict *verdict, const mbedtls_x509_crt *certificate) {
    uint8_t digest[SMTP__FINGERPRINT];
    return smtp__peer_fingerprint(certificate, digest) && same_bytes(digest, verdict->pin, sizeof digest);
}

/* A failure ends the handshake there and then, before a certificate of ours is shown. */
static int judge_pin(struct smtp__verdict *verdict, const mbedtls_x509_crt *certificate, int depth, uint32_t *flags) {
    *flags = 0;
    if (depth > 0) {
        return 0;
    }
    verdict->accepted = is_pinned(verdict, certificate);
    verdict->pin_differs = !verdict->accepted;
    if (verdict->pin_differs) {
        smtp__describe_pin(verdict->problem, certificate);
        return MBEDTLS_ERR_X509_FATAL_ERROR;
    }
    return 0;
}

int smtp__verdict_judge(void *context, mbedtls_x509_crt *certificate, int depth, uint32_t *flags) {
    struct smtp__verdict *verdict = context;
    if (depth == 0) {
        smtp__peer_read(verdict->peer, certificate);
    }
    if (verdict->pin != NULL) {
        return judge_pin(verdict, certificate, depth, flags);
    }
    if (depth == 0) {
        verdict->accepted = has_name(verdict, certificate);
        *flags |= verdict->accepted ? 0 : (uint32_t)MBEDTLS_X509_BADCERT_CN_MISMATCH;
    }
    smtp__describe_flaws(verdict->problem, certificate, depth, *flags, verdict->name->text);
    return 0;
}

/* In the order of weight: the first that is found names the result. */
static const struct reason {
    uint32_t flag;
    smtp_result result;
    const char *words; /* NULL: said when the certificate went by */
} reasons[] = {
    {MBEDTLS_X509_BADCERT_NOT_TRUSTED, SMTP_E_CERTIFICATE_UNTRUSTED, NULL},
    {MBEDTLS_X509_BADCERT_EXPIRED, SMTP_E_CERTIFICATE_EXPIRED, NULL},
    {MBEDTLS_X509_BADCERT_FUTURE, SMTP_E_CERTIFICATE_NOT_YET_VALID, NULL},
    {MBEDTLS_X509_BADCERT_CN_MISMATCH, SMTP_E_CERTIFICATE_NAME, NULL},
    {MBEDTLS_X509_BADCERT_MISSING, SMTP_E_NO_CERTIFICATE, "the server showed no certificate"},
    {MBEDTLS_X509_BADCERT_REVOKED, SMTP_E_CERTIFICATE_REFUSED, "a certificate was revoked"},
    {MBEDTLS_X509_BADCERT_KEY_USAGE, SMTP_E_CERTIFICATE_REFUSED, "the key may not be used for TLS (key usage)"},
    {MBEDTLS_X509_BADCERT_EXT_KEY_USAGE, SMTP_E_CERTIFICATE_REFUSED,
     "the certificate is not for servers (extended key usage)"},
    {MBEDTLS_X509_BADCERT_NS_CERT_TYPE, SMTP_E_CERTIFICATE_REFUSED, "the certificate is not for servers (type)"},
    {MBEDTLS_X509_BADCERT_BAD_MD, SMTP_E_CERTIFICATE_REFUSED, "a certificate is signed with a weak hash"},
    {MBEDTLS_X509_BADCERT_BAD_PK, SMTP_E_CERTIFICATE_REFUSED, "a certificate is signed with a weak algorithm"},
    {MBEDTLS_X509_BADCERT_BAD_KEY, SMTP_E_CERTIFICATE_REFUSED, "a certificate has a weak key or curve"},
};

smtp_result smtp__verdict_result(const struct smtp__verdict *verdict, uint32_t flags) {
    smtp_result result = flags == 0 ? SMTP_OK : SMTP_E_CERTIFICATE_REFUSED;
    bool named = false;
    if (verdict->pin_differs) {
        return SMTP_E_CERTIFICATE_PIN;
    }
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if ((flags & reasons[i].flag) == 0) {
            continue;
        }
        result = named ? result : reasons[i].result;
        named = true;
        if (reasons[i].words != NULL) {
            smtp__problem_begin(verdict->problem, reasons[i].words);
        }
    }
    return result;
}
