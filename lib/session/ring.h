/* SPDX-License-Identifier: MIT */
/*
 * ring.h - the commands that were written and not yet answered, oldest first: the one idea of the engine.
 *
 * Equal commands in a row, the RCPTs of a mail, share a place, so that any number of recipients fits.
 */
#ifndef SMTP__RING_H
#define SMTP__RING_H

#include <smtp/config.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if SMTP_CFG_RING < 4 || SMTP_CFG_RING > 255
#error "SMTP_CFG_RING must be 4 to 255"
#endif

struct smtp__ring {
    uint32_t counts[SMTP_CFG_RING]; /* commands in a place */
    uint8_t steps[SMTP_CFG_RING];   /* enum smtp__step_id */
    uint8_t first;
    uint8_t places;  /* in use */
    uint32_t count;  /* commands in all places */
    uint32_t unsent; /* the last so many have not gone out whole */
};

bool smtp__ring_is_full(const struct smtp__ring *ring);

/* A command was written. The ring must not be full. */
void smtp__ring_push(struct smtp__ring *ring, uint8_t step);

/* `count` more commands went out whole. */
void smtp__ring_sent(struct smtp__ring *ring, size_t count);

/* True if the oldest command has gone out, so that a reply can be meant for it. */
bool smtp__ring_awaits_reply(const struct smtp__ring *ring);

/* The oldest step; the ring must not be empty. */
uint8_t smtp__ring_oldest(const struct smtp__ring *ring);
void smtp__ring_pop(struct smtp__ring *ring);

#endif
