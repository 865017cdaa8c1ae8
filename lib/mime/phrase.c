/* SPDX-License-Identifier: MIT */
#include "phrase.h"

#include "base/ascii.h"
#include "text_check.h"
#include <string.h>

/* With its escapes; a longer name becomes encoded-words, which fold by themselves. "Reply-To:", a blank and the quotes
   leave room for it on a line. */
enum { PHRASE_MAX = 64 };

/* RFC 5322 s3.2.3, atext. */
static bool is_atext(char c) {
    return smtp__ascii_is_alnum(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

/* Atoms with one blank between two. */
static bool is_atoms(struct smtp__text name) {
    for (size_t i = 0; i < name.length; i++) {
        if (name.data[i] != ' ' && !is_atext(name.data[i])) {
            return false;
        }
    }
    return true;
}

static struct smtp__text quote(struct smtp__text name, char out[PHRASE_MAX + 2]) {
    size_t n = 0;
    out[n++] = '"';
    for (size_t i = 0; i < name.length; i++) {
        if (name.data[i] == '"' || name.data[i] == '\\') {
            out[n++] = '\\';
        }
        out[n++] = name.data[i];
    }
    out[n++] = '"';
    struct smtp__text quoted = {out, n};
    return quoted;
}

static void write_name(struct smtp__writer *writer, struct smtp__text name, size_t aim) {
    char quoted[PHRASE_MAX + 2];
    if (smtp__text_quoted_length(name) > PHRASE_MAX || !smtp__text_is_quotable(name)) {
        smtp__writer_encoded(writer, " ", name);
    } else if (is_atoms(name)) {
        smtp__writer_word(writer, 1, name, aim);
    } else {
        smtp__writer_word(writer, 1, quote(name, quoted), aim);
    }
}

static void write_address(struct smtp__writer *writer, struct smtp__text address) {
    if (writer->column + 3 + address.length > SMTP__LIST_AIM) {
        smtp__writer_fold(writer);
    }
    smtp__writer_string(writer, " <");
    smtp__writer_put(writer, address.data, address.length);
    smtp__writer_string(writer, ">");
}

void smtp__mailbox_write(struct smtp__writer *writer, struct smtp__text name, struct smtp__text address, size_t aim) {
    if (name.length == 0) {
        smtp__writer_word(writer, 1, address, aim);
        return;
    }
    size_t address_width = address.length + 3;
    bool fits_line = aim == SMTP__LIST_AIM && name.length + address_width < SMTP__LIST_AIM;
    write_name(writer, name, fits_line ? aim - address_width : aim); /* the two together, where that can be */
    write_address(writer, address);
}
