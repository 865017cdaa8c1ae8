/* SPDX-License-Identifier: MIT */
/* Every door for a string that goes into a header: what is refused, and what fails, leaves the message as it was. */
#include "mail.h"

#include <smtp/envelope.h>
#include <smtp/message_address.h>
#include <smtp/message_field.h>

typedef smtp_result (*door_fn)(smtp_message *m, const char *data, size_t length);

#define ADDRESS_DOORS(field)                                                                                           \
    static smtp_result name_##field(smtp_message *m, const char *data, size_t length) {                                \
        return smtp_message_add_address(m, SMTP_HEADER_##field, data, length, "new@example.org", SMTP_Z);              \
    }                                                                                                                  \
    static smtp_result address_##field(smtp_message *m, const char *data, size_t length) {                             \
        return smtp_message_add_address(m, SMTP_HEADER_##field, "name", SMTP_Z, data, length);                         \
    }
ADDRESS_DOORS(FROM)
ADDRESS_DOORS(SENDER)
ADDRESS_DOORS(REPLY_TO)
ADDRESS_DOORS(TO)
ADDRESS_DOORS(CC)
ADDRESS_DOORS(BCC)
ADDRESS_DOORS(RESENT_FROM)
ADDRESS_DOORS(RESENT_SENDER)
ADDRESS_DOORS(RESENT_TO)
ADDRESS_DOORS(RESENT_CC)
ADDRESS_DOORS(RESENT_BCC)
ADDRESS_DOORS(DISPOSITION_NOTIFICATION_TO)
ADDRESS_DOORS(RETURN_RECEIPT_TO)

static smtp_result name_of_from(smtp_message *m, const char *data, size_t length) {
    return smtp_message_set_from(m, data, length, "new@example.org", SMTP_Z);
}
static smtp_result open_group(smtp_message *m, const char *data, size_t length) {
    return smtp_message_open_group(m, SMTP_HEADER_TO, data, length);
}
static smtp_result list_name(smtp_message *m, const char *data, size_t length) {
    return smtp_message_set_list_id(m, data, length, "news.example.org", SMTP_Z);
}
static smtp_result list_id(smtp_message *m, const char *data, size_t length) {
    return smtp_message_set_list_id(m, "News", SMTP_Z, data, length);
}
static smtp_result list_post(smtp_message *m, const char *data, size_t length) {
    return smtp_message_add_list_url(m, SMTP_LIST_POST, data, length);
}
static smtp_result one_click_https(smtp_message *m, const char *data, size_t length) {
    return smtp_message_set_one_click_unsubscribe(m, data, length, NULL, 0);
}
static smtp_result one_click_mailto(smtp_message *m, const char *data, size_t length) {
    return smtp_message_set_one_click_unsubscribe(m, "https://example.org/u", SMTP_Z, data, length);
}
static smtp_result resent_id(smtp_message *m, const char *data, size_t length) {
    return smtp_message_set_resent(m, 1, 0, data, length);
}
static smtp_result header_name(smtp_message *m, const char *data, size_t length) {
    return smtp_message_add_header(m, data, length, "value", SMTP_Z);
}
static smtp_result header_value(smtp_message *m, const char *data, size_t length) {
    return smtp_message_set_header(m, "X-Door", SMTP_Z, data, length);
}
static smtp_result date(smtp_message *m, const char *data, size_t length) {
    (void)data;
    return smtp_message_set_date(m, 1, (int32_t)length);
}
static smtp_result importance(smtp_message *m, const char *data, size_t length) {
    (void)data;
    (void)length;
    return smtp_message_set_importance(m, SMTP_IMPORTANCE_HIGH);
}
static smtp_result auto_submitted(smtp_message *m, const char *data, size_t length) {
    (void)data;
    (void)length;
    return smtp_message_set_auto_submitted(m, SMTP_AUTO_REPLIED);
}

