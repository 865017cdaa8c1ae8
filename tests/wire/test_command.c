/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "support/guard.h"
#include "wire/command.h"
#include "wire/envelope_object.h"

static struct smtp__text text(const char *string) {
    return smtp__text_from(string, SMTP_Z);
}

static const struct smtp__mail_parameters no_parameters = {-1, SMTP__BODY_NONE, false};

/* An envelope from and to one address, in memory of the test's. */
static smtp_envelope *envelope_of(const char *address) {
    static max_align_t memory[100];
    smtp_envelope *envelope;
    assert_int_equal(smtp_envelope_init(memory, sizeof memory, &envelope), SMTP_OK);
    assert_int_equal(smtp_envelope_set_mail_from(envelope, address, SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_envelope_add_recipient(envelope, address, SMTP_Z), SMTP_OK);
    return envelope;
}

/* One call of each writer, by number: three with an argument of their own, and of an envelope the other. */
enum { WITH_ARGUMENT = 3, WRITERS = 7 };
static smtp_result write_one(int number, struct smtp__buffer *buffer, struct smtp__text argument) {
    static const struct smtp__mail_parameters all = {INT64_MAX, SMTP__BODY_8BIT, true};
    static const struct smtp__mail_parameters binary = {-1, SMTP__BODY_BINARY, false};
    switch (number) {
    case 0:
        return smtp__command_ehlo(buffer, argument);
    case 1:
        return smtp__command_helo(buffer, argument);
    case 2:
        return smtp__command_verb(buffer, argument.data);
    case 3:
        return smtp__command_mail(buffer, envelope_of(argument.data), &no_parameters);
    case 4:
        return smtp__command_mail(buffer, envelope_of(argument.data), &all);
    case 5:
        return smtp__command_mail(buffer, envelope_of(argument.data), &binary);
    default:
        return smtp__command_rcpt(buffer, envelope_of(argument.data), 0);
    }
}

static const char *const expected[WRITERS] = {
    "EHLO a@b\r\n",
    "HELO a@b\r\n",
    "a@b\r\n",
    "MAIL FROM:<a@b>\r\n",
    "MAIL FROM:<a@b> SIZE=9223372036854775807 BODY=8BITMIME SMTPUTF8\r\n",
    "MAIL FROM:<a@b> BODY=BINARYMIME\r\n",
    "RCPT TO:<a@b>\r\n",
};

static void every_command_in_every_room(void **state) {
    (void)state;
    for (int i = 0; i < WRITERS; i++) {
        size_t length = strlen(expected[i]);
        for (size_t room = 0; room <= length + 1; room++) {
            uint8_t *memory = guard_room(room);
            struct smtp__buffer buffer = {memory, room, 0};
            smtp_result result = write_one(i, &buffer, text("a@b"));
            assert_int_equal(result, room < length ? SMTP_E_BUFFER_TOO_SMALL : SMTP_OK);
            assert_int_equal(buffer.length, room < length ? 0 : length);
            assert_memory_equal(memory, expected[i], buffer.length);
            guard_free(memory, room);
        }
    }
}

static void commands_are_appended(void **state) {
    (void)state;
    uint8_t memory[200];
    struct smtp__buffer buffer = {memory, sizeof memory, 0};
    struct smtp__mail_parameters parameters = {0, SMTP__BODY_NONE, false};
    smtp_envelope *envelope = envelope_of("\"a> ORCPT=x\"@d");
    assert_int_equal(smtp_envelope_set_mail_from(envelope, "", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp__command_mail(&buffer, envelope, &parameters), SMTP_OK);
    assert_int_equal(smtp__command_rcpt(&buffer, envelope, 0), SMTP_OK);
    assert_int_equal(smtp__command_ehlo(&buffer, text("x\r\nDATA")), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(smtp__command_verb(&buffer, "DATA"), SMTP_OK);
    static const char lines[] = "MAIL FROM:<> SIZE=0\r\nRCPT TO:<\"a> ORCPT=x\"@d>\r\nDATA\r\n";
    assert_int_equal(buffer.length, strlen(lines));
    assert_memory_equal(memory, lines, strlen(lines));
}

static void chunks_have_their_length(void **state) {
    (void)state;
    uint8_t memory[64];
    struct smtp__buffer buffer = {memory, sizeof memory, 0};
    assert_int_equal(smtp__command_bdat(&buffer, 0, true), SMTP_OK);
    assert_int_equal(smtp__command_bdat(&buffer, 1048576, false), SMTP_OK);
    assert_int_equal(smtp__command_lhlo(&buffer, text("x.test")), SMTP_OK);
    assert_int_equal(buffer.length, strlen("BDAT 0 LAST\r\nBDAT 1048576\r\nLHLO x.test\r\n"));
    assert_memory_equal(memory, "BDAT 0 LAST\r\nBDAT 1048576\r\nLHLO x.test\r\n", buffer.length);
    buffer.capacity = buffer.length + 12;
    assert_int_equal(smtp__command_bdat(&buffer, 0, true), SMTP_E_BUFFER_TOO_SMALL);
}

static void no_control_gets_into_a_command(void **state) {
    (void)state;
    for (int c = 0; c < 256; c++) {
        const char argument[] = {'a', (char)c, 'b', '\0'};
        struct smtp__text of_three = {argument, 3};
        bool is_control = c < 32 || c == 127;
        for (int i = 0; i < WITH_ARGUMENT; i++) {
            if (i == 2 && c == 0) {
                break; /* a verb is a string */
            }
            uint8_t memory[200];
            struct smtp__buffer buffer = {memory, sizeof memory, 0};
            smtp_result result = write_one(i, &buffer, of_three);
            assert_int_equal(result, is_control ? SMTP_E_CONTROL_CHARACTER : SMTP_OK);
            assert_int_equal(buffer.length == 0, is_control);
        }
    }
}

/* Even of an envelope that somebody has written to. */
static void no_control_gets_out_of_an_envelope(void **state) {
    (void)state;
    uint8_t memory[400];
    struct smtp__buffer buffer = {memory, sizeof memory, 0};
    char bad[] = "x\r\nDATA";
    for (int place = 0; place < 6; place++) {
        smtp_envelope *envelope = envelope_of("a@b");
        assert_int_equal(smtp_envelope_set_recipient_notify(envelope, 0, SMTP_NOTIFY_DELAY), SMTP_OK);
        struct smtp__recipient_parameters *parameters = smtp__envelope_parameters_of(envelope, 0);
        struct smtp__kept *const places[] = {&envelope->mail.from, &envelope->mail.envid, &envelope->mail.auth,
                                             &envelope->mail.own,  &parameters->original, &parameters->own};
        places[place]->text = bad;
        bool is_of_mail = place < 4;
        assert_int_equal(smtp__command_mail(&buffer, envelope, &no_parameters),
                         is_of_mail ? SMTP_E_CONTROL_CHARACTER : SMTP_OK);
        assert_int_equal(buffer.length == 0, is_of_mail);
        buffer.length = 0;
        assert_int_equal(smtp__command_rcpt(&buffer, envelope, 0), is_of_mail ? SMTP_OK : SMTP_E_CONTROL_CHARACTER);
        buffer.length = 0;
    }
}

static void a_command_has_a_longest_line(void **state) {
    (void)state;
    static const smtp_result too_long[WITH_ARGUMENT] = {SMTP_E_HELO_NAME, SMTP_E_HELO_NAME, SMTP_E_BUFFER_TOO_SMALL};
    char argument[SMTP__COMMAND_MAX + 1];
    memset(argument, 'x', sizeof argument);
    argument[SMTP__COMMAND_MAX] = '\0';
    for (int i = 0; i < WITH_ARGUMENT; i++) {
        uint8_t memory[2 * SMTP__COMMAND_MAX];
        struct smtp__buffer buffer = {memory, sizeof memory, 7};
        size_t most = SMTP__COMMAND_MAX - (strlen(expected[i]) - 3);
        struct smtp__text fits = {argument + SMTP__COMMAND_MAX - most, most};
        struct smtp__text passes = {argument + SMTP__COMMAND_MAX - most - 1, most + 1};
        assert_int_equal(write_one(i, &buffer, passes), too_long[i]);
        assert_int_equal(buffer.length, 7);
        assert_int_equal(write_one(i, &buffer, fits), SMTP_OK);
        assert_int_equal(buffer.length, 7 + SMTP__COMMAND_MAX);
    }
}

static void check_auth(struct smtp__text initial, const char *line) {
    for (size_t room = 0; room <= strlen(line); room++) {
        uint8_t *memory = guard_room(room);
        struct smtp__buffer buffer = {memory, room, 0};
        smtp_result result = smtp__command_auth(&buffer, "PLAIN", initial);
        assert_int_equal(result, room < strlen(line) ? SMTP_E_BUFFER_TOO_SMALL : SMTP_OK);
        assert_int_equal(buffer.length, room < strlen(line) ? 0 : room);
        assert_memory_equal(memory, line, buffer.length);
        guard_free(memory, room);
    }
}

static void auth_with_and_without_an_initial_response(void **state) {
    (void)state;
    struct smtp__text none = {NULL, 0};
    struct smtp__text plain = {"\0tim\0tanstaaftanstaaf", 21};
    check_auth(none, "AUTH PLAIN\r\n");
    check_auth(text(""), "AUTH PLAIN =\r\n");
    check_auth(plain, "AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm\r\n");
    check_auth(text("f"), "AUTH PLAIN Zg==\r\n");
    check_auth(text("fo"), "AUTH PLAIN Zm8=\r\n");
    uint8_t memory[64];
    struct smtp__buffer buffer = {memory, sizeof memory, 0};
    assert_int_equal(smtp__command_auth(&buffer, "PL\nAIN", plain), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(buffer.length, 0);
}

static void a_response_a_void_one_and_none(void **state) {
    (void)state;
    uint8_t memory[64];
    struct smtp__buffer buffer = {memory, sizeof memory, 0};
    struct smtp__text none = {NULL, 0};
    assert_int_equal(smtp__command_auth_response(&buffer, text("foobar")), SMTP_OK);
    assert_int_equal(smtp__command_auth_response(&buffer, text("")), SMTP_OK);
    assert_int_equal(smtp__command_auth_response(&buffer, none), SMTP_OK);
    assert_int_equal(buffer.length, 8 + 2 + 2 + 3);
    assert_memory_equal(memory, "Zm9vYmFy\r\n\r\n*\r\n", buffer.length);
}

static void an_auth_line_has_a_longest_length(void **state) {
    (void)state;
    static char secret[10000];
    static uint8_t memory[20000];
    struct smtp__buffer buffer = {memory, sizeof memory, 0};
    memset(secret, 'x', sizeof secret);
    struct smtp__text fits = {secret, (SMTP__AUTH_LINE_MAX - 2) / 4 * 3};
    struct smtp__text passes = {secret, fits.length + 1};
    assert_int_equal(smtp__command_auth_response(&buffer, passes), SMTP_E_SECRET);
    assert_int_equal(smtp__command_auth(&buffer, "PLAIN", fits), SMTP_E_SECRET);
    assert_int_equal(buffer.length, 0);
    for (size_t i = 0; i < sizeof memory; i++) {
        assert_int_equal(memory[i], 0);
    }
    assert_int_equal(smtp__command_auth_response(&buffer, fits), SMTP_OK);
    struct smtp__text absurd = {secret, SIZE_MAX};
    assert_int_equal(smtp__command_auth_response(&buffer, absurd), SMTP_E_SECRET);
}

static void the_response_may_stand_at_the_end_of_the_buffer(void **state) {
    (void)state;
    for (size_t n = 1; n < 40; n++) {
        char bytes[40];
        for (size_t i = 0; i < n; i++) {
            bytes[i] = (char)(i * 7);
        }
        uint8_t apart[100];
        struct smtp__buffer wanted = {apart, sizeof apart, 0};
        struct smtp__text response = {bytes, n};
        assert_int_equal(smtp__command_auth(&wanted, "PLAIN", response), SMTP_OK);
        size_t size = wanted.length;
        uint8_t *memory = guard_room(size);
        struct smtp__buffer buffer = {memory, size, 0};
        memcpy(memory + size - n, bytes, n);
        response.data = (const char *)memory + size - n;
        assert_int_equal(smtp__command_auth(&buffer, "PLAIN", response), SMTP_OK);
        assert_memory_equal(memory, apart, size);
        guard_free(memory, size);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_in_every_room),
        cmocka_unit_test(commands_are_appended),
        cmocka_unit_test(chunks_have_their_length),
        cmocka_unit_test(no_control_gets_into_a_command),
        cmocka_unit_test(no_control_gets_out_of_an_envelope),
        cmocka_unit_test(a_command_has_a_longest_line),
        cmocka_unit_test(auth_with_and_without_an_initial_response),
        cmocka_unit_test(a_response_a_void_one_and_none),
        cmocka_unit_test(an_auth_line_has_a_longest_length),
        cmocka_unit_test(the_response_may_stand_at_the_end_of_the_buffer),
    };
    return cmocka_run_group_tests_name("wire/command", tests, NULL, NULL);
}
