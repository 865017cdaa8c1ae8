/* SPDX-License-Identifier: MIT */
/* What a report says of each way in which a mail can end. */
#include "fixture.h"

#define FROM "C:MAIL FROM:<me@x.test>\nS:250 ok\n"
#define TO_A "C:RCPT TO:<a@x.test>\n"
#define TO_B "C:RCPT TO:<b@x.test>\n"
#define TO_C "C:RCPT TO:<c@x.test>\n"
#define DATA "C:DATA\nS:354 go\nD\n"

struct row {
    const char *script; /* after the opening; three recipients */
    int32_t outcome;
    smtp_result result;
    int32_t phase;
    int32_t code;
    int32_t enhanced;
    const char *text;
    int32_t accepted[3];
    int32_t codes[3];
};

static const struct row rows[] = {
    {FROM TO_A "S:250 ok\n" TO_B "S:250 ok\n" TO_C "S:251 will forward\n" DATA "S:250 2.0.0 queued\n",
     SMTP_OUTCOME_SENT,
     SMTP_OK,
     SMTP_PHASE_DONE,
     250,
     2000000,
     "queued",
     {1, 1, 1},
     {250, 250, 251}},
    {FROM TO_A "S:250 ok\n" TO_B "S:550 5.1.1 who?\n" TO_C "S:450 4.2.2 full\n" DATA "S:250 2.0.0 queued\n",
     SMTP_OUTCOME_PARTIAL,
     SMTP_E_PERMANENT,
     SMTP_PHASE_DONE,
     250,
     2000000,
     "queued",
     {1, 0, 0},
     {250, 550, 450}},
    {FROM TO_A "S:250 ok\n" TO_B "S:250 ok\n" TO_C "S:450 4.2.2 full\n" DATA "S:250 queued\n",
     SMTP_OUTCOME_PARTIAL,
     SMTP_E_TRANSIENT,
     SMTP_PHASE_DONE,
     250,
     0,
     "queued",
     {1, 1, 0},
     {250, 250, 450}},
    {FROM TO_A "S:450 4.2.2 full\n" TO_B "S:550 5.1.1 who?\n" TO_C "S:551 no\n",
     SMTP_OUTCOME_REFUSED,
     SMTP_E_PERMANENT,
     SMTP_PHASE_RCPT,
     550,
     5001001,
     "who?",
     {0, 0, 0},
     {450, 550, 551}},
    {FROM TO_A "S:450 4.2.2 full\n" TO_B "S:451 wait\n" TO_C "S:452 full\n",
     SMTP_OUTCOME_DEFERRED,
     SMTP_E_TRANSIENT,
     SMTP_PHASE_RCPT,
     450,
     4002002,
     "full",
     {0, 0, 0},
     {450, 451, 452}},
    {"C:MAIL FROM:<me@x.test>\nS:553 5.7.1 not you\n",
     SMTP_OUTCOME_REFUSED,
     SMTP_E_PERMANENT,
     SMTP_PHASE_MAIL,
     553,
     5007001,
     "not you",
     {0, 0, 0},
     {0, 0, 0}},
    {FROM TO_A "S:250 ok\n" TO_B "S:250 ok\n" TO_C "S:250 ok\nC:DATA\nS:451 later\n",
     SMTP_OUTCOME_DEFERRED,
     SMTP_E_TRANSIENT,
     SMTP_PHASE_DATA,
     451,
     0,
     "later",
     {0, 0, 0},
     {250, 250, 250}},
    {FROM TO_A "S:250 ok\n" TO_B "S:550 no\n" TO_C "S:250 ok\n" DATA "S:554 5.6.0 spam\n",
     SMTP_OUTCOME_REFUSED,
     SMTP_E_PERMANENT,
     SMTP_PHASE_END,
     554,
     5006000,
     "spam",
     {0, 0, 0},
     {250, 550, 250}},
    {FROM TO_A "S:250 ok\n" TO_B "S:550 no\n" TO_C "S:250 ok\n" DATA "X\n",
     SMTP_OUTCOME_UNKNOWN,
     SMTP_E_END_OF_STREAM,
     SMTP_PHASE_END,
     0,
     0,
     "",
     {-1, 0, -1},
     {250, 550, 250}},
    {FROM TO_A "S:250 ok\n" TO_B "S:250 ok\nX\n",
     SMTP_OUTCOME_FAILED,
     SMTP_E_END_OF_STREAM,
     SMTP_PHASE_RCPT,
     0,
     0,
     "",
     {0, 0, 0},
     {250, 250, 0}},
    {FROM TO_A "S:250 ok\n" TO_B "S:2x0 ok\n",
     SMTP_OUTCOME_FAILED,
     SMTP_E_REPLY_SYNTAX,
     SMTP_PHASE_RCPT,
     0,
     0,
     NULL,
     {0, 0, 0},
     {250, 0, 0}},
    {FROM TO_A "S:421 4.3.2 going down\nX\n",
     SMTP_OUTCOME_DEFERRED,
     SMTP_E_SERVICE_CLOSING,
     SMTP_PHASE_RCPT,
     421,
     4003002,
     "going down",
     {0, 0, 0},
     {421, 0, 0}},
};

