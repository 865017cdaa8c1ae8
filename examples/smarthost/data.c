/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

/* data.c - what follows DATA: the content goes to a file as it comes, and the reply says what became of it. */
#include "content.h"
#include "maildir.h"
#include "session.h"

#include <string.h>
#include <unistd.h>

struct reception {
    struct content content;
    struct delivery delivery;
    uint64_t size;
    bool stored; /* all bytes so far lie in the file */
    bool too_large;
};

static bool is_sound(const struct reception *reception) {
    return reception->stored && !reception->too_large && !reception->content.has_bare_break &&
           !reception->content.has_long_line;
}

static void store(struct session *session, struct reception *reception, const char *data, size_t length) {
    uint64_t limit = session->options->max_size;
    reception->size += length;
    reception->too_large |= limit != 0 && reception->size > limit;
    if (length > 0 && is_sound(reception)) {
        reception->stored = delivery_write(&reception->delivery, data, length);
    }
}

/* Returns whether the end of the content was seen. */
static bool receive_content(struct session *session, struct reception *reception) {
    char decoded[CONNECTION_BUFFER];
    const char *data;
    while (reception->content.state != AT_END) {
        size_t count = connection_fill(&session->connection, &data);
        if (count == 0) {
            return false;
        }
        size_t length;
        connection_used(&session->connection, content_decode(&reception->content, data, count, decoded, &length));
        store(session, reception, decoded, length);
    }
    return true;
}

static void note_circumstances(struct session *session) {
    const struct connection *connection = &session->connection;
    envelope_note(&session->envelope, "user", session->authenticated ? session->options->user : "-");
    envelope_note(&session->envelope, "tls", connection->tls != NULL ? tls_version(connection->tls) : "-");
    envelope_note(&session->envelope, session->esmtp ? "ehlo" : "helo", session->hello);
}

static bool commit(struct session *session, struct reception *reception) {
    note_circumstances(session);
    return delivery_commit(&reception->delivery, session->envelope.text, session->envelope.length);
}

static void conclude(struct session *session, struct reception *reception) {
    struct connection *connection = &session->connection;
    if (reception->too_large) {
        connection_reply(connection, "552 5.3.4 The mail is too large\r\n");
    } else if (reception->content.has_bare_break) {
        connection_reply(connection, "554 5.6.0 The content has a NUL, or a CR or LF that is not part of CRLF\r\n");
    } else if (reception->content.has_long_line) {
        connection_reply(connection, "554 5.6.0 The content has a line of more than 998 octets\r\n");
    } else if (!reception->stored || !commit(session, reception)) {
        connection_reply(connection, "452 4.3.1 The mail could not be stored\r\n");
    } else {
        connection_reply(connection, "250 2.0.0 Ok: queued as %s\r\n", reception->delivery.name);
        connection->broken |= write(session->notify, "m", 1) != 1;
    }
}

void session_receive(struct session *session) {
    struct reception reception = {.size = 0};
    reception.stored = delivery_start(&reception.delivery, session->maildir, ++session->mails);
    connection_reply(&session->connection, "354 End the content with CRLF.CRLF\r\n");
    if (receive_content(session, &reception)) {
        conclude(session, &reception);
    }
    delivery_drop(&reception.delivery);
    envelope_clear(&session->envelope);
}
