/* SPDX-License-Identifier: MIT */
#include "ehlo.h"

#include <string.h>
#include <strings.h>

static bool take(struct ehlo_line *line, const char *text) {
    if (text == NULL || *text == '\0') {
        return false;
    }
    line->text = text;
    line->length = strcspn(text, "\n");
    line->next = text[line->length] == '\n' ? text + line->length + 1 : NULL;
    return true;
}

bool ehlo_next(struct ehlo_line *line) {
    return take(line, line->next);
}

bool ehlo_first(const char *ehlo, struct ehlo_line *line) {
    return take(line, ehlo) && ehlo_next(line);
}

/* "AUTH=" is how it was written before RFC 2554. */
static bool is_auth(const struct ehlo_line *line) {
    return line->length > 5 && strncasecmp(line->text, "AUTH", 4) == 0 &&
           (line->text[4] == ' ' || line->text[4] == '=');
}

/* Appends a word that is not there yet and for which there is room. */
static void append(char *names, size_t size, const char *word, size_t length) {
    size_t used = strlen(names);
    for (const char *at = names; *at != '\0'; at += strspn(at, " ")) {
        size_t other = strcspn(at, " ");
        if (other == length && strncasecmp(at, word, length) == 0) {
            return;
        }
        at += other;
    }
    if (used + length + 2 > size) {
        return;
    }
    if (used > 0) {
        names[used++] = ' ';
    }
    memcpy(names + used, word, length);
    names[used + length] = '\0';
}

void ehlo_mechanisms(const char *ehlo, char *names, size_t size) {
    struct ehlo_line line;
    names[0] = '\0';
    for (bool more = ehlo_first(ehlo, &line); more; more = ehlo_next(&line)) {
        for (size_t i = is_auth(&line) ? 5 : line.length; i < line.length;) {
            const char *word = line.text + i;
            const char *blank = memchr(word, ' ', line.length - i);
            size_t length = blank != NULL ? (size_t)(blank - word) : line.length - i;
            if (length > 0) {
                append(names, size, word, length);
            }
            i += length + 1;
        }
    }
}
