/* SPDX-License-Identifier: MIT */
#include "lines.h"

#include "run.h"
#include "utf8.h"

void smtp__lines_init(struct smtp__lines *lines) {
    memset(lines, 0, sizeof *lines);
}

/* Takes what stands before the next line end, as far as it fits on a line. */
static smtp_result take_run(struct smtp__lines *lines, const uint8_t *data, size_t length) {
    const uint8_t *nul = memchr(data, '\0', length);
    size_t n = nul == NULL ? length : (size_t)(nul - data);
    if (n > SMTP__LINE_MAX - lines->column) {
        return SMTP_E_LINE_TOO_LONG;
    }
    if (nul != NULL) {
        return SMTP_E_NUL_IN_CONTENT;
    }
    lines->is_8bit = lines->is_8bit || !smtp__utf8_is_ascii((const char *)data, n);
    lines->octets += n;
    lines->column += (uint32_t)n;
    lines->after_cr = false;
    return SMTP_OK;
}

static void take_break(struct smtp__lines *lines, uint8_t octet) {
    bool belongs_to_cr = octet == '\n' && lines->after_cr;
    lines->octets += belongs_to_cr ? 0 : 2;
    lines->column = 0;
    lines->after_cr = octet == '\r';
}

smtp_result smtp__lines_feed(struct smtp__lines *lines, const uint8_t *data, size_t length) {
    size_t at = 0;
    while (at < length) {
        if (smtp__run_is_break(data[at])) {
            take_break(lines, data[at++]);
            continue;
        }
        size_t window = SMTP__LINE_MAX + 1 - lines->column;
        size_t n = smtp__run_length(data + at, length - at < window ? length - at : window);
        smtp_result result = take_run(lines, data + at, n);
        if (result != SMTP_OK) {
            return result;
        }
        at += n;
    }
    return SMTP_OK;
}

uint64_t smtp__lines_total(const struct smtp__lines *lines) {
    return lines->octets + (lines->column > 0 ? 2 : 0);
}
