/* SPDX-License-Identifier: MIT */
#include "phrase.h"

#include "atom.h"
#include "codec/utf8.h"
#include "text_check.h"

/* With its escapes; with quotes and a blank it stands on a line of its own whatever comes after. */
enum { WORD_MAX = 64 };

/* RFC 6532 s3.2 */
static bool is_atext(char c) {
    return smtp__is_atext(c) || (uint8_t)c > 127;
}

/* Atoms with blanks between them, each short enough. */
static bool is_atoms(struct smtp__text phrase) {
    size_t length = 0;
    for (size_t i = 0; i < phrase.length; i++) {
        length = phrase.data[i] == ' ' ? 0 : length + 1;
        if (length > WORD_MAX || (length > 0 && !is_atext(phrase.data[i]))) {
            return false;
        }
    }
    return true;
}

static struct smtp__text quote(struct smtp__text phrase, char out[WORD_MAX + 2]) {
    size_t n = 0;
    out[n++] = '"';
    for (size_t i = 0; i < phrase.length; i++) {
        if (phrase.data[i] == '"' || phrase.data[i] == '\\') {
            out[n++] = '\\';
        }
        out[n++] = phrase.data[i];
    }
    out[n++] = '"';
    struct smtp__text quoted = {out, n};
    return quoted;
}

static void write_word(struct smtp__writer *writer, struct smtp__text word, size_t after) {
    smtp__writer_word(writer, 1, word, smtp__writer_aim(writer, word.length + 1, after));
}

/* One after the other, so that it can be folded between any two. */
static void write_atoms(struct smtp__writer *writer, struct smtp__text phrase) {
    struct smtp__text atom;
    while (smtp__text_word(&phrase, " ", &atom)) {
        write_word(writer, atom, 0);
    }
}

/* One word, where it is short enough. */
static bool write_short(struct smtp__writer *writer, struct smtp__text phrase, size_t after) {
    char quoted[WORD_MAX + 2];
    if (smtp__text_quoted_length(phrase) > WORD_MAX) {
        return false;
    }
    write_word(writer, is_atoms(phrase) ? phrase : quote(phrase, quoted), after);
    return true;
}

bool smtp__phrase_write(struct smtp__writer *writer, struct smtp__text phrase, size_t after) {
    bool may_stand = writer->takes_utf8 || smtp__utf8_is_ascii(phrase.data, phrase.length);
    bool is_plain = may_stand && smtp__text_is_tidy(phrase);
    if (is_plain && write_short(writer, phrase, after)) {
        return false;
    }
    if (is_plain && is_atoms(phrase)) {
        write_atoms(writer, phrase);
        return false;
    }
    smtp__writer_encoded(writer, " ", phrase);
    return true;
}

void smtp__angle_write(struct smtp__writer *writer, struct smtp__text text) {
    size_t width = text.length + 3;
    if (writer->column + width > smtp__writer_aim(writer, width, 0)) {
        smtp__writer_fold(writer);
    }
    smtp__writer_string(writer, " <");
    smtp__writer_put(writer, text.data, text.length);
    smtp__writer_string(writer, ">");
}

void smtp__mailbox_write(struct smtp__writer *writer, struct smtp__text name, struct smtp__text address) {
    if (name.length == 0) {
        write_word(writer, address, 0);
        return;
    }
    /* behind the field's name the address may go to the next line by itself */
    (void)smtp__phrase_write(writer, name, writer->is_first ? 0 : address.length + 3);
    smtp__angle_write(writer, address);
}
