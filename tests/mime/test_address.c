/* SPDX-License-Identifier: MIT */
#include "support/test.h"

#include "support/guard.h"
#include <smtp/address.h>
#include <stdio.h>

/* Reads a list as "name<address>|name<address>|", followed by the name of what ended it unless that is its end. */
static void read_list(const char *text, size_t length, char *out) {
    size_t position = 0;
    char name[512];
    char address[256];
    size_t name_length;
    size_t address_length;
    smtp_result result;
    *out = '\0';
    while ((result = smtp_address_next(text, length, &position, name, sizeof name, &name_length, address,
                                       sizeof address, &address_length)) == SMTP_OK) {
        assert_int_equal(strlen(name), name_length);
        assert_int_equal(strlen(address), address_length);
        assert_true(position <= length);
        sprintf(out + strlen(out), "%s<%s>|", name, address);
    }
    if (result != SMTP_PENDING) {
        strcat(out, smtp_result_name(result));
    }
}

static void gives(const char *text, const char *wanted) {
    char got[4096];
    char *guarded = guard_copy(text, strlen(text));
    read_list(guarded, strlen(text), got);
    guard_free(guarded, strlen(text));
    if (strcmp(got, wanted) != 0) {
        fail_msg("\"%s\": got %s, wanted %s", text, got, wanted);
    }
}

static void lists(void **state) {
    (void)state;
    gives("", "");
    gives(" , ,, ", "");
    gives("ann@example.org", "<ann@example.org>|");
    gives("<ann@example.org>", "<ann@example.org>|");
    gives("Ann <ann@example.org>, b@c.d", "Ann<ann@example.org>|<b@c.d>|");
    gives(",, a@b.c ,, ,d@e.f,", "<a@b.c>|<d@e.f>|");
    gives("Ann  Q. Public<a@b.c>", "Ann Q. Public<a@b.c>|");
    gives("\"Public, Ann \\\"Q\\\"\" <a@b.c>", "Public, Ann \"Q\"<a@b.c>|");
    gives("\"A\"\"B\" C <a@b.c>", "AB C<a@b.c>|");
    gives("\"a b\"@c.d, x@[192.0.2.1]", "<\"a b\"@c.d>|<x@[192.0.2.1]>|");
    gives("\"\" <a@b.c>", "<a@b.c>|");
    gives("J\xc3\xb6rg <j\xc3\xb6rg@b.c>", "J\xc3\xb6rg<j\xc3\xb6rg@b.c>|");
    gives("=?utf-8?Q?J=C3=B6rg?= <j@b.c>", "=?utf-8?Q?J=C3=B6rg?=<j@b.c>|");
}

static void groups(void **state) {
    (void)state;
    gives("team: b@c.d, Ann <a@b.c>;", "<b@c.d>|Ann<a@b.c>|");
    gives("undisclosed-recipients:;", "");
    gives("a: ,, b@c.d,,; , d@e.f", "<b@c.d>|<d@e.f>|");
    gives("x@y.z, a:b@c.d; , e:f@g.h;", "<x@y.z>|<b@c.d>|<f@g.h>|");
    gives("a:b@c.d(x);", "<b@c.d>|");
    gives("a:b@c.d", "SMTP_E_ADDRESS");
    gives("a:;b@c.d", "SMTP_E_ADDRESS");
    gives("a:b@c.d;x@y.z", "<b@c.d>|SMTP_E_ADDRESS");
    gives("a: b: c@d.e;;", "SMTP_E_ADDRESS");
    gives("a:b@c.d, e: f@g.h;", "<b@c.d>|SMTP_E_ADDRESS");
    gives(":a@b.c;", "SMTP_E_ADDRESS");
    gives("a@b.c;", "SMTP_E_ADDRESS");
    gives("a@b.c,;", "SMTP_E_ADDRESS");
    gives(";", "SMTP_E_ADDRESS");
    gives("a@b.c; d@e.f", "SMTP_E_ADDRESS");
    gives("a:", "SMTP_E_ADDRESS");
}

