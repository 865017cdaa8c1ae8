/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "support/test.h"

#include "port/mbedtls/trust.h"
#include "support/allocator.h"
#include "support/server.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct box {
    struct smtp__trust trust;
    struct smtp__problem problem;
    struct test_allocator allocator;
    smtp_tls_settings settings;
};

static int set_up(void **state) {
    static struct box box;
    assert_int_equal(smtp__compat_begin(), 0);
    smtp__trust_init(&box.trust);
    smtp__problem_clear(&box.problem);
    test_allocator_init(&box.allocator);
    box.settings = settings_for("mail.test");
    box.settings.ca_file = NULL;
    *state = &box;
    return 0;
}

static int tear_down(void **state) {
    struct box *box = *state;
    smtp__trust_clear(&box->trust);
    assert_int_equal(box->allocator.live, 0);
    return 0;
}

static smtp_result load(struct box *box) {
    return smtp__trust_load(&box->trust, &box->settings, &box->allocator.table, &box->problem);
}

static size_t anchors(const struct box *box) {
    size_t count = 0;
    for (const mbedtls_x509_crt *c = &box->trust.anchors; c != NULL && c->raw.p != NULL; c = c->next) {
        count++;
    }
    return count;
}

static size_t contents(const char *path, uint8_t *bytes, size_t size) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(bytes, 1, size, file);
    fclose(file);
    assert_true(length < size);
    return length;
}

static void a_file_gives_what_can_be_read_of_it(void **state) {
    struct box *box = *state;
    box->settings.ca_file = certificate_path("ca", "pem");
    assert_int_equal(load(box), SMTP_OK);
    assert_int_equal(anchors(box), 1);
    box->settings.ca_file = certificate_path("mixed", "pem");
    assert_int_equal(load(box), SMTP_OK);
    assert_int_equal(anchors(box), 1);
}

static void a_file_without_a_certificate_is_told(void **state) {
    struct box *box = *state;
    box->settings.ca_file = certificate_path("ca", "key");
    assert_int_equal(load(box), SMTP_E_CA);
    assert_non_null(strstr(box->problem.text, "no trust anchor could be read"));
    box->settings.ca_file = "/nowhere/ca.pem";
    assert_int_equal(load(box), SMTP_E_CA);
    assert_non_null(strstr(box->problem.text, "/nowhere/ca.pem"));
    box->settings.ca_file = certificate_path("ed25519", "pem");
    assert_int_equal(load(box), SMTP_E_CA);
    assert_int_equal(anchors(box), 0);
}

static void a_directory_gives_every_readable_certificate(void **state) {
    struct box *box = *state;
    char directory[] = "/tmp/libsmtp-test-XXXXXX";
    char path[128];
    assert_non_null(mkdtemp(directory));
    box->settings.ca_directory = directory;
    assert_int_equal(load(box), SMTP_E_CA);
    (void)snprintf(path, sizeof path, "%s/dangling", directory);
    assert_int_equal(symlink("/nowhere", path), 0);
    (void)snprintf(path, sizeof path, "%s/fifo", directory);
    assert_int_equal(mkfifo(path, 0600), 0);
    (void)snprintf(path, sizeof path, "%s/key", directory);
    assert_int_equal(symlink(certificate_path("ca", "key"), path), 0);
    assert_int_equal(load(box), SMTP_E_CA);
    (void)snprintf(path, sizeof path, "%s/ca", directory);
    assert_int_equal(symlink(certificate_path("ca", "pem"), path), 0);
    (void)snprintf(path, sizeof path, "%s/other", directory);
    assert_int_equal(symlink(certificate_path("other-ca", "pem"), path), 0);
    assert_int_equal(load(box), SMTP_OK);
    assert_int_equal(anchors(box), 2);
    static const char *const names[] = {"dangling", "fifo", "key", "ca", "other"};
    for (size_t i = 0; i < 5; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", directory, names[i]);
        unlink(path);
    }
    rmdir(directory);
    box->settings.ca_directory = "/nowhere";
    assert_int_equal(load(box), SMTP_E_CA);
}

