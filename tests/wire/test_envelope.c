/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "support/allocator.h"
#include "support/guard.h"
#include <smtp/envelope.h>

static smtp_envelope *make(struct test_allocator *a) {
    smtp_envelope *envelope = NULL;
    test_allocator_init(a);
    assert_int_equal(smtp_envelope_new(&a->table, &envelope), SMTP_OK);
    assert_non_null(envelope);
    return envelope;
}

static void end(struct test_allocator *a, smtp_envelope *envelope) {
    smtp_envelope_free(envelope);
    assert_int_equal(a->live, 0);
}

static void check_sender(const smtp_envelope *envelope, const char *sender) {
    size_t length = 99;
    assert_string_equal(smtp_envelope_mail_from(envelope, &length), sender);
    assert_int_equal(length, strlen(sender));
}

static void check_recipient(const smtp_envelope *envelope, size_t index, const char *recipient) {
    size_t length = 99;
    assert_string_equal(smtp_envelope_recipient(envelope, index, &length), recipient);
    assert_int_equal(length, strlen(recipient));
    assert_string_equal(smtp_envelope_recipient(envelope, index, NULL), recipient);
}

/* a number in base 26, without stdio */
static size_t write_address(char *address, size_t number) {
    size_t n = 0;
    for (; number > 0 || n == 0; number /= 26) {
        address[n++] = (char)('a' + number % 26);
    }
    memcpy(address + n, "@example.org", 13);
    return n + 12;
}

static void empty_at_first(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_envelope *envelope = make(&a);
    size_t length = 99;
    check_sender(envelope, "");
    assert_int_equal(smtp_envelope_recipient_count(envelope), 0);
    assert_null(smtp_envelope_recipient(envelope, 0, &length));
    assert_int_equal(length, 0);
    assert_null(smtp_envelope_recipient(envelope, SIZE_MAX, NULL));
    assert_int_equal(smtp_envelope_needs_smtputf8(envelope), 0);
    end(&a, envelope);
}

static void the_sender(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_envelope *envelope = make(&a);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "ann@example.org", SMTP_Z), SMTP_OK);
    check_sender(envelope, "ann@example.org");
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "<b@c>xx", 5), SMTP_OK);
    check_sender(envelope, "b@c");
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "a longer one@example.org", SMTP_Z), SMTP_E_ADDRESS);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "<<b@c>>", SMTP_Z), SMTP_E_ADDRESS);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "<b@c", SMTP_Z), SMTP_E_ADDRESS);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "b@c>", SMTP_Z), SMTP_E_ADDRESS);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "<", SMTP_Z), SMTP_E_ADDRESS);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "<<>>", SMTP_Z), SMTP_E_ADDRESS);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "b@c\r\n", SMTP_Z), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_set_mail_from(NULL, "", 0), SMTP_E_ARGUMENT);
    check_sender(envelope, "b@c");
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "<>", SMTP_Z), SMTP_OK);
    check_sender(envelope, "");
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "b@c", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "", SMTP_Z), SMTP_OK);
    check_sender(envelope, "");
    end(&a, envelope);
}

static void a_sender_that_changes_often_takes_no_more_memory(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_envelope *envelope = make(&a);
    for (int i = 0; i < 10000; i++) {
        const char *sender = i % 2 == 0 ? "a@example.org" : "somebody@example.org";
        assert_int_equal(smtp_envelope_set_mail_from(envelope, sender, SMTP_Z), SMTP_OK);
        check_sender(envelope, sender);
        assert_int_equal(smtp_envelope_set_mail_from(envelope, smtp_envelope_mail_from(envelope, NULL), SMTP_Z),
                         SMTP_OK);
        check_sender(envelope, sender);
    }
    assert_true(a.live <= 2);
    end(&a, envelope);
}

static void recipients_keep_their_order_and_number(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_envelope *envelope = make(&a);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "a@b", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "<\"a> ORCPT=x\"@d>", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "a@b", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "a@b,c@d", SMTP_Z), SMTP_E_ADDRESS);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "", SMTP_Z), SMTP_E_ADDRESS);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "<>", SMTP_Z), SMTP_E_ADDRESS);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "<<a@b>>", SMTP_Z), SMTP_E_ADDRESS);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "a\0@b", 4), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "\xff@b", SMTP_Z), SMTP_E_UTF8);
    assert_int_equal(smtp_envelope_add_recipient(envelope, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_add_recipient(NULL, "a@b", 3), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_recipient_count(envelope), 3);
    check_recipient(envelope, 0, "a@b");
    check_recipient(envelope, 1, "\"a> ORCPT=x\"@d");
    check_recipient(envelope, 2, "a@b");
    assert_null(smtp_envelope_recipient(envelope, 3, NULL));
    end(&a, envelope);
}

