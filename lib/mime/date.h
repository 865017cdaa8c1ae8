/* SPDX-License-Identifier: MIT */
/* date.h - RFC 5322 s3.3. */
#ifndef SMTP__DATE_H
#define SMTP__DATE_H

#include <smtp/result.h>

enum { SMTP__DATE_LENGTH = 31 };

/* Writes "Sun, 22 Nov 2026 02:31:47 +0100" and a NUL. SMTP_OK, SMTP_E_DATE (see smtp_message_set_date). */
smtp_result smtp__date_write(int64_t utc_seconds, int32_t offset_minutes, char out[SMTP__DATE_LENGTH + 1]);

#endif
