/* SPDX-License-Identifier: MIT */
#include "merging.h"

#include "support/guard.h"
#include <smtp/message_address.h>

static void the_message_is_given_back_as_it_was(void **state) {
    (void)state;
    struct merging m;
    prepare_letter(&m);
    const char *mail = mail_of(m.message);
    memcpy(wanted_bytes, mail, strlen(mail) + 1);
    fill(&m, "Ann", "1", "a@example.org");
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    has_not(m.message, "Subject: For {{name}}");
    smtp_merge_free(m.merge);
    assert_string_equal(mail_of(m.message), wanted_bytes);
    start(&m);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_E_NO_RECIPIENT);
    assert_string_equal(mail_of(m.message), wanted_bytes);
    end(&m);
}

static void keys_that_were_not_declared_are_found(void **state) {
    (void)state;
    struct merging m;
    const char *key;
    size_t length;
    prepare(&m);
    assert_int_equal(smtp_message_set_text(m.message, "{{a}} {{b}}", SMTP_Z), SMTP_OK);
    start(&m);
    assert_int_equal(smtp_merge_check(m.merge, &key, &length), SMTP_E_MERGE_KEY);
    assert_int_equal(length, 1);
    assert_memory_equal(key, "a", 1);
    add_key(&m, "a");
    assert_int_equal(smtp_merge_check(m.merge, &key, &length), SMTP_E_MERGE_KEY);
    assert_memory_equal(key, "b", 1);
    assert_int_equal(smtp_merge_check(m.merge, NULL, NULL), SMTP_E_MERGE_KEY);
    assert_int_equal(set_recipient(&m, "a@example.org"), SMTP_OK);
    assert_int_equal(set(&m, "a", "1"), SMTP_OK);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_E_MERGE_KEY);
    add_key(&m, "b");
    assert_int_equal(smtp_merge_check(m.merge, &key, &length), SMTP_OK);
    assert_null(key);
    assert_int_equal(length, 0);
    end(&m);
}

static void templates_are_checked_when_a_merge_is_made(void **state) {
    (void)state;
    struct merging m;
    prepare(&m);
    assert_int_equal(smtp_message_set_subject(m.message, "{{a}} {{", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_merge_new(&m.allocator.table, m.message, &m.merge), SMTP_E_TEMPLATE);
    assert_null(m.merge);
    assert_int_equal(smtp_message_set_subject(m.message, "{{a}} {", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_html(m.message, "{{}}", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_merge_new(&m.allocator.table, m.message, &m.merge), SMTP_E_TEMPLATE);
    assert_int_equal(smtp_message_set_html(m.message, "}}", SMTP_Z), SMTP_OK);
    start(&m);
    end(&m);
}

static void values_and_recipient_are_for_one_mail(void **state) {
    (void)state;
    struct merging m;
    prepare_letter(&m);
    fill(&m, "Ann", "1", "a@example.org");
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_E_NO_RECIPIENT);
    assert_int_equal(set_recipient(&m, "a@example.org"), SMTP_OK);
    assert_int_equal(set(&m, "name", "Ann"), SMTP_OK);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_E_MERGE_VALUE);
    assert_int_equal(set(&m, "name", "Ann"), SMTP_E_NO_RECIPIENT);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_E_NO_RECIPIENT);
    fill(&m, "Ann", "1", "a@example.org");
    fill(&m, "Bob", "2", "b@example.org");
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    has(m.message, "For Bob");
    has(m.message, "To: Ann <b@example.org>\r\n");
    has_not(m.message, "a@example.org");
    end(&m);
}

