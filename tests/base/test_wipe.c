/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "base/wipe.h"

static void all_of_it_and_no_more(void **state) {
    (void)state;
    char memory[] = "xsecretx";
    smtp__wipe(memory + 1, 6);
    assert_memory_equal(memory, "x\0\0\0\0\0\0x", 8);
    smtp__wipe(NULL, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_of_it_and_no_more)};
    return cmocka_run_group_tests_name("base/wipe", tests, NULL, NULL);
}
