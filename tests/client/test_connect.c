/* SPDX-License-Identifier: MIT */
/* From no connection to a session: host, addresses, the name for EHLO, a transport that knows of no old settings. */
#include "fixture.h"

#include "support/digest.h"

#define OPENING_AS(name) "S:220 hi\nC:EHLO " name "\nS:250 x.test\n"

static void the_server_is_dialled(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING QUIT, 1);
    assert_int_equal(smtp_client_check(f.client), SMTP_OK);
    assert_string_equal(f.fake.host, "x.test");
    assert_int_equal(f.fake.port, 25);
    end(&f);
}

/* The name that is verified stays the server's. */
static void another_host_may_be_dialled(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "T\n" OPENING QUIT, 1);
    assert_int_equal(smtp_client_set_url(f.client, "smtps://x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_client_set_connect(f.client, "192.0.2.1", SMTP_Z, 4650), SMTP_OK);
    assert_int_equal(smtp_client_check(f.client), SMTP_OK);
    assert_string_equal(f.fake.host, "192.0.2.1");
    assert_int_equal(f.fake.port, 4650);
    assert_string_equal(f.fake.server_name, "x.test");
    end(&f);
}

/* It is looked up, named and verified as A-labels. */
static void an_internationalised_server(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "T\n" OPENING QUIT, 1);
    assert_int_equal(smtp_client_set_url(f.client, "smtps://mail.m\xc3\xbcnchen.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_client_check(f.client), SMTP_OK);
    assert_string_equal(f.fake.host, "mail.xn--mnchen-3ya.test");
    assert_string_equal(f.fake.server_name, "mail.xn--mnchen-3ya.test");
    end(&f);
}

static void the_name_for_ehlo(void **state) {
    (void)state;
    static const struct {
        const char *machine; /* NULL: not known */
        const char *script;
    } rows[] = {
        {"me.test", OPENING_AS("me.test") QUIT},          {"localhost", OPENING_AS("[127.0.0.1]") QUIT},
        {NULL, OPENING_AS("[127.0.0.1]") QUIT},           {"", OPENING_AS("[127.0.0.1]") QUIT},
        {"my host.test", OPENING_AS("[127.0.0.1]") QUIT}, {"me.test\r\nMAIL", OPENING_AS("[127.0.0.1]") QUIT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture f;
        begin(&f, rows[i].script, 1);
        f.fake.host_name = rows[i].machine;
        assert_int_equal(smtp_client_check(f.client), SMTP_OK);
        end(&f);
    }
    struct fixture f;
    begin(&f, OPENING_AS("[127.0.0.1]") QUIT, 1);
    f.fake.platform.host_name = NULL;
    assert_int_equal(smtp_client_check(f.client), SMTP_OK);
    end(&f);
}

static smtp_result name_without_end(void *context, char *buffer, size_t size) {
    (void)context;
    memset(buffer, '.', size);
    return SMTP_OK;
}

static void a_name_without_end_is_not_used(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING_AS("[127.0.0.1]") QUIT, 1);
    f.fake.platform.host_name = name_without_end;
    assert_int_equal(smtp_client_check(f.client), SMTP_OK);
    end(&f);
}

static void failures_to_connect_are_told(void **state) {
    (void)state;
    static const struct {
        const char *script;
        smtp_result result;
    } rows[] = {
        {"F:-901\n", SMTP_E_RESOLVE}, {"F:-902\n", SMTP_E_RESOLVE_TRANSIENT},
        {"F:-903\n", SMTP_E_CONNECT}, {"F:-1001\n", SMTP_E_NO_MEMORY},
        {"F:1\n", SMTP_E_CONNECT}, /* an answer that the contract does not have */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture f;
        begin(&f, rows[i].script, 1);
        f.fake.problem = "192.0.2.1: no route";
        assert_int_equal(send_mail(&f), rows[i].result);
        assert_report(&f, SMTP_OUTCOME_FAILED, rows[i].result, SMTP_PHASE_CONNECT);
        bool is_io = smtp_result_class(rows[i].result) == SMTP_CLASS_IO;
        assert_int_equal(strstr(smtp_report_message(report(&f)), "no route") != NULL, is_io);
        assert_int_equal(smtp_client_step(f.client), SMTP_E_STATE);
        end(&f);
    }
}

/* An address that does not answer, or where nobody greets, is not the host's last one. */
static void the_next_address_is_tried(void **state) {
    (void)state;
    static const char *const dead[] = {"P:900000\n", "", "X\n", "F:-904\n", "S:220-never\nX\n"};
    for (size_t i = 0; i < 5; i++) {
        char script[1024];
        struct fixture f;
        snprintf(script, sizeof script, "%s=\n%s=\n%s%s", i == 3 ? "P:900000\n" : dead[i], dead[i == 3 ? 0 : i],
                 OPENING, MAIL_A);
        begin(&f, script, 1);
        f.fake.addresses = 2;
        assert_int_equal(smtp_client_set_timeout(f.client, 5000), SMTP_OK);
        assert_int_equal(send_mail(&f), SMTP_OK);
        assert_int_equal(f.fake.retries, 2);
        assert_true(fake_is_played(&f.fake));
        end(&f);
    }
}

static void without_another_address_the_last_reason_counts(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "P:900000\n=\n", 1);
    f.fake.addresses = 1;
    assert_int_equal(smtp_client_set_timeout(f.client, 5000), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_E_TIMEOUT);
    assert_report(&f, SMTP_OUTCOME_FAILED, SMTP_E_TIMEOUT, SMTP_PHASE_GREETING);
    assert_int_equal(f.fake.retries, 2);
    end(&f);
    begin(&f, "P:900000\n", 1);
    f.fake.ops.retry = NULL;
    smtp_client_free(f.client);
    assert_int_equal(smtp_client_new(&f.fake.platform, &f.client), SMTP_OK);
    assert_int_equal(smtp_client_set_url(f.client, "smtp+plain://x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_E_TIMEOUT);
    end(&f);
}

/* A server that says no has answered: that is no reason to ask at another address. */
static void a_refusal_is_not_taken_to_the_next_address(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "S:554 no\nC:QUIT\nS:221 bye\nX\n=\n" OPENING, 1);
    f.fake.addresses = 1;
    assert_int_equal(send_mail(&f), SMTP_E_PERMANENT);
    assert_int_equal(f.fake.retries, 0);
    end(&f);
}

/* The deadline is one for all addresses. */
static void the_deadline_spans_the_addresses(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "P:900000\n=\nP:900000\n=\nP:900000\n", 1);
    f.fake.addresses = 2;
    assert_int_equal(smtp_client_set_timeout(f.client, 5000), SMTP_OK);
    assert_int_equal(smtp_client_set_deadline(f.client, 8000), SMTP_OK);
    uint64_t start = f.fake.now_ms;
    assert_int_equal(send_mail(&f), SMTP_E_DEADLINE);
    assert_in_range(f.fake.now_ms - start, 8000, 9000);
    assert_int_equal(f.fake.retries, 1);
    end(&f);
}

/* Neither is there another address for a mail whose deadline is over, or that the caller wants no more. */
static void after_the_deadline_no_address_is_tried(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "=\n" OPENING MAIL_A, 1);
    f.fake.addresses = 1;
    assert_int_equal(smtp_client_set_deadline(f.client, 5000), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_E_DEADLINE);
    assert_report(&f, SMTP_OUTCOME_FAILED, SMTP_E_DEADLINE, SMTP_PHASE_GREETING);
    assert_int_equal(f.fake.retries, 0);
    end(&f);
}

