/* SPDX-License-Identifier: MIT */
/* Whole messages: golden files, any size of reads, sources that die, change, or can be read only once. */
#include "mail.h"

#include "source/source.h"
#include <stdio.h>
#include <stdlib.h>

static const char words[] = "Gr\xc3\xbc\xc3\x9f"
                            "e aus K\xc3\xb6ln\n.\n..\nFrom here\n";

static void only_text(smtp_message *m) {
    assert_int_equal(smtp_message_set_text(m, "Hello,\n\n.\n.. and dots\nbye", SMTP_Z), SMTP_OK);
}

static void no_body(smtp_message *m) {
    (void)m;
}

static void alternative(smtp_message *m) {
    assert_int_equal(smtp_message_set_text(m, words, SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_html(m,
                                           "<p>a line that is longer than the seventy-eight octets which we aim at "
                                           "in a mail",
                                           SMTP_Z),
                     SMTP_OK);
}

static void only_attachment(smtp_message *m) {
    assert_int_equal(smtp_message_attach_memory(m, "empty", SMTP_Z, NULL, 0, NULL, 0), SMTP_OK);
}

static uint8_t octets[4096];

static void all_of_it(smtp_message *m) {
    for (size_t i = 0; i < sizeof octets; i++) {
        octets[i] = (uint8_t)(i * 7);
    }
    assert_int_equal(smtp_message_set_sender(m, "The, Sender", SMTP_Z, "sender@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_reply_to(m, NULL, 0, "reply@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_to(m, "J\xc3\xbcrgen", SMTP_Z, "j@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_to(m, "Bob \"B\" Builder", SMTP_Z, "bob@example.net", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_to(m, NULL, 0, "carol@example.com", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_cc(m, "Dave Example", SMTP_Z, "dave@example.com", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_bcc(m, "Hidden", SMTP_Z, "hidden@example.com", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_subject(m, "Re: \xf0\x9f\x98\x80 all of it, and quite a bit more of it", SMTP_Z),
                     SMTP_OK);
    assert_int_equal(smtp_message_set_date(m, 1795314707, -210), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m, "X-Own", SMTP_Z, "{\"a\": 1}", SMTP_Z), SMTP_OK);
    alternative(m);
    assert_int_equal(smtp_message_attach_memory(m, "a/b/data.bin", SMTP_Z, NULL, 0, octets, 300), SMTP_OK);
    assert_int_equal(smtp_message_attach_memory(m,
                                                "\xc3\x9c"
                                                "bersicht.pdf",
                                                SMTP_Z, NULL, 0, "pdf", 3),
                     SMTP_OK);
    assert_int_equal(smtp_message_attach_memory(m, NULL, 0, "text/csv; charset=utf-8", SMTP_Z, "a;b\n", 4), SMTP_OK);
}

static const struct {
    const char *file;
    void (*make)(smtp_message *m);
} golden[] = {
    {"no_body", no_body},
    {"only_text", only_text},
    {"alternative", alternative},
    {"all_of_it", all_of_it},
    {"only_attachment", only_attachment},
};

/* tests/mime/golden/NAME.eml; with GOLDEN=write in the environment it is made anew. */
static size_t read_golden(const char *name, char *data, size_t size) {
    char path[512];
    const char *folder = getenv("SMTP_TEST_GOLDEN"); /* the Makefile sets it */
    snprintf(path, sizeof path, "%s/%s.eml", folder != NULL ? folder : "tests/mime/golden", name);
    if (getenv("GOLDEN") != NULL) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fwrite(mail_bytes, 1, strlen(mail_bytes), file);
        fclose(file);
    }
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fail_msg("cannot open %s", path);
    }
    size_t length = fread(data, 1, size, file);
    fclose(file);
    return length;
}

static void messages_are_as_in_the_golden_files(void **state) {
    (void)state;
    static char wanted[1 << 16];
    for (size_t i = 0; i < sizeof golden / sizeof golden[0]; i++) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        golden[i].make(m);
        (void)mail_of(m);
        wanted[read_golden(golden[i].file, wanted, sizeof wanted - 1)] = '\0';
        assert_string_equal(mail_bytes, wanted);
        end_mail(&a, m);
    }
}

static void any_size_of_reads_gives_the_same(void **state) {
    (void)state;
    static const size_t sizes[] = {1, 2, 3, 5, 7, 13, 31, 127, 128, 129, 211, 509, 1021, 65536};
    static char whole[1 << 16];
    for (size_t i = 0; i < sizeof golden / sizeof golden[0]; i++) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        golden[i].make(m);
        smtp_source *source;
        strcpy(whole, mail_of(m));
        assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
        for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
            assert_int_equal(read_mail(source, sizes[s]), strlen(whole));
            assert_string_equal(mail_bytes, whole);
            assert_int_equal(smtp_source_rewind(source), SMTP_OK);
        }
        end_mail(&a, m);
    }
}

