/* SPDX-License-Identifier: MIT */
#include "mail.h"

#include "mime/merge_object.h"
#include "support/guard.h"
#include <smtp/message_field.h>
#include <smtp/part.h>

/* A prepared message and a merge over it, with an allocator for each. */
struct merging {
    struct test_allocator message_allocator;
    struct test_allocator allocator;
    smtp_message *message;
    smtp_merge *merge;
};

static void prepare(struct merging *m) {
    test_allocator_init(&m->message_allocator);
    test_allocator_init(&m->allocator);
    assert_int_equal(smtp_message_new(&m->message_allocator.table, &m->message), SMTP_OK);
    assert_int_equal(smtp_message_set_from(m->message, "News", SMTP_Z, "news@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_seed(m->message, SEED, 32), SMTP_OK);
}

static void start(struct merging *m) {
    assert_int_equal(smtp_merge_new(&m->allocator.table, m->message, &m->merge), SMTP_OK);
}

static void end(struct merging *m) {
    smtp_merge_free(m->merge);
    assert_int_equal(m->allocator.live, 0);
    end_mail(&m->message_allocator, m->message);
}

static void add_key(struct merging *m, const char *key) {
    assert_int_equal(smtp_merge_add_key(m->merge, key, SMTP_Z), SMTP_OK);
}

static smtp_result set(struct merging *m, const char *key, const char *value) {
    return smtp_merge_set_value(m->merge, key, SMTP_Z, value, SMTP_Z);
}

static smtp_result set_recipient(struct merging *m, const char *address) {
    return smtp_merge_set_recipient(m->merge, "Ann", SMTP_Z, address, SMTP_Z);
}

/* A newsletter with keys wherever they may stand. */
static void prepare_letter(struct merging *m) {
    prepare(m);
    assert_int_equal(smtp_message_set_subject(m->message, "For {{name}}", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m->message, "X-First", SMTP_Z, "1", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m->message, "X-Key", SMTP_Z, "{{ id }} {{{{", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_add_header(m->message, "X-Key", SMTP_Z, "two", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_text(m->message, "Dear {{name}},\nyours {{id}}", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_html(m->message, "<p>{{name}} {{{{id}}", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_attach_memory(m->message, "a.txt", SMTP_Z, NULL, 0, "{{name}}", 8), SMTP_OK);
    start(m);
    add_key(m, "name");
    add_key(m, "id");
}

static void fill(struct merging *m, const char *name, const char *id, const char *address) {
    assert_int_equal(set_recipient(m, address), SMTP_OK);
    assert_int_equal(set(m, "name", name), SMTP_OK);
    assert_int_equal(set(m, "id", id), SMTP_OK);
}

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

static char wanted_bytes[1 << 14];

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

static void the_message_is_given_back_as_it_was(void **state) {
    (void)state;
    struct merging m;
    prepare_letter(&m);
    const char *mail = mail_of(m.message);
    memcpy(wanted_bytes, mail, strlen(mail) + 1);
    fill(&m, "Ann", "1", "a@example.org");
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    has_not(m.message, "Subject: For {{name}}");
    smtp_merge_free(m.merge);
    assert_string_equal(mail_of(m.message), wanted_bytes);
    start(&m);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_E_NO_RECIPIENT);
    assert_string_equal(mail_of(m.message), wanted_bytes);
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

static void keys_that_were_not_declared_are_found(void **state) {
    (void)state;
    struct merging m;
    const char *key;
    size_t length;
    prepare(&m);
    assert_int_equal(smtp_message_set_text(m.message, "{{a}} {{b}}", SMTP_Z), SMTP_OK);
    start(&m);
    assert_int_equal(smtp_merge_check(m.merge, &key, &length), SMTP_E_MERGE_KEY);
    assert_int_equal(length, 1);
    assert_memory_equal(key, "a", 1);
    add_key(&m, "a");
    assert_int_equal(smtp_merge_check(m.merge, &key, &length), SMTP_E_MERGE_KEY);
    assert_memory_equal(key, "b", 1);
    assert_int_equal(smtp_merge_check(m.merge, NULL, NULL), SMTP_E_MERGE_KEY);
    assert_int_equal(set_recipient(&m, "a@example.org"), SMTP_OK);
    assert_int_equal(set(&m, "a", "1"), SMTP_OK);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_E_MERGE_KEY);
    add_key(&m, "b");
    assert_int_equal(smtp_merge_check(m.merge, &key, &length), SMTP_OK);
    assert_null(key);
    assert_int_equal(length, 0);
    end(&m);
}

static void templates_are_checked_when_a_merge_is_made(void **state) {
    (void)state;
    struct merging m;
    prepare(&m);
    assert_int_equal(smtp_message_set_subject(m.message, "{{a}} {{", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_merge_new(&m.allocator.table, m.message, &m.merge), SMTP_E_TEMPLATE);
    assert_null(m.merge);
    assert_int_equal(smtp_message_set_subject(m.message, "{{a}} {", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_html(m.message, "{{}}", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_merge_new(&m.allocator.table, m.message, &m.merge), SMTP_E_TEMPLATE);
    assert_int_equal(smtp_message_set_html(m.message, "}}", SMTP_Z), SMTP_OK);
    start(&m);
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

static void values_and_recipient_are_for_one_mail(void **state) {
    (void)state;
    struct merging m;
    prepare_letter(&m);
    fill(&m, "Ann", "1", "a@example.org");
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_E_NO_RECIPIENT);
    assert_int_equal(set_recipient(&m, "a@example.org"), SMTP_OK);
    assert_int_equal(set(&m, "name", "Ann"), SMTP_OK);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_E_MERGE_VALUE);
    assert_int_equal(set(&m, "name", "Ann"), SMTP_OK);
    assert_int_equal(set(&m, "id", "1"), SMTP_OK);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_E_NO_RECIPIENT);
    fill(&m, "Ann", "1", "a@example.org");
    fill(&m, "Bob", "2", "b@example.org");
    assert_int_equal(set_recipient(&m, "@"), SMTP_E_ADDRESS);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    has(m.message, "For Bob");
    has(m.message, "To: Ann <b@example.org>\r\n");
    has_not(m.message, "a@example.org");
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

static void keys_are_declared_between_mails(void **state) {
    (void)state;
    struct merging m;
    prepare_letter(&m);
    assert_int_equal(smtp_merge_add_key(m.merge, "name", 4), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_add_key(m.merge, "", 0), SMTP_E_TEMPLATE);
    assert_int_equal(smtp_merge_add_key(m.merge, "a b", 3), SMTP_E_TEMPLATE);
    assert_int_equal(smtp_merge_add_key(m.merge, NULL, 0), SMTP_E_ARGUMENT);
    fill(&m, "Ann", "1", "a@example.org");
    assert_int_equal(smtp_merge_add_key(m.merge, "more", 4), SMTP_E_STATE);
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    add_key(&m, "more");
    has(m.message, "For {{name}}");
    fill(&m, "Ann", "1", "a@example.org");
    assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
    has(m.message, "For Ann");
    end(&m);
}

static void a_message_that_is_addressed_is_refused(void **state) {
    (void)state;
    struct merging m;
    smtp_message *message;
    prepare(&m);
    assert_int_equal(smtp_message_add_cc(m.message, NULL, 0, "c@example.org", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_merge_new(&m.allocator.table, m.message, &m.merge), SMTP_E_STATE);
    assert_null(m.merge);
    smtp_message_free(m.message);
    message = new_mail(&m.message_allocator); /* with a Message-ID */
    assert_int_equal(smtp_merge_new(&m.allocator.table, message, &m.merge), SMTP_E_STATE);
    end_mail(&m.message_allocator, message);
    assert_int_equal(m.allocator.live, 0);
}

static void memory_does_not_grow_with_the_recipients(void **state) {
    (void)state;
    struct merging m;
    prepare_letter(&m);
    assert_int_equal(smtp_message_set_date(m.message, 0, 0), SMTP_OK);
    size_t after_one = 0;
    size_t message_bytes = m.message_allocator.peak;
    for (size_t i = 0; i < 10000; i++) {
        fill(&m, "Ann", "1", "a@example.org");
        assert_int_equal(smtp_merge_apply(m.merge), SMTP_OK);
        assert_int_equal(smtp_message_set_date(m.message, 1, 0), SMTP_OK);
        after_one = i == 0 ? m.allocator.peak : after_one;
    }
    assert_int_equal(m.allocator.peak, after_one);
    assert_int_equal(m.message_allocator.peak, message_bytes);
    end(&m);
}

/* A mail made by calls of which the n-th allocation fails; true if none did. */
static bool one_mail(struct merging *m, long fail_at) {
    smtp_result result = SMTP_OK;
    m->allocator.calls = 0;
    m->allocator.fail_at = fail_at;
    result = smtp_merge_new(&m->allocator.table, m->message, &m->merge);
    if (result == SMTP_OK) {
        result = smtp_merge_add_key(m->merge, "name", 4);
        result = result == SMTP_OK ? smtp_merge_add_key(m->merge, "id", 2) : result;
        result = result == SMTP_OK ? set_recipient(m, "a@example.org") : result;
        result = result == SMTP_OK ? set(m, "name", "Ann") : result;
        result = result == SMTP_OK ? set(m, "id", "1") : result;
        result = result == SMTP_OK ? smtp_merge_apply(m->merge) : result;
    }
    m->allocator.fail_at = 0;
    assert_true(result == SMTP_OK || result == SMTP_E_NO_MEMORY);
    return result == SMTP_OK;
}

static void any_allocation_may_fail(void **state) {
    (void)state;
    struct merging m;
    static char padding[3000];
    memset(padding, 'x', sizeof padding);
    prepare_letter(&m);
    smtp_merge_free(m.merge);
    assert_int_equal(smtp_message_add_header(m.message, "X-Long", SMTP_Z, "{{name}} and more", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_message_set_text(m.message, padding, sizeof padding), SMTP_OK);
    memcpy(padding, "{{name}}", 8);
    assert_int_equal(smtp_message_set_html(m.message, padding, sizeof padding), SMTP_OK);
    const char *mail = mail_of(m.message);
    memcpy(wanted_bytes, mail, strlen(mail) + 1);
    long n = 1;
    for (bool is_done = false; !is_done; n++) {
        is_done = one_mail(&m, n);
        if (!is_done) {
            assert_string_equal(mail_of(m.message), wanted_bytes);
        }
        smtp_merge_free(m.merge);
        assert_int_equal(m.allocator.live, 0);
        assert_string_equal(mail_of(m.message), wanted_bytes);
    }
    assert_true(n > 4);
    end_mail(&m.message_allocator, m.message);
}

/* In every size of memory it works or says that there is too little, and the message stays whole. */
static void it_works_in_memory_of_the_callers(void **state) {
    (void)state;
    struct merging m;
    size_t worked = 0;
    prepare_letter(&m);
    smtp_merge_free(m.merge);
    for (size_t size = 0; size < SMTP_MERGE_BYTES + 4096; size += 8) {
        void *memory = guard_room(size);
        smtp_result result = smtp_merge_init(memory, size, m.message, &m.merge);
        assert_int_equal(result == SMTP_E_MEMORY_SIZE, size < smtp_merge_bytes());
        assert_int_equal(result == SMTP_OK, m.merge != NULL);
        if (result == SMTP_OK) {
            result = smtp_merge_add_key(m.merge, "name", 4);
            result = result == SMTP_OK ? smtp_merge_add_key(m.merge, "id", 2) : result;
            result = result == SMTP_OK ? set_recipient(&m, "a@example.org") : result;
            result = result == SMTP_OK ? set(&m, "name", "Ann") : result;
            result = result == SMTP_OK ? set(&m, "id", "1") : result;
            result = result == SMTP_OK ? smtp_merge_apply(m.merge) : result;
            has(m.message, result == SMTP_OK ? "For Ann" : "For {{name}}");
        }
        smtp_merge_fini(m.merge);
        assert_true(result == SMTP_OK || result == SMTP_E_MEMORY_SIZE || result == SMTP_E_NO_MEMORY);
        worked += result == SMTP_OK;
        has(m.message, "For {{name}}");
        guard_free(memory, size);
    }
    assert_true(worked > 0);
    end_mail(&m.message_allocator, m.message);
}

static void null_is_answered(void **state) {
    (void)state;
    struct merging m;
    prepare(&m);
    assert_int_equal(smtp_merge_new(&m.allocator.table, m.message, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_new(NULL, m.message, &m.merge), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_new(&m.allocator.table, NULL, &m.merge), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_init(NULL, 0, m.message, &m.merge), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_init(&m, sizeof m, NULL, &m.merge), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_init(&m, sizeof m, m.message, NULL), SMTP_E_ARGUMENT);
    smtp_merge_free(NULL);
    smtp_merge_fini(NULL);
    assert_int_equal(smtp_merge_apply(NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_check(NULL, NULL, NULL), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_add_key(NULL, "a", 1), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_set_value(NULL, "a", 1, "", 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_set_recipient(NULL, NULL, 0, "a@example.org", SMTP_Z), SMTP_E_ARGUMENT);
    start(&m);
    add_key(&m, "a");
    assert_int_equal(smtp_merge_set_value(m.merge, NULL, 0, "", 0), SMTP_E_ARGUMENT);
    assert_int_equal(smtp_merge_set_value(m.merge, "a", 1, NULL, 0), SMTP_E_ARGUMENT);
    end(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mail_is_as_if_made_by_hand),
        cmocka_unit_test(the_message_is_given_back_as_it_was),
        cmocka_unit_test(what_was_set_for_a_mail_goes_with_it),
        cmocka_unit_test(each_mail_has_its_own_identifier_and_boundary),
        cmocka_unit_test(keys_that_were_not_declared_are_found),
        cmocka_unit_test(templates_are_checked_when_a_merge_is_made),
        cmocka_unit_test(a_value_is_text_like_any_other),
        cmocka_unit_test(a_line_end_may_stand_in_a_text_part),
        cmocka_unit_test(fields_of_a_list_may_have_keys),
        cmocka_unit_test(texts_of_the_callers_own_tree_may_have_keys),
        cmocka_unit_test(flowed_text_is_wrapped_when_it_is_filled),
        cmocka_unit_test(values_and_recipient_are_for_one_mail),
        cmocka_unit_test(the_envelope_has_the_one_recipient),
        cmocka_unit_test(keys_are_declared_between_mails),
        cmocka_unit_test(a_message_that_is_addressed_is_refused),
        cmocka_unit_test(memory_does_not_grow_with_the_recipients),
        cmocka_unit_test(any_allocation_may_fail),
        cmocka_unit_test(it_works_in_memory_of_the_callers),
        cmocka_unit_test(null_is_answered),
    };
    return cmocka_run_group_tests_name("mime/merge", tests, NULL, NULL);
}
