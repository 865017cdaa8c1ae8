/* SPDX-License-Identifier: MIT */
/* Many mails: how often one side waits for the other, and that they never wait for each other. */
#include "fixture.h"

#include <stdlib.h>

enum { PIPE_MOST = 8192, LINE_MOST = 128, MAILS = 100, RECIPIENTS = 3 };

struct pipe {
    char data[PIPE_MOST];
    size_t length;
    size_t capacity;
};

static size_t put(struct pipe *pipe, const void *data, size_t length) {
    size_t room = pipe->capacity - pipe->length;
    size_t n = length < room ? length : room;
    memcpy(pipe->data + pipe->length, data, n);
    pipe->length += n;
    return n;
}

static void take(struct pipe *pipe, size_t n) {
    pipe->length -= n;
    memmove(pipe->data, pipe->data + n, pipe->length);
}

/* A server that reads the next octet when all that it had to say is in the pipe. */
struct server {
    struct pipe in;
    struct pipe out;
    char saying[LINE_MOST];
    char line[LINE_MOST];
    size_t length; /* of the line */
    size_t chunk;  /* octets of it still to come */
    bool is_last;
    bool is_data;
    char content[512]; /* of the mail that is coming in */
    size_t content_length;
    const char *wanted;
    size_t mails;
};

static void say(struct server *server, const char *text) {
    strcat(server->saying, text);
    strcat(server->saying, "\r\n");
}

static void keep(struct server *server, const char *data, size_t length) {
    assert_true(server->content_length + length <= sizeof server->content);
    memcpy(server->content + server->content_length, data, length);
    server->content_length += length;
}

static void end_content(struct server *server) {
    assert_int_equal(server->content_length, strlen(server->wanted));
    assert_memory_equal(server->content, server->wanted, server->content_length);
    server->content_length = 0;
    server->mails++;
}

static void end_chunk(struct server *server) {
    if (server->is_last) {
        end_content(server);
    }
    say(server, "250 ok");
}

static void take_line(struct server *server) {
    const char *line = server->line + (server->line[0] == '.');
    server->is_data = strcmp(server->line, ".") != 0;
    if (server->is_data) {
        keep(server, line, strlen(line));
        keep(server, "\r\n", 2);
    } else {
        end_content(server);
        say(server, "250 ok");
    }
}

static void obey(struct server *server) {
    const char *line = server->line;
    if (server->is_data) {
        take_line(server);
    } else if (strncmp(line, "BDAT ", 5) == 0) {
        server->chunk = (size_t)atol(line + 5);
        server->is_last = strstr(line, "LAST") != NULL;
        if (server->chunk == 0) {
            end_chunk(server);
        }
    } else if (strcmp(line, "DATA") == 0) {
        server->is_data = true;
        say(server, "354 go");
    } else {
        say(server, strncmp(line, "EHLO", 4) == 0 ? "250-x.test\r\n250-PIPELINING\r\n250 CHUNKING" : "250 ok");
    }
}

static void read_octet(struct server *server) {
    char octet = server->in.data[0];
    take(&server->in, 1);
    if (server->chunk > 0) {
        keep(server, &octet, 1);
        server->chunk--;
        if (server->chunk == 0) {
            end_chunk(server);
        }
        return;
    }
    assert_true(server->length < LINE_MOST);
    server->line[server->length++] = octet;
    if (octet == '\n') {
        server->line[server->length - 2] = '\0';
        server->length = 0;
        obey(server);
    }
}

static bool serve(struct server *server) {
    bool moved = false;
    while (true) {
        size_t n = put(&server->out, server->saying, strlen(server->saying));
        memmove(server->saying, server->saying + n, strlen(server->saying + n) + 1);
        moved = moved || n > 0;
        if (server->saying[0] != '\0' || server->in.length == 0) {
            return moved;
        }
        read_octet(server);
        moved = true;
    }
}

struct host {
    smtp_session *session;
    struct fixture_mail mail;
    size_t submitted;
    size_t told;
};

static void take_event(struct host *host) {
    const smtp_event *event;
    assert_int_equal(smtp_session_next_event(host->session, &event), SMTP_OK);
    assert_int_equal(smtp_event_result(event), SMTP_OK);
    if (smtp_event_kind(event) == SMTP_EVENT_MAIL) {
        host->told++;
        assert_int_equal(smtp_event_mail(event), host->told);
    }
}

/* What has come is fed before anything is sent. */
static bool exchange(struct host *host, struct server *server) {
    const uint8_t *data;
    size_t n;
    if (server->out.length > 0) {
        assert_int_equal(smtp_session_feed(host->session, server->out.data, server->out.length, &n), SMTP_OK);
        take(&server->out, n);
        return true;
    }
    if ((smtp_session_wants(host->session) & SMTP_WANT_SEND) == 0) {
        return false;
    }
    assert_int_equal(smtp_session_pending(host->session, &data, &n), SMTP_OK);
    n = put(&server->in, data, n);
    assert_int_equal(smtp_session_sent(host->session, n), SMTP_OK);
    return n > 0;
}

