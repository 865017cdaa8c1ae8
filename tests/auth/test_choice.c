/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "auth/auth.h"

enum {
    PLAIN = SMTP_MECHANISM_PLAIN,
    LOGIN = SMTP_MECHANISM_LOGIN,
    BOTH = PLAIN | LOGIN,
    CRAM = SMTP_MECHANISM_CRAM_MD5,
    SHA_1 = SMTP_MECHANISM_SCRAM_SHA_1,
    SHA_256 = SMTP_MECHANISM_SCRAM_SHA_256,
    SHA_512 = SMTP_MECHANISM_SCRAM_SHA_512,
    SHA_1_PLUS = SMTP_MECHANISM_SCRAM_SHA_1_PLUS,
    SHA_256_PLUS = SMTP_MECHANISM_SCRAM_SHA_256_PLUS,
    SHA_512_PLUS = SMTP_MECHANISM_SCRAM_SHA_512_PLUS,
};
static const uint32_t all = UINT32_MAX;

/* The bit that was chosen, or the error. */
static int64_t choose_of(const struct smtp__credentials *credentials, const struct smtp__cryptography *cryptography,
                         struct smtp__auth_choice choice) {
    const struct smtp__mechanism *mechanism = (const struct smtp__mechanism *)&choice;
    smtp_result result = smtp__auth_choose(&choice, credentials, cryptography, &mechanism);
    assert_int_equal(mechanism == NULL, result != SMTP_OK);
    return result == SMTP_OK ? (int64_t)mechanism->bit : result;
}

static int64_t choose_with(uint32_t digests, struct smtp__auth_choice choice) {
    struct smtp__credentials credentials = {.mechanisms = smtp__mechanisms_password};
    struct smtp__cryptography cryptography = {.mechanisms = smtp__mechanisms_digest, .available = digests};
    return choose_of(&credentials, &cryptography, choice);
}

/* A session without hash functions. */
static int64_t choose(uint32_t offered, uint32_t allowed, uint32_t tried, bool is_encrypted, bool plaintext_allowed) {
    struct smtp__credentials credentials = {.mechanisms = smtp__mechanisms_password};
    struct smtp__cryptography nothing = {.mechanisms = NULL};
    struct smtp__auth_choice choice = {offered, allowed, tried, is_encrypted, plaintext_allowed, NULL};
    return choose_of(&credentials, &nothing, choice);
}

static void the_strongest_that_all_want(void **state) {
    (void)state;
    assert_int_equal(choose(BOTH, all, 0, true, false), PLAIN);
    assert_int_equal(choose(all, all, 0, true, false), PLAIN);
    assert_int_equal(choose(LOGIN, all, 0, true, false), LOGIN);
    assert_int_equal(choose(BOTH, LOGIN, 0, true, false), LOGIN);
    assert_int_equal(choose(BOTH, all, PLAIN, true, false), LOGIN);
}

static void none(void **state) {
    (void)state;
    assert_int_equal(choose(BOTH, all, BOTH, true, false), SMTP_E_NO_MECHANISM);
    assert_int_equal(choose(0, all, 0, true, false), SMTP_E_NO_MECHANISM);
    assert_int_equal(choose(BOTH, 0, 0, true, false), SMTP_E_NO_MECHANISM);
    assert_int_equal(choose(PLAIN, LOGIN, 0, true, true), SMTP_E_NO_MECHANISM);
    assert_int_equal(choose(all & ~(uint32_t)BOTH, all, 0, true, false), SMTP_E_NO_MECHANISM);
    assert_int_equal(choose(0, all, 0, false, false), SMTP_E_NO_MECHANISM);
    assert_int_equal(choose(BOTH, all, BOTH, false, false), SMTP_E_NO_MECHANISM);
}

static void nothing_in_clear_unless_the_caller_says_so(void **state) {
    (void)state;
    assert_int_equal(choose(BOTH, all, 0, false, false), SMTP_E_CREDENTIALS_IN_CLEAR);
    assert_int_equal(choose(LOGIN, all, 0, false, false), SMTP_E_CREDENTIALS_IN_CLEAR);
    assert_int_equal(choose(BOTH, all, 0, false, true), PLAIN);
    assert_int_equal(choose(BOTH, all, PLAIN, false, true), LOGIN);
}

static void in_the_order_of_strength(void **state) {
    (void)state;
    static const uint32_t order[] = {SHA_512, SHA_256, SHA_1, CRAM, PLAIN, LOGIN};
    uint32_t tried = 0;
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        struct smtp__auth_choice choice = {all, all, tried, true, false, NULL};
        assert_int_equal(choose_with(all, choice), order[i]);
        struct smtp__auth_choice allowed = {all, order[i] | LOGIN, 0, true, false, NULL};
        assert_int_equal(choose_with(all, allowed), order[i]);
        tried |= order[i];
    }
}

