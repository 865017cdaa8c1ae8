/* SPDX-License-Identifier: MIT */
#include "mail.h"

#include <smtp/part.h>

static smtp_part *text(smtp_message *m, const char *words) {
    smtp_part *part;
    assert_int_equal(smtp_part_new_text(m, "text/plain", SMTP_Z, words, SMTP_Z, &part), SMTP_OK);
    return part;
}

static smtp_part *multipart(smtp_message *m) {
    smtp_part *part;
    assert_int_equal(smtp_part_new_multipart(m, "multipart/mixed", SMTP_Z, &part), SMTP_OK);
    return part;
}

static void a_part_has_one_place(void **state) {
    (void)state;
    struct test_allocator a;
    struct test_allocator b;
    smtp_message *m = new_mail(&a);
    smtp_message *other = new_mail(&b);
    smtp_part *top = multipart(m);
    smtp_part *inner = multipart(m);
    smtp_part *leaf = text(m, "leaf");
    assert_int_equal(smtp_part_add(leaf, inner), SMTP_E_PART);
    assert_int_equal(smtp_part_add(top, top), SMTP_E_PART);
    assert_int_equal(smtp_part_add(top, text(other, "x")), SMTP_E_PART);
    assert_int_equal(smtp_part_add(NULL, leaf), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_part_add(top, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_part_add(top, inner), SMTP_OK);
    assert_int_equal(smtp_part_add(inner, top), SMTP_E_PART);
    assert_int_equal(smtp_part_add(inner, leaf), SMTP_OK);
    assert_int_equal(smtp_part_add(inner, leaf), SMTP_E_PART);
    assert_int_equal(smtp_part_add(top, leaf), SMTP_E_PART);
    assert_int_equal(smtp_message_set_root(m, leaf), SMTP_E_PART);
    assert_int_equal(smtp_message_set_root(other, top), SMTP_E_PART);
    assert_int_equal(smtp_message_set_root(m, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_root(NULL, top), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_root(m, top), SMTP_OK);
    assert_int_equal(smtp_message_set_root(m, top), SMTP_E_PART);
    assert_int_equal(smtp_part_add(multipart(m), top), SMTP_E_PART);
    has(m, "\r\n\r\nleaf\r\n--=_");
    end_mail(&b, other);
    end_mail(&a, m);
}

static void another_root_takes_the_place_of_the_first(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    smtp_part *first = text(m, "first");
    smtp_part *top = multipart(m);
    assert_int_equal(smtp_message_set_root(m, first), SMTP_OK);
    assert_int_equal(smtp_message_set_root(m, top), SMTP_OK);
    assert_int_equal(smtp_part_add(top, text(m, "second")), SMTP_OK);
    assert_int_equal(smtp_part_add(top, first), SMTP_OK);
    has(m, "\r\n\r\nsecond\r\n--=_");
    has(m, "\r\n\r\nfirst\r\n--=_");
    end_mail(&a, m);
}

static void an_empty_multipart_is_found_at_last(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    smtp_part *top = multipart(m);
    smtp_part *empty = multipart(m);
    smtp_source *source;
    assert_int_equal(smtp_message_set_root(m, top), SMTP_OK);
    assert_int_equal(smtp_message_source(m, &source), SMTP_E_PART);
    assert_null(source);
    assert_int_equal(smtp_part_add(top, text(m, "x")), SMTP_OK);
    assert_int_equal(smtp_part_add(top, empty), SMTP_OK);
    assert_int_equal(smtp_message_source(m, &source), SMTP_E_PART);
    assert_int_equal(smtp_part_add(empty, text(m, "y")), SMTP_OK);
    assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
    end_mail(&a, m);
}

static void a_root_and_the_setters_exclude_each_other(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_source *source;
    for (int which = 0; which < 7; which++) {
        for (int is_root_first = 0; is_root_first < 2; is_root_first++) {
            smtp_message *m = new_mail(&a);
            smtp_part *part = text(m, "root");
            assert_int_equal(smtp_source_new_memory(&a.table, "x", 1, &source), SMTP_OK);
            if (is_root_first) {
                assert_int_equal(smtp_message_set_root(m, part), SMTP_OK);
            }
            smtp_result result = which == 0   ? smtp_message_set_text(m, "own", SMTP_Z)
                                 : which == 1 ? smtp_message_set_flowed_text(m, "own", SMTP_Z)
                                 : which == 2 ? smtp_message_set_html(m, "own", SMTP_Z)
                                 : which == 3 ? smtp_message_set_amp(m, "own", SMTP_Z)
                                 : which == 4 ? smtp_message_set_calendar(m, "A", 1, "own", SMTP_Z)
                                 : which == 5
                                     ? smtp_message_attach_message(m, "own", SMTP_Z, source)
                                     : smtp_message_add_inline(m, "a@b", SMTP_Z, "own", SMTP_Z, NULL, 0, source);
            assert_int_equal(result, is_root_first ? SMTP_E_STATE : SMTP_OK);
            if (is_root_first) {
                has_not(m, "own");
                assert_int_equal(smtp_message_attach(m, "own", SMTP_Z, NULL, 0, source), SMTP_E_STATE);
                assert_int_equal(smtp_message_attach_memory(m, "own", SMTP_Z, NULL, 0, "x", 1), SMTP_E_STATE);
                assert_int_equal(smtp_message_add_inline_memory(m, "a@b", 3, NULL, 0, NULL, 0, "x", 1), SMTP_E_STATE);
                has(m, "root");
            } else {
                assert_int_equal(smtp_message_set_root(m, part), SMTP_E_STATE);
                has_not(m, "root");
            }
            if (which < 5 || is_root_first) {
                smtp_source_free(source);
            }
            end_mail(&a, m);
        }
    }
}

enum { DEEP = 100000 };

/* From the top, from the bottom, and in halves that are put together at the bottom: none takes quadratic time. */
static void any_depth(void **state) {
    (void)state;
    for (int way = 0; way < 3; way++) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        smtp_part *top = multipart(m);
        smtp_part *bottom = top;
        for (int i = 0; i < DEEP; i++) {
            smtp_part *made = multipart(m);
            if (way == 1) {
                assert_int_equal(smtp_part_add(made, top), SMTP_OK);
                top = made;
                continue;
            }
            if (way == 2) {
                assert_int_equal(smtp_part_add(made, text(m, "beside")), SMTP_OK);
            }
            assert_int_equal(smtp_part_add(bottom, made), SMTP_OK);
            bottom = made;
        }
        assert_int_equal(smtp_part_add(bottom, top), SMTP_E_PART);
        assert_int_equal(smtp_part_add(bottom, text(m, "deep")), SMTP_OK);
        assert_int_equal(smtp_message_set_root(m, top), SMTP_OK);
        smtp_source *source;
        static char buffer[65536];
        int64_t length = 0;
        ptrdiff_t got;
        assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
        while ((got = smtp_source_read(source, buffer, sizeof buffer)) > 0) {
            length += got;
        }
        assert_int_equal(got, 0);
        assert_int_equal(length, smtp_source_wire_size(source));
        end_mail(&a, m);
    }
}

/* Each multipart has a boundary of its own, and each is closed. */
static void boundaries_differ(void **state) {
    (void)state;
    enum { COUNT = 50 };
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    smtp_part *top = multipart(m);
    smtp_part *bottom = top;
    assert_int_equal(smtp_message_set_root(m, top), SMTP_OK);
    for (int i = 1; i < COUNT; i++) {
        smtp_part *made = multipart(m);
        assert_int_equal(smtp_part_add(i % 3 == 0 ? top : bottom, made), SMTP_OK);
        assert_int_equal(smtp_part_add(made, text(m, "x")), SMTP_OK);
        bottom = made;
    }
    (void)mail_of(m);
    int count = 0;
    for (const char *at = mail_bytes; (at = strstr(at, "boundary=\"")) != NULL; at++) {
        char declared[64] = "boundary=\"";
        char end[64] = "\r\n--";
        memcpy(declared + 10, at + 10, 35);
        memcpy(end + 4, at + 10, 34);
        strcat(end, "--\r\n");
        assert_null(strstr(at + 1, declared));
        assert_non_null(strstr(at, end));
        assert_null(strstr(strstr(at, end) + 1, end));
        count++;
    }
    assert_int_equal(count, COUNT);
    end_mail(&a, m);
}

/* RFC 2045 s6.4: what holds 8-bit content is 8bit, and nothing else. */
static void eight_bits_go_upwards(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    smtp_part *top = multipart(m);
    smtp_part *around = multipart(m);
    smtp_part *beside = multipart(m);
    smtp_part *mail;
    smtp_source *source;
    assert_int_equal(smtp_source_new_memory(&a.table, "\xc3\xa9", 2, &source), SMTP_OK);
    assert_int_equal(smtp_part_new_source(m, "message/global", SMTP_Z, source, &mail), SMTP_OK);
    assert_int_equal(smtp_part_set_header(top, "Content-Description", SMTP_Z, "top", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_part_set_header(around, "Content-Description", SMTP_Z, "around", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_part_set_header(beside, "Content-Description", SMTP_Z, "beside", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_part_add(top, beside), SMTP_OK);
    assert_int_equal(smtp_part_add(beside, text(m, "x")), SMTP_OK);
    assert_int_equal(smtp_part_add(top, around), SMTP_OK);
    assert_int_equal(smtp_message_set_root(m, top), SMTP_OK);
    assert_int_equal(smtp_part_add(around, text(m, "y")), SMTP_OK);
    has_not(m, ": 8bit");
    assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
    assert_int_equal(smtp_source_is_8bit(source), 0);
    assert_int_equal(smtp_part_add(around, mail), SMTP_OK);
    has(m, "top\r\nContent-Transfer-Encoding: 8bit\r\n\r\n--=_");
    assert_non_null(strstr(mail_bytes, "around\r\nContent-Transfer-Encoding: 8bit\r\n\r\n--=_"));
    assert_non_null(strstr(mail_bytes, "beside\r\n\r\n--=_"));
    assert_non_null(strstr(mail_bytes, "message/global\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\xc3\xa9\r\n--=_"));
    assert_int_equal(smtp_message_source(m, &source), SMTP_OK);
    assert_int_equal(smtp_source_is_8bit(source), 1);
    end_mail(&a, m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_part_has_one_place),
        cmocka_unit_test(another_root_takes_the_place_of_the_first),
        cmocka_unit_test(an_empty_multipart_is_found_at_last),
        cmocka_unit_test(a_root_and_the_setters_exclude_each_other),
        cmocka_unit_test(any_depth),
        cmocka_unit_test(boundaries_differ),
        cmocka_unit_test(eight_bits_go_upwards),
    };
    return cmocka_run_group_tests_name("mime/tree", tests, NULL, NULL);
}
