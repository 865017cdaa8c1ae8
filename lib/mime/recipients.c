/* SPDX-License-Identifier: MIT */
#include "recipients.h"

#include "base/ascii.h"
#include <string.h>

/* The length of what stands before the domain, with the "@". */
static size_t local_length(struct smtp__text address) {
    size_t n = address.length;
    while (n > 0 && address.data[n - 1] != '@') {
        n--;
    }
    return n;
}

/* FNV-1a over the local part as it is and the domain in lower case, the bits mixed at the end. */
static uint32_t hash_of(struct smtp__text address) {
    uint32_t hash = 2166136261u;
    size_t local = local_length(address);
    for (size_t i = 0; i < address.length; i++) {
        char c = i < local ? address.data[i] : smtp__ascii_lower(address.data[i]);
        hash = (hash ^ (uint8_t)c) * 16777619u;
    }
    return hash ^ hash >> 15;
}

static bool is_same(struct smtp__text a, struct smtp__text b) {
    size_t local = local_length(a);
    return smtp__text_equal(a, b) && memcmp(a.data, b.data, local) == 0;
}

/* Where the address is, or the empty place where it belongs. */
static struct smtp__message_recipient **find(struct smtp__recipients *recipients, struct smtp__text address,
                                             uint32_t hash) {
    struct smtp__message_recipient **place = &recipients->root;
    uint32_t path = hash;
    while (*place != NULL && ((*place)->hash != hash || !is_same((*place)->address, address))) {
        place = &(*place)->children[path & 3];
        path >>= 2;
    }
    return place;
}

smtp_result smtp__recipient_make(struct smtp__recipients *recipients, struct smtp__arena *arena,
                                 struct smtp__text address, struct smtp__message_recipient **recipient) {
    uint32_t hash = hash_of(address);
    if (*find(recipients, address, hash) != NULL) {
        return SMTP_OK;
    }
    char *copy = smtp__arena_copy(arena, address.data, address.length);
    struct smtp__message_recipient *made = smtp__arena_take(arena, sizeof *made);
    if (copy == NULL || made == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    memset(made, 0, sizeof *made);
    made->hash = hash;
    made->address = smtp__text_from(copy, address.length);
    *recipient = made;
    return SMTP_OK;
}

void smtp__recipients_link(struct smtp__recipients *recipients, struct smtp__message_recipient *recipient) {
    *find(recipients, recipient->address, recipient->hash) = recipient;
    if (recipients->last == NULL) {
        recipients->first = recipient;
    } else {
        recipients->last->next = recipient;
    }
    recipients->last = recipient;
}
