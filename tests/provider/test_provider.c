/* SPDX-License-Identifier: MIT */
/* The table of providers: what is found by what, and that every row holds together. */
#include "support/test.h"

#include "base/text.h"
#include "support/guard.h"
#include <smtp/mechanism.h>
#include <smtp/provider.h>
#include <smtp/session.h>
#include <string.h>

#define Z SMTP_Z

static const smtp_provider *get(const char *id) {
    const smtp_provider *provider = smtp_provider_by_id(id, Z);
    if (provider == NULL) {
        fail_msg("no provider %s", id);
    }
    return provider;
}

static void the_rows_that_are_promised(void **state) {
    (void)state;
    static const char *const ids[] = {
        "gmail",    "workspace", "workspace-relay", "outlook",     "m365",     "yahoo",    "aol",     "icloud",
        "gmx-net",  "gmx-com",   "webde",           "t-online",    "df",       "mandrill", "mailjet", "brevo",
        "ionos",    "strato",    "posteo",          "mailbox-org", "fastmail", "zoho-com", "proton",  "ses",
        "sendgrid", "mailgun",   "postmark",        "sparkpost",   "resend",
    };
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        assert_string_equal(smtp_provider_id(get(ids[i])), ids[i]);
    }
}

static void each_is_found_by_its_id_in_any_case(void **state) {
    (void)state;
    size_t count = 0;
    for (const smtp_provider *p = smtp_provider_next(NULL); p != NULL; p = smtp_provider_next(p)) {
        assert_ptr_equal(get(smtp_provider_id(p)), p);
        count++;
    }
    assert_true(count > 60);
    assert_ptr_equal(get("GMail"), get("gmail"));
    assert_null(smtp_provider_by_id("gmai", Z));
    assert_null(smtp_provider_by_id("gmail ", Z));
    assert_null(smtp_provider_by_id("", Z));
    assert_null(smtp_provider_by_id(NULL, 0));
    assert_ptr_equal(smtp_provider_by_id("gmail-and-more", 5), get("gmail"));
}

static void check_row(const smtp_provider *p) {
    assert_true(smtp_provider_name(p)[0] != '\0' && smtp_provider_host(p)[0] != '\0');
    assert_true(smtp_provider_help(p)[0] != '\0' && smtp_provider_port(p) != 0);
    int32_t security = smtp_provider_security(p);
    assert_true(security == SMTP_SECURITY_IMPLICIT_TLS || security == SMTP_SECURITY_STARTTLS_REQUIRED);
    int32_t form = smtp_provider_user_form(p);
    assert_in_range(form, SMTP_PROVIDER_USER_ADDRESS, SMTP_PROVIDER_USER_ANY);
    assert_int_equal(form == SMTP_PROVIDER_USER_LITERAL, smtp_provider_literal_user(p)[0] != '\0');
    assert_true(smtp_provider_secrets(p) != 0 && strlen(smtp_provider_checked(p)) == 10);
    for (size_t i = 0; i < smtp_provider_alternative_count(p); i++) {
        uint16_t port = 0;
        int32_t is_verified = -1;
        assert_int_equal(smtp_provider_alternative(p, i, &port, &security, &is_verified), SMTP_OK);
        assert_true(port != 0 && port != smtp_provider_port(p) && (is_verified == 0 || is_verified == 1));
    }
}

static void every_row_holds_together(void **state) {
    (void)state;
    for (const smtp_provider *p = smtp_provider_next(NULL); p != NULL; p = smtp_provider_next(p)) {
        check_row(p);
    }
}

/* Whatever follows the domain is not read. */
static void by_domain_at_the_end_of_a_page(struct smtp__text domain, const smtp_provider *provider) {
    char address[300] = "Some@Body@";
    size_t at = strlen(address);
    for (size_t i = 0; i < domain.length; i++) {
        char c = domain.data[i];
        address[at + i] = c >= 'a' && c <= 'z' && i % 2 == 0 ? (char)(c - 'a' + 'A') : c;
    }
    char *copy = guard_copy(address, at + domain.length);
    assert_ptr_equal(smtp_provider_by_domain(copy + at, domain.length), provider);
    assert_ptr_equal(smtp_provider_by_address(copy, at + domain.length), provider);
    guard_free(copy, at + domain.length);
}

static void each_is_found_by_its_domains_in_any_case(void **state) {
    (void)state;
    for (const smtp_provider *p = smtp_provider_next(NULL); p != NULL; p = smtp_provider_next(p)) {
        struct smtp__text rest = smtp__text_from(smtp_provider_domains(p), Z);
        struct smtp__text domain;
        assert_true(rest.length == 0 || smtp_provider_is_verified(p, SMTP_PROVIDER_VALUE_SERVER));
        while (smtp__text_word(&rest, " ", &domain)) {
            smtp__text_skip(&domain, domain.data[0] == '*' ? strlen("*.") : 0);
            by_domain_at_the_end_of_a_page(domain, domain.data[-1] == '.' ? NULL : p);
        }
    }
}