static void obsolete_forms(void **state) {
    (void)state;
    gives("(c1) Ann (c2 (c3)) <(c4)a@b.c(c5)>(c6)", "Ann<a@b.c>|");
    gives("a(c)@(c)b.c", "<a@b.c>|");
    gives("a@b.c(\\)), (x) d@e.f", "<a@b.c>|<d@e.f>|");
    gives("<@x.y,@z.w:a@b.c>", "<a@b.c>|");
    gives("Ann <,@x.y:a@b.c>", "Ann<a@b.c>|");
    gives("Ann\r\n <a@b.c>,\r\n\td@e.f", "Ann<a@b.c>|<d@e.f>|");
    gives("\"A\r\n B\" <a@b.c>", "A B<a@b.c>|");
    gives("((((((((((((((((x))))))))))))))))a@b.c", "<a@b.c>|");
    gives("(((((((((((((((((x)))))))))))))))))a@b.c", "SMTP_E_ADDRESS");
    gives("John Q. Public <a@b.c>", "John Q. Public<a@b.c>|"); /* obs-phrase */
    gives("<@x.y,,(c) @z.w , @[192.0.2.1]:a@b.c>", "<a@b.c>|");
    gives("< (c) a @ (d) b.c >", "<a@b.c>|");
    gives("Ann \r\n \r\n\t <a@b.c>", "Ann<a@b.c>|"); /* obs-FWS */
    gives("g:,,(c), ;", "");                         /* obs-group-list */
    gives("(c),\r\n ,a@b.c(d),(e),", "<a@b.c>|");    /* obs-addr-list */
}

/* The rest of RFC 5322 s4.4 would put an address together from pieces: a typing error could be one. */
static void pieces_are_not_put_together(void **state) {
    (void)state;
    static const char *const lists[] = {
        "a . b@c.d",       "a .b@c.d",      "a(x).b@c.d",      "a@b . c",        "a@b. c",
        "a@b .c",          "a@b(x).c",      "<a@b. c>",        "\"a\".b@c.d",    "a.\"b\"@c.d",
        "\"a\".\"b\"@c.d", "a@b.c. Thanks", "a@[192.0.2\\.1]", "a@[192.0.2. 1]", "a@[192.0.2.1].c",
    };
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        gives(lists[i], "SMTP_E_ADDRESS");
    }
}

/* Where others sent mail elsewhere: nothing is glued together, decoded or guessed. */
static void breaches(void **state) {
    (void)state;
    gives("a@good-corp.com(x)evil.com", "SMTP_E_ADDRESS");
    gives("a@b.c d@e.f", "SMTP_E_ADDRESS");
    gives("a b@c.d", "SMTP_E_ADDRESS");
    gives("a@b@c.d", "SMTP_E_ADDRESS");
    gives("\"x@evil y\"@internal.example", "<\"x@evil y\"@internal.example>|");
    gives("\"a\".b@c.d", "SMTP_E_ADDRESS");
    gives("=?utf-8?Q?a=40evil.com=3E?=@b.c", "SMTP_E_ADDRESS");
    gives("\"=?x?=\"@b.c", "SMTP_E_ADDRESS");
    gives("Ann", "SMTP_E_ADDRESS");
    gives("Ann <>", "SMTP_E_ADDRESS");
    gives("Ann <a>", "SMTP_E_ADDRESS");
    gives("Ann <a@b.c", "SMTP_E_ADDRESS");
    gives("Ann <a@b.c>>", "SMTP_E_ADDRESS");
    gives("Ann <a@b.c> x", "SMTP_E_ADDRESS");
    gives("<Ann <a@b.c>>", "SMTP_E_ADDRESS");
    gives("<@x.y a@b.c>", "SMTP_E_ADDRESS");
    gives("<@x.y", "SMTP_E_ADDRESS");
    gives("\"Ann <a@b.c>", "SMTP_E_ADDRESS");
    gives("(Ann <a@b.c>", "SMTP_E_ADDRESS");
    gives("a@b.c, (x", "<a@b.c>|SMTP_E_ADDRESS");
    gives("a@b.c (x", "SMTP_E_ADDRESS");
    gives("a@[b", "SMTP_E_ADDRESS");
    gives("[x] <a@b.c>", "SMTP_E_ADDRESS");
    gives("\"a\\", "SMTP_E_ADDRESS");
    gives("a@b.c)", "SMTP_E_ADDRESS");
    gives("\\a@b.c", "SMTP_E_ADDRESS");
    gives("a..b@c.d", "SMTP_E_ADDRESS");
    gives("Ann\r\nBcc: x@y.z", "SMTP_E_CONTROL_CHARACTER");
    gives("Ann\n <a@b.c>", "SMTP_E_CONTROL_CHARACTER");
    gives("\"A\nB\" <a@b.c>", "SMTP_E_CONTROL_CHARACTER");
    gives("\"A\\\nB\" <a@b.c>", "SMTP_E_CONTROL_CHARACTER");
    gives("(\x1b) a@b.c", "SMTP_E_CONTROL_CHARACTER");
    gives("a@b.c\x7f", "SMTP_E_CONTROL_CHARACTER");
    gives("A\xff <a@b.c>", "SMTP_E_UTF8");
    gives("A\xc2\x85 <a@b.c>", "SMTP_E_CONTROL_CHARACTER");
    gives("\"A\xe2\x80\xa8\" <a@b.c>", "SMTP_E_CONTROL_CHARACTER");
}

