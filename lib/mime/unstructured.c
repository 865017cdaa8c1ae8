/* SPDX-License-Identifier: MIT */
#include "unstructured.h"

#include "codec/utf8.h"
#include "text_check.h"

enum { LONG_WORD = 900 }; /* with the blanks before it, this can stand on a line of its own whatever comes after */

/* A word with the blanks before it. */
struct token {
    size_t blanks;
    struct smtp__text word; /* empty: blanks at the end */
};

static bool take(struct smtp__text *rest, struct token *token) {
    size_t blanks = 0;
    while (blanks < rest->length && rest->data[blanks] == ' ') {
        blanks++;
    }
    size_t end = blanks;
    while (end < rest->length && rest->data[end] != ' ') {
        end++;
    }
    token->blanks = blanks;
    token->word.data = rest->data + blanks;
    token->word.length = end - blanks;
    rest->data += end;
    rest->length -= end;
    return end > 0;
}

static bool needs_encoding(const struct token *token, bool takes_utf8) {
    bool may_stand = takes_utf8 || smtp__utf8_is_ascii(token->word.data, token->word.length);
    return !may_stand || smtp__text_has(token->word, "=?") || token->blanks + token->word.length > LONG_WORD;
}

/* The part of the value from the first to the last word that must be encoded; blanks at an end of the value, which
   would be lost, go with the word beside them. One blank before the part stays outside: it parts the encoded-word from
   the word before. */
static struct smtp__text find_run(struct smtp__text value, bool takes_utf8) {
    struct smtp__text rest = value;
    struct token token;
    struct smtp__text run = {NULL, 0};
    const char *start = value.data;
    while (take(&rest, &token)) {
        bool is_first = token.word.data - token.blanks == value.data;
        if (token.word.length > 0 && !is_first) {
            start = token.word.data - token.blanks + 1;
        }
        bool is_lost = token.word.length == 0 || (is_first && token.blanks > 0);
        if (is_lost || needs_encoding(&token, takes_utf8)) {
            run.data = run.data != NULL ? run.data : start;
            run.length = (size_t)(rest.data - run.data);
        }
    }
    return run;
}

static size_t blanks_at_end(struct smtp__text text) {
    size_t n = 0;
    while (n < text.length && text.data[text.length - 1 - n] == ' ') {
        n++;
    }
    return n;
}

/* Words as they are, folded at their blanks; `first` is the blank after the field's name, where folding is a last
   resort. Blanks at the end stay on the line of the last word. */
static void write_plain(struct smtp__writer *writer, struct smtp__text text, size_t first, size_t aim) {
    struct token token;
    size_t tail = blanks_at_end(text);
    while (take(&text, &token)) {
        size_t most = first > 0 ? SMTP__HEADER_MAX : aim;
        size_t after = text.length > tail ? 0 : tail < most ? tail : most;
        smtp__writer_word(writer, token.blanks + first, token.word, token.word.length > 0 ? most - after : SIZE_MAX);
        first = 0;
    }
}

/* The words before the run, the run, the words after it. */
static void write_mixed(struct smtp__writer *writer, struct smtp__text value, struct smtp__text run) {
    struct smtp__text before = {value.data, (size_t)(run.data - value.data)};
    struct smtp__text after = {run.data + run.length, value.length - before.length - run.length};
    if (before.length > 0) {
        before.length--; /* the blank that smtp__writer_encoded writes */
        write_plain(writer, before, 1, SMTP__ENCODED_LINE_AIM);
    }
    smtp__writer_encoded(writer, " ", run);
    write_plain(writer, after, 0, SMTP__ENCODED_LINE_AIM);
}

/* No reader would see it, and folded it would make a line of nothing else (RFC 5322 s3.2.2). */
static bool is_blank(struct smtp__text value) {
    return value.length > 0 && smtp__text_trim(value).length == 0;
}

smtp_result smtp__unstructured_write(struct smtp__writer *writer, struct smtp__text value, bool is_verbatim) {
    struct smtp__text run = find_run(value, writer->takes_utf8);
    if (run.length == 0 || (is_verbatim && !is_blank(value))) {
        write_plain(writer, value, 1, SMTP__HEADER_AIM);
    } else {
        write_mixed(writer, value, run);
    }
    return writer->widest > SMTP__HEADER_MAX ? SMTP_E_HEADER_TOO_LONG : SMTP_OK;
}
