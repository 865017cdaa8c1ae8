/* SPDX-License-Identifier: MIT */
#include "fixture.h"

struct log {
    char text[2048];
};

static void write_log(void *context, int32_t direction, const char *text, size_t length) {
    struct log *log = context;
    size_t used = strlen(log->text);
    assert_true(used + length + 4 < sizeof log->text);
    snprintf(log->text + used, sizeof log->text - used, "%c%.*s\n", (char)direction, (int)length, text);
}

static void the_dialogue_line_by_line_and_of_the_content_its_length(void **state) {
    (void)state;
    struct log log = {""};
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .trace = write_log, .trace_context = &log};
    struct fixture_mail fixture;
    char events[512];
    make_mail(&fixture, 1, "confidential\n.\n");
    smtp_session *session = new_session(&setup);
    dialogue_run(session, &fixture.mail,
                 GREETED "M\nC:MAIL FROM:<me@x.test>\nS:250-one\nS:250 two\nC:RCPT TO:<a@x.test>\nS:250 ok\nC:DATA\n"
                         "S:354 go\nC:confidential\nC:..\nC:.\nS:250 done\n",
                 1, events, sizeof events);
    assert_string_equal(log.text,
                        "<220 hi\n>EHLO me.test\n<250 x.test\n>MAIL FROM:<me@x.test>\n<250-one\n<250 two\n"
                        ">RCPT TO:<a@x.test>\n<250 ok\n>DATA\n<354 go\n>[content: 17 octets]\n>.\n<250 done\n");
    smtp_session_free(session);
    end_mail(&fixture);
}

static void of_a_chunk_its_command(void **state) {
    (void)state;
    struct log log = {""};
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .chunking = true, .trace = write_log, .trace_context = &log};
    struct fixture_mail fixture;
    char events[512];
    make_mail(&fixture, 1, "confidential\n");
    smtp_session *session = new_session(&setup);
    dialogue_run(session, &fixture.mail,
                 "S:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 CHUNKING\nM\nC:MAIL FROM:<me@x.test>\nS:250 two\n"
                 "C:RCPT TO:<a@x.test>\nS:250 ok\nC:BDAT 14 LAST\nC:confidential\nS:250 done\n",
                 1, events, sizeof events);
    assert_non_null(strstr(log.text, "<250 ok\n>BDAT 14 LAST\n<250 done\n"));
    assert_null(strstr(log.text, "confidential"));
    smtp_session_free(session);
    end_mail(&fixture);
}

static void it_can_be_switched_off_at_any_time(void **state) {
    (void)state;
    struct log log = {""};
    struct setup setup = {.security = SMTP_SECURITY_CLEAR, .trace = write_log, .trace_context = &log};
    char events[512];
    smtp_session *session = new_session(&setup);
    dialogue_run(session, NULL, "S:220 hi\nC:EHLO me.test\n", 0, events, sizeof events);
    smtp_session_set_trace(session, NULL, NULL);
    dialogue_run(session, NULL, "S:250 x.test\n", 0, events, sizeof events);
    assert_string_equal(log.text, "<220 hi\n>EHLO me.test\n");
    smtp_session_set_trace(NULL, write_log, NULL);
    smtp_session_free(session);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_dialogue_line_by_line_and_of_the_content_its_length),
        cmocka_unit_test(of_a_chunk_its_command),
        cmocka_unit_test(it_can_be_switched_off_at_any_time),
    };
    return cmocka_run_group_tests_name("session/trace", tests, NULL, NULL);
}