static const struct {
    door_fn open;
    const char *good;
    bool has_no_string;
} doors[] = {
    {name_FROM, "Ann", false},
    {address_FROM, "a@example.org", false},
    {name_SENDER, "Ann", false},
    {address_SENDER, "a@example.org", false},
    {name_REPLY_TO, "Ann", false},
    {address_REPLY_TO, "a@example.org", false},
    {name_TO, "Ann", false},
    {address_TO, "a@example.org", false},
    {name_CC, "Ann", false},
    {address_CC, "a@example.org", false},
    {name_BCC, "Ann", false},
    {address_BCC, "a@example.org", false},
    {name_RESENT_FROM, "Ann", false},
    {address_RESENT_FROM, "a@example.org", false},
    {name_RESENT_SENDER, "Ann", false},
    {address_RESENT_SENDER, "a@example.org", false},
    {name_RESENT_TO, "Ann", false},
    {address_RESENT_TO, "a@example.org", false},
    {name_RESENT_CC, "Ann", false},
    {address_RESENT_CC, "a@example.org", false},
    {name_RESENT_BCC, "Ann", false},
    {address_RESENT_BCC, "a@example.org", false},
    {name_DISPOSITION_NOTIFICATION_TO, "Ann", false},
    {address_DISPOSITION_NOTIFICATION_TO, "a@example.org", false},
    {name_RETURN_RECEIPT_TO, "Ann", false},
    {address_RETURN_RECEIPT_TO, "a@example.org", false},
    {name_of_from, "Ann", false},
    {open_group, "team", false},
    {list_name, "News", false},
    {list_id, "news.example.org", false},
    {list_post, "mailto:a@example.org", false},
    {one_click_https, "https://example.org/u/1", false},
    {one_click_mailto, "mailto:u@example.org", false},
    {resent_id, "2@example.org", false},
    {header_name, "X-New", false},
    {header_value, "value", false},
    {smtp_message_set_subject, "Subject", false},
    {smtp_message_set_message_id, "3@example.org", false},
    {smtp_message_add_in_reply_to, "4@example.org", false},
    {smtp_message_add_reference, "5@example.org", false},
    {smtp_message_add_keyword, "word", false},
    {smtp_message_add_comment, "words", false},
    {date, "", true},
    {importance, "", true},
    {auto_submitted, "", true},
};

static const struct {
    const char *data;
    size_t length;
} corpus[] = {
    {"a\rb", 3},
    {"a\nb", 3},
    {"a\r\nBcc: x@y.z", 13},
    {"a\0b", 3},
    {"a\x7f", 2},
    {"\x1b[2J", 4},
    {"a\tb", 3},
    {"a\xe2\x80\xa8", 4},
    {"\xe2\x80\xa9", 3},
    {"a\xc2\x85", 3},
    {"\xff", 1},
    {"\xc0\xaf", 2},
    {"\xe0\x80\xaf", 3},
    {"\xed\xa0\x80", 3},
    {"\xed\xb0\x80", 3},
    {"a\xc3", 2},
    {"\xf4\x90\x80\x80", 4},
    {"a\r\n b", 5},
    {"\r\n", 2},
    {"a@example.org\r\n", 15},
    {"https://a\r\n.b/", 14},
    {"https://a/\xe2\x80\xa8", 13},
    {"<a@b>\n", 6},
    {"\"a\r\n\"@b.c", 9},
};

/* A message in which every field of the doors stands already. */
static smtp_result fill(smtp_message *m) {
    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++) {
        smtp_result result = doors[i].open(m, doors[i].good, strlen(doors[i].good));
        if (result != SMTP_OK) {
            return result;
        }
    }
    return smtp_message_set_seed(m, SEED, 32);
}

/* The mail and its envelope as one string. */
static void read_state(smtp_message *m, char *out) {
    struct test_allocator a;
    smtp_envelope *envelope;
    strcpy(out, mail_of(m));
    test_allocator_init(&a);
    assert_int_equal(smtp_envelope_new(&a.table, &envelope), SMTP_OK);
    assert_int_equal(smtp_message_envelope(m, envelope), SMTP_OK);
    strcat(out, smtp_envelope_mail_from(envelope, NULL));
    for (size_t i = 0; i < smtp_envelope_recipient_count(envelope); i++) {
        strcat(out, smtp_envelope_recipient(envelope, i, NULL));
    }
    smtp_envelope_free(envelope);
}

