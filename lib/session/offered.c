/* SPDX-License-Identifier: MIT */
/* offered.c - does the server offer what a mail needs? */
#include "session.h"

#include "wire/envelope_limits.h"

/* What is not offered, and needed; the first that fits is told. */
static const struct {
    uint32_t extension;
    smtp_result missing;
} needs[] = {
    {SMTP_EXT_SMTPUTF8, SMTP_E_NEEDS_SMTPUTF8},
    {SMTP_EXT_8BITMIME, SMTP_E_NEEDS_8BITMIME},
    {SMTP_EXT_BINARYMIME | SMTP_EXT_CHUNKING, SMTP_E_NEEDS_BINARYMIME},
    {SMTP_EXT_DSN, SMTP_E_NEEDS_DSN},
    {SMTP_EXT_AUTH, SMTP_E_NEEDS_AUTH},
    {SMTP_EXT_DELIVERBY, SMTP_E_NEEDS_DELIVERBY},
    {SMTP_EXT_FUTURERELEASE, SMTP_E_NEEDS_FUTURERELEASE},
    {SMTP_EXT_MT_PRIORITY, SMTP_E_NEEDS_MT_PRIORITY},
    {SMTP_EXT_REQUIRETLS, SMTP_E_NEEDS_REQUIRETLS},
};

/* RFC 6531 s3.4: an address in the envelope or in the header that is not ASCII */
bool smtp__session_needs_smtputf8(const smtp_envelope *envelope, const smtp_source *source) {
    return smtp_envelope_needs_smtputf8(envelope) || source->needs_smtputf8;
}

/* Binary content goes by BDAT (RFC 3030 s3); of other that was not measured it shows while it is sent. */
static uint32_t needed(const smtp_envelope *envelope, const smtp_source *source) {
    uint32_t extensions = smtp_envelope_extensions(envelope);
    if (source->needs_smtputf8) {
        extensions |= SMTP_EXT_SMTPUTF8;
    }
    if (source->is_binary) {
        extensions |= SMTP_EXT_BINARYMIME | SMTP_EXT_CHUNKING;
    } else if (smtp_source_is_8bit(source) == 1) {
        extensions |= SMTP_EXT_8BITMIME;
    }
    return extensions;
}

/* RFC 8689 s2: REQUIRETLS is worth nothing on a connection without TLS. */
static uint32_t offered(const struct smtp_session *session) {
    uint32_t extensions = session->capabilities.extensions;
    return session->is_encrypted ? extensions : extensions & ~(uint32_t)SMTP_EXT_REQUIRETLS;
}

static smtp_result check_extensions(uint32_t missing) {
    for (size_t i = 0; i < sizeof needs / sizeof needs[0]; i++) {
        if ((needs[i].extension & missing) != 0) {
            return needs[i].missing;
        }
    }
    return SMTP_OK;
}

/* Nobody keeps the domains of earlier mails, so that with a number of them for the session (RFC 9422 s4.3) each mail has
   a session of its own. */
static uint32_t most_mails(const struct smtp_capabilities *capabilities) {
    uint32_t domains = capabilities->limits[SMTP_LIMIT_RCPTDOMAINMAX];
    bool is_minded = domains > 0 && domains <= SMTP__DOMAINS_MAX;
    return is_minded ? 1 : capabilities->limits[SMTP_LIMIT_MAILMAX];
}

/* That no more mails are taken comes last: another connection does not help a mail that cannot be sent at all. */
static smtp_result check_numbers(const struct smtp_session *session, const smtp_envelope *envelope, int64_t size) {
    const struct smtp_capabilities *capabilities = &session->capabilities;
    uint32_t mails = most_mails(capabilities);
    if (capabilities->size_limit > 0 && size > 0 && (uint64_t)size > capabilities->size_limit) {
        return SMTP_E_TOO_LARGE;
    }
    smtp_result result = smtp__envelope_check_limits(envelope, capabilities);
    bool is_full = mails > 0 && session->window.submitted >= mails;
    return result == SMTP_OK && is_full ? SMTP_E_TOO_MANY_MAILS : result;
}

/* What the server has declared not to take is not offered to it. */
smtp_result smtp__session_check_offered(const struct smtp_session *session, const smtp_envelope *envelope,
                                        const smtp_source *source) {
    if (smtp_envelope_recipient_count(envelope) == 0) {
        return SMTP_E_NO_RECIPIENT;
    }
    smtp_result result = check_extensions(needed(envelope, source) & ~offered(session));
    return result == SMTP_OK ? check_numbers(session, envelope, smtp_source_wire_size(source)) : result;
}
