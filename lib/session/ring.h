/* SPDX-License-Identifier: MIT */
/*
 * ring.h - the commands that were written and not yet answered, oldest first: the one idea of the engine.
 *
 * The RCPTs of a mail share a place, so that any number of recipients fits.
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
    uint32_t ends[SMTP_CFG_RING];   /* where in the send buffer the last of them ends; 0: it has gone out */
    uint8_t steps[SMTP_CFG_RING];   /* enum smtp__step_id */
    uint8_t mails[SMTP_CFG_RING];   /* whose it is: a place of the window */
    uint8_t first;
    uint8_t places;  /* in use */
    uint32_t count;  /* commands in all places */
    uint32_t unsent; /* the last so many have not gone out whole */
};

bool smtp__ring_is_full(const struct smtp__ring *ring);

/* A command was written, up to this end in the send buffer; 0: there was nothing to write. The ring must not be full. */
void smtp__ring_push(struct smtp__ring *ring, uint8_t step, uint8_t mail, size_t end);

/* What the send buffer holds between these two places went out. */
void smtp__ring_sent(struct smtp__ring *ring, const uint8_t *buffer, size_t from, size_t to);

/* All of it went out, and it is filled from its beginning again. */
void smtp__ring_all_sent(struct smtp__ring *ring);

/* True if the oldest command has gone out, so that a reply can be meant for it. */
bool smtp__ring_awaits_reply(const struct smtp__ring *ring);

/* The oldest step, and whose it is; the ring must not be empty. */
uint8_t smtp__ring_oldest(const struct smtp__ring *ring);
uint8_t smtp__ring_oldest_mail(const struct smtp__ring *ring);
void smtp__ring_pop(struct smtp__ring *ring);

/* The oldest step of this mail; SMTP__STEP_WAIT if there is none. */
uint8_t smtp__ring_oldest_of(const struct smtp__ring *ring, uint8_t mail);

/* True if this step of this mail went out whole and awaits its reply. */
bool smtp__ring_has_sent(const struct smtp__ring *ring, uint8_t step, uint8_t mail);

#endif