static void what_could_forge_is_refused(void **state) {
    (void)state;
    static char before[8192];
    static char after[8192];
    struct test_allocator a;
    smtp_message *m = new_mail(&a);
    assert_int_equal(fill(m), SMTP_OK);
    read_state(m, before);
    for (size_t d = 0; d < sizeof doors / sizeof doors[0]; d++) {
        for (size_t c = 0; c < sizeof corpus / sizeof corpus[0] && !doors[d].has_no_string; c++) {
            smtp_result result = doors[d].open(m, corpus[c].data, corpus[c].length);
            bool is_id = doors[d].open == smtp_message_set_message_id || doors[d].open == resent_id ||
                         doors[d].open == smtp_message_add_in_reply_to || doors[d].open == smtp_message_add_reference;
            if (result != SMTP_E_CONTROL_CHARACTER && result != SMTP_E_UTF8 &&
                !(is_id && result == SMTP_E_MESSAGE_ID)) {
                fail_msg("door %zu, text %zu: %d", d, c, (int)result);
            }
        }
        read_state(m, after);
        assert_string_equal(before, after);
    }
    end_mail(&a, m);
}

/* One door more, in memory that ends after any octet of what it needs. */
static void memory_may_end_anywhere(void **state) {
    (void)state;
    static _Alignas(max_align_t) uint8_t memory[1 << 16];
    static char before[8192];
    static char after[8192];
    size_t base = smtp_message_bytes();
    smtp_message *m;
    do {
        base += 64;
        assert_true(base < sizeof memory / 2);
        assert_int_equal(smtp_message_init(memory, base, &m), SMTP_OK);
    } while (fill(m) != SMTP_OK);
    for (size_t d = 0; d < sizeof doors / sizeof doors[0]; d++) {
        smtp_result result = SMTP_E_NO_MEMORY;
        for (size_t more = 0; result != SMTP_OK; more += 8) {
            assert_int_equal(smtp_message_init(memory, base + more, &m), SMTP_OK);
            assert_int_equal(fill(m), SMTP_OK);
            read_state(m, before);
            result = doors[d].open(m, doors[d].good, strlen(doors[d].good));
            read_state(m, after);
            if (result != SMTP_OK) {
                assert_int_equal(result, SMTP_E_NO_MEMORY);
                assert_string_equal(before, after);
            }
        }
        assert_int_equal(doors[d].open(NULL, doors[d].good, strlen(doors[d].good)), SMTP_E_ARGUMENT);
    }
}

/* What a call that failed had taken is there for the next one. */
static void a_failure_takes_no_memory(void **state) {
    (void)state;
    static _Alignas(max_align_t) uint8_t memory[SMTP_MESSAGE_BYTES + 700];
    char long_id[500] = "a@";
    smtp_message *m;
    memset(long_id + 2, 'a', sizeof long_id - 2);
    assert_int_equal(smtp_message_init(memory, smtp_message_bytes() + 600, &m), SMTP_OK);
    assert_int_equal(smtp_message_add_reference(m, "a@b", 3), SMTP_OK);
    for (size_t i = 0; i < 20; i++) {
        assert_int_equal(smtp_message_add_reference(m, long_id, sizeof long_id), SMTP_E_NO_MEMORY);
        assert_int_equal(smtp_message_set_message_id(m, long_id, sizeof long_id), SMTP_E_NO_MEMORY);
        assert_int_equal(smtp_message_set_resent(m, 0, 0, long_id, sizeof long_id), SMTP_E_NO_MEMORY);
        assert_int_equal(smtp_message_set_subject(m, long_id, sizeof long_id), SMTP_E_NO_MEMORY);
    }
    assert_int_equal(smtp_message_set_message_id(m, "1@b", 3), SMTP_OK);
    smtp_message_fini(m);
}

static void any_allocation_may_fail(void **state) {
    (void)state;
    smtp_result result = SMTP_E_NO_MEMORY;
    for (long n = 1; result != SMTP_OK; n++) {
        struct test_allocator a;
        smtp_message *m = new_mail(&a);
        a.fail_at = n;
        result = fill(m);
        assert_true(result == SMTP_OK || result == SMTP_E_NO_MEMORY);
        a.fail_at = 0;
        assert_int_equal(fill(m), SMTP_OK);
        assert_true(strlen(mail_of(m)) > 1000);
        end_mail(&a, m);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_could_forge_is_refused),
        cmocka_unit_test(memory_may_end_anywhere),
        cmocka_unit_test(a_failure_takes_no_memory),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests_name("mime/message_put", tests, NULL, NULL);
}
