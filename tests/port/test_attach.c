/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "support/test.h"

#include "support/allocator.h"
#include <smtp/posix.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void a_file_goes_under_its_own_name_and_type(void **state) {
    (void)state;
    static char text[4096];
    char directory[] = "/tmp/libsmtp-test-XXXXXX";
    char path[64];
    smtp_message *message;
    smtp_source *source;
    assert_non_null(mkdtemp(directory));
    (void)snprintf(path, sizeof path, "%s/plan.png", directory);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs("hello", file) >= 0);
    fclose(file);

    assert_int_equal(smtp_message_new(smtp_allocator_libc(), &message), SMTP_OK);
    assert_int_equal(smtp_message_set_from(message, NULL, 0, "a@b.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_seed(message, "0123456789abcdef", 16), SMTP_OK);
    assert_int_equal(smtp_message_set_text(message, "see the plan\n", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_attach_file(message, path), SMTP_OK);
    assert_int_equal(smtp_message_source(message, &source), SMTP_OK);
    size_t length = 0;
    ptrdiff_t n;
    while ((n = smtp_source_read(source, text + length, sizeof text - 1 - length)) > 0) {
        length += (size_t)n;
    }
    assert_int_equal(n, 0);
    assert_non_null(strstr(text, "plan.png"));
    assert_null(strstr(text, directory));
    assert_non_null(strstr(text, "image/png"));
    assert_non_null(strstr(text, "aGVsbG8="));
    smtp_message_free(message);
    unlink(path);
    rmdir(directory);
}

static void what_cannot_be_attached_leaves_nothing_open(void **state) {
    (void)state;
    smtp_message *message;
    struct test_allocator a;
    int before = dup(0);
    close(before);
    test_allocator_init(&a);
    assert_int_equal(smtp_message_new(&a.table, &message), SMTP_OK);
    assert_int_equal(smtp_message_attach_file(message, "/nowhere/at/all"), SMTP_E_NO_FILE);
    assert_int_equal(smtp_message_attach_file(message, "/tmp"), SMTP_E_NO_FILE);
    assert_int_equal(smtp_message_attach_file(message, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_message_attach_file(NULL, "/dev/null"), SMTP_E_ARGUMENT);
    smtp_message_free(message);
    assert_int_equal(a.live, 0);
    int after = dup(0);
    close(after);
    assert_int_equal(after, before);
}

/* A file name may hold a line break; a header may not. */
static void a_name_that_cannot_be_sent_is_refused_and_the_file_closed(void **state) {
    (void)state;
    smtp_message *message;
    char directory[] = "/tmp/libsmtp-test-XXXXXX";
    char path[64];
    assert_non_null(mkdtemp(directory));
    (void)snprintf(path, sizeof path, "%s/a\nBcc: x", directory);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fclose(file);
    int before = dup(0);
    close(before);
    assert_int_equal(smtp_message_new(smtp_allocator_libc(), &message), SMTP_OK);
    assert_int_equal(smtp_message_attach_file(message, path), SMTP_E_CONTROL_CHARACTER);
    int after = dup(0);
    close(after);
    assert_int_equal(after, before);
    smtp_message_free(message);
    unlink(path);
    rmdir(directory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_goes_under_its_own_name_and_type),
        cmocka_unit_test(what_cannot_be_attached_leaves_nothing_open),
        cmocka_unit_test(a_name_that_cannot_be_sent_is_refused_and_the_file_closed),
    };
    return cmocka_run_group_tests_name("port/attach", tests, NULL, NULL);
}