static void check_row(const struct row *row) {
    char script[2048];
    struct fixture f;
    snprintf(script, sizeof script, "%s%s", OPENING, row->script);
    begin(&f, script, 3);
    assert_int_equal(send_mail(&f), row->result);
    assert_report(&f, row->outcome, row->result, row->phase);
    const smtp_report *r = report(&f);
    if (row->text != NULL) {
        assert_int_equal(smtp_report_code(r), row->code);
        assert_int_equal(smtp_report_enhanced(r), row->enhanced);
        assert_non_null(strstr(smtp_report_text(r), row->text));
        assert_int_equal(*row->text == '\0', *smtp_report_text(r) == '\0');
    }
    assert_int_equal(*smtp_report_message(r) == '\0', row->result == SMTP_OK);
    assert_int_equal(smtp_report_recipient_count(r), 3);
    for (size_t i = 0; i < 3; i++) {
        char address[] = "a@x.test";
        address[0] = (char)('a' + i);
        assert_string_equal(smtp_report_recipient_address(r, i), address);
        assert_int_equal(smtp_report_recipient_accepted(r, i), row->accepted[i]);
        assert_int_equal(smtp_report_recipient_code(r, i), row->codes[i]);
    }
    end(&f);
}

static void every_end_of_a_mail(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_row(&rows[i]);
    }
}

/* A refused sender speaks for the mail although pipelined replies come behind it. */
static void a_refused_sender_is_the_reason(void **state) {
    (void)state;
    struct fixture f;
    begin(&f,
          PIPELINING "C:MAIL FROM:<me@x.test>\nC:RCPT TO:<a@x.test>\nC:DATA\nS:550 5.7.1 not you\nS:503 5.5.1 no MAIL\n"
                     "S:503 5.5.1 no RCPT\n",
          1);
    assert_int_equal(send_mail(&f), SMTP_E_PERMANENT);
    assert_report(&f, SMTP_OUTCOME_REFUSED, SMTP_E_PERMANENT, SMTP_PHASE_MAIL);
    assert_int_equal(smtp_report_code(report(&f)), 550);
    assert_int_equal(smtp_report_enhanced(report(&f)), 5007001);
    end(&f);
}

/* HELO's refusal does not hide EHLO's, also where the server then closes; but what HELO is told for now is about now. */
static void a_refused_ehlo_is_the_reason(void **state) {
    (void)state;
    static const struct {
        const char *helo;
        smtp_result result;
        int32_t code;
    } ends[] = {
        {"S:503 bad\nC:QUIT\nS:221 bye\nX\n", SMTP_E_PERMANENT, 550},
        {"X\n", SMTP_E_PERMANENT, 550},
        {"F:-904\n", SMTP_E_PERMANENT, 550},
        {"S:421 busy\nX\n", SMTP_E_SERVICE_CLOSING, 421},
        {"", SMTP_E_TIMEOUT, 550},
    };
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct fixture f;
        char script[256];
        snprintf(script, sizeof script, "S:220 hi\nC:EHLO me.test\nS:550 5.7.1 bad name\nC:HELO me.test\n%s",
                 ends[i].helo);
        begin(&f, script, 1);
        assert_int_equal(send_mail(&f), ends[i].result);
        assert_int_equal(smtp_report_phase(report(&f)), SMTP_PHASE_EHLO);
        assert_int_equal(smtp_report_code(report(&f)), ends[i].code);
        end(&f);
    }
}

static void each_send_has_a_report_of_its_own(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING MAIL_A "C:MAIL FROM:<me@x.test>\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:550 no\n", 1);
    assert_int_equal(send_mail(&f), SMTP_OK);
    assert_string_equal(smtp_report_queue_id(report(&f)), "4F2X");
    assert_int_equal(send_mail(&f), SMTP_E_PERMANENT);
    assert_string_equal(smtp_report_queue_id(report(&f)), "");
    assert_int_equal(smtp_report_recipient_accepted(report(&f), 0), 0);
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_end_of_a_mail),
        cmocka_unit_test(a_refused_sender_is_the_reason),
        cmocka_unit_test(a_refused_ehlo_is_the_reason),
        cmocka_unit_test(each_send_has_a_report_of_its_own),
    };
    return cmocka_run_group_tests_name("client/report", tests, NULL, NULL);
}