static void only_with_its_hash_function(void **state) {
    (void)state;
    static const struct {
        uint32_t digest;
        uint32_t mechanism;
    } rows[] = {{SMTP_DIGEST_SHA512, SHA_512},
                {SMTP_DIGEST_SHA256, SHA_256},
                {SMTP_DIGEST_SHA1, SHA_1},
                {SMTP_DIGEST_MD5, CRAM}};
    struct smtp__auth_choice choice = {all, all, 0, true, false, NULL};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(choose_with(UINT32_C(1) << rows[i].digest, choice), rows[i].mechanism);
    }
    assert_int_equal(choose_with(0, choice), PLAIN);
}

/* Without a channel nothing is bound to it; with one, any bound form comes before any other. */
static void bound_forms_first_where_there_is_a_channel(void **state) {
    (void)state;
    static const uint32_t order[] = {SHA_512_PLUS, SHA_256_PLUS, SHA_1_PLUS, SHA_512, SHA_256, SHA_1, CRAM, PLAIN};
    struct smtp__channel channel = {SMTP_CHANNEL_TLS_EXPORTER, {"x", 1}};
    struct smtp__auth_choice choice = {all, all, 0, true, false, &channel};
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        assert_int_equal(choose_with(all, choice), order[i]);
        choice.tried |= order[i];
    }
    choice.tried = 0;
    choice.offered = SHA_1_PLUS | SHA_512;
    assert_int_equal(choose_with(all, choice), SHA_1_PLUS);
    choice.allowed = SHA_512;
    assert_int_equal(choose_with(all, choice), SHA_512);
    choice.allowed = all;
    choice.channel = NULL;
    assert_int_equal(choose_with(all, choice), SHA_512);
    choice.offered = SHA_1_PLUS | SHA_256_PLUS | SHA_512_PLUS;
    assert_int_equal(choose_with(all, choice), SMTP_E_NO_MECHANISM);
}

/* Somebody on the way who refuses the stronger ones does not get to see the password. */
static void outside_tls_nothing_weaker_follows(void **state) {
    (void)state;
    struct smtp__auth_choice choice = {all, all, 0, false, false, NULL};
    assert_int_equal(choose_with(all, choice), SHA_512);
    choice.plaintext_allowed = true;
    assert_int_equal(choose_with(all, choice), SHA_512);
    choice.tried = SHA_512;
    assert_int_equal(choose_with(all, choice), SHA_256);
    choice.tried = SHA_512 | SHA_256 | SHA_1 | CRAM;
    assert_int_equal(choose_with(all, choice), SMTP_E_CREDENTIALS_IN_CLEAR);
    choice.tried = CRAM;
    choice.offered = CRAM | BOTH;
    assert_int_equal(choose_with(all, choice), SMTP_E_CREDENTIALS_IN_CLEAR);
    choice.is_encrypted = true;
    assert_int_equal(choose_with(all, choice), PLAIN);
}

/* A token is no password, and a password no token. */
static void only_what_the_credentials_fit(void **state) {
    (void)state;
    struct smtp__cryptography cryptography = {.mechanisms = smtp__mechanisms_digest, .available = all};
    struct smtp__credentials token = {.mechanisms = smtp__mechanisms_token};
    struct smtp__credentials external = {.mechanisms = smtp__mechanisms_external};
    struct smtp__credentials anonymous = {.mechanisms = smtp__mechanisms_anonymous};
    struct smtp__credentials password = {.mechanisms = smtp__mechanisms_password};
    struct smtp__auth_choice choice = {all, all, 0, true, false, NULL};
    assert_int_equal(choose_of(&token, &cryptography, choice), SMTP_MECHANISM_OAUTHBEARER);
    assert_int_equal(choose_of(&external, &cryptography, choice), SMTP_MECHANISM_EXTERNAL);
    assert_int_equal(choose_of(&anonymous, &cryptography, choice), SMTP_MECHANISM_ANONYMOUS);
    choice.tried = SMTP_MECHANISM_OAUTHBEARER;
    assert_int_equal(choose_of(&token, &cryptography, choice), SMTP_MECHANISM_XOAUTH2);
    choice.tried |= SMTP_MECHANISM_XOAUTH2;
    assert_int_equal(choose_of(&token, &cryptography, choice), SMTP_E_NO_MECHANISM);
    choice.tried = BOTH | CRAM | SHA_1 | SHA_256 | SHA_512;
    assert_int_equal(choose_of(&password, &cryptography, choice), SMTP_E_NO_MECHANISM);
    choice.tried = 0;
    choice.is_encrypted = false;
    assert_int_equal(choose_of(&token, &cryptography, choice), SMTP_E_CREDENTIALS_IN_CLEAR);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_strongest_that_all_want),
        cmocka_unit_test(none),
        cmocka_unit_test(nothing_in_clear_unless_the_caller_says_so),
        cmocka_unit_test(in_the_order_of_strength),
        cmocka_unit_test(only_with_its_hash_function),
        cmocka_unit_test(bound_forms_first_where_there_is_a_channel),
        cmocka_unit_test(outside_tls_nothing_weaker_follows),
        cmocka_unit_test(only_what_the_credentials_fit),
    };
    return cmocka_run_group_tests_name("auth/choice", tests, NULL, NULL);
}
