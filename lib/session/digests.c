/* SPDX-License-Identifier: MIT */
/* digests.c - what lets a session compute: the one reference to the mechanisms that do. */
#include "session.h"

#include "base/digest.h"
#include <stdalign.h>

/* Which of them are there: each is begun once. */
static smtp_result look(const smtp_digest_ops *digests, uint32_t *available) {
    alignas(max_align_t) uint8_t state[SMTP_DIGEST_STATE_BYTES];
    *available = 0;
    for (int32_t digest = SMTP_DIGEST_MD5; digest <= SMTP_DIGEST_SHA512; digest++) {
        smtp_result result = digests->begin(digests->context, state, digest);
        if (result == SMTP_OK) {
            digests->end(state);
            *available |= UINT32_C(1) << digest;
        } else if (result != SMTP_E_DIGEST) {
            return result;
        }
    }
    return SMTP_OK;
}

smtp_result smtp_session_set_digests(smtp_session *session, const smtp_digest_ops *digests, smtp_random_fn random,
                                     void *random_context) {
    uint32_t available;
    smtp_result result = smtp__session_settable(session);
    if (result != SMTP_OK) {
        return result;
    }
    if (!smtp__digest_is_whole(digests) || random == NULL) {
        return SMTP_E_ARGUMENT;
    }
    result = look(digests, &available);
    if (result == SMTP_OK) {
        struct smtp__cryptography cryptography = {digests, random, random_context, smtp__mechanisms_digest, available};
        session->cryptography = cryptography;
    }
    return result;
}
