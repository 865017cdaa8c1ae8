/* SPDX-License-Identifier: MIT */
#include <smtp/posix.h>
#include <string.h>

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

smtp_result smtp_message_attach_file(smtp_message *message, const char *path) {
    smtp_source *source = NULL;
    if (message == NULL || path == NULL) {
        return SMTP_E_ARGUMENT;
    }
    smtp_result result = smtp_source_new_file(smtp_allocator_libc(), path, &source);
    if (result != SMTP_OK) {
        return result;
    }
    result = smtp_message_attach(message, last_part(path), SMTP_Z, NULL, 0, source);
    if (result != SMTP_OK) {
        smtp_source_free(source);
    }
    return result;
}
