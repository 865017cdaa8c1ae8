/* SPDX-License-Identifier: MIT */
#include "mail.h"

#include <smtp/message_address.h>
#include <smtp/message_field.h>
#include <stdio.h>

#define A10 "aaaaaaaaaa"
#define A60 A10 A10 A10 A10 A10 A10

static void dates_and_identifiers(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m;
    test_allocator_init(&a);
    assert_int_equal(smtp_message_new(&a.table, &m), SMTP_OK);
    assert_int_equal(smtp_message_has_date(m), 0);
    assert_int_equal(smtp_message_has_message_id(m), 0);
    assert_int_equal(smtp_message_has_date(NULL), 0);
    assert_int_equal(smtp_message_has_message_id(NULL), 0);
    assert_int_equal(smtp_message_set_date(NULL, 0, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_message_id(m, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_set_date(m, -1, 0), SMTP_E_DATE);
    assert_int_equal(smtp_message_set_message_id(m, "no", 2), SMTP_E_MESSAGE_ID);
    assert_int_equal(smtp_message_set_message_id(m, "a\r@b", 4), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_message_set_date(m, 1, 1), SMTP_OK);
    assert_int_equal(smtp_message_set_message_id(m, "<a@b>", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_has_date(m), 1);
    assert_int_equal(smtp_message_has_message_id(m), 1);
    assert_int_equal(smtp_message_set_from(m, NULL, 0, "a@b.c", SMTP_Z), SMTP_OK);
    has(m, "Message-ID: <a@b>\r\n");
    end_mail(&a, m);
}

static void what_it_answers(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_add_in_reply_to(m, "<c@d>", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_reference(m, "a@b", 3), SMTP_OK);
    assert_int_equal(smtp_message_add_reference(m, "<c@d>", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_in_reply_to(m, "e@f", SMTP_Z), SMTP_OK);
    has(m, "In-Reply-To: <c@d> <e@f>\r\nReferences: <a@b> <c@d>\r\n");
    static const char *const bad[] = {"", "a", "<a@b> <c@d>", "a@b@c", "a@", "@b", "a b@c", "a@[b", "<a@b", "a@b>"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(smtp_message_add_reference(m, bad[i], SMTP_Z), SMTP_E_MESSAGE_ID);
    }
    assert_int_equal(smtp_message_add_reference(m, NULL, 0), SMTP_E_ARGUMENT);
    has(m, "References: <a@b> <c@d>\r\n");
    end_mail(&a, m);
}

/* They are the caller's own fields, too: both doors open to the same one. */
static void fields_by_name_are_the_same(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_set_header(m, "references", SMTP_Z, "<a@b>", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_reference(m, "c@d", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m, "References", SMTP_Z, "<e@f>", SMTP_Z), SMTP_E_HEADER_RESERVED);
    has(m, "references: <a@b> <c@d>\r\n");
    assert_int_equal(smtp_message_set_header(m, "References", SMTP_Z, "", 0), SMTP_OK);
    assert_int_equal(smtp_message_add_reference(m, "g@h", SMTP_Z), SMTP_OK);
    has(m, "References: <g@h>\r\n");
    end_mail(&a, m);
}

static void long_threads_fold_between_identifiers(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    char id[910];
    for (int i = 0; i < 1000; i++) {
        sprintf(id, "%.*s%d@example.org", i % 50 + 1, A60, i);
        assert_int_equal(smtp_message_add_reference(m, id, SMTP_Z), SMTP_OK);
    }
    const char *at = strstr(mail_of(m), "References:");
    for (int line = 0; line == 0 || *at == ' '; line++) {
        const char *end = strstr(at, "\r\n");
        assert_true(end - at <= 78 && end[-1] == '>');
        at = end + 2;
    }
    memset(id, 'a', sizeof id);
    id[1] = '@';
    assert_int_equal(smtp_message_add_reference(m, id, 901), SMTP_E_MESSAGE_ID);
    assert_int_equal(smtp_message_add_reference(m, id, 900), SMTP_OK);
    assert_int_equal(smtp_message_add_in_reply_to(m, id, 900), SMTP_OK);
    assert_int_equal(smtp_message_set_message_id(m, A60 "@" A10, SMTP_Z), SMTP_OK);
    has(m, "\r\nMessage-ID:\r\n <" A60 "@" A10 ">\r\n");
    end_mail(&a, m);
}

static void sent_again(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(smtp_message_set_resent(m, -1, 0, NULL, 0), SMTP_E_DATE);
    assert_int_equal(smtp_message_set_resent(m, 0, 0, "no", 2), SMTP_E_MESSAGE_ID);
    assert_int_equal(smtp_message_set_resent(m, 0, 0, "", 0), SMTP_E_MESSAGE_ID);
    assert_int_equal(smtp_message_set_resent(NULL, 0, 0, NULL, 0), SMTP_E_ARGUMENT);
    has_not(m, "Resent");
    assert_int_equal(smtp_message_set_resent(m, 0, 0, NULL, 0), SMTP_OK);
    smtp_source *source;
    assert_int_equal(smtp_message_source(m, &source), SMTP_E_NO_FROM);
    assert_int_equal(smtp_message_add_address(m, SMTP_HEADER_RESENT_FROM, NULL, 0, "r@b.c", SMTP_Z), SMTP_OK);
    has(m, "Resent-Date: Thu, 01 Jan 1970 00:00:00 +0000\r\nResent-From: r@b.c\r\nFrom:");
    assert_int_equal(smtp_message_set_resent(m, 1, 0, "<a@b>", SMTP_Z), SMTP_OK);
    has(m, "Resent-Date: Thu, 01 Jan 1970 00:00:01 +0000\r\nResent-From: r@b.c\r\nResent-Message-ID: <a@b>\r\nFrom:");
    assert_int_equal(smtp_message_set_resent(m, 2, 0, NULL, 0), SMTP_OK);
    has_not(m, "Resent-Message-ID");
    assert_int_equal(smtp_message_set_resent(m, 3, 0, "c@d", SMTP_Z), SMTP_OK);
    has(m, "Resent-Message-ID: <c@d>\r\nFrom:");
    end_mail(&a, m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_and_identifiers),
        cmocka_unit_test(what_it_answers),
        cmocka_unit_test(fields_by_name_are_the_same),
        cmocka_unit_test(long_threads_fold_between_identifiers),
        cmocka_unit_test(sent_again),
    };
    return cmocka_run_group_tests_name("mime/message_identity", tests, NULL, NULL);
}
