/* SPDX-License-Identifier: MIT */
#include "describe.h"

#include "san.h"
#include <stdbool.h>
#include <string.h>

enum { NAMES_MOST = 4, ADDRESS_V4 = 4 };

static void add_distinguished_name(struct smtp__problem *problem, const mbedtls_x509_name *name) {
    char text[256];
    int length = mbedtls_x509_dn_gets(text, sizeof text, name);
    smtp__problem_quote(problem, text, length < 0 ? 0 : (size_t)length);
}

/* "2026-11-22", of an RFC 5280 s4.1.2.5 time, which is UTC */
static void add_date(struct smtp__problem *problem, const mbedtls_x509_time *time) {
    const int parts[] = {time->year, time->mon, time->day};
    for (size_t i = 0; i < 3; i++) {
        smtp__problem_add(problem, i == 0 ? "" : "-");
        smtp__problem_add(problem, i > 0 && parts[i] < 10 ? "0" : "");
        smtp__problem_add_number(problem, (unsigned long long)parts[i]);
    }
}

static void add_address(struct smtp__problem *problem, struct smtp__der address) {
    if (address.left != ADDRESS_V4) {
        smtp__problem_add(problem, "an IPv6 address");
        return;
    }
    for (size_t i = 0; i < ADDRESS_V4; i++) {
        smtp__problem_add(problem, i == 0 ? "" : ".");
        smtp__problem_add_number(problem, address.at[i]);
    }
}

/* The first few names; returns how many there are. */
static size_t add_names(struct smtp__problem *problem, const mbedtls_x509_crt *certificate) {
    struct smtp__der extensions = {certificate->v3_ext.p, certificate->v3_ext.len};
    struct smtp__der names;
    struct smtp__der name;
    enum smtp__san_kind kind;
    size_t count = 0;
    if (!smtp__san_find(extensions, &names)) {
        return 0;
    }
    for (; smtp__san_next(&names, &kind, &name); count++) {
        smtp__problem_add(problem, count == 0 ? "the certificate is for " : count <= NAMES_MOST ? ", " : "");
        if (count >= NAMES_MOST) {
            smtp__problem_add(problem, count == NAMES_MOST ? "others" : "");
        } else if (kind == SMTP__SAN_DNS) {
            smtp__problem_quote(problem, name.at, name.left);
        } else {
            add_address(problem, name);
        }
    }
    return count;
}

/* RFC 9525 s1.2: the common name is not looked at. */
static void describe_names(struct smtp__problem *problem, const mbedtls_x509_crt *certificate, const char *wanted) {
    smtp__problem_begin(problem, "");
    if (add_names(problem, certificate) == 0) {
        smtp__problem_add(problem, "the certificate has no subjectAltName, and its subject ");
        add_distinguished_name(problem, &certificate->subject);
        smtp__problem_add(problem, " does not count");
    }
    smtp__problem_add(problem, "; wanted ");
    smtp__problem_quote(problem, wanted, strlen(wanted));
}

static bool is_self_signed(const mbedtls_x509_crt *certificate) {
    return certificate->issuer_raw.len == certificate->subject_raw.len &&
           memcmp(certificate->issuer_raw.p, certificate->subject_raw.p, certificate->subject_raw.len) == 0;
}

static void describe_issuer(struct smtp__problem *problem, const mbedtls_x509_crt *certificate) {
    if (is_self_signed(certificate)) {
        smtp__problem_begin(problem, "the certificate is self-signed and not among the trust anchors: ");
    } else {
        smtp__problem_begin(problem, "no trust anchor vouches for the issuer ");
    }
    add_distinguished_name(problem, &certificate->issuer);
}

static void describe_dates(struct smtp__problem *problem, const mbedtls_x509_crt *certificate, int depth,
                           uint32_t flags) {
    const char *whose = depth == 0 ? "the certificate" : "the certificate of an issuer";
    if ((flags & MBEDTLS_X509_BADCERT_EXPIRED) != 0) {
        smtp__problem_begin(problem, whose);
        smtp__problem_add(problem, " expired on ");
        add_date(problem, &certificate->valid_to);
    }
    if ((flags & MBEDTLS_X509_BADCERT_FUTURE) != 0) {
        smtp__problem_begin(problem, whose);
        smtp__problem_add(problem, " is valid from ");
        add_date(problem, &certificate->valid_from);
    }
}

void smtp__describe_flaws(struct smtp__problem *problem, const mbedtls_x509_crt *certificate, int depth, uint32_t flags,
                          const char *wanted) {
    if ((flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED) != 0) {
        describe_issuer(problem, certificate);
    }
    describe_dates(problem, certificate, depth, flags);
    if ((flags & MBEDTLS_X509_BADCERT_CN_MISMATCH) != 0) {
        describe_names(problem, certificate, wanted);
    }
}

void smtp__describe_pin(struct smtp__problem *problem, const mbedtls_x509_crt *certificate) {
    smtp__problem_begin(problem, "the server showed the certificate of ");
    add_distinguished_name(problem, &certificate->subject);
    smtp__problem_add(problem, ", not the pinned one");
}
