/* SPDX-License-Identifier: MIT */
/* Many parameters at once, and little memory for them. */
#include "asking.h"

#include "wire/envelope_part.h"

/* All at once, each as long as it can be: nothing is cut. */
static void the_longest_lines(void **state) {
    (void)state;
    static char longest[600];
    char address[255];
    uint8_t memory[SMTP__COMMAND_MAX];
    struct smtp__buffer buffer = {memory, sizeof memory, 0};
    struct smtp__mail_parameters all = {INT64_MAX, SMTP__BODY_BINARY, true};
    memset(longest, 'x', sizeof longest);
    memset(address, 'd', 254);
    address[64] = '@';
    for (size_t i = 120; i < 254; i += 60) {
        address[i] = '.';
    }
    smtp_envelope_clear(envelope);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, address, 254), SMTP_OK);
    memset(address, '=', 64);
    assert_int_equal(smtp_envelope_add_recipient(envelope, address, 254), SMTP_OK);
    assert_int_equal(smtp_envelope_set_ret(envelope, SMTP_RET_FULL), SMTP_OK);
    assert_int_equal(smtp_envelope_set_envid(envelope, longest, 100), SMTP_OK);
    assert_int_equal(smtp_envelope_set_auth(envelope, address, 254), SMTP_OK);
    assert_int_equal(smtp_envelope_set_require_tls(envelope, 1), SMTP_OK);
    assert_int_equal(smtp_envelope_set_deliver_by(envelope, -999999999, SMTP_BY_NOTIFY, 1), SMTP_OK);
    assert_int_equal(smtp_envelope_set_hold_until(envelope, 1), SMTP_OK);
    assert_int_equal(smtp_envelope_set_priority(envelope, -9), SMTP_OK);
    assert_int_equal(smtp_envelope_add_parameter(envelope, "K", 1, longest, 509), SMTP_OK);
    assert_int_equal(smtp_envelope_set_notify(envelope, 14), SMTP_OK);
    assert_int_equal(smtp_envelope_set_recipient_original(envelope, 0, longest, 487), SMTP_OK);
    assert_int_equal(smtp_envelope_add_recipient_parameter(envelope, 0, "K", 1, longest, 509), SMTP_OK);
    assert_int_equal(smtp__command_mail(&buffer, envelope, &all), SMTP_OK);
    assert_memory_equal(memory + buffer.length - 10, "xxxxxxxx\r\n", 10);
    buffer.length = 0;
    assert_int_equal(smtp__command_rcpt(&buffer, envelope, 0), SMTP_OK);
    assert_memory_equal(memory + buffer.length - 10, "xxxxxxxx\r\n", 10);
    needs(SMTP_EXT_DSN | SMTP_EXT_AUTH | SMTP_EXT_REQUIRETLS | SMTP_EXT_DELIVERBY | SMTP_EXT_FUTURERELEASE |
          SMTP_EXT_MT_PRIORITY);
    smtp_envelope_clear(envelope);
    needs(0);
    has_line("MAIL FROM:<>", write_mail, envelope, 0);
}

