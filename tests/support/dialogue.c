/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "dialogue.h"
#include <stdio.h>
#include <stdlib.h>

struct run {
    smtp_session *session;
    const struct dialogue_mail *mail;
    const char *at;     /* in the script */
    size_t piece;       /* of the server's bytes; 0: whole */
    size_t split;       /* first piece of each block; 0: none */
    size_t acknowledge; /* of the client's bytes at a time; 0: whole */
    uint64_t told;      /* mails that are finished */
    char *events;
    size_t size;
};

static void note(struct run *run, const char *line) {
    size_t used = strlen(run->events);
    assert_true(used + strlen(line) + 2 < run->size);
    strcpy(run->events + used, line);
    strcat(run->events, "\n");
}

/* Replies come in the order of the mails, so that all that is told is about the first that is not finished. */
static void check_mail(struct run *run, const smtp_event *event) {
    int32_t kind = smtp_event_kind(event);
    bool is_about_one = kind == SMTP_EVENT_SENDER || kind == SMTP_EVENT_RECIPIENT || kind == SMTP_EVENT_DELIVERY ||
                        kind == SMTP_EVENT_MAIL;
    assert_int_equal(smtp_event_mail(event), is_about_one ? run->told + 1 : 0);
    run->told += kind == SMTP_EVENT_MAIL;
}

static void note_event(struct run *run, const smtp_event *event) {
    static const char *const names[] = {"",       "greeting",  "capabilities", "tls",    "authenticated", "ready",
                                        "sender", "recipient", "mail",         "closed", "failed"};
    char line[256];
    int32_t kind = smtp_event_kind(event);
    int code = smtp_event_code(event);
    const char *result = smtp_result_name(smtp_event_result(event));
    assert_in_range(kind, 1, 12);
    check_mail(run, event);
    switch (kind) {
    case SMTP_EVENT_SENDER:
        snprintf(line, sizeof line, "sender %d", code);
        break;
    case SMTP_EVENT_RECIPIENT:
        snprintf(line, sizeof line, "recipient %zu %d", smtp_event_recipient(event), code);
        break;
    case SMTP_EVENT_DELIVERY:
        snprintf(line, sizeof line, "delivery %zu %d", smtp_event_recipient(event), code);
        break;
    case SMTP_EVENT_REPLY:
        snprintf(line, sizeof line, "reply %s %d", result + 5, code);
        break;
    case SMTP_EVENT_MAIL:
        snprintf(line, sizeof line, "mail %s %d%s", result + 5, code, smtp_event_is_unknown(event) ? " unknown" : "");
        break;
    case SMTP_EVENT_FAILED:
        snprintf(line, sizeof line, "failed %s %s %d%s", result + 5, smtp_phase_name(smtp_event_phase(event)), code,
                 smtp_event_is_unknown(event) ? " unknown" : "");
        break;
    default:
        snprintf(line, sizeof line, "%s%s", names[kind], smtp_event_result(event) == SMTP_OK ? "" : " refused");
    }
    note(run, line);
}

static size_t line_length(const char *at) {
    return strcspn(at, "\n");
}

static void next_line(struct run *run) {
    run->at += line_length(run->at);
    run->at += *run->at == '\n';
}

/* The bytes of all lines in a row with this mark, each with CRLF. */
static size_t block(const char *at, char mark, char *bytes, size_t size) {
    size_t n = 0;
    while (*at == mark && at[1] == ':') {
        size_t length = line_length(at) - 2;
        assert_true(n + length + 2 <= size);
        memcpy(bytes + n, at + 2, length);
        memcpy(bytes + n + length, "\r\n", 2);
        n += length + 2;
        at += line_length(at);
        at += *at == '\n';
    }
    return n;
}

static void skip_block(struct run *run, char mark) {
    while (*run->at == mark && run->at[1] == ':') {
        next_line(run);
    }
}

static void take_events(struct run *run) {
    const smtp_event *event;
    while (smtp_session_next_event(run->session, &event) == SMTP_OK) {
        note_event(run, event);
    }
}

static void feed_piece(struct run *run, const char *data, size_t length) {
    while (length > 0) {
        size_t used;
        (void)smtp_session_wants(run->session);
        take_events(run);
        assert_int_equal(smtp_session_feed(run->session, data, length, &used), SMTP_OK);
        data += used;
        length -= used;
    }
}

static void serve(struct run *run) {
    char bytes[65536];
    size_t length = block(run->at, 'S', bytes, sizeof bytes);
    size_t done = 0;
    skip_block(run, 'S');
    while (done < length) {
        size_t n = run->piece == 0 ? length - done : run->piece;
        if (done == 0 && run->split > 0) {
            n = run->split;
        }
        n = n < length - done ? n : length - done;
        feed_piece(run, bytes + done, n);
        done += n;
    }
}

