/* SPDX-License-Identifier: MIT */
#include "mail.h"

#include "mime/embedded.h"

/* Bytes that a source yields, so many at a time. */
struct reader {
    const char *text;
    size_t length;
    size_t at;
    size_t most;
    smtp_result result; /* of the end */
    smtp_result rewound;
};

static ptrdiff_t read_some(void *context, void *buffer, size_t size) {
    struct reader *reader = context;
    size_t n = reader->length - reader->at;
    n = n > size ? size : n;
    n = n > reader->most ? reader->most : n;
    memcpy(buffer, reader->text + reader->at, n);
    reader->at += n;
    return n > 0 ? (ptrdiff_t)n : reader->result;
}

static smtp_result rewind_some(void *context) {
    struct reader *reader = context;
    reader->at = 0;
    return reader->rewound;
}

static struct smtp_part part;

static smtp_result measure_reader(struct reader *reader) {
    _Alignas(max_align_t) uint8_t memory[SMTP_SOURCE_BYTES];
    memset(&part, 0, sizeof part);
    assert_int_equal(
        smtp_source_init_callback(memory, sizeof memory, read_some, rewind_some, NULL, reader, &part.source), SMTP_OK);
    return smtp__embedded_measure(&part);
}

static smtp_result measure(const char *text, size_t length, size_t most) {
    struct reader reader = {text, length, 0, most, SMTP_OK, SMTP_OK};
    smtp_result result = measure_reader(&reader);
    assert_int_equal(reader.at, 0);
    return result;
}

static void all_is_noted(void **state) {
    (void)state;
    for (size_t most = 1; most < 20; most++) {
        assert_int_equal(measure("a\nb\r\nc\rd", 8, most), SMTP_OK);
        assert_int_equal(part.length, 8);
        assert_int_equal(part.content.size, 10);
        assert_int_equal(part.content.encoding, SMTP__ENCODING_7BIT);
        assert_true(part.content.is_open);
        assert_true(smtp__embedded_is(&part));
        uint64_t digest = part.digest;
        assert_int_equal(measure("a\nb\r\nc\rd", 8, 100), SMTP_OK);
        assert_true(part.digest == digest);
        assert_int_equal(measure("\xc3\xa9\n", 3, most), SMTP_OK);
        assert_int_equal(part.content.encoding, SMTP__ENCODING_8BIT);
        assert_false(part.content.is_open);
        assert_true(part.digest != digest);
    }
    assert_int_equal(measure("", 0, 1), SMTP_OK);
    assert_int_equal(part.content.size, 0);
    assert_false(part.content.is_open);
}

static void what_cannot_be_sent(void **state) {
    (void)state;
    static char line[999];
    memset(line, 'x', sizeof line);
    for (size_t most = 1; most < 1000; most += 111) {
        assert_int_equal(measure(line, 998, most), SMTP_OK);
        assert_int_equal(measure(line, 999, most), SMTP_E_LINE_TOO_LONG);
        assert_int_equal(measure("a\0b", 3, most), SMTP_E_NUL_IN_CONTENT);
    }
}

static void errors_of_the_source(void **state) {
    (void)state;
    struct reader reader = {"abc", 3, 0, 2, SMTP_E_NO_FILE, SMTP_OK};
    assert_int_equal(measure_reader(&reader), SMTP_E_NO_FILE);
    reader.result = SMTP_OK;
    reader.rewound = SMTP_E_SOURCE;
    assert_int_equal(measure_reader(&reader), SMTP_E_SOURCE);
    _Alignas(max_align_t) uint8_t memory[SMTP_SOURCE_BYTES];
    assert_int_equal(smtp_source_init_callback(memory, sizeof memory, read_some, NULL, NULL, &reader, &part.source),
                     SMTP_OK);
    reader.at = 1;
    assert_int_equal(smtp__embedded_measure(&part), SMTP_E_NOT_REWINDABLE);
    assert_int_equal(reader.at, 1);
}

static void another_content_is_told(void **state) {
    (void)state;
    struct smtp__embedded embedded;
    assert_int_equal(measure("abc", 3, 3), SMTP_OK);
    smtp__embedded_init(&embedded);
    assert_int_equal(smtp__embedded_feed(&embedded, (const uint8_t *)"ab", 2), SMTP_OK);
    assert_int_equal(smtp__embedded_compare(&embedded, &part, false), SMTP_OK);
    assert_int_equal(smtp__embedded_compare(&embedded, &part, true), SMTP_E_SOURCE_CHANGED);
    assert_int_equal(smtp__embedded_feed(&embedded, (const uint8_t *)"c", 1), SMTP_OK);
    assert_int_equal(smtp__embedded_compare(&embedded, &part, true), SMTP_OK);
    smtp__embedded_init(&embedded);
    assert_int_equal(smtp__embedded_feed(&embedded, (const uint8_t *)"\xc3", 1), SMTP_OK);
    assert_int_equal(smtp__embedded_compare(&embedded, &part, false), SMTP_E_SOURCE_CHANGED);
}

