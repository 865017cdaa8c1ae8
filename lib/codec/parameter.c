/* SPDX-License-Identifier: MIT */
#include "parameter.h"

#include "base/ascii.h"
#include "base/buffer.h"
#include "utf8.h"
#include <string.h>

static const char charset[] = "utf-8''"; /* RFC 2231 s4: charset'language' */

/* RFC 2231 s7, attribute-char: no blank, control, "*", "'", "%" or tspecial. */
static bool is_plain(char c) {
    return smtp__ascii_is_alnum(c) || (c != '\0' && strchr("!#$&+-.^_`{|}~", c) != NULL);
}

static size_t width_of(const char *data, size_t length) {
    size_t width = 0;
    for (size_t i = 0; i < length && width <= SMTP__PARAMETER_MAX; i++) {
        width += is_plain(data[i]) ? 1 : 3;
    }
    return width;
}

void smtp__parameter_init(struct smtp__parameter *parameter, const char *name, const char *value, size_t length) {
    memset(parameter, 0, sizeof *parameter);
    parameter->name = name;
    parameter->value = value;
    parameter->length = length;
    parameter->is_split = strlen(name) + 2 + strlen(charset) + width_of(value, length) > SMTP__PARAMETER_MAX;
}

/* "filename*0*=utf-8''" (RFC 2231 s4.1) */
static void put_head(const struct smtp__parameter *parameter, struct smtp__buffer *out) {
    smtp__buffer_append_string(out, parameter->name);
    smtp__buffer_append_string(out, "*");
    if (parameter->is_split) {
        smtp__buffer_append_number(out, parameter->section);
        smtp__buffer_append_string(out, "*");
    }
    smtp__buffer_append_string(out, "=");
    if (parameter->section == 0) {
        smtp__buffer_append_string(out, charset);
    }
}

static void put_octet(struct smtp__buffer *out, char c) {
    static const char hex[] = "0123456789ABCDEF";
    if (is_plain(c)) {
        smtp__buffer_append(out, &c, 1);
        return;
    }
    const char coded[3] = {'%', hex[(uint8_t)c >> 4], hex[(uint8_t)c & 15]};
    smtp__buffer_append(out, coded, sizeof coded);
}

/* Takes characters off the value while they fit whole. */
static void put_value(struct smtp__parameter *parameter, struct smtp__buffer *out) {
    while (parameter->length > 0) {
        size_t n = smtp__utf8_next(parameter->value, parameter->length, NULL);
        if (n == 0 || width_of(parameter->value, n) > out->capacity - out->length) {
            return;
        }
        for (size_t i = 0; i < n; i++) {
            put_octet(out, parameter->value[i]);
        }
        parameter->value += n;
        parameter->length -= n;
    }
}

size_t smtp__parameter_next(struct smtp__parameter *parameter, char out[SMTP__PARAMETER_MAX]) {
    if (parameter->is_done) {
        return 0;
    }
    struct smtp__buffer buffer = {(uint8_t *)out, SMTP__PARAMETER_MAX, 0};
    put_head(parameter, &buffer);
    put_value(parameter, &buffer);
    parameter->section++;
    parameter->is_done = parameter->length == 0;
    return buffer.length;
}
