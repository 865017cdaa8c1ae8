/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct fixture f;

static smtp_result add(const char *domain, size_t domain_length, const char *selector, size_t selector_length) {
    return smtp_dkim_add_signer(f.dkim, domain, domain_length, selector, selector_length, SMTP_DKIM_ED25519_SHA256,
                                pen_sign, pen_release, &f.pen);
}

static void is_no_name(const char *name, size_t length) {
    assert_int_equal(add(name, length, "s", SMTP_Z), SMTP_E_DKIM);
    assert_int_equal(add("example.org", SMTP_Z, name, length), SMTP_E_DKIM);
}

static void what_is_no_domain_or_selector(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",   ".",   "a.",  ".a",   "a..b", "a b",       "a;b",         "a\r\nb",        "a\tb", "a;d=evil", "-a",
        "a-", "a_b", "a=b", "\x7f", "a\"b", "[1.2.3.4]", "a.example\n", "a\xc3.example", "\xff", "a@b"};
    char lengthy[301];
    begin_with(&f, 8);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        is_no_name(bad[i], SMTP_Z);
    }
    is_no_name("a\0b", 3);
    memset(lengthy, 'a', sizeof lengthy);
    is_no_name(lengthy, 300);
    is_no_name(lengthy, 64);
    for (size_t i = 50; i < 300; i += 50) {
        lengthy[i] = '.';
    }
    is_no_name(lengthy, 300);
    assert_int_equal(sign_text(&f, "From: a\r\n\r\n"), SMTP_OK);
    assert_int_equal(f.pen.signatures, 1);
    end(&f);
}

/* 253 octets with "._domainkey." between them */
static void the_longest_names(void **state) {
    (void)state;
    char domain[300];
    begin_with(&f, 8);
    memset(domain, 'a', sizeof domain);
    for (size_t i = 60; i < sizeof domain; i += 60) {
        domain[i] = '.';
    }
    assert_int_equal(add(domain, 253 - 12 - 2, "ss", 2), SMTP_OK);
    assert_int_equal(add(domain, 253 - 12 - 1, "ss", 2), SMTP_E_DKIM);
    assert_int_equal(sign_text(&f, "From: a\r\n\r\n"), SMTP_OK);
    assert_int_equal(f.pen.signatures, 2);
    f.pen.releases--; /* of the second signer */
    smtp_dkim_free(f.dkim);
    f.dkim = NULL;
    assert_int_equal(f.pen.releases, 1);
    end(&f);
}

static void arguments(void **state) {
    (void)state;
    begin_with(&f, 8);
    assert_int_equal(add(NULL, 0, "s", 1), SMTP_E_ARGUMENT);
    assert_int_equal(add("a", 1, NULL, 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_add_signer(NULL, "a", 1, "s", 1, SMTP_DKIM_RSA_SHA256, pen_sign, NULL, NULL),
                     SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_add_signer(f.dkim, "a", 1, "s", 1, SMTP_DKIM_RSA_SHA256, NULL, NULL, NULL),
                     SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_add_signer(f.dkim, "a", 1, "s", 1, 0, pen_sign, NULL, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_dkim_add_signer(f.dkim, "a", 1, "s", 1, 3, pen_sign, NULL, NULL), SMTP_E_ARGUMENT);
    end(&f);
}

/* RFC 8616 s5: or in UTF-8 in an internationalised message, which a verifier need not know */
static void u_labels_are_written_as_a_labels(void **state) {
    (void)state;
    begin_with(&f, 8);
    assert_int_equal(add("b\xc3\xbc"
                         "cher.example",
                         SMTP_Z, "schl\xc3\xbcssel", SMTP_Z),
                     SMTP_OK);
    assert_int_equal(sign_text(&f, "From: a\r\n\r\n"), SMTP_OK);
    assert_non_null(strstr(f.text, "d=xn--bcher-kva.example;"));
    assert_non_null(strstr(f.text, "s=xn--schlssel-95a;"));
    f.pen.releases--;
    end(&f);
}

static void in_the_order_in_which_they_were_added(void **state) {
    (void)state;
    begin_with(&f, 8);
    assert_int_equal(add("two.example", SMTP_Z, "s2", SMTP_Z), SMTP_OK);
    assert_int_equal(add("three.example", SMTP_Z, "s3", SMTP_Z), SMTP_OK);
    assert_int_equal(sign_text(&f, "From: a\r\n\r\n"), SMTP_OK);
    const char *first = strstr(f.text, "a=rsa-sha256; c=relaxed/relaxed; d=example.org");
    const char *second = strstr(f.text, "a=ed25519-sha256; c=relaxed/relaxed; d=two.example");
    const char *third = strstr(f.text, "a=ed25519-sha256; c=relaxed/relaxed; d=three.example");
    assert_true(first != NULL && second > first && third > second);
    f.pen.releases -= 2;
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_domain_or_selector),
        cmocka_unit_test(the_longest_names),
        cmocka_unit_test(arguments),
        cmocka_unit_test(u_labels_are_written_as_a_labels),
        cmocka_unit_test(in_the_order_in_which_they_were_added),
    };
    return cmocka_run_group_tests_name("dkim/signer", tests, NULL, NULL);
}
