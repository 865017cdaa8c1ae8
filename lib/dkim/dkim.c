/* SPDX-License-Identifier: MIT */
/* dkim.c - the life of a signer, and its settings of fixed size. */
#include "dkim.h"

#include "base/digest.h"
#include "base/memory.h"
#include "names.h"
#include <string.h>

_Static_assert(sizeof(struct smtp_dkim) <= SMTP_DKIM_BYTES, "SMTP_DKIM_BYTES is too small");

static void set_up(struct smtp_dkim *dkim, const smtp_digest_ops *digests) {
    memset(dkim, 0, sizeof *dkim);
    dkim->digests = digests;
    dkim->names = smtp__dkim_names_default();
    dkim->time = -1;
    dkim->expires = -1;
    dkim->header_form = SMTP_DKIM_RELAXED;
    dkim->body_form = SMTP_DKIM_RELAXED;
}

smtp_result smtp_dkim_new(const smtp_allocator *allocator, const smtp_digest_ops *digests, smtp_dkim **dkim) {
    if (dkim == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *dkim = NULL;
    if (!smtp__allocator_is_whole(allocator) || !smtp__digest_is_whole(digests)) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp_dkim *made = allocator->allocate(allocator->context, sizeof *made);
    if (made == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    set_up(made, digests);
    made->allocator = *allocator;
    smtp__arena_init(&made->arena, allocator);
    smtp__dkim_keep(made);
    *dkim = made;
    return SMTP_OK;
}

smtp_result smtp_dkim_init(void *memory, size_t memory_size, const smtp_digest_ops *digests, smtp_dkim **dkim) {
    if (dkim == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *dkim = NULL;
    if (memory == NULL || !smtp__digest_is_whole(digests)) {
        return SMTP_E_ARGUMENT;
    }
    if (memory_size < sizeof(struct smtp_dkim) || (uintptr_t)memory % alignof(max_align_t) != 0) {
        return SMTP_E_MEMORY_SIZE;
    }
    struct smtp_dkim *placed = memory;
    set_up(placed, digests);
    smtp__arena_init_fixed(&placed->arena, placed + 1, memory_size - sizeof *placed);
    smtp__dkim_keep(placed);
    *dkim = placed;
    return SMTP_OK;
}

void smtp_dkim_fini(smtp_dkim *dkim) {
    if (dkim == NULL) {
        return;
    }
    for (const struct smtp__dkim_signer *signer = dkim->signers; signer != NULL; signer = signer->next) {
        if (signer->release != NULL) {
            signer->release(signer->context);
        }
    }
    dkim->signers = NULL;
    dkim->message = NULL;
    smtp__arena_clear(&dkim->arena);
}

void smtp_dkim_free(smtp_dkim *dkim) {
    if (dkim == NULL) {
        return;
    }
    smtp_allocator allocator = dkim->allocator;
    smtp_dkim_fini(dkim);
    if (allocator.release != NULL) {
        allocator.release(allocator.context, dkim);
    }
}

size_t smtp_dkim_bytes(void) {
    return sizeof(struct smtp_dkim);
}

static bool is_form(int32_t form) {
    return form == SMTP_DKIM_SIMPLE || form == SMTP_DKIM_RELAXED;
}

smtp_result smtp_dkim_set_canonicalization(smtp_dkim *dkim, int32_t header, int32_t body) {
    if (dkim == NULL || !is_form(header) || !is_form(body)) {
        return SMTP_E_ARGUMENT;
    }
    dkim->header_form = header;
    dkim->body_form = body;
    return SMTP_OK;
}

static bool is_time(int64_t seconds) {
    return seconds >= -1 && seconds <= SMTP__DKIM_TIME_MAX;
}

smtp_result smtp_dkim_set_time(smtp_dkim *dkim, int64_t utc_seconds, int64_t expires_seconds) {
    if (dkim == NULL || !is_time(utc_seconds) || !is_time(expires_seconds) ||
        (expires_seconds >= 0 && expires_seconds <= utc_seconds)) {
        return SMTP_E_ARGUMENT;
    }
    dkim->time = utc_seconds;
    dkim->expires = expires_seconds;
    return SMTP_OK;
}
