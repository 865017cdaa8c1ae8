/* SPDX-License-Identifier: MIT */
#include "ring.h"

bool smtp__ring_is_full(const struct smtp__ring *ring) {
    return ring->count == SMTP_CFG_RING;
}

void smtp__ring_push(struct smtp__ring *ring, uint8_t step) {
    ring->steps[(ring->first + ring->count) % SMTP_CFG_RING] = step;
    ring->count++;
    ring->unsent++;
}

void smtp__ring_sent(struct smtp__ring *ring, size_t count) {
    ring->unsent = count < ring->unsent ? (uint8_t)(ring->unsent - count) : 0;
}

bool smtp__ring_awaits_reply(const struct smtp__ring *ring) {
    return ring->count > ring->unsent;
}

uint8_t smtp__ring_oldest(const struct smtp__ring *ring) {
    return ring->steps[ring->first];
}

void smtp__ring_pop(struct smtp__ring *ring) {
    ring->first = (uint8_t)((ring->first + 1) % SMTP_CFG_RING);
    ring->count--;
}
