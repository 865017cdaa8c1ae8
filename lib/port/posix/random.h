/* SPDX-License-Identifier: MIT */
/* random.h - unpredictable bytes from the system. */
#ifndef SMTP__RANDOM_H
#define SMTP__RANDOM_H

#include <smtp/result.h>

/* Fills the buffer. SMTP_OK or SMTP_E_RANDOM; the buffer is not to be used then. */
smtp_result smtp__random_fill(void *buffer, size_t length);

#endif
