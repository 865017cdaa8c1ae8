/* SPDX-License-Identifier: MIT */
#include "flowed.h"

#include "writer.h"
#include <string.h>

enum {
    WIDTH = 74,     /* characters of a line; RFC 3676 s4.2 wants no more than 78 */
    MARKS_MOST = 40 /* with more there is no room left for words */
};

/* A paragraph, and what stands before each of its lines. */
struct paragraph {
    struct smtp__text marks; /* of quoting */
    struct smtp__text words;
};

/* Takes the next line off a text; true if it had an end: CRLF, CR or LF. */
static bool take_line(struct smtp__text *rest, struct smtp__text *line) {
    size_t n = 0;
    while (n < rest->length && rest->data[n] != '\r' && rest->data[n] != '\n') {
        n++;
    }
    line->data = rest->data;
    line->length = n;
    bool is_crlf = rest->length - n > 1 && memcmp(rest->data + n, "\r\n", 2) == 0;
    bool has_end = n < rest->length;
    smtp__text_skip(rest, n + has_end + is_crlf);
    return has_end;
}

static bool is_signature(struct smtp__text words) {
    return words.length == 3 && memcmp(words.data, "-- ", 3) == 0;
}

static struct paragraph read_paragraph(struct smtp__text line) {
    struct paragraph paragraph = {{line.data, 0}, line};
    while (paragraph.words.length > 0 && paragraph.words.data[0] == '>') {
        smtp__text_skip(&paragraph.words, 1);
        paragraph.marks.length++;
    }
    if (paragraph.marks.length > 0 && paragraph.words.length > 0 && paragraph.words.data[0] == ' ') {
        smtp__text_skip(&paragraph.words, 1);
    }
    size_t end = paragraph.words.length;
    while (end > 0 && paragraph.words.data[end - 1] == ' ') {
        end--;
    }
    paragraph.words.length = is_signature(paragraph.words) ? paragraph.words.length : end;
    return paragraph;
}

/* Behind a blank; but a line must not become the mark of a signature (s4.2). */
static bool can_break(struct smtp__text words, size_t at) {
    struct smtp__text line = {words.data, at};
    return at > 0 && words.data[at - 1] == ' ' && !is_signature(line);
}

/* How many octets stand before the place where the line is broken: the last one within the width, or else the first. */
static size_t break_of(struct smtp__text words, size_t width) {
    size_t best = 0;
    size_t characters = 0;
    for (size_t i = 0; i < words.length && (characters <= width || best == 0); i++) {
        best = can_break(words, i) ? i : best;
        characters += ((uint8_t)words.data[i] & 0xc0) != 0x80;
    }
    return characters <= width || best == 0 ? words.length : best;
}

/* s4.4: what a reader would take for something else begins with a blank; quoted lines always do, for the eye. */
static bool is_stuffed(struct smtp__text marks, struct smtp__text line) {
    bool is_from = line.length >= 5 && memcmp(line.data, "From ", 5) == 0;
    return line.length > 0 && (marks.length > 0 || is_from || line.data[0] == ' ' || line.data[0] == '>');
}

static void write_line(struct smtp__writer *writer, struct smtp__text marks, struct smtp__text line) {
    smtp__writer_put(writer, marks.data, marks.length);
    smtp__writer_string(writer, is_stuffed(marks, line) ? " " : "");
    smtp__writer_put(writer, line.data, line.length);
}

static void write_paragraph(struct smtp__writer *writer, const struct paragraph *paragraph) {
    struct smtp__text rest = paragraph->words;
    size_t marks = paragraph->marks.length;
    size_t width = marks > MARKS_MOST ? SIZE_MAX : WIDTH - marks;
    size_t n = break_of(rest, width);
    while (n < rest.length) {
        struct smtp__text line = {rest.data, n};
        write_line(writer, paragraph->marks, line);
        smtp__writer_fold(writer);
        smtp__text_skip(&rest, n);
        n = break_of(rest, width);
    }
    write_line(writer, paragraph->marks, rest);
}

static void write_text(struct smtp__writer *writer, struct smtp__text text) {
    while (text.length > 0) {
        struct smtp__text line;
        bool has_end = take_line(&text, &line);
        struct paragraph paragraph = read_paragraph(line);
        write_paragraph(writer, &paragraph);
        if (has_end) {
            smtp__writer_fold(writer);
        }
    }
}

smtp_result smtp__flowed_make(struct smtp__arena *arena, struct smtp__text text, struct smtp__part_content *content) {
    struct smtp__writer writer;
    smtp_result result = smtp__part_content_check(text);
    if (result != SMTP_OK) {
        return result;
    }
    smtp__writer_init(&writer, NULL, 0);
    write_text(&writer, text);
    char *memory = smtp__arena_take(arena, writer.length);
    if (memory == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    smtp__writer_init(&writer, memory, 0);
    write_text(&writer, text);
    struct smtp__text flowed = {memory, writer.length};
    smtp__part_content_take(flowed, content);
    return SMTP_OK;
}
