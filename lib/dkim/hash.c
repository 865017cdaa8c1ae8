/* SPDX-License-Identifier: MIT */
#include "hash.h"

void smtp__dkim_hash_begin(struct smtp__dkim_hash *hash, const smtp_digest_ops *ops, void *state) {
    hash->ops = ops;
    hash->result = ops->begin(ops->context, state, SMTP_DIGEST_SHA256);
    hash->state = hash->result == SMTP_OK ? state : NULL;
}

void smtp__dkim_hash_add(struct smtp__dkim_hash *hash, const void *data, size_t length) {
    if (hash->result == SMTP_OK && length > 0) {
        hash->result = hash->ops->update(hash->state, data, length);
    }
}

smtp_result smtp__dkim_hash_end(struct smtp__dkim_hash *hash, uint8_t digest[SMTP__DKIM_HASH]) {
    if (hash->result == SMTP_OK) {
        hash->result = hash->ops->finish(hash->state, digest);
    }
    if (hash->state != NULL) {
        hash->ops->end(hash->state);
        hash->state = NULL;
    }
    return hash->result;
}
