/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/writer.h"

static void counts_and_writes_the_same(void **state) {
    (void)state;
    char got[256];
    struct smtp__writer writers[2];
    smtp__writer_init(&writers[0], NULL, 10);
    smtp__writer_init(&writers[1], got, 10);
    for (size_t i = 0; i < 2; i++) {
        smtp__writer_string(&writers[i], "ab");
        smtp__writer_word(&writers[i], 2, smtp__text_from("word", SMTP_Z), 18);
        smtp__writer_word(&writers[i], 1, smtp__text_from("next", SMTP_Z), 20);
        smtp__writer_put(&writers[i], "", 0);
        smtp__writer_encoded(&writers[i], " ", smtp__text_from("text", SMTP_Z));
        assert_int_equal(writers[i].length, 2 + 6 + 2 + 5 + 17);
        assert_int_equal(writers[i].column, 22);
        assert_int_equal(writers[i].widest, 22);
    }
    got[writers[1].length] = '\0';
    assert_string_equal(got, "ab  word\r\n next =?utf-8?Q?text?=");
}

static void line_ends_are_not_counted(void **state) {
    (void)state;
    struct smtp__writer writer;
    smtp__writer_init(&writer, NULL, 998);
    smtp__writer_fold(&writer);
    assert_int_equal(writer.widest, 998);
    assert_int_equal(writer.column, 0);
    assert_int_equal(writer.length, 2);
}

static void more_than_memory_can_hold_stays_that(void **state) {
    (void)state;
    struct smtp__writer writer;
    smtp__writer_init(&writer, NULL, 0);
    smtp__writer_put(&writer, "x", 1);
    smtp__writer_put(&writer, "x", SIZE_MAX);
    assert_int_equal(writer.length, SIZE_MAX);
    smtp__writer_put(&writer, "x", 1);
    assert_int_equal(writer.length, SIZE_MAX);
}

static void encoded_words_fill_lines(void **state) {
    (void)state;
    char got[256];
    struct smtp__writer writer;
    smtp__writer_init(&writer, got, 60);
    smtp__writer_encoded(&writer, " ", smtp__text_from("word", SMTP_Z)); /* no room for any character is sure */
    got[writer.length] = '\0';
    assert_string_equal(got, "\r\n =?utf-8?Q?word?=");
    smtp__writer_init(&writer, got, 40);
    smtp__writer_encoded(&writer, " ", smtp__text_from("a word that fits a line by itself", SMTP_Z));
    got[writer.length] = '\0';
    assert_string_equal(got, "\r\n =?utf-8?Q?a_word_that_fits_a_line_by_itself?=");
    smtp__writer_init(&writer, got, 40);
    smtp__writer_encoded(&writer, "",
                         smtp__text_from("0123456789012345678901234567890123456789012345678901234567890123", SMTP_Z));
    got[writer.length] = '\0';
    assert_string_equal(got, "=?utf-8?Q?012345678901234567890123?=\r\n"
                             " =?utf-8?Q?4567890123456789012345678901234567890123?=");
}

static void aims(void **state) {
    (void)state;
    struct smtp__writer writer;
    smtp__writer_init(&writer, NULL, 0);
    assert_false(writer.is_first);
    assert_int_equal(smtp__writer_aim(&writer, 10, 0), SMTP__ITEM_AIM);
    assert_int_equal(smtp__writer_aim(&writer, 10, 20), SMTP__ITEM_AIM - 20);
    assert_int_equal(smtp__writer_aim(&writer, 54, 20), SMTP__ITEM_AIM - 20);
    assert_int_equal(smtp__writer_aim(&writer, 55, 20), SMTP__ITEM_AIM);
    writer.is_first = true;
    assert_int_equal(smtp__writer_aim(&writer, 77, 0), SMTP__LIST_AIM);
    assert_int_equal(smtp__writer_aim(&writer, 78, 0), SMTP__HEADER_MAX);
    assert_int_equal(smtp__writer_aim(&writer, 75, 2), SMTP__LIST_AIM - 2);
    assert_int_equal(smtp__writer_aim(&writer, 76, 2), SMTP__HEADER_MAX);
    smtp__writer_string(&writer, "x");
    assert_false(writer.is_first);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_and_writes_the_same),
        cmocka_unit_test(line_ends_are_not_counted),
        cmocka_unit_test(more_than_memory_can_hold_stays_that),
        cmocka_unit_test(encoded_words_fill_lines),
        cmocka_unit_test(aims),
    };
    return cmocka_run_group_tests_name("mime/writer", tests, NULL, NULL);
}
