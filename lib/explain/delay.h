/* SPDX-License-Identifier: MIT */
/* delay.h - for how long a server asks to wait: delay.c. */
#ifndef SMTP__DELAY_H
#define SMTP__DELAY_H

#include "base/text.h"

/*
 * The seconds that a reply names: "try again in 5 minutes", "retry after 300 seconds", "wait 1h", "come back in
 * 00:04:32", "Retry-After: 60". More than a day counts as a day. 0: none. A number counts only close behind a word that
 * asks to come again: an address, a port, a code or a limit elsewhere in the text does not.
 */
int32_t smtp__delay(struct smtp__text text);

#endif