/* A server that greeted is the right one: what goes wrong after it is told. */
static void after_the_greeting_the_address_is_kept(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "S:220 hi\nC:EHLO me.test\nX\n=\n" OPENING MAIL_A, 1);
    f.fake.addresses = 1;
    assert_int_equal(send_mail(&f), SMTP_E_END_OF_STREAM);
    assert_report(&f, SMTP_OUTCOME_FAILED, SMTP_E_END_OF_STREAM, SMTP_PHASE_EHLO);
    assert_int_equal(f.fake.retries, 0);
    end(&f);
}

static void a_stale_transport_is_renewed(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, OPENING MAIL_A "=\n" OPENING MAIL_A "=\n" OPENING MAIL_A, 1);
    assert_int_equal(send_mail(&f), SMTP_OK);
    long transports = f.fake.transports;
    assert_int_equal(smtp_client_set_verify(f.client, 0), SMTP_OK);
    f.fake.allocator.fail_at = f.fake.allocator.calls + 2; /* the report's recipients come first */
    assert_int_equal(send_mail(&f), SMTP_E_NO_MEMORY);
    assert_report(&f, SMTP_OUTCOME_FAILED, SMTP_E_NO_MEMORY, SMTP_PHASE_CONNECT);
    assert_int_equal(f.fake.transports, transports);
    assert_int_equal(send_mail(&f), SMTP_OK);
    assert_int_equal(f.fake.transports, transports + 1);
    assert_int_equal(f.fake.releases, transports);
    end(&f);
}

