/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include "auth/scram.h"

static void expect_header(uint32_t bit, int32_t kind, uint32_t allowed, const char *header) {
    struct smtp__channel channel = {kind, {"data\0of it", 10}};
    struct fixture f;
    begin(&f, find(smtp__mechanisms_digest, bit), "user", "x");
    f.exchange.channel = kind == 0 ? NULL : &channel;
    f.exchange.allowed = allowed;
    f.response.capacity = SMTP__SCRAM_HEADER;
    smtp__scram_put_header(&f.response, &f.exchange);
    assert_int_equal(f.response.length, strlen(header));
    assert_memory_equal(f.memory, header, strlen(header));
    f.response.length = 0;
    f.response.capacity = SMTP__SCRAM_BINDING;
    smtp__scram_put_binding(&f.response, &f.exchange);
    size_t data = header[0] == 'p' ? channel.data.length : 0;
    assert_int_equal(f.response.length, strlen(header) + data);
    assert_memory_equal(f.memory, header, strlen(header));
    assert_memory_equal(f.memory + strlen(header), channel.data.data, data);
}

static void a_bound_form_names_the_kind(void **state) {
    (void)state;
    static const char *const headers[] = {"", "p=tls-exporter,,", "p=tls-server-end-point,,", "p=tls-unique,,"};
    for (int32_t kind = SMTP_CHANNEL_TLS_EXPORTER; kind <= SMTP_CHANNEL_TLS_UNIQUE; kind++) {
        expect_header(SMTP_MECHANISM_SCRAM_SHA_1_PLUS, kind, UINT32_MAX, headers[kind]);
        expect_header(SMTP_MECHANISM_SCRAM_SHA_256_PLUS, kind, UINT32_MAX, headers[kind]);
        expect_header(SMTP_MECHANISM_SCRAM_SHA_512_PLUS, kind, UINT32_MAX, headers[kind]);
    }
}

/* RFC 5802 s6 */
static void an_unbound_form_says_whether_it_could_be_bound(void **state) {
    (void)state;
    static const struct {
        uint32_t plain;
        uint32_t bound;
    } rows[] = {{SMTP_MECHANISM_SCRAM_SHA_1, SMTP_MECHANISM_SCRAM_SHA_1_PLUS},
                {SMTP_MECHANISM_SCRAM_SHA_256, SMTP_MECHANISM_SCRAM_SHA_256_PLUS},
                {SMTP_MECHANISM_SCRAM_SHA_512, SMTP_MECHANISM_SCRAM_SHA_512_PLUS}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        expect_header(rows[i].plain, 0, UINT32_MAX, "n,,");
        expect_header(rows[i].plain, SMTP_CHANNEL_TLS_UNIQUE, UINT32_MAX, "y,,");
        expect_header(rows[i].plain, SMTP_CHANNEL_TLS_UNIQUE, rows[i].plain | rows[i].bound, "y,,");
        expect_header(rows[i].plain, SMTP_CHANNEL_TLS_UNIQUE, ~rows[i].bound, "n,,");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bound_form_names_the_kind),
        cmocka_unit_test(an_unbound_form_says_whether_it_could_be_bound),
    };
    return cmocka_run_group_tests_name("auth/scram_channel", tests, NULL, NULL);
}
