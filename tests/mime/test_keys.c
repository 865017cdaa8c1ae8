/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/keys.h"

static struct smtp__key key(const char *text, size_t exact) {
    struct smtp__key made = {.text = smtp__text_from(text, SMTP_Z), .exact = exact};
    return made;
}

static void case_counts_at_the_front_alone(void **state) {
    (void)state;
    struct smtp__keys keys = {NULL};
    struct smtp__key first = key("aB@C", 3);
    struct smtp__key second = key("AB@C", 3);
    struct smtp__key wanted = key("aB@c", 3);
    assert_null(smtp__keys_find(&keys, &first));
    smtp__keys_add(&keys, &first);
    assert_ptr_equal(smtp__keys_find(&keys, &wanted), &first);
    assert_null(smtp__keys_find(&keys, &second));
    smtp__keys_add(&keys, &second);
    assert_ptr_equal(smtp__keys_find(&keys, &second), &second);
    assert_ptr_equal(smtp__keys_find(&keys, &wanted), &first);
}

static void write_number(char *out, size_t number) {
    static const char letters[] = "\001mz\377";
    size_t length = number < 4 ? 1 : number < 20 ? 2 : 3;
    number -= length == 1 ? 0 : length == 2 ? 4 : 20;
    for (size_t i = 0; i < length; i++) {
        out[i] = letters[number & 3];
        number >>= 2;
    }
    out[length] = '\0';
}

/* Every text of one to three letters out of four, in an order that is none: each is found when it was added. */
static void all_are_found_and_no_other(void **state) {
    (void)state;
    enum { ALL = 4 + 16 + 64, STRIDE = 37 };
    static char texts[ALL][4];
    static struct smtp__key made[ALL];
    struct smtp__keys keys = {NULL};
    for (size_t n = 0; n < ALL; n++) {
        write_number(texts[n], n * STRIDE % ALL);
        made[n] = key(texts[n], 0);
    }
    for (size_t count = 0; count < ALL; count++) {
        for (size_t n = 0; n < ALL; n++) {
            struct smtp__key wanted = key(texts[n], 0);
            assert_ptr_equal(smtp__keys_find(&keys, &wanted), n < count ? &made[n] : NULL);
        }
        smtp__keys_add(&keys, &made[count]);
    }
}

/* Texts of which each is the beginning of the next make the longest way: no longer than the text. */
static void the_longest_way_is_that_of_a_text(void **state) {
    (void)state;
    static char text[251];
    static struct smtp__key made[250];
    struct smtp__keys keys = {NULL};
    memset(text, 'a', 250);
    for (size_t i = 0; i < 250; i++) {
        made[i].text = smtp__text_from(text, i + 1);
        made[i].exact = 0;
        assert_null(smtp__keys_find(&keys, &made[i]));
        smtp__keys_add(&keys, &made[i]);
    }
    for (size_t n = 0; n < 100000; n++) {
        assert_ptr_equal(smtp__keys_find(&keys, &made[n % 250]), &made[n % 250]);
    }
}

/* A NUL at the end is no part of a text that is there. */
static void nul_makes_another_text(void **state) {
    (void)state;
    struct smtp__keys keys = {NULL};
    struct smtp__key made = key("key", 0);
    struct smtp__key wanted = {.text = {"key", 4}};
    smtp__keys_add(&keys, &made);
    assert_null(smtp__keys_find(&keys, &wanted));
    wanted.text.length = 3;
    assert_ptr_equal(smtp__keys_find(&keys, &wanted), &made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_counts_at_the_front_alone),
        cmocka_unit_test(all_are_found_and_no_other),
        cmocka_unit_test(the_longest_way_is_that_of_a_text),
        cmocka_unit_test(nul_makes_another_text),
    };
    return cmocka_run_group_tests_name("mime/keys", tests, NULL, NULL);
}
