/* SPDX-License-Identifier: MIT */
#include "attach.h"

#include "common/exit_status.h"
#include "common/file_kind.h"
#include "mail.h"

#include <stdio.h>
#include <string.h>

/* The last one of an option between this --attach and the next; NULL if there is none. */
static const char *own(const struct options *options, size_t attach, enum option option) {
    const char *value = NULL;
    for (size_t i = attach + 1; i < options->count && options->list[i].option != OPTION_ATTACH; i++) {
        if (options->list[i].option == option) {
            value = options->list[i].value;
        }
    }
    return value;
}

static size_t length_of(const char *text) {
    return text != NULL ? strlen(text) : 0;
}

/* The attachment at options->list[at]. */
static smtp_result attach(smtp_message *message, const struct options *options, size_t at) {
    const char *path = options->list[at].value;
    const char *name = own(options, at, OPTION_ATTACH_NAME);
    const char *type = own(options, at, OPTION_ATTACH_TYPE);
    smtp_source *source = NULL;
    smtp_result result = smtp_source_new_file(smtp_allocator_libc(), path, &source);
    if (result != SMTP_OK) {
        return result;
    }
    name = name != NULL ? name : path;
    result = smtp_message_attach(message, name, strlen(name), type, length_of(type), source);
    if (result != SMTP_OK) {
        smtp_source_free(source);
    }
    return result;
}

bool attach_all(smtp_message *message, const struct options *options, struct problem *problem) {
    for (size_t i = 0; i < options->count; i++) {
        if (options->list[i].option == OPTION_ATTACH) {
            char what[300];
            (void)snprintf(what, sizeof what, "--attach %.150s", options->list[i].value);
            if (!file_kind_is_regular(options->list[i].value, what, EXIT_NO_INPUT, SMTP_E_NO_FILE, problem) ||
                !mail_input(problem, attach(message, options, i), what)) {
                return false;
            }
        }
    }
    return true;
}
