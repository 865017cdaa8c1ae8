/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include "support/test.h"

#include "support/allocator.h"
#include <fcntl.h>
#include <smtp/posix.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char content[] = "Subject: x\r\n\r\nhello\r\n";
enum { LENGTH = sizeof content - 1 };

/* A file with the content; its path. */
static char *a_file(void) {
    static char path[64];
    (void)snprintf(path, sizeof path, "/tmp/libsmtp-test-XXXXXX");
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, content, LENGTH), LENGTH);
    close(descriptor);
    return path;
}

static void reads_all(smtp_source *source, const char *wanted, size_t length) {
    char bytes[64];
    size_t total = 0;
    ptrdiff_t n;
    while ((n = smtp_source_read(source, bytes + total, 5)) > 0) {
        total += (size_t)n;
    }
    assert_int_equal(n, 0);
    assert_int_equal(total, length);
    assert_memory_equal(bytes, wanted, length);
}

static void a_file_has_a_length_and_can_be_read_again(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_source *source;
    char *path = a_file();
    test_allocator_init(&a);
    assert_int_equal(smtp_source_new_file(&a.table, path, &source), SMTP_OK);
    assert_int_equal(smtp_source_length(source), LENGTH);
    reads_all(source, content, LENGTH);
    assert_int_equal(smtp_source_rewind(source), SMTP_OK);
    reads_all(source, content, LENGTH);
    assert_int_equal(smtp_source_rewind(source), SMTP_OK);
    assert_int_equal(smtp_source_measure(source), SMTP_OK);
    assert_int_equal(smtp_source_wire_size(source), LENGTH);
    smtp_source_free(source);
    assert_int_equal(a.live, 0);
    unlink(path);
}

static void a_file_that_shrinks_is_not_taken_for_whole(void **state) {
    (void)state;
    smtp_source *source;
    char bytes[64];
    char *path = a_file();
    assert_int_equal(smtp_source_new_file(smtp_allocator_libc(), path, &source), SMTP_OK);
    assert_int_equal(truncate(path, 5), 0);
    assert_int_equal(smtp_source_read(source, bytes, sizeof bytes), 5);
    assert_int_equal(smtp_source_read(source, bytes, sizeof bytes), SMTP_E_SOURCE_CHANGED);
    smtp_source_free(source);
    unlink(path);
}

static void a_descriptor_is_read_from_where_it_stands_and_stays_open(void **state) {
    (void)state;
    smtp_source *source;
    char *path = a_file();
    int descriptor = open(path, O_RDONLY);
    assert_int_equal(lseek(descriptor, 14, SEEK_SET), 14);
    assert_int_equal(smtp_source_new_descriptor(smtp_allocator_libc(), descriptor, &source), SMTP_OK);
    assert_int_equal(smtp_source_length(source), LENGTH - 14);
    reads_all(source, "hello\r\n", 7);
    assert_int_equal(smtp_source_rewind(source), SMTP_OK);
    reads_all(source, "hello\r\n", 7);
    smtp_source_free(source);
    assert_true(fcntl(descriptor, F_GETFD) >= 0);
    close(descriptor);
    unlink(path);
}

static void a_pipe_can_be_read_once(void **state) {
    (void)state;
    smtp_source *source;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "once", 4), 4);
    close(ends[1]);
    assert_int_equal(smtp_source_new_descriptor(smtp_allocator_libc(), ends[0], &source), SMTP_OK);
    assert_int_equal(smtp_source_length(source), -1);
    reads_all(source, "once", 4);
    assert_int_equal(smtp_source_rewind(source), SMTP_E_NOT_REWINDABLE);
    smtp_source_free(source);
    close(ends[0]);
}

static void files_of_the_system_have_no_length(void **state) {
    (void)state;
    smtp_source *source;
    char byte;
    assert_int_equal(smtp_source_new_file(smtp_allocator_libc(), "/proc/self/status", &source), SMTP_OK);
    assert_int_equal(smtp_source_length(source), -1);
    assert_int_equal(smtp_source_read(source, &byte, 1), 1);
    smtp_source_free(source);
}

static void what_cannot_be_read_is_refused(void **state) {
    (void)state;
    smtp_source *source;
    const smtp_allocator *a = smtp_allocator_libc();
    assert_int_equal(smtp_source_new_file(a, "/tmp", &source), SMTP_E_NO_FILE);
    assert_null(source);
    assert_int_equal(smtp_source_new_file(a, "/nowhere/at/all", &source), SMTP_E_NO_FILE);
    assert_int_equal(smtp_source_new_file(a, NULL, &source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_new_file(NULL, "/dev/null", &source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_new_file(a, "/dev/null", NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_new_descriptor(a, -1, &source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_new_descriptor(NULL, 0, &source), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_new_descriptor(a, 0, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_source_new_descriptor(a, 9999, &source), SMTP_E_NO_FILE);
}

static void a_read_that_fails_is_told(void **state) {
    (void)state;
    smtp_source *source;
    char byte;
    int descriptor = open("/dev/null", O_WRONLY);
    assert_int_equal(smtp_source_new_descriptor(smtp_allocator_libc(), descriptor, &source), SMTP_OK);
    assert_int_equal(smtp_source_read(source, &byte, 1), SMTP_E_SOURCE);
    smtp_source_free(source);
    close(descriptor);
}

static void without_memory_the_file_is_closed_again(void **state) {
    (void)state;
    struct test_allocator a;
    smtp_source *source;
    int before = dup(0);
    close(before);
    for (long n = 1; n <= 2; n++) {
        test_allocator_init(&a);
        a.fail_at = n;
        assert_int_equal(smtp_source_new_file(&a.table, "/dev/null", &source), SMTP_E_NO_MEMORY);
        assert_null(source);
        assert_int_equal(a.live, 0);
    }
    int after = dup(0);
    close(after);
    assert_int_equal(after, before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_has_a_length_and_can_be_read_again),
        cmocka_unit_test(a_file_that_shrinks_is_not_taken_for_whole),
        cmocka_unit_test(a_descriptor_is_read_from_where_it_stands_and_stays_open),
        cmocka_unit_test(a_pipe_can_be_read_once),
        cmocka_unit_test(files_of_the_system_have_no_length),
        cmocka_unit_test(what_cannot_be_read_is_refused),
        cmocka_unit_test(a_read_that_fails_is_told),
        cmocka_unit_test(without_memory_the_file_is_closed_again),
    };
    return cmocka_run_group_tests_name("port/file", tests, NULL, NULL);
}