static bool act(struct host *host, struct server *server) {
    uint32_t wants = smtp_session_wants(host->session);
    if ((wants & SMTP_WANT_EVENT) != 0) {
        take_event(host);
        return true;
    }
    if ((wants & SMTP_WANT_MAIL) != 0 && host->submitted < MAILS) {
        assert_int_equal(smtp_source_rewind(host->mail.mail.source), SMTP_OK);
        assert_int_equal(smtp_session_submit(host->session, host->mail.envelope, host->mail.mail.source), SMTP_OK);
        host->submitted++;
        return true;
    }
    return exchange(host, server);
}

/* Returns how often the server had something to read after the host had read all that it said. */
static size_t run(struct setup *setup, size_t capacity, const char *content, const char *wanted) {
    size_t flights = 0;
    struct server server = {.in = {.capacity = capacity}, .out = {.capacity = capacity}, .wanted = wanted};
    struct host host = {.session = new_session(setup)};
    make_mail(&host.mail, RECIPIENTS, content);
    say(&server, "220 hi");
    while (host.told < MAILS) {
        bool moved = serve(&server);
        flights += moved;
        while (act(&host, &server)) {
            moved = true;
        }
        assert_true(moved);
    }
    assert_int_equal(server.mails, MAILS);
    smtp_session_free(host.session);
    end_mail(&host.mail);
    return flights;
}

static void nobody_waits_for_nobody(void **state) {
    (void)state;
    static const char *const contents[][2] = {
        {"", ""},
        {"hi\r\n", "hi\r\n"},
        {"0123456789012345678901234567890123456789\r\n.\r\n0123456789012345",
         "0123456789012345678901234567890123456789\r\n.\r\n0123456789012345\r\n"},
        {"\n.\n.\n.\n.\n.\n.\n.\n.\n.\n.\n.\n.\n.\n.\n.\n.\n.\n.\n.",
         "\r\n.\r\n.\r\n.\r\n.\r\n.\r\n.\r\n.\r\n.\r\n.\r\n.\r\n.\r\n.\r\n.\r\n.\r\n.\r\n.\r\n.\r\n.\r\n.\r\n"},
    };
    static const size_t buffers[] = {64, 100, 4096};
    for (size_t i = 0; i < 2 * 3 * 4; i++) {
        struct setup setup = {.security = SMTP_SECURITY_CLEAR, .across_mails = true, .chunking = i % 2 == 1};
        setup.send_bytes = buffers[i / 2 % 3];
        for (size_t capacity = 1; capacity < 64; capacity += 7) {
            (void)run(&setup, capacity, contents[i / 6][0], contents[i / 6][1]);
        }
    }
}

/* RFC 2920, RFC 3030 s4.2: greeting and EHLO, and then so many for 100 mails to three recipients. */
static void flights_at_each_level(void **state) {
    (void)state;
    enum { BEFORE = 2, COMMANDS = 1 + RECIPIENTS + 1 + 1 };
    needs(2, 32);
    struct setup off = {.security = SMTP_SECURITY_CLEAR, .lock_step = true};
    struct setup within = {.security = SMTP_SECURITY_CLEAR};
    struct setup within_bdat = {.security = SMTP_SECURITY_CLEAR, .chunking = true};
    struct setup across = {.security = SMTP_SECURITY_CLEAR, .across_mails = true};
    struct setup across_bdat = {.security = SMTP_SECURITY_CLEAR, .across_mails = true, .chunking = true};
    assert_int_equal(run(&off, PIPE_MOST, "hi\r\n", "hi\r\n"), BEFORE + COMMANDS * MAILS);
    assert_int_equal(run(&within, PIPE_MOST, "hi\r\n", "hi\r\n"), BEFORE + 2 * MAILS);
    assert_int_equal(run(&within_bdat, PIPE_MOST, "hi\r\n", "hi\r\n"), BEFORE + MAILS);
    assert_int_equal(run(&across, PIPE_MOST, "hi\r\n", "hi\r\n"), BEFORE + MAILS + 1);
    assert_int_equal(run(&across_bdat, PIPE_MOST, "hi\r\n", "hi\r\n"),
                     BEFORE + (MAILS + SMTP_CFG_WINDOW - 1) / SMTP_CFG_WINDOW);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_waits_for_nobody),
        cmocka_unit_test(flights_at_each_level),
    };
    return cmocka_run_group_tests_name("session/flow", tests, NULL, NULL);
}
