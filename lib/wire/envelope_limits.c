/* SPDX-License-Identifier: MIT */
#include "envelope_limits.h"

#include "base/ascii.h"
#include "envelope_object.h"
#include <string.h>

enum { BATCH = 32 };

/* The domains that come next in their order, each once. */
struct batch {
    const char *after; /* NULL: from the first on */
    size_t count;
    const char *domains[BATCH];
};

/* In any case of the letters, like strcmp. */
static int compare(const char *a, const char *b) {
    size_t i = 0;
    while (a[i] != '\0' && (a[i] == b[i] || smtp__ascii_lower(a[i]) == smtp__ascii_lower(b[i]))) {
        i++;
    }
    return (unsigned char)smtp__ascii_lower(a[i]) - (unsigned char)smtp__ascii_lower(b[i]);
}

/* Where it stands, or has to be put in. */
static size_t place_of(const struct batch *batch, const char *domain) {
    size_t low = 0;
    size_t high = batch->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (compare(batch->domains[middle], domain) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The last of a full batch gives way to one before it. */
static void put(struct batch *batch, const char *domain) {
    size_t place = place_of(batch, domain);
    if (place == BATCH || (place < batch->count && compare(batch->domains[place], domain) == 0)) {
        return;
    }
    size_t behind = batch->count - place - (batch->count == BATCH);
    memmove(&batch->domains[place + 1], &batch->domains[place], behind * sizeof batch->domains[0]);
    batch->domains[place] = domain;
    batch->count += batch->count < BATCH;
}

static void fill(struct batch *batch, const smtp_envelope *envelope) {
    size_t end = envelope->count;
    batch->count = 0;
    for (const struct smtp__envelope_block *block = envelope->blocks; block != NULL; block = block->previous) {
        for (size_t i = block->first; i < end; i++) {
            const char *domain = strrchr(block->recipients[i - block->first], '@');
            if (batch->after == NULL || compare(domain, batch->after) > 0) {
                put(batch, domain);
            }
        }
        end = block->first;
    }
}

/* Without any memory, and with one look at all recipients for each batch of domains. */
static bool has_more_domains(const smtp_envelope *envelope, size_t most) {
    struct batch batch = {NULL, 0, {NULL}};
    size_t count = 0;
    do {
        fill(&batch, envelope);
        count += batch.count;
        batch.after = batch.domains[BATCH - 1];
    } while (batch.count == BATCH && count <= most);
    return count > most;
}

/* There is a domain for each recipient at most: those that are as few need no look at them. */
static bool has_too_many(const smtp_envelope *envelope, const uint32_t *limits) {
    uint32_t recipients = limits[SMTP_LIMIT_RCPTMAX];
    uint32_t domains = limits[SMTP_LIMIT_RCPTDOMAINMAX];
    bool counts = domains > 0 && domains <= SMTP__DOMAINS_MAX && envelope->count > domains;
    return (recipients > 0 && envelope->count > recipients) || (counts && has_more_domains(envelope, domains));
}

smtp_result smtp__envelope_check_limits(const smtp_envelope *envelope, const struct smtp_capabilities *capabilities) {
    const struct smtp__parameters *parameters = envelope->mail.parameters;
    if (has_too_many(envelope, capabilities->limits)) {
        return SMTP_E_TOO_MANY_RECIPIENTS;
    }
    return parameters == NULL ? SMTP_OK : parameters->check(envelope, capabilities);
}
