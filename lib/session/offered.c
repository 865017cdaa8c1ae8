/* SPDX-License-Identifier: MIT */
/* offered.c - does the server offer what a mail needs? */
#include "session.h"

/* RFC 6531 s3.4: an address in the envelope or in the header that is not ASCII */
bool smtp__session_needs_smtputf8(const smtp_envelope *envelope, const smtp_source *source) {
    return smtp_envelope_needs_smtputf8(envelope) || source->needs_smtputf8;
}

/* What the server has declared not to take is not offered to it. */
smtp_result smtp__session_check_offered(const struct smtp_session *session, const smtp_envelope *envelope,
                                        const smtp_source *source) {
    uint32_t extensions = session->capabilities.extensions;
    int64_t size = smtp_source_wire_size(source);
    if (smtp_envelope_recipient_count(envelope) == 0) {
        return SMTP_E_NO_RECIPIENT;
    }
    if (session->capabilities.size_limit > 0 && size > 0 && (uint64_t)size > session->capabilities.size_limit) {
        return SMTP_E_TOO_LARGE;
    }
    if (smtp__session_needs_smtputf8(envelope, source) && (extensions & SMTP_EXT_SMTPUTF8) == 0) {
        return SMTP_E_NEEDS_SMTPUTF8;
    }
    if (smtp_source_is_8bit(source) == 1 && (extensions & SMTP_EXT_8BITMIME) == 0) {
        return SMTP_E_NEEDS_8BITMIME;
    }
    return SMTP_OK;
}