static void a_hundred_thousand_recipients(void **state) {
    (void)state;
    enum { MANY = 100000 };
    struct test_allocator a;
    smtp_envelope *envelope = make(&a);
    char address[40];
    for (size_t i = 0; i < MANY; i++) {
        size_t length = write_address(address, i);
        assert_int_equal(smtp_envelope_add_recipient(envelope, address, length), SMTP_OK);
    }
    assert_int_equal(smtp_envelope_recipient_count(envelope), MANY);
    for (size_t i = 0; i < MANY; i++) {
        size_t length = 0;
        size_t wanted = write_address(address, i);
        const char *recipient = smtp_envelope_recipient(envelope, i, &length);
        assert_true(length == wanted && memcmp(recipient, address, length + 1) == 0);
    }
    end(&a, envelope);
}

static void utf8_is_remembered_for_what_is_there(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_envelope *envelope = make(&a);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "\xc3\xa9@b", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_needs_smtputf8(envelope), 1);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "e@b", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_needs_smtputf8(envelope), 0);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "e@\xc3\xa9.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_needs_smtputf8(envelope), 0);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "\xc3\xa9@e.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "\"q\"@[1.2.3.4]", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_needs_smtputf8(envelope), 1);
    smtp_envelope_clear(envelope);
    assert_int_equal(smtp_envelope_needs_smtputf8(envelope), 0);
    end(&a, envelope);
}

static void domains_are_kept_as_a_labels(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_envelope *envelope = make(&a);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "<me@m\xc3\xbcnchen.de>", SMTP_Z), SMTP_OK);
    check_sender(envelope, "me@xn--mnchen-3ya.de");
    assert_int_equal(smtp_envelope_add_recipient(envelope,
                                                 "<j\xc3\xbcrgen@B\xc3\x9c"
                                                 "CHER.Example>",
                                                 SMTP_Z),
                     SMTP_OK);
    check_recipient(envelope, 0, "j\xc3\xbcrgen@xn--bcher-kva.Example");
    assert_int_equal(smtp_envelope_add_recipient(envelope, "a@xn--\xc3\xbc.de", SMTP_Z), SMTP_E_IDN);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "a@xn--\xc3\xbc.de", SMTP_Z), SMTP_E_IDN);
    check_sender(envelope, "me@xn--mnchen-3ya.de");
    assert_int_equal(smtp_envelope_recipient_count(envelope), 1);
    end(&a, envelope);
}

static void cleared_it_is_as_new(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_envelope *envelope = make(&a);
    for (int round = 0; round < 50; round++) {
        check_sender(envelope, "");
        assert_int_equal(smtp_envelope_recipient_count(envelope), 0);
        assert_int_equal(smtp_envelope_set_mail_from(envelope, "from@example.org", SMTP_Z), SMTP_OK);
        for (int i = 0; i < 30; i++) {
            assert_int_equal(smtp_envelope_add_recipient(envelope, "to@example.org", SMTP_Z), SMTP_OK);
        }
        check_recipient(envelope, 29, "to@example.org");
        check_sender(envelope, "from@example.org");
        smtp_envelope_clear(envelope);
    }
    end(&a, envelope);
}

static void every_allocation_fails_once(void **state) {
    (void)state;
    struct test_allocator a;
    long fail_at = 0;
    bool failed = true;
    while (failed) {
        smtp_envelope *envelope = (smtp_envelope *)&a;
        test_allocator_init(&a);
        a.fail_at = ++fail_at;
        failed = smtp_envelope_new(&a.table, &envelope) != SMTP_OK;
        assert_int_equal(envelope == NULL, failed);
        if (envelope != NULL) {
            failed = smtp_envelope_set_mail_from(envelope, "from@example.org", SMTP_Z) != SMTP_OK;
            check_sender(envelope, failed ? "" : "from@example.org");
            for (size_t i = 0; i < 300; i++) {
                smtp_result result = smtp_envelope_add_recipient(envelope, "to@example.org", SMTP_Z);
                if (result != SMTP_OK) {
                    failed = true;
                    assert_int_equal(result, SMTP_E_NO_MEMORY);
                    assert_int_equal(smtp_envelope_recipient_count(envelope), i);
                    assert_int_equal(smtp_envelope_add_recipient(envelope, "to@example.org", SMTP_Z), SMTP_OK);
                }
            }
            assert_int_equal(smtp_envelope_recipient_count(envelope), 300);
            check_recipient(envelope, 0, "to@example.org");
            check_recipient(envelope, 299, "to@example.org");
        }
        end(&a, envelope);
    }
    assert_true(fail_at > 5);
}

