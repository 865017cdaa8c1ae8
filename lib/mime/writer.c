/* SPDX-License-Identifier: MIT */
#include "writer.h"

#include "codec/encoded_word.h"
#include <string.h>

enum { LITTLE_ROOM = 60 };

void smtp__writer_init(struct smtp__writer *writer, char *out, size_t column) {
    writer->out = out;
    writer->length = 0;
    writer->column = column;
    writer->widest = column;
    writer->is_first = false;
    writer->takes_utf8 = false;
}

void smtp__writer_put(struct smtp__writer *writer, const char *data, size_t length) {
    if (length > SIZE_MAX - writer->length) {
        writer->length = SIZE_MAX; /* no memory has this room */
        return;
    }
    if (writer->out != NULL && length > 0) {
        memcpy(writer->out + writer->length, data, length);
    }
    writer->length += length;
    writer->column += length;
    writer->is_first = false;
    if (writer->column > writer->widest) {
        writer->widest = writer->column;
    }
}

void smtp__writer_string(struct smtp__writer *writer, const char *string) {
    smtp__writer_put(writer, string, strlen(string));
}

void smtp__writer_fold(struct smtp__writer *writer) {
    size_t widest = writer->widest;
    smtp__writer_string(writer, "\r\n");
    writer->column = 0;
    writer->widest = widest;
}

void smtp__writer_word(struct smtp__writer *writer, size_t blanks, struct smtp__text word, size_t aim) {
    if (writer->column + blanks + word.length > aim) {
        smtp__writer_fold(writer);
    }
    for (; blanks > 0; blanks--) {
        smtp__writer_put(writer, " ", 1);
    }
    smtp__writer_put(writer, word.data, word.length);
}

size_t smtp__writer_aim(const struct smtp__writer *writer, size_t width, size_t after) {
    if (writer->is_first) {
        return width + after <= SMTP__LIST_AIM ? SMTP__LIST_AIM - after : SMTP__HEADER_MAX;
    }
    return width + after <= SMTP__ITEM_AIM ? SMTP__ITEM_AIM - after : SMTP__ITEM_AIM;
}

/* The room for the first encoded-word on the present line; none if that is little and the text could stand whole on a
   new one: some readers leave a gap between the encoded-words of a name. */
static size_t first_room(const struct smtp__writer *writer, size_t before, char form, struct smtp__text text) {
    char word[SMTP__ENCODED_WORD_MAX];
    size_t taken = writer->column + before;
    size_t room = taken < SMTP__ENCODED_LINE_AIM ? SMTP__ENCODED_LINE_AIM - taken : 0;
    if (room < SMTP__ENCODED_WORD_LEAST || room > LITTLE_ROOM) {
        return room;
    }
    size_t here = 0;
    size_t there = 0;
    (void)smtp__encoded_word_write(form, text.data, text.length, word, room, &here);
    (void)smtp__encoded_word_write(form, text.data, text.length, word, sizeof word, &there);
    return here < text.length && there == text.length ? 0 : room;
}

void smtp__writer_encoded(struct smtp__writer *writer, const char *before, struct smtp__text text) {
    char form = smtp__encoded_word_form(text.data, text.length);
    size_t room = first_room(writer, strlen(before), form, text);
    while (text.length > 0) {
        char word[SMTP__ENCODED_WORD_MAX];
        size_t used = 0;
        if (room < SMTP__ENCODED_WORD_LEAST) {
            smtp__writer_fold(writer);
            before = " ";
            room = SMTP__ENCODED_WORD_MAX;
        }
        size_t length = smtp__encoded_word_write(form, text.data, text.length, word, room, &used);
        smtp__writer_string(writer, before);
        smtp__writer_put(writer, word, length);
        text.data += used;
        text.length -= used;
        room = 0;
    }
}
