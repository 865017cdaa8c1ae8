/* SPDX-License-Identifier: MIT */
#include "kept.h"

#include <string.h>

char *smtp__kept_room(struct smtp__arena *arena, struct smtp__kept *kept, size_t length) {
    if (length >= kept->room) {
        char *text = smtp__arena_take(arena, length + 1);
        if (text == NULL) {
            return NULL;
        }
        kept->text = text;
        kept->room = length + 1;
    }
    return kept->text;
}

smtp_result smtp__kept_write(struct smtp__arena *arena, struct smtp__kept *kept, struct smtp__text text,
                             const struct smtp__kept_form *form) {
    size_t before = strlen(form->prefix);
    size_t length = text.length > form->most ? text.length : before + form->write(text.data, text.length, NULL);
    if (length > form->most) {
        return form->too_long;
    }
    char *place = smtp__kept_room(arena, kept, length);
    if (place == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    memcpy(place, form->prefix, before);
    (void)form->write(text.data, text.length, place + before);
    place[length] = '\0';
    return SMTP_OK;
}

void smtp__kept_forget(struct smtp__kept *kept) {
    if (kept->text != NULL) {
        kept->text[0] = '\0';
    }
}

const char *smtp__kept_text(const struct smtp__kept *kept) {
    return kept->text == NULL ? "" : kept->text;
}

bool smtp__kept_is_set(const struct smtp__kept *kept) {
    return smtp__kept_text(kept)[0] != '\0';
}
