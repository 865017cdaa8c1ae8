/* SPDX-License-Identifier: MIT */
/* signer.c - who signs, and under which name. */
#include "dkim.h"

#include "wire/domain_ascii.h"

/* What a verifier looks up is SELECTOR._domainkey.DOMAIN (RFC 6376 s3.6.2.1): 253 octets at most (RFC 1035 s2.3.4). */
enum { NAME_MAX = 253, BETWEEN = sizeof "._domainkey." - 1 };

/* Labels as the DNS has them, copied. */
static smtp_result copy_name(struct smtp_dkim *dkim, struct smtp__text name, struct smtp__text *copy) {
    char ascii[SMTP__DOMAIN_MAX];
    size_t length = 0;
    if (smtp__domain_to_ascii(name, ascii, sizeof ascii, &length) != SMTP_OK) {
        return SMTP_E_DKIM;
    }
    copy->data = smtp__arena_copy(&dkim->arena, ascii, length);
    copy->length = length;
    return copy->data == NULL ? SMTP_E_NO_MEMORY : SMTP_OK;
}

static smtp_result make(struct smtp_dkim *dkim, struct smtp__text domain, struct smtp__text selector,
                        struct smtp__dkim_signer **signer) {
    struct smtp__dkim_signer *made = smtp__arena_take(&dkim->arena, sizeof *made);
    if (made == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    smtp_result result = copy_name(dkim, domain, &made->domain);
    if (result == SMTP_OK) {
        result = copy_name(dkim, selector, &made->selector);
    }
    if (result == SMTP_OK && made->selector.length + BETWEEN + made->domain.length > NAME_MAX) {
        result = SMTP_E_DKIM;
    }
    *signer = made;
    return result;
}

static void append(struct smtp_dkim *dkim, struct smtp__dkim_signer *signer) {
    struct smtp__dkim_signer **end = &dkim->signers;
    while (*end != NULL) {
        end = &(*end)->next;
    }
    *end = signer;
}

smtp_result smtp_dkim_add_signer(smtp_dkim *dkim, const char *domain, size_t domain_length, const char *selector,
                                 size_t selector_length, int32_t algorithm, smtp_dkim_sign_fn sign,
                                 smtp_dkim_release_fn release, void *context) {
    struct smtp__dkim_signer *signer;
    if (dkim == NULL || domain == NULL || selector == NULL || sign == NULL ||
        (algorithm != SMTP_DKIM_RSA_SHA256 && algorithm != SMTP_DKIM_ED25519_SHA256)) {
        return SMTP_E_ARGUMENT;
    }
    smtp__dkim_forget(dkim);
    smtp_result result =
        make(dkim, smtp__text_from(domain, domain_length), smtp__text_from(selector, selector_length), &signer);
    if (result != SMTP_OK) {
        smtp__dkim_forget(dkim);
        return result;
    }
    smtp__dkim_keep(dkim);
    signer->next = NULL;
    signer->algorithm = algorithm;
    signer->sign = sign;
    signer->release = release;
    signer->context = context;
    signer->field = smtp__text_from("", 0);
    append(dkim, signer);
    return SMTP_OK;
}
