/* SPDX-License-Identifier: MIT */
#include "ring.h"

#include "step.h"

static uint8_t place(const struct smtp__ring *ring, unsigned index) {
    return (uint8_t)((ring->first + index) % SMTP_CFG_RING);
}

bool smtp__ring_is_full(const struct smtp__ring *ring) {
    return ring->places == SMTP_CFG_RING || ring->count == UINT32_MAX;
}

static bool shares_the_last(const struct smtp__ring *ring, uint8_t step, uint8_t mail) {
    uint8_t last = place(ring, ring->places - 1u);
    return ring->places > 0 && step == SMTP__STEP_RCPT && ring->steps[last] == step && ring->mails[last] == mail;
}

void smtp__ring_push(struct smtp__ring *ring, uint8_t step, uint8_t mail, size_t end) {
    if (!shares_the_last(ring, step, mail)) {
        uint8_t fresh = place(ring, ring->places);
        ring->steps[fresh] = step;
        ring->mails[fresh] = mail;
        ring->counts[fresh] = 0;
        ring->places++;
    }
    uint8_t last = place(ring, ring->places - 1u);
    ring->counts[last]++;
    ring->ends[last] = (uint32_t)end;
    ring->count++;
    ring->unsent += end > 0;
}

static uint32_t count_lines(const uint8_t *data, size_t length) {
    uint32_t lines = 0;
    for (size_t i = 0; i < length; i++) {
        lines += data[i] == '\n';
    }
    return lines;
}

/* Commands that share a place are one line each; one that has its own went out when its last octet did. */
void smtp__ring_sent(struct smtp__ring *ring, const uint8_t *buffer, size_t from, size_t to) {
    for (unsigned i = 0; i < ring->places && from < to; i++) {
        uint8_t p = place(ring, i);
        size_t end = ring->ends[p];
        if (end <= from) {
            continue;
        }
        size_t upto = end < to ? end : to;
        ring->unsent -= ring->counts[p] > 1 ? count_lines(buffer + from, upto - from) : end <= to;
        from = upto;
    }
}

void smtp__ring_all_sent(struct smtp__ring *ring) {
    for (unsigned i = 0; i < ring->places; i++) {
        ring->ends[place(ring, i)] = 0;
    }
}

bool smtp__ring_awaits_reply(const struct smtp__ring *ring) {
    return ring->count > ring->unsent;
}

uint8_t smtp__ring_oldest(const struct smtp__ring *ring) {
    return ring->steps[ring->first];
}

uint8_t smtp__ring_oldest_mail(const struct smtp__ring *ring) {
    return ring->mails[ring->first];
}

void smtp__ring_pop(struct smtp__ring *ring) {
    ring->count--;
    ring->counts[ring->first]--;
    if (ring->counts[ring->first] == 0) {
        ring->first = place(ring, 1);
        ring->places--;
    }
}

uint8_t smtp__ring_oldest_of(const struct smtp__ring *ring, uint8_t mail) {
    for (unsigned i = 0; i < ring->places; i++) {
        if (ring->mails[place(ring, i)] == mail) {
            return ring->steps[place(ring, i)];
        }
    }
    return SMTP__STEP_WAIT;
}

bool smtp__ring_has_sent(const struct smtp__ring *ring, uint8_t step, uint8_t mail) {
    uint32_t sent = ring->count - ring->unsent;
    for (unsigned i = 0; i < ring->places; i++) {
        uint8_t p = place(ring, i);
        if (ring->counts[p] > sent) {
            return false;
        }
        if (ring->steps[p] == step && ring->mails[p] == mail) {
            return true;
        }
        sent -= ring->counts[p];
    }
    return false;
}
