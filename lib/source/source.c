/* SPDX-License-Identifier: MIT */
#include "source.h"

#include "base/memory.h"
#include <string.h>

_Static_assert(sizeof(struct smtp_source) + SMTP__SLACK <= SMTP_SOURCE_BYTES, "SMTP_SOURCE_BYTES is too small");

/* How many of the next `size` bytes there are. */
static size_t left_in_memory(const struct smtp_source *source, size_t size) {
    size_t left = (size_t)(source->length - source->position);
    return left < size ? left : size;
}

static ptrdiff_t read_memory(void *context, void *buffer, size_t size) {
    const struct smtp_source *source = context;
    size_t n = left_in_memory(source, size);
    if (n > 0) {
        memcpy(buffer, source->data + (size_t)source->position, n);
    }
    return (ptrdiff_t)n;
}

/* Memory is read at the source's own position. */
static smtp_result rewind_memory(void *context) {
    (void)context;
    return SMTP_OK;
}

void smtp__source_init(struct smtp_source *source, const struct smtp__source_ops *ops, void *context) {
    memset(source, 0, sizeof *source);
    source->ops = *ops;
    source->context = context;
    source->length = -1;
    source->wire_size = -1;
    source->is_8bit = -1;
}

static void init_memory(struct smtp_source *source, const void *data, size_t size) {
    static const struct smtp__source_ops ops = {read_memory, rewind_memory, NULL};
    smtp__source_init(source, &ops, source);
    source->data = data;
    source->length = (int64_t)size;
}

static bool is_memory(const void *data, size_t size) {
    return (data != NULL || size == 0) && size <= PTRDIFF_MAX;
}

static struct smtp_source *allocate(const smtp_allocator *allocator) {
    return allocator->allocate(allocator->context, sizeof(struct smtp_source));
}

smtp_result smtp_source_new_memory(const smtp_allocator *allocator, const void *data, size_t size,
                                   smtp_source **source) {
    if (source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *source = NULL;
    if (!smtp__allocator_is_whole(allocator) || !is_memory(data, size)) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp_source *made = allocate(allocator);
    if (made == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    init_memory(made, data, size);
    made->allocator = *allocator;
    *source = made;
    return SMTP_OK;
}

smtp_result smtp_source_new_callback(const smtp_allocator *allocator, smtp_read_fn read, smtp_rewind_fn rewind,
                                     smtp_release_fn release, void *context, smtp_source **source) {
    if (source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *source = NULL;
    if (!smtp__allocator_is_whole(allocator) || read == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp_source *made = allocate(allocator);
    if (made == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    struct smtp__source_ops ops = {read, rewind, release};
    smtp__source_init(made, &ops, context);
    made->allocator = *allocator;
    *source = made;
    return SMTP_OK;
}

void smtp_source_free(smtp_source *source) {
    if (source == NULL) {
        return;
    }
    smtp_allocator allocator = source->allocator;
    smtp_source_fini(source);
    if (allocator.release != NULL) {
        allocator.release(allocator.context, source);
    }
}

size_t smtp_source_bytes(void) {
    return sizeof(struct smtp_source) + SMTP__SLACK;
}

static struct smtp_source *place(void *memory, size_t memory_size) {
    size_t rest;
    return smtp__memory_place(memory, memory_size, sizeof(struct smtp_source), &rest);
}

smtp_result smtp_source_init_memory(void *memory, size_t memory_size, const void *data, size_t size,
                                    smtp_source **source) {
    if (source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *source = NULL;
    if (memory == NULL || !is_memory(data, size)) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp_source *placed = place(memory, memory_size);
    if (placed == NULL) {
        return SMTP_E_MEMORY_SIZE;
    }
    init_memory(placed, data, size);
    *source = placed;
    return SMTP_OK;
}

smtp_result smtp_source_init_callback(void *memory, size_t memory_size, smtp_read_fn read, smtp_rewind_fn rewind,
                                      smtp_release_fn release, void *context, smtp_source **source) {
    if (source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    *source = NULL;
    if (memory == NULL || read == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp_source *placed = place(memory, memory_size);
    if (placed == NULL) {
        return SMTP_E_MEMORY_SIZE;
    }
    struct smtp__source_ops ops = {read, rewind, release};
    smtp__source_init(placed, &ops, context);
    *source = placed;
    return SMTP_OK;
}

void smtp_source_fini(smtp_source *source) {
    if (source != NULL && source->ops.release != NULL) {
        source->ops.release(source->context);
        source->ops.release = NULL;
    }
}

/* A callback's error; content has no descriptor to wait for, so "would block" is a failure. */
static smtp_result error_of(ptrdiff_t result) {
    bool is_error = result < 0 && result >= INT32_MIN && smtp_result_class((smtp_result)result) != SMTP_CLASS_NONE;
    bool is_wait = result == SMTP_E_WANT_READ || result == SMTP_E_WANT_WRITE;
    return is_error && !is_wait ? (smtp_result)result : SMTP_E_SOURCE;
}

/* What an answer of the read function to a request for `size` bytes means here: SMTP_OK or an error. */
static smtp_result judge(const struct smtp_source *source, ptrdiff_t got, size_t size) {
    if (got < 0 || (size_t)got > size) {
        return error_of(got);
    }
    int64_t most = source->length < 0 ? INT64_MAX : source->length;
    bool is_short = got == 0 && source->length >= 0 && source->position != source->length;
    return is_short || got > most - source->position ? SMTP_E_SOURCE_CHANGED : SMTP_OK;
}

ptrdiff_t smtp_source_read(smtp_source *source, void *buffer, size_t size) {
    if (source == NULL || buffer == NULL || size == 0) {
        return SMTP_E_ARGUMENT;
    }
    if (source->error != SMTP_OK) {
        return source->error;
    }
    size_t room = size < PTRDIFF_MAX ? size : PTRDIFF_MAX;
    ptrdiff_t got = source->ops.read(source->context, buffer, room);
    source->error = judge(source, got, room);
    if (source->error != SMTP_OK) {
        return source->error;
    }
    source->position += got;
    return got;
}

ptrdiff_t smtp__source_view(struct smtp_source *source, uint8_t *buffer, size_t size, const uint8_t **data) {
    *data = buffer;
    if (source->data == NULL) {
        return smtp_source_read(source, buffer, size);
    }
    size_t n = left_in_memory(source, size);
    *data = source->data + (size_t)source->position;
    source->position += (int64_t)n;
    return (ptrdiff_t)n;
}

bool smtp__source_is_rewindable(const struct smtp_source *source) {
    return source->ops.rewind != NULL;
}

smtp_result smtp_source_rewind(smtp_source *source) {
    if (source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    if (!smtp__source_is_rewindable(source)) {
        return SMTP_E_NOT_REWINDABLE;
    }
    smtp_result result = source->ops.rewind(source->context);
    source->error = result == SMTP_OK ? SMTP_OK : error_of(result);
    source->position = 0;
    return source->error;
}

smtp_result smtp_source_set_length(smtp_source *source, int64_t length) {
    if (source == NULL || length < -1 || (source->ops.read == read_memory && length != source->length)) {
        return SMTP_E_ARGUMENT;
    }
    source->length = length;
    return SMTP_OK;
}

smtp_result smtp_source_set_binary(smtp_source *source, int32_t is_binary) {
    if (source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    if (source->wire_size >= 0 || source->position > 0) {
        return SMTP_E_STATE;
    }
    source->is_binary = is_binary != 0;
    return SMTP_OK;
}

int64_t smtp_source_length(const smtp_source *source) {
    return source == NULL ? -1 : source->length;
}