static void domains_below_one(void **state) {
    (void)state;
    const smtp_provider *m365 = get("m365");
    assert_ptr_equal(smtp_provider_by_domain("contoso.onmicrosoft.com", Z), m365);
    assert_ptr_equal(smtp_provider_by_domain("a.b.OnMicrosoft.com", Z), m365);
    assert_ptr_equal(smtp_provider_by_address("me@x.onmicrosoft.com", Z), m365);
    static const char *const none[] = {"onmicrosoft.com", ".onmicrosoft.com", "xonmicrosoft.com",
                                       "x.onmicrosoft.com.x.test", "x.onmicrosoft.co"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        by_domain_at_the_end_of_a_page(smtp__text_from(none[i], Z), NULL);
    }
}

static void what_is_no_domain_of_a_provider(void **state) {
    (void)state;
    static const char *const none[] = {"",
                                       "gmail",
                                       "gmail.com.",
                                       ".gmail.com",
                                       "x.gmail.com",
                                       "mail.co",
                                       "gmail.co",
                                       "gmail.com gmx.de",
                                       " ",
                                       "@",
                                       "me@gmail.com",
                                       "example.org",
                                       "notgmail.com",
                                       "gmail.com-x",
                                       "gmail.com.x.test",
                                       "gma\xc3\xafl.com",
                                       "gmail.c\xd0\xbem",
                                       "*",
                                       "*."};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_null(smtp_provider_by_domain(none[i], Z));
    }
    assert_null(smtp_provider_by_domain(NULL, 0));
    assert_null(smtp_provider_by_address(NULL, 0));
    assert_null(smtp_provider_by_address("gmail.com", Z));
    assert_null(smtp_provider_by_address("me@", Z));
    assert_null(smtp_provider_by_address("me@gmail.com>", Z));
    assert_ptr_equal(smtp_provider_by_address("@gmail.com", Z), get("gmail"));
    assert_ptr_equal(smtp_provider_by_address("\"a@gmx.de\"@gmail.com", Z), get("gmail"));
}

static void what_is_known_of_one(void **state) {
    (void)state;
    const smtp_provider *p = get("sendgrid");
    assert_string_equal(smtp_provider_name(p), "Twilio SendGrid");
    assert_string_equal(smtp_provider_host(p), "smtp.sendgrid.net");
    assert_int_equal(smtp_provider_port(p), 587);
    assert_int_equal(smtp_provider_security(p), SMTP_SECURITY_STARTTLS_REQUIRED);
    assert_int_equal(smtp_provider_user_form(p), SMTP_PROVIDER_USER_LITERAL);
    assert_string_equal(smtp_provider_literal_user(p), "apikey");
    assert_int_equal(smtp_provider_secrets(p), SMTP_PROVIDER_SECRET_API_KEY);
    assert_int_equal(smtp_provider_mechanisms(p), SMTP_MECHANISM_PLAIN | SMTP_MECHANISM_LOGIN);
    assert_int_equal(smtp_provider_size(p), 31457280);
    assert_int_equal(smtp_provider_recipients(p), 0);
    assert_int_equal(smtp_provider_per_connection(p), 5000);
    assert_int_equal(smtp_provider_per_day(p), 0);
    assert_int_equal(smtp_provider_parallel(p), 10000);
    assert_int_equal(smtp_provider_quirks(p), SMTP_PROVIDER_QUIRK_REPLACES_MAIL_FROM);
    assert_string_equal(smtp_provider_headers(p), "X-SMTPAPI");
    assert_string_equal(smtp_provider_domains(p), "");
    assert_string_equal(smtp_provider_domains(get("laposte")), "laposte.net");
    assert_string_equal(smtp_provider_domains(get("gandi")), "gandi.net");
    assert_int_equal(smtp_provider_recipients(get("postmark")), 50);
    assert_int_equal(smtp_provider_per_day(get("icloud")), 1000);
    assert_string_equal(smtp_provider_headers(get("ses")),
                        "X-SES-CONFIGURATION-SET X-SES-MESSAGE-TAGS X-SES-SOURCE-ARN X-SES-LIST-MANAGEMENT-OPTIONS");
}