/* One whose values were refused half-way: nothing of it goes to the next one, nor does that go to it. */
static void a_mail_that_is_given_up_leaves_nothing(void **state) {
    (void)state;
    struct merging m;
    prepare_letter(&m);
    assert_int_equal(set_recipient(&m, "a@example.org"), SMTP_OK);
    assert_int_equal(set(&m, "id", "1"), SMTP_OK);
    assert_int_equal(set(&m, "name", "\xff"), SMTP_E_UTF8);
    assert_int_equal(set_recipient(&m, "b@example.org"), SMTP_OK);
    assert_int_equal(set(&m, "name", "Bob"), SMTP_OK);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_E_MERGE_VALUE);
    fill(&m, "Ann", "1", "a@example.org");
    assert_int_equal(set_recipient(&m, "@"), SMTP_E_ADDRESS);
    assert_int_equal(set(&m, "name", "Bob"), SMTP_E_NO_RECIPIENT);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_E_NO_RECIPIENT);
    fill(&m, "Ann", "1", "a@example.org");
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    assert_int_equal(set_recipient(&m, "@"), SMTP_E_ADDRESS);
    has(m.message, "For {{name}}");
    end(&m);
}

static void mails_that_are_given_up_take_no_memory(void **state) {
    (void)state;
    static uint64_t room[(SMTP_MERGE_BYTES + 4096) / 8];
    struct merging m;
    prepare(&m);
    assert_int_equal(smtp_message_set_text(m.message, "{{name}}", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_merge_init(room, sizeof room, m.message, &m.merge), SMTP_OK);
    add_key(&m, "name");
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(set_recipient(&m, "a@example.org"), SMTP_OK);
        assert_int_equal(set(&m, "name", "Ann"), SMTP_OK);
        assert_int_equal(set(&m, "name", "\xff"), SMTP_E_UTF8);
    }
    smtp_merge_fini(m.merge);
    end_mail(&m.message_allocator, m.message);
}

static void keys_are_declared_between_mails(void **state) {
    (void)state;
    struct merging m;
    prepare_letter(&m);
    assert_int_equal(smtp_merge_add_key(m.merge, "name", 4), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_add_key(m.merge, "", 0), SMTP_E_TEMPLATE);
    assert_int_equal(smtp_merge_add_key(m.merge, "a b", 3), SMTP_E_TEMPLATE);
    assert_int_equal(smtp_merge_add_key(m.merge, NULL, 0), SMTP_E_ARGUMENT);
    fill(&m, "Ann", "1", "a@example.org");
    assert_int_equal(smtp_merge_add_key(m.merge, "more", 4), SMTP_E_STATE);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    add_key(&m, "more");
    has(m.message, "For {{name}}");
    fill(&m, "Ann", "1", "a@example.org");
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    has(m.message, "For Ann");
    end(&m);
}

