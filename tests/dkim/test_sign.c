/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include "source/source.h"
#include <stdlib.h>

#define TEXT "From: ann@example.org\r\nTo: bob@example.org\r\n\r\nhello\r\n"

static struct fixture f;

static void is(const char *text, smtp_result wanted) {
    assert_string_equal(smtp_result_name(sign_text(&f, text)), smtp_result_name(wanted));
}

static void what_is_no_message(void **state) {
    (void)state;
    char line[1100];
    begin_with(&f, 8);
    is("", SMTP_E_NOT_A_MESSAGE);
    is("\r\nFrom: a\r\n", SMTP_E_NOT_A_MESSAGE);
    is("hello\r\n", SMTP_E_NOT_A_MESSAGE);
    is("From: a\rBcc\r\n\r\n", SMTP_E_NOT_A_MESSAGE);
    is("To: a\r\n\r\nFrom: b\r\n", SMTP_E_NO_FROM);
    memset(line, 'x', sizeof line);
    memcpy(line, "From: ", 6);
    line[999] = '\0';
    is(line, SMTP_E_LINE_TOO_LONG);
    set_message(&f, "From: a\r\n\r\n\0", 12);
    smtp_source *source;
    recorder_clear(f.recorder);
    assert_int_equal(smtp_dkim_sign(f.dkim, f.message, &source), SMTP_E_NUL_IN_CONTENT);
    assert_null(source);
    is(TEXT, SMTP_OK);
    end(&f);
}