static void every_prefix_ends(void **state) {
    (void)state;
    static const char text[] =
        "(c) \"A \\\" B\" C <@x.y,@z:\"a b\"@c.d> , team (x): a@[1.2.3.4] , J <j@k.l>;, =?a?= <m@n.o>\r\n , p@q.r";
    char got[4096];
    for (size_t n = 0; n < sizeof text; n++) {
        char *guarded = guard_copy(text, n);
        read_list(guarded, n, got);
        guard_free(guarded, n);
    }
}

static void small_buffers_are_told(void **state) {
    (void)state;
    static const char text[] = "Ann <a@b.c>, d@e.f";
    char name[4];
    char address[6];
    size_t n;
    size_t m;
    size_t position = 0;
    assert_int_equal(smtp_address_next(text, SMTP_Z, &position, name, 3, &n, address, 6, &m), SMTP_E_BUFFER_TOO_SMALL);
    assert_int_equal(smtp_address_next(text, SMTP_Z, &position, name, 4, &n, address, 5, &m), SMTP_E_BUFFER_TOO_SMALL);
    assert_int_equal(smtp_address_next(text, SMTP_Z, &position, name, 0, &n, address, 6, &m), SMTP_E_BUFFER_TOO_SMALL);
    assert_int_equal(smtp_address_next(text, SMTP_Z, &position, name, 4, &n, address, 0, &m), SMTP_E_BUFFER_TOO_SMALL);
    assert_int_equal(position, 0);
    assert_int_equal(smtp_address_next(text, SMTP_Z, &position, name, 4, &n, address, 6, &m), SMTP_OK);
    assert_int_equal(position, 12);
    assert_string_equal(address, "a@b.c");
    assert_int_equal(n, 3);
    assert_int_equal(smtp_address_next(text, SMTP_Z, &position, name, 4, &n, address, 6, &m), SMTP_OK);
    assert_int_equal(smtp_address_next(text, SMTP_Z, &position, name, 4, &n, address, 6, &m), SMTP_PENDING);
    position = 100;
    assert_int_equal(smtp_address_next(text, SMTP_Z, &position, name, 4, &n, address, 6, &m), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_address_next(NULL, 0, &position, name, 4, &n, address, 6, &m), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_address_next(text, SMTP_Z, NULL, name, 4, &n, address, 6, &m), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_address_next(text, SMTP_Z, &position, NULL, 4, &n, address, 6, &m), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_address_next(text, SMTP_Z, &position, name, 4, NULL, address, 6, &m), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_address_next(text, SMTP_Z, &position, name, 4, &n, NULL, 6, &m), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_address_next(text, SMTP_Z, &position, name, 4, &n, address, 6, NULL), SMTP_E_ARGUMENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists),
        cmocka_unit_test(groups),
        cmocka_unit_test(obsolete_forms),
        cmocka_unit_test(pieces_are_not_put_together),
        cmocka_unit_test(breaches),
        cmocka_unit_test(every_prefix_ends),
        cmocka_unit_test(small_buffers_are_told),
    };
    return cmocka_run_group_tests_name("mime/address", tests, NULL, NULL);
}