/* Parameters of some among many recipients, and of a part of them. */
static void each_recipient_has_its_own(void **state) {
    (void)state;
    enum { MANY = 1000 };
    char text[32];
    char line[100];
    size_t indices[MANY];
    smtp_envelope *part;
    smtp_envelope_clear(envelope);
    for (size_t i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "%zu@x.test", i);
        assert_int_equal(smtp_envelope_add_recipient(envelope, text, SMTP_Z), SMTP_OK);
        indices[i] = MANY - 1 - i;
        if (i % 3 == 0) {
            snprintf(text, sizeof text, "%zu", i);
            assert_int_equal(smtp_envelope_set_recipient_original(envelope, i, text, SMTP_Z), SMTP_OK);
        }
    }
    assert_int_equal(smtp_envelope_set_recipient_original(envelope, 1, "1", 1), SMTP_OK);
    assert_int_equal(smtp_envelope_set_envid(envelope, "id", 2), SMTP_OK);
    assert_int_equal(smtp_envelope_new(&a.table, &part), SMTP_OK);
    assert_int_equal(smtp__envelope_take(part, envelope, indices, MANY), SMTP_OK);
    has_line("MAIL FROM:<> ENVID=id", write_mail, part, 0);
    for (size_t i = 0; i < MANY; i++) {
        bool has = i % 3 == 0 || i == 1;
        snprintf(line, sizeof line, has ? "RCPT TO:<%zu@x.test> ORCPT=rfc822;%zu" : "RCPT TO:<%zu@x.test>", i, i);
        recipient_is(i, line);
        has_line(line, smtp__command_rcpt, part, MANY - 1 - i);
    }
    smtp_envelope_set_envid(envelope, NULL, 0);
    static const size_t without[] = {2, 4, 5};
    assert_int_equal(smtp__envelope_take(part, envelope, without, 3), SMTP_OK);
    assert_int_equal(smtp_envelope_extensions(part), 0);
    needs(SMTP_EXT_DSN);
    a.fail_at = a.calls + 1; /* the recipients; then their parameters are the ones that find no room */
    assert_int_equal(smtp__envelope_take(part, envelope, indices, MANY), SMTP_E_NO_MEMORY);
    a.fail_at = a.calls + 2;
    assert_int_equal(smtp__envelope_take(part, envelope, indices, MANY), SMTP_E_NO_MEMORY);
    assert_int_equal(smtp_envelope_recipient_count(part), 0);
    smtp_envelope_free(part);
}

/* Every setter that takes memory, with each allocation failing once: what was there stays. */
static smtp_result set_all(void) {
    smtp_result result = smtp_envelope_set_envid(envelope, "a longer identifier", SMTP_Z);
    result = result != SMTP_OK ? result : smtp_envelope_set_auth(envelope, "someone@example.org", SMTP_Z);
    result = result != SMTP_OK ? result : smtp_envelope_add_parameter(envelope, "X-A", SMTP_Z, "1", SMTP_Z);
    result = result != SMTP_OK ? result : smtp_envelope_set_recipient_notify(envelope, 0, SMTP_NOTIFY_NEVER);
    result = result != SMTP_OK ? result : smtp_envelope_set_recipient_original(envelope, 1, "b", SMTP_Z);
    return result != SMTP_OK ? result : smtp_envelope_add_recipient_parameter(envelope, 1, "X-B", SMTP_Z, "2", SMTP_Z);
}

/* It can be written, whatever was set before the memory ended. */
static void recipient_begins(size_t index, const char *wanted) {
    uint8_t memory[SMTP__COMMAND_MAX];
    struct smtp__buffer buffer = {memory, sizeof memory, 0};
    assert_int_equal(smtp__command_rcpt(&buffer, envelope, index), SMTP_OK);
    assert_memory_equal(memory, wanted, strlen(wanted));
}

static void in_memory_of_any_size(void **state) {
    (void)state;
    size_t enough = 0;
    smtp_envelope *of_the_heap = envelope;
    for (size_t room = smtp_envelope_bytes() + 96; enough < 20; room += sizeof(void *)) {
        void *memory = guard_room(room);
        assert_int_equal(smtp_envelope_init(memory, room, &envelope), SMTP_OK);
        if (smtp_envelope_add_recipient(envelope, "a@x.test", SMTP_Z) == SMTP_OK &&
            smtp_envelope_add_recipient(envelope, "b@x.test", SMTP_Z) == SMTP_OK) {
            smtp_result result = set_all();
            enough += result == SMTP_OK;
            assert_true(result == SMTP_OK || result == SMTP_E_NO_MEMORY);
            if (result == SMTP_OK) {
                recipient_is(1, RCPT_B " ORCPT=rfc822;b X-B=2");
                recipient_is(0, RCPT_A " NOTIFY=NEVER");
            } else {
                recipient_begins(1, RCPT_B);
            }
        }
        smtp_envelope_fini(envelope);
        guard_free(memory, room);
    }
    envelope = of_the_heap;
}

