/* SPDX-License-Identifier: MIT */
#include "ring.h"

static uint8_t place(const struct smtp__ring *ring, unsigned index) {
    return (uint8_t)((ring->first + index) % SMTP_CFG_RING);
}

bool smtp__ring_is_full(const struct smtp__ring *ring) {
    return ring->places == SMTP_CFG_RING || ring->count == UINT32_MAX;
}

void smtp__ring_push(struct smtp__ring *ring, uint8_t step) {
    if (ring->places == 0 || ring->steps[place(ring, ring->places - 1u)] != step) {
        uint8_t fresh = place(ring, ring->places);
        ring->steps[fresh] = step;
        ring->counts[fresh] = 0;
        ring->places++;
    }
    ring->counts[place(ring, ring->places - 1u)]++;
    ring->count++;
    ring->unsent++;
}

void smtp__ring_sent(struct smtp__ring *ring, size_t count) {
    ring->unsent = count < ring->unsent ? ring->unsent - (uint32_t)count : 0;
}

bool smtp__ring_awaits_reply(const struct smtp__ring *ring) {
    return ring->count > ring->unsent;
}

uint8_t smtp__ring_oldest(const struct smtp__ring *ring) {
    return ring->steps[ring->first];
}

void smtp__ring_pop(struct smtp__ring *ring) {
    ring->count--;
    ring->counts[ring->first]--;
    if (ring->counts[ring->first] == 0) {
        ring->first = place(ring, 1);
        ring->places--;
    }
}