static void memory_may_be_pem_with_or_without_its_nul_or_der(void **state) {
    struct box *box = *state;
    static uint8_t bytes[8192];
    size_t length = contents(certificate_path("mixed", "pem"), bytes, sizeof bytes);
    bytes[length] = '\0';
    for (size_t nul = 0; nul < 2; nul++) {
        box->settings.ca_data = bytes;
        box->settings.ca_data_length = length + nul;
        assert_int_equal(load(box), SMTP_OK);
        assert_int_equal(anchors(box), 1);
    }
    box->settings.ca_data_length = contents(certificate_path("ca", "der"), bytes, sizeof bytes);
    assert_int_equal(load(box), SMTP_OK);
    assert_int_equal(anchors(box), 1);
    box->settings.ca_data = "0 is no certificate";
    box->settings.ca_data_length = 19;
    assert_int_equal(load(box), SMTP_E_CA);
    box->settings.ca_data_length = 0;
    assert_int_equal(load(box), SMTP_E_CA);
}

static void no_memory_is_an_answer(void **state) {
    struct box *box = *state;
    static uint8_t bytes[8192];
    box->settings.ca_data_length = contents(certificate_path("ca", "pem"), bytes, sizeof bytes);
    box->settings.ca_data = bytes;
    box->allocator.fail_at = 1;
    assert_int_equal(load(box), SMTP_E_NO_MEMORY);
    assert_int_equal(load(box), SMTP_OK);
}

static void the_places_add_up_and_the_system_s_may_be_empty(void **state) {
    struct box *box = *state;
    box->settings.ca_file = certificate_path("ca", "pem");
    box->settings.use_system_store = 1;
    assert_int_equal(load(box), SMTP_OK);
    assert_true(anchors(box) >= 1);
    size_t both = anchors(box);
    box->settings.ca_file = NULL;
    assert_int_equal(load(box), both > 1 ? SMTP_OK : SMTP_E_NO_TRUST_ANCHOR);
    assert_int_equal(anchors(box), both - 1);
}

static void none_at_all_is_told(void **state) {
    struct box *box = *state;
    assert_int_equal(load(box), SMTP_E_NO_TRUST_ANCHOR);
    assert_non_null(strstr(box->problem.text, "no trust anchor"));
}

/* Reading the same again would cost 20 ms and a system call each; another place must not be taken for the same. */
static void what_was_read_is_kept_for_the_same_settings_alone(void **state) {
    struct box *box = *state;
    box->settings.ca_file = certificate_path("ca", "pem");
    assert_int_equal(load(box), SMTP_OK);
    const unsigned char *kept = box->trust.anchors.raw.p;
    assert_int_equal(load(box), SMTP_OK);
    assert_ptr_equal(box->trust.anchors.raw.p, kept);
    uint8_t pin[32] = {0};
    box->settings.pin = pin;
    box->settings.ca_file = certificate_path("other-ca", "pem");
    assert_int_equal(load(box), SMTP_OK);
    assert_int_equal(anchors(box), 0);
    box->settings.pin = NULL;
    assert_int_equal(load(box), SMTP_OK);
    char subject[64];
    assert_true(mbedtls_x509_dn_gets(subject, sizeof subject, &box->trust.anchors.subject) > 0);
    assert_string_equal(subject, "CN=Other CA");
}

static void a_failure_leaves_nothing_of_what_was_before(void **state) {
    struct box *box = *state;
    box->settings.ca_file = certificate_path("ca", "pem");
    box->settings.client_certificate_file = certificate_path("client", "pem");
    box->settings.client_key_file = certificate_path("client", "key");
    assert_int_equal(load(box), SMTP_OK);
    assert_true(box->trust.has_certificate);
    box->settings.ca_file = "/nowhere";
    assert_int_equal(load(box), SMTP_E_CA);
    assert_false(box->trust.has_certificate);
    assert_false(box->trust.has_anchors);
    box->settings.ca_file = certificate_path("ca", "pem");
    box->settings.client_key_file = certificate_path("good", "key");
    assert_int_equal(load(box), SMTP_E_CLIENT_CERTIFICATE);
    assert_non_null(strstr(box->problem.text, "the key is not the client certificate's"));
    box->settings.client_certificate_file = NULL;
    box->settings.client_key_file = NULL;
    assert_int_equal(load(box), SMTP_OK);
    assert_false(box->trust.has_certificate);
}

int main(void) {
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_file_gives_what_can_be_read_of_it),
        TEST(a_file_without_a_certificate_is_told),
        TEST(a_directory_gives_every_readable_certificate),
        TEST(memory_may_be_pem_with_or_without_its_nul_or_der),
        TEST(no_memory_is_an_answer),
        TEST(the_places_add_up_and_the_system_s_may_be_empty),
        TEST(none_at_all_is_told),
        TEST(what_was_read_is_kept_for_the_same_settings_alone),
        TEST(a_failure_leaves_nothing_of_what_was_before),
    };
    return cmocka_run_group_tests_name("port/trust", tests, NULL, NULL);
}