static void every_allocation_fails_once(void **state) {
    (void)state;
    long failed = 0;
    for (size_t used = 0; used < 1000; used += 8) { /* so that each of them is the one that needs a new chunk */
        end(NULL);
        make(NULL);
        for (size_t i = 0; i < used; i += 16) {
            assert_int_equal(smtp_envelope_add_recipient(envelope, "c@x", SMTP_Z), SMTP_OK);
        }
        a.fail_at = a.calls + 1;
        smtp_result result = set_all();
        if (result != SMTP_OK) {
            failed++;
            assert_int_equal(result, SMTP_E_NO_MEMORY);
            recipient_begins(1, RCPT_B);
            smtp_envelope_clear(envelope);
            assert_int_equal(smtp_envelope_set_mail_from(envelope, "me@x.test", SMTP_Z), SMTP_OK);
            assert_int_equal(smtp_envelope_add_recipient(envelope, "a@x.test", SMTP_Z), SMTP_OK);
            assert_int_equal(smtp_envelope_add_recipient(envelope, "b@x.test", SMTP_Z), SMTP_OK);
            assert_int_equal(set_all(), SMTP_OK);
        }
        mail_is(MAIL " ENVID=a+20longer+20identifier AUTH=someone@example.org X-A=1");
        recipient_is(0, RCPT_A " NOTIFY=NEVER");
        recipient_is(1, RCPT_B " ORCPT=rfc822;b X-B=2");
    }
    assert_true(failed > 5);
}

/* A string that is one octet too long for its room leaves what stands behind it alone. */
static void one_octet_more(void **state) {
    (void)state;
    static const char digits[] = "0123456789012345678901234567890123456789";
    char line[128];
    for (size_t length = 1; length + 1 < sizeof digits; length++) {
        smtp_envelope_clear(envelope);
        assert_int_equal(smtp_envelope_set_envid(envelope, digits, length), SMTP_OK);
        assert_int_equal(smtp_envelope_set_auth(envelope, "a@b", SMTP_Z), SMTP_OK);
        assert_int_equal(smtp_envelope_set_envid(envelope, digits, length + 1), SMTP_OK);
        snprintf(line, sizeof line, "MAIL FROM:<> ENVID=%.*s AUTH=a@b", (int)length + 1, digits);
        mail_is(line);
    }
}

/* What changes often takes no more memory than its longest. */
static void the_same_again_and_again(void **state) {
    (void)state;
    assert_int_equal(smtp_envelope_set_envid(envelope, "0123456789", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_set_auth(envelope, "someone@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_set_recipient_original(envelope, 0, "0123456789", SMTP_Z), SMTP_OK);
    size_t bytes = a.bytes;
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(smtp_envelope_set_envid(envelope, i % 2 == 0 ? NULL : "012345678", SMTP_Z), SMTP_OK);
        assert_int_equal(smtp_envelope_set_auth(envelope, i % 2 == 0 ? "" : "a@b", SMTP_Z), SMTP_OK);
        assert_int_equal(smtp_envelope_set_recipient_original(envelope, 0, &"9876543210"[i % 10], SMTP_Z), SMTP_OK);
        assert_int_equal(smtp_envelope_set_recipient_notify(envelope, 0, (uint32_t)(i % 2)), SMTP_OK);
    }
    assert_int_equal(a.bytes, bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_longest_lines),     TEST(each_recipient_has_its_own),
        TEST(in_memory_of_any_size), TEST(every_allocation_fails_once),
        TEST(one_octet_more),        TEST(the_same_again_and_again),
    };
    return cmocka_run_group_tests_name("wire/mail_parameter", tests, NULL, NULL);
}
