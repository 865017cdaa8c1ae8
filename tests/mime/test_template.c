/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "mime/template.h"
#include "support/allocator.h"
#include "support/guard.h"

enum { VALUES = 4 };

/* A set of keys and an arena. */
struct set {
    struct test_allocator allocator;
    struct smtp__arena arena;
    struct smtp__keys keys;
    struct smtp__template_value values[VALUES];
};

static void add(struct set *set, size_t index, const char *key, const char *value) {
    struct smtp__template_value *made = &set->values[index];
    made->key.text = smtp__text_from(key, SMTP_Z);
    made->key.exact = made->key.text.length;
    made->value = smtp__text_from(value, SMTP_Z);
    made->is_set = value != NULL;
    smtp__keys_add(&set->keys, &made->key);
}

static int setup(void **state) {
    static struct set set;
    memset(&set, 0, sizeof set);
    test_allocator_init(&set.allocator);
    smtp__arena_init(&set.arena, &set.allocator.table);
    add(&set, 0, "name", "Ann & <b>\"'");
    add(&set, 1, "braces", "{{name}}");
    add(&set, 2, "empty", "");
    add(&set, 3, "unset", NULL);
    *state = &set;
    return 0;
}

static int teardown(void **state) {
    struct set *set = *state;
    smtp__arena_clear(&set->arena);
    assert_int_equal(set->allocator.live, 0);
    return 0;
}

/* Expands a copy that ends at an unreadable page. */
static smtp_result expand(struct set *set, const char *text, bool is_markup, struct smtp__text *expanded) {
    size_t length = strlen(text);
    char *copy = guard_copy(text, length);
    struct smtp__text template = {copy, length};
    smtp_result result = smtp__template_expand(&set->arena, template, &set->keys, is_markup, expanded);
    guard_free(copy, length);
    return result;
}

static void gives(struct set *set, const char *text, bool is_markup, const char *wanted) {
    struct smtp__text expanded;
    assert_int_equal(expand(set, text, is_markup, &expanded), SMTP_OK);
    if (expanded.length != strlen(wanted) || memcmp(expanded.data, wanted, expanded.length) != 0) {
        fail_msg("\"%s\" gives \"%.*s\"", text, (int)expanded.length, expanded.data);
    }
}

static void refused(struct set *set, const char *text, smtp_result wanted) {
    struct smtp__text expanded;
    if (expand(set, text, false, &expanded) != wanted) {
        fail_msg("\"%s\" is not refused", text);
    }
}

static void values_take_the_place_of_keys(void **state) {
    gives(*state, "", false, "");
    gives(*state, "Dear {{name}}!", false, "Dear Ann & <b>\"'!");
    gives(*state, "{{name}}", false, "Ann & <b>\"'");
    gives(*state, "{{ name }}{{\tname  }}", false, "Ann & <b>\"'Ann & <b>\"'");
    gives(*state, "[{{empty}}]", false, "[]");
}

static void braces_that_are_no_keys_are_text(void **state) {
    gives(*state, "a { b } c }} d {", false, "a { b } c }} d {");
    gives(*state, "{", false, "{");
    gives(*state, "{ {name} }", false, "{ {name} }");
    gives(*state, "{{{{", false, "{{");
    gives(*state, "{{{{name}}", false, "{{name}}");
    gives(*state, "{{{{{{empty}}}}", false, "{{}}");
    gives(*state, "{{{{{empty}}", false, "{{{empty}}");
    gives(*state, "{{empty}}}", false, "}");
}

static void what_is_no_template_is_refused(void **state) {
    static const char *const bad[] = {
        "{{", "{{name", "{{name}", "{{name} }", "{{}}", "{{ }}", "{{{name}}}", "{{a b}}", "{{a{b}}", "{{a\r\n}}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        refused(*state, bad[i], SMTP_E_TEMPLATE);
    }
    refused(*state, "{{n\xc3\xa4me}}", SMTP_E_TEMPLATE);
}

static void a_key_must_be_there_and_have_a_value(void **state) {
    refused(*state, "x{{Name}}", SMTP_E_MERGE_KEY);
    refused(*state, "{{nam}}", SMTP_E_MERGE_KEY);
    refused(*state, "{{name}}{{unset}}", SMTP_E_MERGE_VALUE);
}

static void markup_in_values_alone_is_escaped(void **state) {
    gives(*state, "<i title='{{name}}'>&amp;</i>", true, "<i title='Ann &amp; &lt;b&gt;&quot;&#39;'>&amp;</i>");
}

static void a_value_is_not_looked_at_for_keys(void **state) {
    gives(*state, "{{braces}}", false, "{{name}}");
    gives(*state, "{{{{{{braces}}", true, "{{{{name}}");
}

static void keys_are_printable_and_short(void **state) {
    (void)state;
    char key[SMTP__TEMPLATE_KEY_MAX + 1];
    memset(key, 'k', sizeof key);
    assert_true(smtp__template_is_key((struct smtp__text){key, sizeof key - 1}));
    assert_false(smtp__template_is_key((struct smtp__text){key, sizeof key}));
    assert_true(smtp__template_is_key((struct smtp__text){"!~", 2}));
    assert_false(smtp__template_is_key((struct smtp__text){"", 0}));
    assert_false(smtp__template_is_key((struct smtp__text){"\0", 1}));
    assert_false(smtp__template_is_key((struct smtp__text){"a\x7f", 2}));
}

static void no_memory_is_an_error(void **state) {
    struct set *set = *state;
    struct smtp__text expanded;
    set->allocator.fail_at = 1;
    assert_int_equal(expand(set, "{{name}}", false, &expanded), SMTP_E_NO_MEMORY);
    assert_int_equal(expand(set, "{{name}}", false, &expanded), SMTP_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_take_the_place_of_keys, setup, teardown),
        cmocka_unit_test_setup_teardown(braces_that_are_no_keys_are_text, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_template_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_key_must_be_there_and_have_a_value, setup, teardown),
        cmocka_unit_test_setup_teardown(markup_in_values_alone_is_escaped, setup, teardown),
        cmocka_unit_test_setup_teardown(a_value_is_not_looked_at_for_keys, setup, teardown),
        cmocka_unit_test_setup_teardown(keys_are_printable_and_short, setup, teardown),
        cmocka_unit_test_setup_teardown(no_memory_is_an_error, setup, teardown),
    };
    return cmocka_run_group_tests_name("mime/template", tests, NULL, NULL);
}
