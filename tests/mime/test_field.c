/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/field.h"

static struct smtp__piece text = {NULL, {"text", 4}};

static struct smtp__field field(enum smtp__field_kind kind, const char *name) {
    struct smtp__field made = {.kind = kind, .name.text = smtp__text_from(name, SMTP_Z), .first = &text};
    return made;
}

static void are(const struct smtp__fields *fields, const char *wanted) {
    char got[128] = "";
    for (const struct smtp__field *at = fields->first; at != NULL; at = smtp__field_next(at)) {
        strncat(got, at->name.text.data, at->name.text.length);
        strcat(got, " ");
    }
    assert_string_equal(got, wanted);
}

static void order_is_by_kind_then_by_time(void **state) {
    (void)state;
    struct smtp__field own = field(SMTP__FIELD_OWN, "X");
    struct smtp__field subject = field(SMTP__FIELD_SUBJECT, "Subject");
    struct smtp__field other = field(SMTP__FIELD_OWN, "Y");
    struct smtp__field date = field(SMTP__FIELD_DATE, "Date");
    struct smtp__fields fields = {.first = NULL};
    smtp__field_insert(&fields, &own);
    smtp__field_insert(&fields, &subject);
    smtp__field_insert(&fields, &other);
    smtp__field_insert(&fields, &date);
    are(&fields, "Date Subject X Y ");
    assert_ptr_equal(smtp__field_of_kind(&fields, SMTP__FIELD_SUBJECT), &subject);
    assert_null(smtp__field_of_kind(&fields, SMTP__FIELD_TO));
    assert_ptr_equal(smtp__field_find(&fields, smtp__text_from("y", 1)), &other);
    assert_null(smtp__field_find(&fields, smtp__text_from("z", 1)));
}

static void replacing_takes_the_place_of_the_first(void **state) {
    (void)state;
    struct smtp__field all[5];
    const char *const names[] = {"A", "B", "A", "A", "C"};
    struct smtp__fields fields = {.first = NULL};
    for (size_t i = 0; i < 5; i++) {
        all[i] = field(SMTP__FIELD_OWN, names[i]);
        smtp__field_insert(&fields, &all[i]);
    }
    struct smtp__field made = field(SMTP__FIELD_OWN, "a");
    smtp__field_replace(&fields, &made);
    are(&fields, "a B C ");
    struct smtp__field last = field(SMTP__FIELD_OWN, "c");
    smtp__field_replace(&fields, &last);
    are(&fields, "a B c ");
    struct smtp__field date = field(SMTP__FIELD_DATE, "Date");
    smtp__field_replace(&fields, &date);
    are(&fields, "Date a B c ");
    struct smtp__field again = field(SMTP__FIELD_OWN, "A");
    smtp__field_insert(&fields, &again);
    are(&fields, "Date a B c A ");
    assert_ptr_equal(smtp__field_find(&fields, smtp__text_from("a", 1)), &all[0]);
    struct smtp__field end = field(SMTP__FIELD_OWN, "a");
    smtp__field_replace(&fields, &end);
    are(&fields, "Date a B c ");
    struct smtp__field other_date = field(SMTP__FIELD_DATE, "date");
    smtp__field_replace(&fields, &other_date);
    are(&fields, "date a B c ");
}

static void names(void **state) {
    (void)state;
    assert_string_equal(smtp__field_name(SMTP__FIELD_MESSAGE_ID).data, "Message-ID");
    assert_int_equal(smtp__field_name_check(smtp__text_from("X-Any!", SMTP_Z)), SMTP_OK);
    assert_int_equal(smtp__field_name_check(smtp__text_from("Content", SMTP_Z)), SMTP_OK);
    assert_int_equal(smtp__field_name_check(smtp__text_from("cONTENT-mine", SMTP_Z)), SMTP_E_HEADER_RESERVED);
    assert_int_equal(smtp__field_name_check(smtp__text_from("Resent", SMTP_Z)), SMTP_OK);
    assert_int_equal(smtp__field_name_check(smtp__text_from("resent-Reply-To", SMTP_Z)), SMTP_E_HEADER_RESERVED);
    assert_int_equal(smtp__field_name_check(smtp__text_from("a:b", SMTP_Z)), SMTP_E_HEADER_NAME);
    assert_int_equal(smtp__field_name_check(smtp__text_from("", 0)), SMTP_E_HEADER_NAME);
    assert_true(smtp__field_is_unique(smtp__text_from("in-reply-to", SMTP_Z)));
    assert_true(smtp__field_is_unique(smtp__text_from("LIST-ID", SMTP_Z)));
    assert_false(smtp__field_is_unique(smtp__text_from("Comments", SMTP_Z)));
    assert_false(smtp__field_is_unique(smtp__text_from("List-", SMTP_Z)));
}

