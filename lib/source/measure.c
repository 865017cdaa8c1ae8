/* SPDX-License-Identifier: MIT */
#include "source.h"

#include "codec/lines.h"

/* As much as a stack frame of the core may hold (512 octets) beside the rest. */
enum { CHUNK = 384 };

void smtp__source_set_measure(struct smtp_source *source, uint64_t wire_size, bool is_8bit) {
    source->wire_size = wire_size <= INT64_MAX ? (int64_t)wire_size : INT64_MAX;
    source->is_8bit = is_8bit;
    source->is_sound = true;
}

/* Binary content has no lines that could be wrong. */
static smtp_result look_at(const struct smtp_source *source, struct smtp__lines *lines, const uint8_t *data, size_t n) {
    if (!source->is_binary) {
        return smtp__lines_feed(lines, data, n);
    }
    lines->octets += n;
    return SMTP_OK;
}

static smtp_result read_through(struct smtp_source *source, struct smtp__lines *lines) {
    uint8_t chunk[CHUNK];
    ptrdiff_t got;
    while ((got = smtp_source_read(source, chunk, sizeof chunk)) > 0) {
        smtp_result result = look_at(source, lines, chunk, (size_t)got);
        if (result != SMTP_OK) {
            return result;
        }
    }
    return (smtp_result)got;
}

/* Memory is looked at where it lies. */
static smtp_result look_through(struct smtp_source *source, struct smtp__lines *lines) {
    if (source->data != NULL) {
        return look_at(source, lines, source->data, (size_t)source->length);
    }
    return read_through(source, lines);
}

smtp_result smtp_source_measure(smtp_source *source) {
    if (source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    smtp_result result = smtp_source_rewind(source);
    if (result != SMTP_OK) {
        return result;
    }
    source->wire_size = -1;
    source->is_8bit = -1;
    source->is_sound = false;
    struct smtp__lines lines;
    smtp__lines_init(&lines);
    result = look_through(source, &lines);
    smtp_result rewound = smtp_source_rewind(source);
    if (result != SMTP_OK || rewound != SMTP_OK) {
        return result != SMTP_OK ? result : rewound;
    }
    smtp__source_set_measure(source, smtp__lines_total(&lines), lines.is_8bit || source->is_binary);
    source->is_sound = source->data != NULL; /* what is read again may be another thing */
    return SMTP_OK;
}

int64_t smtp_source_wire_size(const smtp_source *source) {
    return source == NULL ? -1 : source->wire_size;
}

int32_t smtp_source_is_8bit(const smtp_source *source) {
    return source == NULL ? -1 : source->is_8bit;
}