static void in_the_callers_memory(void **state) {
    (void)state;
    enum { ROOM = 1024 };
    smtp_envelope *envelope;
    void *memory = guard_room(ROOM);
    memset(memory, 0xa5, ROOM);
    assert_int_equal(smtp_envelope_init(memory, ROOM, &envelope), SMTP_OK);
    for (int round = 0; round < 3; round++) {
        size_t count = 0;
        assert_int_equal(smtp_envelope_set_mail_from(envelope, "from@example.org", SMTP_Z), SMTP_OK);
        while (smtp_envelope_add_recipient(envelope, "to@example.org", SMTP_Z) == SMTP_OK) {
            count++;
        }
        assert_true(count >= 10);
        assert_int_equal(smtp_envelope_add_recipient(envelope, "to@example.org", SMTP_Z), SMTP_E_NO_MEMORY);
        assert_int_equal(smtp_envelope_recipient_count(envelope), count);
        assert_int_equal(smtp_envelope_set_mail_from(envelope, "a.longer.one.than.before@example.org", SMTP_Z),
                         SMTP_E_NO_MEMORY);
        check_sender(envelope, "from@example.org");
        check_recipient(envelope, count - 1, "to@example.org");
        smtp_envelope_clear(envelope);
    }
    smtp_envelope_fini(envelope);
    smtp_envelope_fini(NULL);
    smtp_envelope_free(envelope); /* the other end by mistake: the memory is the caller's all the same */
    guard_free(memory, ROOM);
}

static void an_address_that_finds_no_room_takes_none(void **state) {
    (void)state;
    static const char too_long[] = "to@a-name-that-is-longer-than-what-is-left-of-the-memory.here."
                                   "a-name-that-is-longer-than-what-is-left-of-the-memory.example.org";
    size_t room = smtp_envelope_bytes() + 240;
    room -= room % 16;
    smtp_envelope *envelope;
    void *memory = guard_room(room);
    assert_int_equal(smtp_envelope_init(memory, room, &envelope), SMTP_OK);
    for (int i = 0; i < 4; i++) { /* as many as the first block has places */
        assert_int_equal(smtp_envelope_add_recipient(envelope, "a@b", SMTP_Z), SMTP_OK);
    }
    for (int i = 0; i < 100; i++) {
        assert_int_equal(smtp_envelope_add_recipient(envelope, too_long, SMTP_Z), SMTP_E_NO_MEMORY);
    }
    assert_int_equal(smtp_envelope_add_recipient(envelope, "c@d", SMTP_Z), SMTP_OK);
    check_recipient(envelope, 4, "c@d");
    smtp_envelope_fini(envelope);
    guard_free(memory, room);
}

static void memory_that_does_not_fit(void **state) {
    (void)state;
    _Alignas(max_align_t) uint8_t memory[SMTP_ENVELOPE_BYTES + 8];
    smtp_envelope *envelope = (smtp_envelope *)memory;
    assert_true(smtp_envelope_bytes() <= SMTP_ENVELOPE_BYTES);
    assert_int_equal(smtp_envelope_init(memory, smtp_envelope_bytes() - 1, &envelope), SMTP_E_MEMORY_SIZE);
    assert_null(envelope);
    assert_int_equal(smtp_envelope_init(memory + 1, SMTP_ENVELOPE_BYTES, &envelope), SMTP_E_MEMORY_SIZE);
    assert_int_equal(smtp_envelope_init(memory, 0, &envelope), SMTP_E_MEMORY_SIZE);
    assert_int_equal(smtp_envelope_init(NULL, 1000, &envelope), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_init(memory, sizeof memory, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_init(memory, smtp_envelope_bytes(), &envelope), SMTP_OK);
    assert_int_equal(smtp_envelope_add_recipient(envelope, "a@b", SMTP_Z), SMTP_E_NO_MEMORY);
    assert_int_equal(smtp_envelope_recipient_count(envelope), 0);
    smtp_envelope_fini(envelope);
}

static void allocators_that_are_none(void **state) {
    (void)state;
    struct test_allocator a;
    test_allocator_init(&a);
    smtp_envelope *envelope = (smtp_envelope *)&a;
    assert_int_equal(smtp_envelope_new(&a.table, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_envelope_new(NULL, &envelope), SMTP_E_ARGUMENT);
    assert_null(envelope);
    smtp_allocator table = a.table;
    table.struct_size = sizeof table - 1;
    assert_int_equal(smtp_envelope_new(&table, &envelope), SMTP_E_ARGUMENT);
    table = a.table;
    table.allocate = NULL;
    assert_int_equal(smtp_envelope_new(&table, &envelope), SMTP_E_ARGUMENT);
    table = a.table;
    table.release = NULL;
    assert_int_equal(smtp_envelope_new(&table, &envelope), SMTP_E_ARGUMENT);
    assert_int_equal(a.calls, 0);
    smtp_envelope_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_at_first),
        cmocka_unit_test(the_sender),
        cmocka_unit_test(a_sender_that_changes_often_takes_no_more_memory),
        cmocka_unit_test(recipients_keep_their_order_and_number),
        cmocka_unit_test(a_hundred_thousand_recipients),
        cmocka_unit_test(utf8_is_remembered_for_what_is_there),
        cmocka_unit_test(domains_are_kept_as_a_labels),
        cmocka_unit_test(cleared_it_is_as_new),
        cmocka_unit_test(every_allocation_fails_once),
        cmocka_unit_test(in_the_callers_memory),
        cmocka_unit_test(an_address_that_finds_no_room_takes_none),
        cmocka_unit_test(memory_that_does_not_fit),
        cmocka_unit_test(allocators_that_are_none),
    };
    return cmocka_run_group_tests_name("wire/envelope", tests, NULL, NULL);
}