static void what_is_verified(void **state) {
    (void)state;
    const smtp_provider *gmail = get("gmail");
    assert_int_equal(smtp_provider_is_verified(gmail, SMTP_PROVIDER_VALUE_SERVER), 1);
    assert_int_equal(smtp_provider_is_verified(gmail, SMTP_PROVIDER_VALUE_SERVER | SMTP_PROVIDER_VALUE_SIZE), 1);
    assert_int_equal(smtp_provider_per_day(gmail), 500);
    assert_int_equal(smtp_provider_is_verified(gmail, SMTP_PROVIDER_VALUE_PER_DAY), 0);
    assert_int_equal(smtp_provider_is_verified(gmail, SMTP_PROVIDER_VALUE_SIZE | SMTP_PROVIDER_VALUE_PER_DAY), 0);
    assert_int_equal(smtp_provider_is_verified(gmail, SMTP_PROVIDER_VALUE_PARALLEL), 0);
    assert_int_equal(smtp_provider_is_verified(gmail, 0), 0);
    assert_int_equal(smtp_provider_is_verified(get("m365-hve"), SMTP_PROVIDER_VALUE_SERVER), 0);
    assert_true(smtp_provider_mechanisms(get("strato")) != 0);
    assert_int_equal(smtp_provider_is_verified(get("strato"), SMTP_PROVIDER_VALUE_MECHANISMS), 0);
    assert_int_equal(smtp_provider_is_verified(get("sparkpost"), SMTP_PROVIDER_VALUE_MECHANISMS), 1);
    assert_int_equal(smtp_provider_mechanisms(get("sparkpost")), SMTP_MECHANISM_LOGIN);
}

static void other_ports(void **state) {
    (void)state;
    static const struct {
        uint16_t port;
        int32_t security;
        int32_t is_verified;
    } others[] = {{2525, SMTP_SECURITY_STARTTLS_REQUIRED, 1},
                  {25, SMTP_SECURITY_STARTTLS_REQUIRED, 0},
                  {80, SMTP_SECURITY_STARTTLS_REQUIRED, 0},
                  {588, SMTP_SECURITY_STARTTLS_REQUIRED, 0},
                  {465, SMTP_SECURITY_IMPLICIT_TLS, 1}};
    const smtp_provider *mailjet = get("mailjet");
    uint16_t port = 1;
    int32_t security = 7;
    int32_t is_verified = 7;
    assert_int_equal(smtp_provider_port(mailjet), 587);
    assert_int_equal(smtp_provider_alternative_count(mailjet), 5);
    assert_int_equal(smtp_provider_alternative(mailjet, 5, &port, &security, &is_verified), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_provider_alternative(NULL, 0, &port, &security, &is_verified), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_provider_alternative(mailjet, 0, NULL, &security, &is_verified), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_provider_alternative(mailjet, 0, &port, NULL, &is_verified), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_provider_alternative(mailjet, 0, &port, &security, NULL), SMTP_E_ARGUMENT);
    assert_true(port == 1 && security == 7 && is_verified == 7);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(smtp_provider_alternative(mailjet, i, &port, &security, &is_verified), SMTP_OK);
        assert_int_equal(port, others[i].port);
        assert_int_equal(security, others[i].security);
        assert_int_equal(is_verified, others[i].is_verified);
    }
    assert_int_equal(smtp_provider_alternative_count(get("outlook")), 0);
}

static void nothing_is_known_of_null(void **state) {
    (void)state;
    static const char *(*const strings[])(const smtp_provider *) = {
        smtp_provider_id,      smtp_provider_name,    smtp_provider_host,    smtp_provider_literal_user,
        smtp_provider_headers, smtp_provider_domains, smtp_provider_checked, smtp_provider_help};
    static uint32_t (*const numbers[])(const smtp_provider *) = {
        smtp_provider_secrets,        smtp_provider_mechanisms, smtp_provider_size,     smtp_provider_recipients,
        smtp_provider_per_connection, smtp_provider_per_day,    smtp_provider_parallel, smtp_provider_quirks};
    for (size_t i = 0; i < 8; i++) {
        assert_string_equal(strings[i](NULL), "");
        assert_int_equal(numbers[i](NULL), 0);
    }
    assert_int_equal(smtp_provider_port(NULL), 0);
    assert_int_equal(smtp_provider_security(NULL), 0);
    assert_int_equal(smtp_provider_user_form(NULL), 0);
    assert_int_equal(smtp_provider_is_verified(NULL, SMTP_PROVIDER_VALUE_SERVER), 0);
    assert_int_equal(smtp_provider_alternative_count(NULL), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rows_that_are_promised),
        cmocka_unit_test(each_is_found_by_its_id_in_any_case),
        cmocka_unit_test(every_row_holds_together),
        cmocka_unit_test(each_is_found_by_its_domains_in_any_case),
        cmocka_unit_test(domains_below_one),
        cmocka_unit_test(what_is_no_domain_of_a_provider),
        cmocka_unit_test(what_is_known_of_one),
        cmocka_unit_test(what_is_verified),
        cmocka_unit_test(other_ports),
        cmocka_unit_test(nothing_is_known_of_null),
    };
    return cmocka_run_group_tests_name("provider/provider", tests, NULL, NULL);
}
