/* SPDX-License-Identifier: MIT */
#include "merging.h"

#include "mime/message_object.h"
#include <smtp/message_field.h>
#include <smtp/part.h>

/* The same mail, made by hand. */
static smtp_message *by_hand(struct test_allocator *allocator, uint32_t number, const char *address,
                             const char *subject, const char *key, const char *text, const char *html) {
    struct smtp__seed seed = {.is_set = false};
    struct smtp__seed derived = {.is_set = false};
    smtp_message *message;
    smtp__seed_set(&seed, SEED, 32);
    smtp__seed_derive(&seed, SMTP__SEED_MAIL + number, &derived);
    test_allocator_init(allocator);
    assert_int_equal(smtp_message_new(&allocator->table, &message), SMTP_OK);
    assert_int_equal(smtp_message_set_from(message, "News", SMTP_Z, "news@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_seed(message, derived.bytes, sizeof derived.bytes), SMTP_OK);
    assert_int_equal(smtp_message_add_to(message, "Ann", SMTP_Z, address, SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_subject(message, subject, SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(message, "X-First", SMTP_Z, "1", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(message, "X-Key", SMTP_Z, key, SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(message, "X-Key", SMTP_Z, "two", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_text(message, text, SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_html(message, html, SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_attach_memory(message, "a.txt", SMTP_Z, NULL, 0, "{{name}}", 8), SMTP_OK);
    return message;
}

/* The message is that one, octet for octet; it is freed. */
static void is_the_same(struct merging *m, struct test_allocator *allocator, smtp_message *wanted) {
    const char *mail = mail_of(wanted);
    assert_true(strlen(mail) < sizeof wanted_bytes);
    memcpy(wanted_bytes, mail, strlen(mail) + 1);
    end_mail(allocator, wanted);
    assert_string_equal(mail_of(m->message), wanted_bytes);
}

static void a_mail_is_as_if_made_by_hand(void **state) {
    (void)state;
    struct merging m;
    struct test_allocator allocator;
    prepare_letter(&m);
    assert_int_equal(smtp_merge_check(m.merge, NULL, NULL), SMTP_OK);
    fill(&m, "J\xc3\xbcrgen <b>", "{{name}}", "a@example.org");
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    is_the_same(&m, &allocator,
                by_hand(&allocator, 0, "a@example.org", "For J\xc3\xbcrgen <b>", "{{name}} {{",
                        "Dear J\xc3\xbcrgen <b>,\nyours {{name}}", "<p>J\xc3\xbcrgen &lt;b&gt; {{id}}"));
    fill(&m, "Ann", "", "b@example.org");
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    is_the_same(&m, &allocator,
                by_hand(&allocator, 1, "b@example.org", "For Ann", " {{", "Dear Ann,\nyours ", "<p>Ann {{id}}"));
    end(&m);
}

/* A client gives a message what it lacks; the next mail must not have it. */
static void what_was_set_for_a_mail_goes_with_it(void **state) {
    (void)state;
    struct merging m;
    prepare(&m);
    memset(&m.message->seed, 0, sizeof m.message->seed);
    start(&m);
    for (int64_t i = 0; i < 3; i++) {
        assert_int_equal(set_recipient(&m, "a@example.org"), SMTP_OK);
        assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
        assert_false(smtp_message_has_date(m.message));
        assert_false(smtp_message_has_seed(m.message));
        assert_int_equal(smtp_message_set_date(m.message, i, 0), SMTP_OK);
        assert_int_equal(smtp_message_set_seed(m.message, SEED, 16), SMTP_OK);
        has(m.message, i == 0 ? "00:00:00" : i == 1 ? "00:00:01" : "00:00:02");
    }
    end(&m);
}

static void each_mail_has_its_own_identifier_and_boundary(void **state) {
    (void)state;
    char ids[3][64];
    struct merging m;
    prepare_letter(&m);
    for (size_t i = 0; i < 3; i++) {
        fill(&m, "Ann", "1", "a@example.org");
        assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
        const char *id = strstr(mail_of(m.message), "Message-ID: ");
        assert_non_null(id);
        memcpy(ids[i], id, sizeof ids[i]);
        const char *boundary = strstr(mail_bytes, "boundary=");
        assert_non_null(boundary);
        for (size_t j = 0; j < i; j++) {
            assert_memory_not_equal(ids[j], ids[i], sizeof ids[i]);
        }
    }
    end(&m);
}

static void a_value_is_text_like_any_other(void **state) {
    (void)state;
    struct merging m;
    prepare_letter(&m);
    static const char *const bad[] = {"a\r\nBcc: b@example.org", "a\nb", "a\x1b", "a\xe2\x80\xa8"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        fill(&m, bad[i], "1", "a@example.org");
        assert_int_equal(smtp_merge_apply(m.merge), SMTP_E_CONTROL_CHARACTER);
        has_not(m.message, "Bcc");
        has(m.message, "For {{name}}");
    }
    assert_int_equal(set(&m, "name", "\xff"), SMTP_E_UTF8);
    assert_int_equal(smtp_merge_set_value(m.merge, "name", 4, "a\0b", 3), SMTP_E_NUL_IN_CONTENT);
    assert_int_equal(set(&m, "Name", "x"), SMTP_E_MERGE_KEY);
    assert_int_equal(set_recipient(&m, "a@example.org\r\nRCPT"), SMTP_E_CONTROL_CHARACTER);
    assert_int_equal(set_recipient(&m, "a"), SMTP_E_ADDRESS);
    assert_int_equal(set_recipient(&m, NULL), SMTP_E_ARGUMENT);
    end(&m);
}

static void a_line_end_may_stand_in_a_text_part(void **state) {
    (void)state;
    struct merging m;
    prepare(&m);
    assert_int_equal(smtp_message_set_text(m.message, "[{{a}}]", SMTP_Z), SMTP_OK);
    start(&m);
    add_key(&m, "a");
    assert_int_equal(set_recipient(&m, "a@example.org"), SMTP_OK);
    assert_int_equal(set(&m, "a", "1\n2\r3\r\n4"), SMTP_OK);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    has(m.message, "\r\n\r\n[1\r\n2\r\n3\r\n4]\r\n");
    end(&m);
}

static void fields_of_a_list_may_have_keys(void **state) {
    (void)state;
    struct merging m;
    prepare(&m);
    assert_int_equal(smtp_message_set_one_click_unsubscribe(m.message, "https://example.org/{{t}}", SMTP_Z,
                                                            "mailto:{{t}}@example.org", SMTP_Z),
                     SMTP_OK);
    assert_int_equal(smtp_message_set_header(m.message, "List-Help", SMTP_Z, "<https://example.org/{{t}}>", SMTP_Z),
                     SMTP_OK);
    assert_int_equal(smtp_message_add_list_url(m.message, SMTP_LIST_HELP, "mailto:help@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_comment(m.message, "\xc3\xa4 {{t}}", SMTP_Z), SMTP_OK);
    start(&m);
    add_key(&m, "t");
    assert_int_equal(set_recipient(&m, "a@example.org"), SMTP_OK);
    assert_int_equal(set(&m, "t", "token"), SMTP_OK);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    has(m.message, "List-Unsubscribe: <https://example.org/token>, <mailto:token@example.org>\r\n");
    has(m.message, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
    has(m.message, "List-Help: <https://example.org/token>, <mailto:help@example.org>\r\n");
    has(m.message, "Comments: =?utf-8?B?w6Q=?= token\r\n");
    end(&m);
}

static void a_url_of_a_list_stays_one(void **state) {
    (void)state;
    static const char *const bad[] = {"x y", "x>, <https://example.net/", "\xc3\xa9", "\""};
    struct merging m;
    prepare(&m);
    assert_int_equal(smtp_message_add_list_url(m.message, SMTP_LIST_HELP, "https://example.org/{{t}}", SMTP_Z),
                     SMTP_OK);
    assert_int_equal(smtp_message_add_header(m.message, "X-Own", SMTP_Z, "<{{own}}>", SMTP_Z), SMTP_OK);
    start(&m);
    add_key(&m, "t");
    add_key(&m, "own");
    for (size_t i = 0; i <= sizeof bad / sizeof bad[0]; i++) {
        bool is_good = i == sizeof bad / sizeof bad[0];
        assert_int_equal(set_recipient(&m, "a@example.org"), SMTP_OK);
        assert_int_equal(set(&m, "t", is_good ? "a,b&c=%20" : bad[i]), SMTP_OK);
        assert_int_equal(set(&m, "own", "x>, <y z"), SMTP_OK);
        assert_int_equal(smtp_merge_apply(m.merge), is_good ? SMTP_OK : SMTP_E_LIST_URL);
    }
    has(m.message, "X-Own: <x>, <y z>\r\n");
    has(m.message, "List-Help: <https://example.org/a,b&c=%20>\r\n");
    end(&m);
}

static void texts_of_the_callers_own_tree_may_have_keys(void **state) {
    (void)state;
    struct merging m;
    static const char *const types[] = {"text/plain", "text/html", "text/x-amp-html", "text/csv", "text/plain"};
    smtp_part *mixed;
    smtp_part *part;
    prepare(&m);
    assert_int_equal(smtp_part_new_multipart(m.message, "multipart/mixed", SMTP_Z, &mixed), SMTP_OK);
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        assert_int_equal(smtp_part_new_text(m.message, types[i], SMTP_Z, "[{{a}}]", SMTP_Z, &part), SMTP_OK);
        assert_int_equal(smtp_part_add(mixed, part), SMTP_OK);
    }
    assert_int_equal(smtp_part_set_disposition(part, SMTP_DISPOSITION_ATTACHMENT, NULL, 0), SMTP_OK);
    assert_int_equal(smtp_message_set_root(m.message, mixed), SMTP_OK);
    start(&m);
    add_key(&m, "a");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(set_recipient(&m, "a@example.org"), SMTP_OK);
        assert_int_equal(set(&m, "a", "<&>"), SMTP_OK);
        assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
        has(m.message, "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n[<&>]");
        has(m.message, "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
                       "[&lt;&amp;&gt;]");
        has(m.message, "Content-Type: text/x-amp-html; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
                       "[&lt;&amp;&gt;]");
        has(m.message, "Content-Type: text/csv; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n[{{a}}]");
        has(m.message, "Content-Disposition: attachment\r\nContent-Transfer-Encoding: 7bit\r\n\r\n[{{a}}]");
    }
    end(&m);
}

static void flowed_text_is_wrapped_when_it_is_filled(void **state) {
    (void)state;
    struct merging m;
    struct test_allocator allocator;
    prepare(&m);
    assert_int_equal(smtp_message_set_flowed_text(m.message, "> {{a}} {{ a }}\n{{a}}", SMTP_Z), SMTP_OK);
    start(&m);
    add_key(&m, "a");
    assert_int_equal(set_recipient(&m, "a@example.org"), SMTP_OK);
    assert_int_equal(set(&m, "a", "many words of one who likes to be called by a very long name"), SMTP_OK);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    smtp_message *wanted = new_mail(&allocator);
    assert_int_equal(smtp_message_set_flowed_text(wanted,
                                                  "> many words of one who likes to be called by a very long name "
                                                  "many words of one who likes to be called by a very long name\n"
                                                  "many words of one who likes to be called by a very long name",
                                                  SMTP_Z),
                     SMTP_OK);
    const char *body = strstr(mail_of(wanted), "\r\n\r\n");
    assert_true(strlen(body) < sizeof wanted_bytes);
    memcpy(wanted_bytes, body, strlen(body) + 1);
    end_mail(&allocator, wanted);
    has(m.message, wanted_bytes);
    end(&m);
}

static void the_envelope_has_the_one_recipient(void **state) {
    (void)state;
    struct merging m;
    smtp_envelope *envelope;
    prepare_letter(&m);
    assert_int_equal(smtp_envelope_new(&m.allocator.table, &envelope), SMTP_OK);
    fill(&m, "Ann", "1", "a@example.org");
    assert_int_equal(smtp_message_envelope(m.message, envelope), SMTP_E_NO_RECIPIENT);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    assert_int_equal(smtp_message_envelope(m.message, envelope), SMTP_OK);
    assert_int_equal(smtp_envelope_recipient_count(envelope), 1);
    smtp_envelope_free(envelope);
    end(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mail_is_as_if_made_by_hand),
        cmocka_unit_test(what_was_set_for_a_mail_goes_with_it),
        cmocka_unit_test(each_mail_has_its_own_identifier_and_boundary),
        cmocka_unit_test(a_value_is_text_like_any_other),
        cmocka_unit_test(a_line_end_may_stand_in_a_text_part),
        cmocka_unit_test(fields_of_a_list_may_have_keys),
        cmocka_unit_test(a_url_of_a_list_stays_one),
        cmocka_unit_test(texts_of_the_callers_own_tree_may_have_keys),
        cmocka_unit_test(flowed_text_is_wrapped_when_it_is_filled),
        cmocka_unit_test(the_envelope_has_the_one_recipient),
    };
    return cmocka_run_group_tests_name("mime/merge_apply", tests, NULL, NULL);
}