/* RFC 2195 s2. A platform that ends before the member has none, whatever stands behind it. */
static void the_hash_functions_of_the_platform(void **state) {
    (void)state;
    struct fixture f;
    struct test_digests digests;
    test_digests_init(&digests);
    for (int is_short = 0; is_short < 2; is_short++) {
        begin(&f, "", 1);
        f.fake.script = f.fake.at = is_short
                                        ? "S:220 hi\nC:EHLO me.test\nS:250-x\nS:250 AUTH CRAM-MD5\n" QUIT
                                        : "S:220 hi\nC:EHLO me.test\nS:250-x\nS:250 AUTH CRAM-MD5\nC:AUTH CRAM-MD5\n"
                                          "S:334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+\n"
                                          "C:dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw\nS:235 ok\n" QUIT;
        f.fake.platform.digests = &digests.table;
        f.fake.platform.struct_size -= is_short ? sizeof f.fake.platform.digests : 0;
        assert_int_equal(smtp_client_set_credentials(f.client, "tim", SMTP_Z, "tanstaaftanstaaf", SMTP_Z), SMTP_OK);
        assert_int_equal(smtp_client_check(f.client), is_short ? SMTP_E_NO_MECHANISM : SMTP_OK);
        end(&f);
    }
    assert_true(digests.calls > 4);
    assert_int_equal(digests.live, 0);
}

/* RFC 8689 s2: a certificate that nobody checked is none. */
static void tls_all_the_way_begins_at_a_server_that_is_verified(void **state) {
    (void)state;
    static const char pin[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    static const struct {
        int32_t verify;
        const char *pin;
        smtp_result wanted;
    } rows[] = {{1, NULL, SMTP_OK}, {0, pin, SMTP_OK}, {0, NULL, SMTP_E_NEEDS_REQUIRETLS}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture f;
        begin(&f,
              rows[i].wanted == SMTP_OK
                  ? "T\nS:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 REQUIRETLS\n"
                    "C:MAIL FROM:<me@x.test> REQUIRETLS\nS:250 ok\nC:RCPT TO:<a@x.test>\nS:250 ok\n"
                    "C:DATA\nS:354 go\nD\nS:250 ok\n"
                  : "T\nS:220 hi\nC:EHLO me.test\nS:250-x.test\nS:250 REQUIRETLS\n",
              1);
        assert_int_equal(smtp_client_set_url(f.client, "smtps://x.test", SMTP_Z), SMTP_OK);
        assert_int_equal(smtp_client_set_verify(f.client, rows[i].verify), SMTP_OK);
        assert_int_equal(smtp_client_set_pin(f.client, rows[i].pin, SMTP_Z), SMTP_OK);
        assert_int_equal(smtp_envelope_set_require_tls(f.envelope, 1), SMTP_OK);
        assert_int_equal(send_mail(&f), rows[i].wanted);
        end(&f);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hash_functions_of_the_platform),
        cmocka_unit_test(the_server_is_dialled),
        cmocka_unit_test(another_host_may_be_dialled),
        cmocka_unit_test(tls_all_the_way_begins_at_a_server_that_is_verified),
        cmocka_unit_test(an_internationalised_server),
        cmocka_unit_test(the_name_for_ehlo),
        cmocka_unit_test(a_name_without_end_is_not_used),
        cmocka_unit_test(failures_to_connect_are_told),
        cmocka_unit_test(the_next_address_is_tried),
        cmocka_unit_test(without_another_address_the_last_reason_counts),
        cmocka_unit_test(a_refusal_is_not_taken_to_the_next_address),
        cmocka_unit_test(the_deadline_spans_the_addresses),
        cmocka_unit_test(after_the_deadline_no_address_is_tried),
        cmocka_unit_test(after_the_greeting_the_address_is_kept),
        cmocka_unit_test(a_stale_transport_is_renewed),
    };
    return cmocka_run_group_tests_name("client/connect", tests, NULL, NULL);
}
