/* SPDX-License-Identifier: MIT */
/* wipe.h - forgets a secret for certain. */
#ifndef SMTP__WIPE_H
#define SMTP__WIPE_H

#include <stddef.h>

/* Sets `length` bytes to zero; the compiler does not take it away. NULL with 0 is allowed. */
void smtp__wipe(void *memory, size_t length);

#endif