static void the_size_is_known_before(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof golden / sizeof golden[0]; i++) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        golden[i].make(m);
        smtp_source *source;
        assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
        int64_t told = smtp_source_wire_size(source);
        assert_int_equal(smtp_source_is_8bit(source), 0);
        assert_false(source->needs_smtputf8);
        assert_int_equal(read_mail(source, 997), told);
        assert_int_equal(smtp_source_measure(source), SMTP_OK);
        assert_int_equal(smtp_source_wire_size(source), told);
        end_mail(&a, m);
    }
}

/* Content that ends, fails or changes as told. */
struct tape {
    size_t length;
    size_t at;
    size_t dies_at;  /* 0: never */
    size_t most;     /* bytes a read; 0: any */
    size_t grows_by; /* at each rewinding */
    smtp_result rewind_result;
    int released;
};

static ptrdiff_t read_tape(void *context, void *buffer, size_t size) {
    struct tape *tape = context;
    if (tape->dies_at > 0 && tape->at >= tape->dies_at) {
        return SMTP_E_SOURCE;
    }
    size_t n = tape->length - tape->at < size ? tape->length - tape->at : size;
    n = tape->most > 0 && n > tape->most ? tape->most : n;
    memset(buffer, 'x', n);
    tape->at += n;
    return (ptrdiff_t)n;
}

static smtp_result rewind_tape(void *context) {
    struct tape *tape = context;
    tape->length += tape->at > 0 ? tape->grows_by : 0;
    tape->at = 0;
    return tape->rewind_result;
}

static void release_tape(void *context) {
    ((struct tape *)context)->released++;
}

static smtp_source *attach_tape(struct test_allocator *a, smtp_message *m, struct tape *tape, bool can_rewind) {
    smtp_source *source;
    assert_int_equal(
        smtp_source_new_callback(&a->table, read_tape, can_rewind ? rewind_tape : NULL, release_tape, tape, &source),
        SMTP_OK);
    assert_int_equal(smtp_message_attach(m, "tape", SMTP_Z, NULL, 0, source), SMTP_OK);
    return source;
}

static void unknown_lengths_are_measured_by_reading(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    struct tape tape = {.length = 10000, .most = 7};
    smtp_source *attached = attach_tape(&a, m, &tape, true);
    smtp_source *source;
    assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
    assert_int_equal(smtp_source_wire_size(source), -1);
    assert_int_equal(smtp_source_measure(source), SMTP_OK);
    int64_t size = smtp_source_wire_size(source);
    assert_int_equal(read_mail(source, 1000), size);
    assert_int_equal(smtp_source_set_length(attached, 10000), SMTP_OK);
    assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
    assert_int_equal(smtp_source_wire_size(source), size);
    end_mail(&a, m);
    assert_int_equal(tape.released, 1);
}

static void a_source_that_dies_ends_the_message(void **state) {
    (void)state;
    for (size_t n = 1; n < 400; n += 7) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        struct tape tape = {.length = 400, .dies_at = n, .most = 5};
        attach_tape(&a, m, &tape, true);
        smtp_source *source;
        assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
        assert_int_equal(read_mail(source, 64), SMTP_E_SOURCE);
        assert_int_equal(smtp_source_read(source, mail_bytes, 64), SMTP_E_SOURCE);
        tape.dies_at = 0;
        assert_int_equal(smtp_source_rewind(source), SMTP_OK);
        assert_true(read_mail(source, 64) > 400);
        end_mail(&a, m);
    }
}

static void a_source_that_changes_is_found_out(void **state) {
    (void)state;
    for (int grows = -1; grows <= 1; grows += 2) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        struct tape tape = {.length = 400, .grows_by = (size_t)grows};
        attach_tape(&a, m, &tape, true);
        smtp_source *source;
        assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
        assert_int_equal(smtp_source_measure(source), SMTP_OK);
        assert_int_equal(read_mail(source, 64), SMTP_E_SOURCE_CHANGED);
        assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
        tape.grows_by = 0;
        assert_true(read_mail(source, 64) > 400);
        end_mail(&a, m);
    }
}

static void a_declared_length_is_kept_to(void **state) {
    (void)state;
    for (int64_t length = 399; length <= 401; length += 2) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        struct tape tape = {.length = 400};
        smtp_source *attached = attach_tape(&a, m, &tape, false);
        assert_int_equal(smtp_source_set_length(attached, length), SMTP_OK);
        smtp_source *source;
        assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
        assert_true(smtp_source_wire_size(source) > 400);
        assert_int_equal(read_mail(source, 64), SMTP_E_SOURCE_CHANGED);
        end_mail(&a, m);
    }
}

static void what_can_be_read_once_is_read_once(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    struct tape tape = {.length = 400};
    attach_tape(&a, m, &tape, false);
    smtp_source *source;
    assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
    assert_int_equal(smtp_source_measure(source), SMTP_E_NOT_REWINDABLE);
    assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
    assert_true(read_mail(source, 100) > 400);
    assert_int_equal(smtp_message_source(m, &source), SMTP_E_NOT_REWINDABLE);
    assert_null(source);
    end_mail(&a, m);
}