/* Text, HTML, an image and an attachment, from the one seed. */
static void make_whole(smtp_message *m) {
    assert_int_equal(smtp_message_set_text(m, "text", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_html(m, "<p>", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_inline_memory(m, "a@b", SMTP_Z, NULL, 0, "image/png", SMTP_Z, "x", 1), SMTP_OK);
    assert_int_equal(smtp_message_attach_memory(m, "empty", SMTP_Z, NULL, 0, NULL, 0), SMTP_OK);
}

/* A mail of ours in one of ours in one of ours, all from the same seed and built in the same way: no boundary of one is
   that of another. */
static void mails_of_the_same_seed_can_be_nested(void **state) {
    (void)state;
    enum { MAILS = 3, LEVELS = 3 };
    static char inner[1 << 16];
    size_t length = 0;
    for (int turn = 0; turn < MAILS; turn++) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        smtp_source *source;
        make_whole(m);
        if (turn > 0) {
            assert_int_equal(smtp_source_new_memory(&a.table, inner, length, &source), SMTP_OK);
            assert_int_equal(smtp_message_attach_message(m, NULL, 0, source), SMTP_OK);
        }
        assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
        assert_int_equal(read_mail(source, 1009), smtp_source_wire_size(source));
        strcpy(inner, mail_bytes);
        length = strlen(inner);
        end_mail(&a, m);
    }
    int count = 0;
    for (const char *at = inner; (at = strstr(at, "boundary=\"")) != NULL; at++) {
        char declared[64] = "boundary=\"";
        memcpy(declared + 10, at + 10, 35);
        assert_null(strstr(at + 1, declared));
        count++;
    }
    assert_int_equal(count, MAILS * LEVELS);
}

/* The Message-ID of a mail that has another in it is not that of the other. */
static void made_message_ids_differ_too(void **state) {
    (void)state;
    char ids[2][64];
    for (int turn = 0; turn < 2; turn++) {
        struct test_allocator a;
        smtp_message *m;
        smtp_source *source;
        test_allocator_init(&a);
        assert_int_equal(smtp_message_new(&a.table, &m), SMTP_OK);
        assert_int_equal(smtp_message_set_from(m, NULL, 0, "ann@b.c", SMTP_Z), SMTP_OK);
        assert_int_equal(smtp_message_set_seed(m, SEED, 32), SMTP_OK);
        assert_int_equal(smtp_source_new_memory(&a.table, "A: b\r\n", 6, &source), SMTP_OK);
        if (turn == 0) {
            smtp_source_free(source);
        } else {
            assert_int_equal(smtp_message_attach_message(m, NULL, 0, source), SMTP_OK);
        }
        memcpy(ids[turn], strstr(mail_of(m), "Message-ID: "), sizeof ids[0]);
        end_mail(&a, m);
    }
    assert_memory_not_equal(ids[0], ids[1], 30);
}

static void an_attached_mail_that_changes_is_found_out(void **state) {
    (void)state;
    static char text[] = "From: a@b.c\r\n\r\nhello\r\n";
    static const char changes[] = "Xc\xc3\n\0"; /* each in place of a letter; a NUL has its own error */
    for (size_t i = 0; i < sizeof changes; i++) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        smtp_source *source;
        assert_int_equal(smtp_source_new_memory(&a.table, text, strlen(text), &source), SMTP_OK);
        assert_int_equal(smtp_message_attach_message(m, NULL, 0, source), SMTP_OK);
        assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
        text[18] = changes[i];
        ptrdiff_t result = read_mail(source, 100);
        assert_int_equal(result, changes[i] == '\0' ? SMTP_E_NUL_IN_CONTENT : SMTP_E_SOURCE_CHANGED);
        text[18] = 'l';
        assert_int_equal(smtp_source_rewind(source), SMTP_OK);
        assert_true(read_mail(source, 100) > 0);
        end_mail(&a, m);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_is_noted),
        cmocka_unit_test(what_cannot_be_sent),
        cmocka_unit_test(errors_of_the_source),
        cmocka_unit_test(another_content_is_told),
        cmocka_unit_test(mails_of_the_same_seed_can_be_nested),
        cmocka_unit_test(made_message_ids_differ_too),
        cmocka_unit_test(an_attached_mail_that_changes_is_found_out),
    };
    return cmocka_run_group_tests_name("mime/embedded", tests, NULL, NULL);
}