static void pieces_come_in_order(void **state) {
    (void)state;
    struct smtp__field one = {.kind = SMTP__FIELD_OWN};
    struct smtp__piece a = {NULL, {"a", 1}};
    struct smtp__piece b = {NULL, {"b", 1}};
    smtp__field_append(&one, &a);
    smtp__field_append(&one, &b);
    assert_ptr_equal(one.first, &a);
    assert_ptr_equal(a.next, &b);
    assert_ptr_equal(one.last, &b);
    assert_false(one.is_8bit);
    struct smtp__piece c = {NULL, {"\xc3\xb6", 2}};
    struct smtp__piece d = {NULL, {"d", 1}};
    smtp__field_append(&one, &c);
    smtp__field_append(&one, &d);
    assert_true(one.is_8bit);
}

static void what_is_sent(void **state) {
    (void)state;
    struct smtp__fields fields = {.first = NULL};
    assert_null(smtp__field_first(&fields));
    struct smtp__field resent = field(SMTP__FIELD_RESENT_MESSAGE_ID, "Resent-Message-ID");
    struct smtp__field date = field(SMTP__FIELD_DATE, "Date");
    smtp__field_remove(&fields, SMTP__FIELD_RESENT_MESSAGE_ID);
    smtp__field_insert(&fields, &date);
    smtp__field_insert(&fields, &resent);
    assert_ptr_equal(smtp__field_first(&fields), &resent);
    smtp__field_remove(&fields, SMTP__FIELD_RESENT_MESSAGE_ID);
    assert_ptr_equal(smtp__field_first(&fields), &date);
    smtp__field_remove(&fields, SMTP__FIELD_DATE);
    assert_null(smtp__field_first(&fields));
}

static void groups_end(void **state) {
    (void)state;
    struct smtp__fields fields = {.first = NULL};
    struct smtp__field to = field(SMTP__FIELD_TO, "To");
    struct smtp__field cc = field(SMTP__FIELD_CC, "Cc");
    to.group = SMTP__GROUP_OPEN;
    smtp__field_insert(&fields, &to);
    smtp__field_insert(&fields, &cc);
    assert_string_equal(smtp__field_end(&to), ";\r\n");
    assert_string_equal(smtp__field_end(&cc), "\r\n");
    struct smtp__field made = field(SMTP__FIELD_CC, "Cc");
    made.group = SMTP__GROUP_EMPTY;
    smtp__field_replace(&fields, &made);
    assert_string_equal(smtp__field_end(&cc), ";\r\n");
    cc.group = SMTP__GROUP_NONE;
    smtp__fields_end_groups(&fields);
    assert_int_equal(to.group, SMTP__GROUP_ENDED);
    assert_int_equal(cc.group, SMTP__GROUP_NONE);
    assert_string_equal(smtp__field_end(&to), ";\r\n");
    assert_int_equal(smtp__group_end(SMTP__GROUP_EMPTY), SMTP__GROUP_ENDED);
    assert_int_equal(smtp__group_end(SMTP__GROUP_ENDED), SMTP__GROUP_ENDED);
}

static void empty_fields(void **state) {
    (void)state;
    struct smtp__piece piece = {NULL, {"X:", 2}};
    struct smtp__field empty = {.first = &piece, .last = &piece, .name.text = {"X", 1}};
    assert_true(smtp__field_is_empty(&empty));
    empty.column = 2;
    piece.text = (struct smtp__text){"X: yy\r\n z", 9}; /* ends in the same column */
    assert_false(smtp__field_is_empty(&empty));
}

static void the_value(void **state) {
    (void)state;
    struct smtp__piece piece = {NULL, {"X-Y: a\r\n b ", 11}};
    struct smtp__field field = {.first = &piece, .last = &piece, .name.text = {"X-Y", 3}};
    assert_true(smtp__text_is(smtp__field_value(&field), "a\r\n b"));
    piece.text.length = 4;
    assert_int_equal(smtp__field_value(&field).length, 0);
}

static void octets_above_127(void **state) {
    (void)state;
    struct smtp__fields fields = {.first = NULL};
    struct smtp__piece piece = {NULL, {"X: \xc3\xa4", 5}};
    struct smtp__field plain = {.name.text = {"A", 1}, .kind = SMTP__FIELD_OWN};
    struct smtp__field wide = {.name.text = {"X", 1}, .kind = SMTP__FIELD_OWN};
    struct smtp__piece ascii = {NULL, {"A: b", 4}};
    assert_false(smtp__fields_are_8bit(&fields));
    smtp__field_append(&plain, &ascii);
    smtp__field_append(&wide, &piece);
    smtp__field_insert(&fields, &plain);
    assert_false(smtp__fields_are_8bit(&fields));
    smtp__field_insert(&fields, &wide);
    assert_true(smtp__fields_are_8bit(&fields));
    wide.first = NULL; /* not sent */
    assert_false(smtp__fields_are_8bit(&fields));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_is_by_kind_then_by_time),
        cmocka_unit_test(replacing_takes_the_place_of_the_first),
        cmocka_unit_test(names),
        cmocka_unit_test(pieces_come_in_order),
        cmocka_unit_test(what_is_sent),
        cmocka_unit_test(groups_end),
        cmocka_unit_test(empty_fields),
        cmocka_unit_test(the_value),
        cmocka_unit_test(octets_above_127),
    };
    return cmocka_run_group_tests_name("mime/field", tests, NULL, NULL);
}