static void arguments(void **state) {
    (void)state;
    smtp_source *source;
    begin_with(&f, 8);
    set_message(&f, TEXT, SMTP_Z);
    assert_int_equal(smtp_dkim_sign(f.dkim, f.message, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_sign(NULL, f.message, &source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_sign(f.dkim, NULL, &source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_set_binary(f.message, 1), SMTP_OK);
    assert_int_equal(smtp_dkim_sign(f.dkim, f.message, &source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_set_binary(f.message, 0), SMTP_OK);
    assert_int_equal(smtp_dkim_sign(f.dkim, f.message, &source), SMTP_OK);
    assert_int_equal(smtp_dkim_sign(f.dkim, source, &source), SMTP_E_ARGUMENT);
    smtp_dkim *empty;
    assert_int_equal(smtp_dkim_new(&f.allocator.table, &f.recorder->ops, &empty), SMTP_OK);
    assert_int_equal(smtp_dkim_sign(empty, f.message, &source), SMTP_E_STATE);
    smtp_dkim_free(empty);
    end(&f);
}

/* A header of that many octets before its empty line. */
static smtp_result sign_header(size_t length) {
    char *text = malloc(length + 3);
    memset(text, ' ', length);
    memcpy(text, "From: a", 7);
    for (size_t i = 900; i + 900 < length; i += 900) {
        memcpy(text + i, "\r\n\t", 3);
    }
    memcpy(text + length - 2, "\r\n\r\n", 4);
    smtp_source *source;
    set_message(&f, text, length + 2);
    recorder_clear(f.recorder);
    assert_int_equal(smtp_dkim_set_canonicalization(f.dkim, SMTP_DKIM_RELAXED, SMTP_DKIM_RELAXED), SMTP_OK);
    smtp_result result = smtp_dkim_sign(f.dkim, f.message, &source);
    smtp_source_free(f.message);
    f.message = NULL;
    free(text);
    return result;
}

static void the_longest_header(void **state) {
    (void)state;
    begin_with(&f, 8);
    assert_int_equal(sign_header((1 << 20) - 2), SMTP_OK);
    assert_int_equal(sign_header((1 << 20) - 1), SMTP_E_HEADER_TOO_LONG);
    is(TEXT, SMTP_OK);
    end(&f);
}

/* RFC 5321 s2.3.8: what is hashed is what is sent. */
static void line_ends_as_they_are_sent(void **state) {
    (void)state;
    static const char *const texts[] = {"From: a\nTo: b\n c\n\nx\n\ny", "From: a\rTo: b\r c\r\rx\r\ry\r",
                                        "From: a\r\nTo: b\n c\r\r\nx\n\ry\r\n\r\n"};
    begin_with(&f, 8);
    for (size_t i = 0; i < 3; i++) {
        is(texts[i], SMTP_OK);
        assert_string_equal(f.recorder->text[0], "x\r\n\r\ny\r\n");
        assert_memory_equal(f.recorder->text[1], "to:b c\r\nfrom:a\r\ndkim-signature:", 31);
        assert_string_equal(f.text + strlen(f.text) - strlen(texts[i]), texts[i]);
    }
    end(&f);
}

static void headers_without_an_end(void **state) {
    (void)state;
    static const char *const texts[] = {"From: a\r\nTo: b\r\n c", "From: a\r\nTo: b\r\n c\r\n",
                                        "From: a\r\nTo: b\r\n c\r\n\r\n"};
    begin_with(&f, 8);
    assert_int_equal(smtp_dkim_set_canonicalization(f.dkim, SMTP_DKIM_SIMPLE, SMTP_DKIM_SIMPLE), SMTP_OK);
    for (size_t i = 0; i < 3; i++) {
        is(texts[i], SMTP_OK);
        assert_string_equal(f.recorder->text[0], "\r\n");
        assert_memory_equal(f.recorder->text[1], "To: b\r\n c\r\nFrom: a\r\nDKIM-Signature:", 35);
    }
    end(&f);
}

static void each_hash_call_fails_once(void **state) {
    (void)state;
    begin_with(&f, 8);
    is(TEXT, SMTP_OK);
    long calls = f.recorder->calls;
    assert_true(calls > 10);
    for (long at = 1; at <= calls; at++) {
        smtp_source *source;
        recorder_clear(f.recorder);
        f.recorder->fail_at = at;
        assert_int_equal(smtp_dkim_sign(f.dkim, f.message, &source), SMTP_E_DIGEST);
        assert_null(source);
    }
    is(TEXT, SMTP_OK);
    end(&f);
}

static void what_a_signer_answers(void **state) {
    (void)state;
    begin_with(&f, 8);
    f.pen.result = SMTP_E_RANDOM;
    is(TEXT, SMTP_E_RANDOM);
    f.pen.result = SMTP_PENDING;
    is(TEXT, SMTP_E_DKIM_KEY);
    f.pen.result = SMTP_OK;
    f.pen.length = 0;
    is(TEXT, SMTP_E_DKIM_KEY);
    f.pen.length = SMTP_DKIM_SIGNATURE_BYTES + 1;
    is(TEXT, SMTP_E_DKIM_KEY);
    f.pen.length = SMTP_DKIM_SIGNATURE_BYTES;
    is(TEXT, SMTP_OK);
    static const uint8_t second[32] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                       1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    assert_memory_equal(f.pen.hash, second, 32);
    end(&f);
}

/* A source that yields a text in pieces, and fails at some octet of some reading. */
struct troubled {
    const char *text;
    const char *changed; /* what it yields from the second reading on; NULL: the same */
    size_t piece;
    size_t at;
    int reading;
    int fail_reading; /* 1 is the first; 0: none */
    size_t fail_at;
    bool ends; /* the failure is an early end */
    smtp_result rewind;
};

static ptrdiff_t troubled_read(void *context, void *buffer, size_t size) {
    struct troubled *t = context;
    size_t left = strlen(t->text) - t->at;
    size_t n = left < t->piece ? left : t->piece;
    n = n < size ? n : size;
    if (t->reading == t->fail_reading && t->at + n > t->fail_at) {
        return t->ends ? 0 : SMTP_E_SOURCE;
    }
    memcpy(buffer, t->text + t->at, n);
    t->at += n;
    return (ptrdiff_t)n;
}

static smtp_result troubled_rewind(void *context) {
    struct troubled *t = context;
    t->at = 0;
    t->reading++;
    t->text = t->reading > 1 && t->changed != NULL ? t->changed : t->text;
    return t->rewind;
}

static smtp_result sign_troubled(struct troubled *t, smtp_rewind_fn rewind_fn) {
    smtp_source *source;
    smtp_source_free(f.message);
    recorder_clear(f.recorder);
    assert_int_equal(smtp_source_new_callback(&f.own.table, troubled_read, rewind_fn, NULL, t, &f.message), SMTP_OK);
    smtp_result result = smtp_dkim_sign(f.dkim, f.message, &source);
    if (result == SMTP_OK) {
        assert_true(read_signed(&f, source, 7) > 0);
    }
    return result;
}

static void any_pieces(void **state) {
    (void)state;
    char wanted[2000];
    begin_with(&f, 8);
    is(TEXT, SMTP_OK);
    strcpy(wanted, f.text);
    for (size_t piece = 1; piece <= strlen(TEXT); piece++) {
        struct troubled t = {.text = TEXT, .piece = piece};
        assert_int_equal(sign_troubled(&t, troubled_rewind), SMTP_OK);
        assert_string_equal(f.text, wanted);
        assert_string_equal(f.recorder->text[0], "hello\r\n");
    }
    end(&f);
}

static void a_source_that_fails_anywhere(void **state) {
    (void)state;
    begin_with(&f, 8);
    for (size_t at = 0; at < strlen(TEXT); at++) {
        for (int reading = 1; reading <= 2; reading++) {
            struct troubled t = {.text = TEXT, .piece = 1, .fail_reading = reading, .fail_at = at};
            bool is_unread = reading == 1 && at >= strlen(TEXT) - 8; /* a CR ends a line */
            assert_int_equal(sign_troubled(&t, troubled_rewind), is_unread ? SMTP_OK : SMTP_E_SOURCE);
        }
    }
    struct troubled once = {.text = TEXT, .piece = 1};
    assert_int_equal(sign_troubled(&once, NULL), SMTP_E_NOT_REWINDABLE);
    struct troubled stuck = {.text = TEXT, .piece = 1, .rewind = SMTP_E_SOURCE};
    assert_int_equal(sign_troubled(&stuck, troubled_rewind), SMTP_E_SOURCE);
    is(TEXT, SMTP_OK);
    end(&f);
}

/* The second reading ends within the header that the first one found. */
static void a_source_that_changes(void **state) {
    (void)state;
    begin_with(&f, 8);
    for (size_t at = 0; at < strlen(TEXT) - 8; at++) {
        struct troubled t = {.text = TEXT, .piece = 1, .fail_reading = 2, .fail_at = at, .ends = true};
        assert_int_equal(sign_troubled(&t, troubled_rewind), SMTP_E_SOURCE_CHANGED);
    }
    end(&f);
}

/* The header of the second reading ends elsewhere. */
static void a_header_that_changes(void **state) {
    (void)state;
    static const char *const texts[] = {"From: ann", "From: ann\r\n", "From: ann\r\n\r\n", "From: ann\r\n\r\nbody"};
    static const char *const changed[] = {"From: anne@example.org and more\r\n\r\n", "From: anne\r\n\r\nb",
                                          "From: ann\r\nTo: bob\r\n\r\nbody", "From: ann and more than there was",
                                          "F:\r\n\r\nb"};
    begin_with(&f, 8);
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < 5; k++) {
            struct troubled t = {.text = texts[i], .changed = changed[k], .piece = 100};
            assert_int_equal(sign_troubled(&t, troubled_rewind), SMTP_E_SOURCE_CHANGED);
        }
    }
    /* What was read last is what is signed. */
    struct troubled t = {.text = "From: ann\r\n\r\n", .changed = "From: bob\r\n\r\nbody", .piece = 100};
    assert_int_equal(sign_troubled(&t, troubled_rewind), SMTP_OK);
    assert_string_equal(f.recorder->text[0], "body\r\n");
    assert_memory_equal(f.recorder->text[1], "from:bob\r\n", 10);
    end(&f);
}

static void what_is_known_of_the_signed_one(void **state) {
    (void)state;
    smtp_source *source;
    begin_with(&f, 8);
    set_message(&f, "From: a\n\nb", SMTP_Z);
    f.message->needs_smtputf8 = true;
    assert_int_equal(smtp_dkim_sign(f.dkim, f.message, &source), SMTP_OK);
    ptrdiff_t length = read_signed(&f, source, 3);
    assert_int_equal(smtp_source_length(source), length);
    assert_int_equal(smtp_source_wire_size(source), length + 4);
    assert_int_equal(smtp_source_is_8bit(source), 0);
    assert_true(source->is_sound && source->needs_smtputf8);
    assert_true(source->is_adopted); /* it is the signer's: no message takes it over */
    int64_t wire_size = smtp_source_wire_size(source);
    assert_int_equal(smtp_source_measure(source), SMTP_OK);
    assert_int_equal(smtp_source_wire_size(source), wire_size);
    assert_int_equal(read_signed(&f, source, 1), length);

    struct troubled t = {.text = "From: \xc3\xbc\r\n\r\n", .piece = 5};
    assert_int_equal(sign_troubled(&t, troubled_rewind), SMTP_OK);
    recorder_clear(f.recorder);
    assert_int_equal(smtp_dkim_sign(f.dkim, f.message, &source), SMTP_OK);
    assert_int_equal(smtp_source_length(source), -1);
    assert_int_equal(smtp_source_is_8bit(source), 1);
    assert_false(source->is_sound || source->needs_smtputf8);
    end(&f);
}

/* A change ends the source of the message that was signed before it. */
static void changes_after_signing(void **state) {
    (void)state;
    smtp_source *source;
    char octet;
    begin_with(&f, 8);
    set_message(&f, TEXT, SMTP_Z);
    assert_int_equal(smtp_dkim_sign(f.dkim, f.message, &source), SMTP_OK);
    assert_int_equal(smtp_source_read(source, &octet, 1), 1);
    assert_int_equal(smtp_dkim_set_fields(f.dkim, "To", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_source_read(source, &octet, 1), SMTP_E_STATE);
    assert_int_equal(smtp_source_rewind(source), SMTP_E_STATE);
    is(TEXT, SMTP_OK);
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_message),           cmocka_unit_test(arguments),
        cmocka_unit_test(the_longest_header),           cmocka_unit_test(line_ends_as_they_are_sent),
        cmocka_unit_test(headers_without_an_end),       cmocka_unit_test(each_hash_call_fails_once),
        cmocka_unit_test(what_a_signer_answers),        cmocka_unit_test(any_pieces),
        cmocka_unit_test(a_source_that_fails_anywhere), cmocka_unit_test(a_source_that_changes),
        cmocka_unit_test(a_header_that_changes),        cmocka_unit_test(what_is_known_of_the_signed_one),
        cmocka_unit_test(changes_after_signing),
    };
    return cmocka_run_group_tests_name("dkim/sign", tests, NULL, NULL);
}