/* All that is pending must stand next in the script. */
static void expect(struct run *run) {
    static char wanted[65536];
    size_t length = block(run->at, 'C', wanted, sizeof wanted);
    size_t done = 0;
    while (done < length) {
        const uint8_t *data;
        size_t n;
        if ((smtp_session_wants(run->session) & SMTP_WANT_SEND) == 0) {
            break;
        }
        assert_int_equal(smtp_session_pending(run->session, &data, &n), SMTP_OK);
        if (n == 0) {
            break;
        }
        n = run->acknowledge > 0 && run->acknowledge < n ? run->acknowledge : n;
        if (n > length - done || memcmp(data, wanted + done, n) != 0) {
            fail_msg("the client sent \"%.*s\" where it should have sent \"%.*s\"", (int)n, (const char *)data,
                     (int)(length - done), wanted + done);
        }
        assert_int_equal(smtp_session_sent(run->session, n), SMTP_OK);
        done += n;
    }
    if (done != length) {
        fail_msg("the client sent %zu octets of: %.*s", done, (int)length, wanted);
    }
    skip_block(run, 'C');
}

static void submit(struct run *run, const struct dialogue_mail *mail) {
    (void)smtp_source_rewind(mail->source);
    assert_int_equal(smtp_session_submit(run->session, mail->envelope, mail->source), SMTP_OK);
}

static void command(struct run *run) {
    switch (*run->at) {
    case 'T':
        assert_int_equal(smtp_session_wants(run->session), SMTP_WANT_TLS);
        assert_int_equal(smtp_session_tls_done(run->session), SMTP_OK);
        break;
    case 'X':
        assert_int_equal(smtp_session_fail(run->session, SMTP_E_END_OF_STREAM), SMTP_OK);
        break;
    case 'M':
        assert_true(smtp_session_wants(run->session) & SMTP_WANT_MAIL);
        submit(run, &run->mail[run->at[1] == '2' ? 1 : 0]);
        break;
    case 'N':
        assert_int_equal(smtp_session_noop(run->session), SMTP_OK);
        break;
    case 'V':
        assert_int_equal(smtp_session_command(run->session, run->at + 2, line_length(run->at) - 2), SMTP_OK);
        break;
    case 'Q':
        assert_int_equal(smtp_session_quit(run->session), SMTP_OK);
        break;
    case '!':
        assert_int_equal(smtp_session_wants(run->session), SMTP_WANT_CLOSE);
        break;
    default:
        fail_msg("not a line of a script: %s", run->at);
    }
    next_line(run);
}

static void go(struct run *run) {
    run->events[0] = '\0';
    while (*run->at != '\0') {
        (void)smtp_session_wants(run->session);
        take_events(run);
        (void)smtp_session_wants(run->session);
        if (*run->at == 'S') {
            serve(run);
        } else if (*run->at == 'C') {
            expect(run);
        } else {
            command(run);
        }
    }
    while (smtp_session_wants(run->session) == SMTP_WANT_EVENT) {
        take_events(run);
    }
    assert_false(smtp_session_wants(run->session) & SMTP_WANT_SEND);
}

void dialogue_run(smtp_session *session, const struct dialogue_mail *mail, const char *script, size_t piece,
                  char *events, size_t size) {
    struct run run = {.session = session, .mail = mail, .at = script, .piece = piece, .events = events, .size = size};
    go(&run);
}

static void check_once(dialogue_new_fn new_session, void *context, struct run run, const char *events) {
    char seen[8192];
    run.session = new_session(context);
    run.events = seen;
    run.size = sizeof seen;
    go(&run);
    assert_string_equal(seen, events);
    smtp_session_free(run.session);
}

/* The longest block of the server's bytes: a split beyond it is no split. */
static size_t longest_block(const char *script) {
    size_t longest = 0;
    size_t present = 0;
    for (const char *at = script; *at != '\0'; at += line_length(at), at += *at == '\n') {
        present = *at == 'S' ? present + line_length(at) : 0;
        longest = present > longest ? present : longest;
    }
    return longest;
}

void dialogue_check(dialogue_new_fn new_session, void *context, const struct dialogue_mail *mail, const char *script,
                    const char *events) {
    struct run run = {.mail = mail, .at = script};
    check_once(new_session, context, run, events);
    run.acknowledge = 1;
    check_once(new_session, context, run, events);
    run.piece = 1;
    check_once(new_session, context, run, events);
    run.piece = 0;
    for (run.split = 1; run.split < longest_block(script); run.split++) {
        check_once(new_session, context, run, events);
    }
}
