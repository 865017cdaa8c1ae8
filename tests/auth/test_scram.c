/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include "support/scram_server.h"

/* After the first message, with another nonce than that of test_random. */
static void begin_with(struct fixture *f, const struct smtp__mechanism *mechanism, const char *nonce) {
    begin(f, mechanism, "user", "pencil");
    assert_int_equal(answer(f, ""), SMTP_OK);
    assert_true(strlen(nonce) < sizeof f->exchange.kept);
    strcpy((char *)f->exchange.kept, nonce);
}

/* RFC 5802 s5 */
static void the_example_of_sha_1(void **state) {
    (void)state;
    struct fixture f;
    begin_with(&f, find(smtp__mechanisms_digest, SMTP_MECHANISM_SCRAM_SHA_1), "fyko+d2lbbFgONRv9qkxdawL");
    answers(&f, "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
            "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
    answers(&f, "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=", "");
    assert_true(f.exchange.is_verified);
}

#define NONCE_256 "rOprNGfwEbeRWgbNEkqO"
#define BOTH_256 NONCE_256 "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
#define FIRST_256 "r=" BOTH_256 ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"

/* RFC 7677 s3 */
static void the_example_of_sha_256(void **state) {
    (void)state;
    struct fixture f;
    begin_with(&f, find(smtp__mechanisms_digest, SMTP_MECHANISM_SCRAM_SHA_256), NONCE_256);
    answers(&f, FIRST_256, "c=biws,r=" BOTH_256 ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    answers(&f, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", "");
    assert_true(f.exchange.is_verified);
}

/* The same with SHA-512, computed by Python's hashlib. */
static void the_example_with_sha_512(void **state) {
    (void)state;
    struct fixture f;
    begin_with(&f, find(smtp__mechanisms_digest, SMTP_MECHANISM_SCRAM_SHA_512), NONCE_256);
    answers(&f, FIRST_256,
            "c=biws,r=" BOTH_256 ",p=gMGXRcevScNtxZ6/8lQYpGtnsNAc3mGcmNomv+xnoOMw+3R2xNJdMNnzMlTN8PPC6wdp6dybEmDYXYTxwn"
            "YPJQ==");
    answers(&f, "v=ZQnYEgWQMFmmsM8aQMF0nDDCy/AgCzkwk8CmMZYcMg0vSVlKDanekLtifDSeVGT4+5ZxXnJq199RVG2rR7N7Zw==", "");
    assert_true(f.exchange.is_verified);
}

/* No RFC has an example of a bound form: the other side is that of scram_server.h. */
static void bound_to_each_kind_of_channel(void **state) {
    (void)state;
    static const uint8_t data[SMTP_CHANNEL_BYTES] = {1, 0, ',', 0xff};
    static const struct {
        const char *header;
        size_t length;
    } kinds[] = {{"", 0}, {"p=tls-exporter,,", 32}, {"p=tls-server-end-point,,", 64}, {"p=tls-unique,,", 12}};
    static const uint32_t bits[] = {0, 0, SMTP_MECHANISM_SCRAM_SHA_1_PLUS, SMTP_MECHANISM_SCRAM_SHA_256_PLUS,
                                    SMTP_MECHANISM_SCRAM_SHA_512_PLUS};
    for (int32_t digest = SMTP_DIGEST_SHA1; digest <= SMTP_DIGEST_SHA512; digest++) {
        for (int32_t kind = SMTP_CHANNEL_TLS_EXPORTER; kind <= SMTP_CHANNEL_TLS_UNIQUE; kind++) {
            struct scram_server server = {.digest = digest,
                                          .user = "user",
                                          .password = "pencil",
                                          .client_nonce = TEST_NONCE,
                                          .server_nonce = "+more",
                                          .salt = "c2FsdA==",
                                          .iterations = "4096",
                                          .extensions = "",
                                          .header = kinds[kind].header,
                                          .data = data,
                                          .data_length = kinds[kind].length};
            struct smtp__channel channel = {kind, {(const char *)data, kinds[kind].length}};
            struct fixture f;
            scram_server_play(&server);
            begin(&f, find(smtp__mechanisms_digest, bits[digest]), "user", "pencil");
            f.exchange.channel = &channel;
            answers(&f, "", server.client_first);
            answers(&f, server.server_first, server.client_final);
            answers(&f, server.server_final, "");
            assert_true(f.exchange.is_verified);
        }
    }
}

static void what_they_are(void **state) {
    (void)state;
    int count = 0;
    for (smtp__mechanism_list list = smtp__mechanisms_digest; *list != &smtp__mechanism_cram_md5; list++) {
        assert_false((*list)->in_clear);
        assert_true((*list)->initial);
        assert_true((*list)->mutual);
        count++;
    }
    assert_int_equal(count, 6);
}

static void a_nonce_of_its_own_and_a_user_with_commas(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, find(smtp__mechanisms_digest, SMTP_MECHANISM_SCRAM_SHA_256), ",a=b,=J\xc3\xbcrgen", "x");
    answers(&f, "", "n,,n==2Ca=3Db=2C=3DJ\xc3\xbcrgen,r=" TEST_NONCE);
}

static smtp_result no_random(void *context, void *buffer, size_t length) {
    (void)context, (void)buffer, (void)length;
    return SMTP_E_NO_MEMORY;
}

static void without_randomness(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, find(smtp__mechanisms_digest, SMTP_MECHANISM_SCRAM_SHA_256), "user", "x");
    f.cryptography.random = no_random;
    assert_int_equal(answer(&f, ""), SMTP_E_RANDOM);
    assert_int_equal(f.response.length, 0);
}

static void passwords_of_all_kinds(void **state) {
    (void)state;
    static char secret[301];
    memset(secret, 's', 300);
    const char *const passwords[] = {"", "p\xc3\xa4ss w\xf6rd", secret};
    for (size_t i = 0; i < 3; i++) {
        struct scram_server server = {.digest = SMTP_DIGEST_SHA256,
                                      .user = "u=2Cx",
                                      .password = passwords[i],
                                      .client_nonce = TEST_NONCE,
                                      .server_nonce = "+more",
                                      .salt = "c2FsdA==",
                                      .iterations = "4097",
                                      .extensions = ",x=what,Y=",
                                      .header = "n,,"};
        struct fixture f;
        scram_server_play(&server);
        begin(&f, find(smtp__mechanisms_digest, SMTP_MECHANISM_SCRAM_SHA_256), "u,x", passwords[i]);
        answers(&f, "", server.client_first);
        answers(&f, server.server_first, server.client_final);
        assert_false(f.exchange.is_verified);
        strcat(server.server_final, ",x=more");
        answers(&f, server.server_final, "");
        assert_true(f.exchange.is_verified);
        assert_int_equal(answer(&f, server.server_final), SMTP_E_AUTH_CHALLENGE);
    }
}

static void server_finals_that_prove_nothing(void **state) {
    (void)state;
    static const struct {
        const char *message;
        smtp_result result;
    } rows[] = {
        {"", SMTP_E_AUTH_CHALLENGE},
        {"v", SMTP_E_AUTH_CHALLENGE},
        {"x=1,v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", SMTP_E_AUTH_CHALLENGE},
        {"v=", SMTP_E_AUTH_SERVER},
        {"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G8=", SMTP_E_AUTH_SERVER}, /* a bit beyond the last octet */
        {"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95GA=", SMTP_E_AUTH_SERVER}, /* the last octet is another */
        {"v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", SMTP_E_AUTH_SERVER}, /* the first is */
        {"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95A==", SMTP_E_AUTH_SERVER}, /* short */
        {"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4A", SMTP_E_AUTH_SERVER}, /* long */
        {"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=6rriTRBi23Wp"
         "RR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
         SMTP_E_AUTH_SERVER},
        {"v=?", SMTP_E_AUTH_SERVER},
        {"e=invalid-proof", SMTP_OK}, /* the refusal itself is to follow */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture f;
        begin_with(&f, find(smtp__mechanisms_digest, SMTP_MECHANISM_SCRAM_SHA_256), NONCE_256);
        assert_int_equal(answer(&f, FIRST_256), SMTP_OK);
        assert_int_equal(answer(&f, rows[i].message), rows[i].result);
        assert_int_equal(f.response.length, 0);
        assert_false(f.exchange.is_verified);
    }
}

static void every_room(void **state) {
    (void)state;
    struct fixture f;
    begin(&f, find(smtp__mechanisms_digest, SMTP_MECHANISM_SCRAM_SHA_1), "user", "pencil");
    size_t first = sizeof "n,,n=user,r=" - 1 + strlen(TEST_NONCE);
    for (size_t room = 0; room < first; room++) {
        f.response.capacity = room;
        assert_int_equal(answer(&f, ""), SMTP_E_BUFFER_TOO_SMALL);
        assert_int_equal(f.response.length, 0);
    }
    size_t final = sizeof "c=biws,r=" TEST_NONCE "x,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=" - 1;
    for (size_t room = 0; room <= final; room++) {
        f.response.capacity = first;
        f.exchange.round = 0;
        assert_int_equal(answer(&f, ""), SMTP_OK);
        f.response.capacity = room;
        bool fits = room == final;
        assert_int_equal(answer(&f, "r=" TEST_NONCE "x,s=QUJD,i=4096"), fits ? SMTP_OK : SMTP_E_BUFFER_TOO_SMALL);
        assert_int_equal(f.response.length, fits ? final : 0);
    }
}

static void digests_that_fail(void **state) {
    (void)state;
    for (long n = 1; n <= 40; n++) {
        struct fixture f;
        begin_with(&f, find(smtp__mechanisms_digest, SMTP_MECHANISM_SCRAM_SHA_256), NONCE_256);
        f.digests.fail_at = n;
        smtp_result result = answer(&f, FIRST_256);
        assert_true(result == SMTP_E_NO_MEMORY || result == SMTP_E_DIGEST);
        assert_int_equal(f.response.length, 0);
        assert_int_equal(f.digests.live, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_sha_1),
        cmocka_unit_test(the_example_of_sha_256),
        cmocka_unit_test(the_example_with_sha_512),
        cmocka_unit_test(bound_to_each_kind_of_channel),
        cmocka_unit_test(what_they_are),
        cmocka_unit_test(a_nonce_of_its_own_and_a_user_with_commas),
        cmocka_unit_test(without_randomness),
        cmocka_unit_test(passwords_of_all_kinds),
        cmocka_unit_test(server_finals_that_prove_nothing),
        cmocka_unit_test(every_room),
        cmocka_unit_test(digests_that_fail),
    };
    return cmocka_run_group_tests_name("auth/scram", tests, NULL, NULL);
}