static void a_failing_rewind_is_told(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    struct tape tape = {.length = 400, .rewind_result = SMTP_E_NO_FILE};
    attach_tape(&a, m, &tape, true);
    smtp_source *source;
    assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
    assert_int_equal(read_mail(source, 100), SMTP_E_NO_FILE);
    end_mail(&a, m);
}

static void the_same_seed_gives_the_same_bytes(void **state) {
    (void)state;
    static char first[4096];
    for (int turn = 0; turn < 3; turn++) {
        struct test_allocator a;
        smtp_message *m;
        test_allocator_init(&a);
        assert_int_equal(smtp_message_new(&a.table, &m), SMTP_OK);
        assert_int_equal(smtp_message_set_from(m, NULL, 0, "ann@[IPv6:::1]", SMTP_Z), SMTP_OK);
        alternative(m);
        smtp_source *source;
        assert_int_equal(smtp_message_source(m, &source), SMTP_E_RANDOM);
        assert_int_equal(smtp_message_set_seed(m, turn < 2 ? SEED : &(SEED "x")[1], 32), SMTP_OK);
        has(m, "@[IPv6:::1]>\r\n");
        if (turn == 0) {
            strcpy(first, mail_bytes);
        }
        assert_true((strcmp(mail_bytes, first) == 0) == (turn < 2));
        assert_int_equal(strlen(mail_bytes), strlen(first));
        end_mail(&a, m);
    }
}

static void what_is_missing_is_told(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m;
    smtp_source *source;
    test_allocator_init(&a);
    assert_int_equal(smtp_message_new(&a.table, &m), SMTP_OK);
    assert_int_equal(smtp_message_source(m, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_source(NULL, &source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_source(m, &source), SMTP_E_NO_FROM);
    assert_int_equal(smtp_message_set_from(m, NULL, 0, "a@b.c", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_source(m, &source), SMTP_E_RANDOM);
    assert_int_equal(smtp_message_set_message_id(m, "1@b.c", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
    end_mail(&a, m);
}

static void a_utf8_address_makes_it_8bit(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_add_to(m, NULL, 0, "bob@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_to(m, "J", 1, "j\xc3\xb6rg@example.org", SMTP_Z), SMTP_OK);
    smtp_source *source;
    assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
    assert_int_equal(smtp_source_is_8bit(source), 1);
    assert_true(source->needs_smtputf8);
    assert_int_equal(smtp_source_measure(source), SMTP_OK);
    assert_int_equal(smtp_source_is_8bit(source), 1);
    assert_true(source->needs_smtputf8);
    has(m, "J <j\xc3\xb6rg@example.org>\r\n");
    end_mail(&a, m);
}

/* A text cannot hold a line that is one of our boundaries. */
static void a_text_cannot_end_a_part(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    alternative(m);
    char *at = strstr(strstr(mail_of(m), "boundary="), "\r\n\r\n--=_") + 4;
    char line[64];
    memcpy(line, at, 36);
    strcpy(line + 36, "--\n");
    assert_int_equal(smtp_message_set_text(m, line, SMTP_Z), SMTP_OK);
    has(m, "quoted-printable\r\n\r\n--=3D_");
    end_mail(&a, m);
}

/* It is 8-bit, though its size is not known. */
static void eight_bits_are_told_before_the_size(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    struct tape tape = {.length = 400};
    smtp_source *source;
    assert_int_equal(smtp_source_new_memory(&a.table, "\xc3\xa9", 2, &source), SMTP_OK);
    assert_int_equal(smtp_message_attach_message(m, NULL, 0, source), SMTP_OK);
    attach_tape(&a, m, &tape, false);
    assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
    assert_int_equal(smtp_source_wire_size(source), -1);
    assert_int_equal(smtp_source_is_8bit(source), 1);
    end_mail(&a, m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_as_in_the_golden_files),
        cmocka_unit_test(any_size_of_reads_gives_the_same),
        cmocka_unit_test(the_size_is_known_before),
        cmocka_unit_test(unknown_lengths_are_measured_by_reading),
        cmocka_unit_test(a_source_that_dies_ends_the_message),
        cmocka_unit_test(a_source_that_changes_is_found_out),
        cmocka_unit_test(a_declared_length_is_kept_to),
        cmocka_unit_test(what_can_be_read_once_is_read_once),
        cmocka_unit_test(a_failing_rewind_is_told),
        cmocka_unit_test(the_same_seed_gives_the_same_bytes),
        cmocka_unit_test(what_is_missing_is_told),
        cmocka_unit_test(a_utf8_address_makes_it_8bit),
        cmocka_unit_test(a_text_cannot_end_a_part),
        cmocka_unit_test(eight_bits_are_told_before_the_size),
    };
    return cmocka_run_group_tests_name("mime/message_source", tests, NULL, NULL);
}