static void is_addressed(int32_t field) {
    struct merging m;
    prepare(&m);
    assert_int_equal(smtp_message_add_address(m.message, field, NULL, 0, "c@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_merge_new(&m.allocator.table, m.message, &m.merge), SMTP_E_STATE);
    assert_null(m.merge);
    assert_int_equal(m.allocator.live, 0);
    end_mail(&m.message_allocator, m.message);
}

static void a_message_that_is_addressed_is_refused(void **state) {
    (void)state;
    struct merging m;
    is_addressed(SMTP_HEADER_TO);
    is_addressed(SMTP_HEADER_CC);
    is_addressed(SMTP_HEADER_BCC);
    is_addressed(SMTP_HEADER_RESENT_TO);
    prepare(&m);
    assert_int_equal(smtp_message_open_group(m.message, SMTP_HEADER_TO, "nobody", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_merge_new(&m.allocator.table, m.message, &m.merge), SMTP_E_STATE);
    end_mail(&m.message_allocator, m.message);
}

static void a_message_with_an_identifier_is_refused(void **state) {
    (void)state;
    struct merging m;
    test_allocator_init(&m.allocator);
    m.message = new_mail(&m.message_allocator);
    assert_int_equal(smtp_merge_new(&m.allocator.table, m.message, &m.merge), SMTP_E_STATE);
    end_mail(&m.message_allocator, m.message);
    assert_int_equal(m.allocator.live, 0);
}

/* What a program does to a mail of a merge, it does to that mail alone. */
static void a_mail_may_be_changed(void **state) {
    (void)state;
    struct merging m;
    prepare_letter(&m);
    smtp_merge_free(m.merge);
    assert_int_equal(smtp_message_add_header(m.message, "X-First", SMTP_Z, "2", SMTP_Z), SMTP_OK);
    start(&m);
    add_key(&m, "name");
    add_key(&m, "id");
    fill(&m, "Ann", "1", "a@example.org");
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    assert_int_equal(smtp_message_set_header(m.message, "X-First", SMTP_Z, "3", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_header(m.message, "X-Key", SMTP_Z, "other", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m.message, "X-More", SMTP_Z, "more", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_text(m.message, "other text", SMTP_Z), SMTP_OK);
    has(m.message, "X-Key: other\r\n");
    has_not(m.message, "X-Key: two\r\n");
    fill(&m, "Ann", "1", "a@example.org");
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    has(m.message, "X-First: 1\r\n");
    has(m.message, "X-First: 2\r\n");
    has(m.message, "X-Key: 1 {{\r\nX-Key: two\r\n");
    has(m.message, "Dear Ann");
    has_not(m.message, "X-More");
    end(&m);
}

static void memory_does_not_grow_with_the_recipients(void **state) {
    (void)state;
    struct merging m;
    prepare_letter(&m);
    assert_int_equal(smtp_message_set_date(m.message, 0, 0), SMTP_OK);
    size_t after_one = 0;
    size_t message_bytes = m.message_allocator.peak;
    for (size_t i = 0; i < 10000; i++) {
        fill(&m, "Ann", "1", "a@example.org");
        assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
        assert_int_equal(smtp_message_set_date(m.message, 1, 0), SMTP_OK);
        after_one = i == 0 ? m.allocator.peak : after_one;
    }
    assert_int_equal(m.allocator.peak, after_one);
    assert_int_equal(m.message_allocator.peak, message_bytes);
    end(&m);
}

/* A mail made by calls of which the n-th allocation fails; true if none did. */
static bool one_mail(struct merging *m, long fail_at) {
    smtp_result result = SMTP_OK;
    m->allocator.calls = 0;
    m->allocator.fail_at = fail_at;
    result = smtp_merge_new(&m->allocator.table, m->message, &m->merge);
    if (result == SMTP_OK) {
        result = smtp_merge_add_key(m->merge, "name", 4);
        result = result == SMTP_OK ? smtp_merge_add_key(m->merge, "id", 2) : result;
        result = result == SMTP_OK ? set_recipient(m, "a@example.org") : result;
        result = result == SMTP_OK ? set(m, "name", "Ann") : result;
        result = result == SMTP_OK ? set(m, "id", "1") : result;
        result = result == SMTP_OK ? smtp_merge_apply(m->merge) : result;
    }
    m->allocator.fail_at = 0;
    assert_true(result == SMTP_OK || result == SMTP_E_NO_MEMORY);
    return result == SMTP_OK;
}

static void any_allocation_may_fail(void **state) {
    (void)state;
    struct merging m;
    static char padding[3000];
    memset(padding, 'x', sizeof padding);
    prepare_letter(&m);
    smtp_merge_free(m.merge);
    assert_int_equal(smtp_message_add_header(m.message, "X-Long", SMTP_Z, "{{name}} and more", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_text(m.message, padding, sizeof padding), SMTP_OK);
    memcpy(padding, "{{name}}", 8);
    assert_int_equal(smtp_message_set_html(m.message, padding, sizeof padding), SMTP_OK);
    const char *mail = mail_of(m.message);
    memcpy(wanted_bytes, mail, strlen(mail) + 1);
    long n = 1;
    for (bool is_done = false; !is_done; n++) {
        is_done = one_mail(&m, n);
        if (!is_done) {
            assert_string_equal(mail_of(m.message), wanted_bytes);
        }
        smtp_merge_free(m.merge);
        assert_int_equal(m.allocator.live, 0);
        assert_string_equal(mail_of(m.message), wanted_bytes);
    }
    assert_true(n > 4);
    end_mail(&m.message_allocator, m.message);
}

/* In every size of memory it works or says that there is too little, and the message stays whole. */
static void it_works_in_memory_of_the_callers(void **state) {
    (void)state;
    struct merging m;
    size_t worked = 0;
    prepare_letter(&m);
    smtp_merge_free(m.merge);
    for (size_t size = 0; size < SMTP_MERGE_BYTES + 4096; size += 8) {
        void *memory = guard_room(size);
        smtp_result result = smtp_merge_init(memory, size, m.message, &m.merge);
        assert_int_equal(result == SMTP_E_MEMORY_SIZE, size < smtp_merge_bytes());
        assert_int_equal(result == SMTP_OK, m.merge != NULL);
        if (result == SMTP_OK) {
            result = smtp_merge_add_key(m.merge, "name", 4);
            result = result == SMTP_OK ? smtp_merge_add_key(m.merge, "id", 2) : result;
            result = result == SMTP_OK ? set_recipient(&m, "a@example.org") : result;
            result = result == SMTP_OK ? set(&m, "name", "Ann") : result;
            result = result == SMTP_OK ? set(&m, "id", "1") : result;
            result = result == SMTP_OK ? smtp_merge_apply(m.merge) : result;
            has(m.message, result == SMTP_OK ? "For Ann" : "For {{name}}");
        }
        smtp_merge_fini(m.merge);
        assert_true(result == SMTP_OK || result == SMTP_E_MEMORY_SIZE || result == SMTP_E_NO_MEMORY);
        worked += result == SMTP_OK;
        has(m.message, "For {{name}}");
        guard_free(memory, size);
    }
    assert_true(worked > 0);
    end_mail(&m.message_allocator, m.message);
}

static void null_is_answered(void **state) {
    (void)state;
    struct merging m;
    prepare(&m);
    assert_int_equal(smtp_merge_new(&m.allocator.table, m.message, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_new(NULL, m.message, &m.merge), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_new(&m.allocator.table, NULL, &m.merge), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_init(NULL, 0, m.message, &m.merge), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_init(&m, sizeof m, NULL, &m.merge), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_init(&m, sizeof m, m.message, NULL), SMTP_E_ARGUMENT);
    smtp_merge_free(NULL);
    smtp_merge_fini(NULL);
    assert_int_equal(smtp_merge_apply(NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_check(NULL, NULL, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_add_key(NULL, "a", 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_set_value(NULL, "a", 1, "", 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_set_recipient(NULL, NULL, 0, "a@example.org", SMTP_Z), SMTP_E_ARGUMENT);
    start(&m);
    add_key(&m, "a");
    assert_int_equal(smtp_merge_set_value(m.merge, NULL, 0, "", 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_set_value(m.merge, "a", 1, NULL, 0), SMTP_E_ARGUMENT);
    end(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_message_is_given_back_as_it_was),
        cmocka_unit_test(keys_that_were_not_declared_are_found),
        cmocka_unit_test(templates_are_checked_when_a_merge_is_made),
        cmocka_unit_test(values_and_recipient_are_for_one_mail),
        cmocka_unit_test(a_mail_that_is_given_up_leaves_nothing),
        cmocka_unit_test(mails_that_are_given_up_take_no_memory),
        cmocka_unit_test(keys_are_declared_between_mails),
        cmocka_unit_test(a_message_that_is_addressed_is_refused),
        cmocka_unit_test(a_message_with_an_identifier_is_refused),
        cmocka_unit_test(a_mail_may_be_changed),
        cmocka_unit_test(memory_does_not_grow_with_the_recipients),
        cmocka_unit_test(any_allocation_may_fail),
        cmocka_unit_test(it_works_in_memory_of_the_callers),
        cmocka_unit_test(null_is_answered),
    };
    return cmocka_run_group_tests_name("mime/merge", tests, NULL, NULL);
}
