/* SPDX-License-Identifier: MIT */
/* A client's life, and whole flows in which each allocation fails once. */
#include "fixture.h"

static void an_incomplete_platform_is_refused(void **state) {
    (void)state;
    struct fake fake;
    smtp_client *client = (smtp_client *)&fake;
    fake_init(&fake, "");
    assert_int_equal(smtp_client_new(&fake.platform, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_client_new(NULL, &client), SMTP_E_ARGUMENT);
    assert_null(client);
    smtp_allocator short_allocator = fake.allocator.table;
    short_allocator.struct_size--;
    for (int i = 0; i < 6; i++) {
        smtp_platform platform = fake.platform;
        platform.struct_size = i == 0 ? offsetof(smtp_platform, digests) - 1 : platform.struct_size;
        platform.allocator = i == 1 ? NULL : i == 2 ? &short_allocator : platform.allocator;
        platform.transport_new = i == 3 ? NULL : platform.transport_new;
        platform.monotonic_ms = i == 4 ? NULL : platform.monotonic_ms;
        platform.random = i == 5 ? NULL : platform.random;
        assert_int_equal(smtp_client_new(&platform, &client), SMTP_E_ARGUMENT);
        assert_null(client);
    }
    assert_int_equal(fake.allocator.calls, 0);
    fake_end(&fake);
}

enum { LEAST = offsetof(smtp_transport_ops, channel_binding) };

static void an_incomplete_transport_is_refused(void **state) {
    (void)state;
    for (int i = 0; i < 5; i++) {
        struct fake fake;
        smtp_client *client;
        fake_init(&fake, "");
        fake.ops.struct_size = i == 0 ? LEAST - 1 : sizeof fake.ops;
        fake.ops.open = i == 1 ? NULL : fake.ops.open;
        fake.ops.send = i == 2 ? NULL : fake.ops.send;
        fake.ops.recv = i == 3 ? NULL : fake.ops.recv;
        fake.ops.close = i == 4 ? NULL : fake.ops.close;
        assert_int_equal(smtp_client_new(&fake.platform, &client), SMTP_E_ARGUMENT);
        assert_null(client);
        assert_int_equal(fake.allocator.live, 0);
    }
}

/* One whose implementer knew nothing of what came later, and does not have it. */
static void an_older_transport_is_whole(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "T\n" OPENING MAIL_A, 1);
    f.fake.ops.struct_size = LEAST;
    memset(&f.fake.ops.channel_binding, 0xa5, sizeof f.fake.ops - LEAST);
    assert_int_equal(smtp_client_set_url(f.client, "smtps://x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_OK);
    assert_null(smtp_client_tls_peer(f.client));
    end(&f);
}

static void what_is_optional_may_be_missing(void **state) {
    (void)state;
    struct fixture f;
    begin(&f,
          "S:220 hi\nC:EHLO me.test\nS:250-x\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\nT\nC:EHLO me.test\nS:250 x\n" MAIL_A
          "X\n",
          1);
    f.fake.ops.retry = NULL;
    f.fake.ops.descriptor = NULL;
    f.fake.ops.problem = NULL;
    f.fake.ops.tls_version = NULL;
    f.fake.platform.utc = NULL;
    assert_int_equal(smtp_client_set_url(f.client, "smtp://x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(send_mail(&f), SMTP_OK);
    assert_int_equal(smtp_client_descriptor(f.client), -1);
    f.fake.ops.release = NULL;
    smtp_client_free(f.client);
    smtp_source_free(f.source);
    smtp_envelope_free(f.envelope);
    assert_int_equal(f.fake.allocator.live, 0);
}

static void nothing_may_be_freed_or_asked(void **state) {
    (void)state;
    smtp_client_free(NULL);
    assert_null(smtp_client_report(NULL));
    assert_int_equal(smtp_client_descriptor(NULL), -1);
    assert_int_equal(smtp_client_waits(NULL), 0);
    assert_int_equal(smtp_client_timeout_ms(NULL), 0);
}

static void a_new_clients_report_is_empty(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, "", 1);
    assert_report(&f, SMTP_OUTCOME_FAILED, SMTP_OK, SMTP_PHASE_SETUP);
    assert_string_equal(smtp_report_message(report(&f)), "");
    assert_int_equal(smtp_report_recipient_count(report(&f)), 0);
    end(&f);
}

/* At any step the client may be freed. */
static void a_client_may_be_freed_under_way(void **state) {
    (void)state;
    bool is_done = false;
    for (int steps = 0; !is_done; steps++) {
        struct fixture f;
        begin(&f, PIPELINING MAIL_A_PIPELINED, 1);
        f.fake.piece = 5;
        f.fake.send_piece = 5;
        f.fake.blocks = true;
        assert_int_equal(smtp_client_start_send(f.client, f.envelope, f.source), SMTP_OK);
        for (int i = 0; i < steps && !is_done; i++) {
            is_done = smtp_client_step(f.client) != SMTP_PENDING;
        }
        end(&f);
    }
}

/* ---- memory ---- */

#define TLS_MAIL                                                                                                       \
    "S:220 hi\nC:EHLO other.test\nS:250-x\nS:250 STARTTLS\nC:STARTTLS\nS:220 go\nT\nC:EHLO other.test\nS:250-x\n"      \
    "S:250 AUTH PLAIN\nC:AUTH PLAIN AG1lAHBhc3N3b3Jk\nS:235 ok\nC:MAIL FROM:<me@x.test>\nS:250 ok\n"                   \
    "C:RCPT TO:<a@x.test>\nS:250 ok\nC:RCPT TO:<b@x.test>\nS:550 5.1.1 nobody of that name is here\nC:DATA\nS:354 "    \
    "go\n"                                                                                                             \
    "D\nS:250 2.0.0 Ok: queued as 4F2X\n"

/* A whole flow; what failed first, in *step the number of the call. */
static smtp_result whole_flow(struct fixture *f, int *step) {
    smtp_client *c;
    smtp_result result = smtp_client_new(&f->fake.platform, &c);
    f->client = c;
    *step = 0;
    if (result != SMTP_OK) {
        return result;
    }
    smtp_result results[] = {
        smtp_client_set_url(c, "smtp://x.test", SMTP_Z),
        smtp_client_set_credentials(c, "me", SMTP_Z, "password", SMTP_Z),
        smtp_client_set_helo(c, "other.test", SMTP_Z),
        smtp_client_set_ca_file(c, "/ca.pem", SMTP_Z),
        smtp_client_set_client_certificate(c, "/me.pem", SMTP_Z, "/me.key", SMTP_Z),
    };
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
        *step = (int)i + 1;
        if (results[i] != SMTP_OK) {
            return results[i];
        }
    }
    *step = 100;
    return send_mail(f);
}

/* P16: each allocation fails once; the error is that of memory, nothing leaks, and the client goes on working. */
static void each_allocation_may_fail(void **state) {
    (void)state;
    int sent = 0;
    bool passed = false;
    for (long n = 1; !passed; n++) {
        struct fixture f;
        int step;
        fake_init(&f.fake, TLS_MAIL "=\n" TLS_MAIL "=\n" TLS_MAIL);
        make_mail(&f, 2);
        f.fake.allocator.fail_at = n;
        smtp_result result = whole_flow(&f, &step);
        passed = f.fake.allocator.calls < n;
        f.fake.allocator.fail_at = 0;
        if (step == 0) {
            assert_int_equal(result, SMTP_E_NO_MEMORY);
            assert_null(f.client);
        } else if (step < 100) {
            assert_int_equal(result, SMTP_E_NO_MEMORY);
        } else if (f.fake.verdict_is_out) {
            /* only a text may be missing */
            assert_int_equal(result, SMTP_E_PERMANENT);
            assert_report(&f, SMTP_OUTCOME_PARTIAL, SMTP_E_PERMANENT, SMTP_PHASE_DONE);
            assert_int_equal(smtp_report_recipient_code(report(&f), 1), 550);
            sent++;
        } else {
            assert_int_equal(result, SMTP_E_NO_MEMORY);
            assert_int_equal(smtp_report_outcome(report(&f)), SMTP_OUTCOME_FAILED);
            assert_int_equal(smtp_report_result(report(&f)), SMTP_E_NO_MEMORY);
            assert_true(strlen(smtp_report_message(report(&f))) > 0);
        }
        if (step == 100) {
            smtp_client_free(f.client);
            fake_end(&f.fake);
            f.fake.at = TLS_MAIL;
            f.fake.content_is_whole = false;
            assert_int_equal(whole_flow(&f, &step), SMTP_E_PERMANENT);
            assert_true(f.fake.content_is_whole);
        }
        end(&f);
    }
    assert_true(sent >= 1);
}

/* The same client sends after a send that had no memory. */
static void after_a_failed_allocation_the_client_works(void **state) {
    (void)state;
    bool passed = false;
    for (long n = 1; !passed; n++) {
        struct fixture f;
        begin(&f, OPENING MAIL_A, 1);
        long before = f.fake.allocator.calls;
        f.fake.allocator.fail_at = before + n;
        smtp_result result = send_mail(&f);
        passed = f.fake.allocator.calls < before + n;
        f.fake.allocator.fail_at = 0;
        if (result != SMTP_OK) {
            assert_int_equal(result, SMTP_E_NO_MEMORY);
            assert_false(f.fake.content_is_whole);
            f.fake.at = OPENING MAIL_A;
            assert_int_equal(send_mail(&f), SMTP_OK);
        }
        assert_int_equal(smtp_report_recipient_count(report(&f)), 1);
        end(&f);
    }
}

/* P6: a session takes no memory while it runs but for the report's texts. */
static void memory_does_not_grow_with_mails(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, PIPELINING MAIL_A_PIPELINED MAIL_A_PIPELINED MAIL_A_PIPELINED MAIL_A_PIPELINED, 1);
    assert_int_equal(send_mail(&f), SMTP_OK);
    size_t peak = f.fake.allocator.peak;
    assert_in_range(peak, 32768, 59000); /* as SECURITY.md says */
    for (int i = 0; i < 3; i++) {
        assert_int_equal(send_mail(&f), SMTP_OK);
    }
    assert_int_equal(f.fake.allocator.peak, peak);
    end(&f);
}

/* P12: what held a secret is wiped before it is given back. */
struct looking {
    struct test_allocator *inner;
    smtp_allocator table;
    size_t sizes[64];
    const uint8_t *blocks[64];
    bool saw_secret;
};

static void *look_and_allocate(void *context, size_t size) {
    struct looking *looking = context;
    uint8_t *memory = looking->inner->table.allocate(looking->inner, size);
    size_t i = 0;
    while (looking->blocks[i] != NULL) {
        i++;
        assert_true(i < 64);
    }
    looking->blocks[i] = memory;
    looking->sizes[i] = size;
    return memory;
}

static bool has(const uint8_t *memory, size_t size, const char *secret) {
    size_t length = strlen(secret);
    for (size_t i = 0; i + length <= size; i++) {
        if (memcmp(memory + i, secret, length) == 0) {
            return true;
        }
    }
    return false;
}

static void look_and_release(void *context, void *memory) {
    struct looking *looking = context;
    size_t i = 0;
    while (looking->blocks[i] != memory) {
        i++;
        assert_true(i < 64);
    }
    looking->blocks[i] = NULL;
    looking->saw_secret = looking->saw_secret || has(memory, looking->sizes[i], "password") ||
                          has(memory, looking->sizes[i], "hc3N3b3Jk");
    looking->inner->table.release(looking->inner, memory);
}

static void secrets_are_wiped(void **state) {
    (void)state;
    struct fixture f;
    struct looking looking = {.inner = &f.fake.allocator};
    int step;
    fake_init(&f.fake, TLS_MAIL);
    make_mail(&f, 2);
    looking.table = (smtp_allocator){sizeof looking.table, &looking, look_and_allocate, look_and_release};
    f.fake.platform.allocator = &looking.table;
    assert_int_equal(whole_flow(&f, &step), SMTP_E_PERMANENT);
    assert_int_equal(smtp_client_set_credentials(f.client, "me", SMTP_Z, "password", SMTP_Z), SMTP_OK);
    smtp_client_free(f.client);
    f.client = NULL;
    assert_false(looking.saw_secret);
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_incomplete_platform_is_refused),
        cmocka_unit_test(an_incomplete_transport_is_refused),
        cmocka_unit_test(an_older_transport_is_whole),
        cmocka_unit_test(what_is_optional_may_be_missing),
        cmocka_unit_test(nothing_may_be_freed_or_asked),
        cmocka_unit_test(a_new_clients_report_is_empty),
        cmocka_unit_test(a_client_may_be_freed_under_way),
        cmocka_unit_test(each_allocation_may_fail),
        cmocka_unit_test(after_a_failed_allocation_the_client_works),
        cmocka_unit_test(memory_does_not_grow_with_mails),
        cmocka_unit_test(secrets_are_wiped),
    };
    return cmocka_run_group_tests_name("client/client", tests, NULL, NULL);
}
