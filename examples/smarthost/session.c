/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "session.h"

#include <mbedtls/platform_util.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FAULTS_MAX = 20, FAILED_LOGIN = 7 };

struct command {
    const char *name;
    void (*run)(struct session *session, const char *argument);
    enum { ALONE = 1, ENDS_GROUP = 2, LONG_LINE = 4 } flags; /* no argument; RFC 2920 s3.1; RFC 4954 s4 */
};

static void fault(struct session *session, const char *reply) {
    connection_reply(&session->connection, "%s\r\n", reply);
    session->faults++;
}

static void close_with(struct session *session, const char *reply) {
    connection_reply(&session->connection, "%s\r\n", reply);
    session->closing = true;
}

static bool is_secure(const struct session *session) {
    return session->connection.tls != NULL || session->options->plaintext_auth;
}

static bool offers_tls(const struct session *session) {
    return session->connection.tls == NULL && session->options->starttls;
}

static bool greet(struct session *session, const char *argument, bool esmtp) {
    if (*argument == '\0' || strlen(argument) >= sizeof session->hello) {
        fault(session, "501 5.5.4 Say who you are");
        return false;
    }
    memcpy(session->hello, argument, strlen(argument) + 1);
    session->greeted = true;
    session->esmtp = esmtp;
    envelope_clear(&session->envelope);
    return true;
}

static void run_helo(struct session *session, const char *argument) {
    if (greet(session, argument, false)) {
        connection_reply(&session->connection, "250 localhost\r\n");
    }
}

static void run_ehlo(struct session *session, const char *argument) {
    if (!greet(session, argument, true)) {
        return;
    }
    bool offers_auth = session->options->user != NULL && is_secure(session);
    connection_reply(
        &session->connection,
        "250-localhost\r\n%s%s%s250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE %llu\r\n",
        session->options->pipelining ? "250-PIPELINING\r\n" : "", offers_tls(session) ? "250-STARTTLS\r\n" : "",
        offers_auth ? "250-AUTH PLAIN LOGIN\r\n" : "", (unsigned long long)session->options->max_size);
}

/* RFC 3207 s4.2: all that was learnt before is forgotten. */
static void run_starttls(struct session *session, const char *argument) {
    (void)argument;
    if (!offers_tls(session)) {
        fault(session, "503 5.5.1 TLS is not offered here");
        return;
    }
    connection_reply(&session->connection, "220 2.0.0 Go ahead\r\n");
    session->greeted = session->esmtp = session->authenticated = false;
    envelope_clear(&session->envelope);
    connection_start_tls(&session->connection, session->options->certificate, session->options->key);
}

static const char *auth_problem(const struct session *session) {
    if (session->options->user == NULL) {
        return "502 5.5.1 There is no account here";
    }
    if (!is_secure(session)) {
        return "538 5.7.11 Encryption is required: STARTTLS first";
    }
    if (!session->esmtp || session->authenticated || session->envelope.has_sender) {
        return "503 5.5.1 Not now";
    }
    return NULL;
}

static void run_auth(struct session *session, const char *argument) {
    static const char *const replies[] = {
        [AUTH_OK] = "235 2.7.0 Authenticated",
        [AUTH_WRONG] = "535 5.7.8 Wrong user name or password",
        [AUTH_SYNTAX] = "501 5.5.2 Not a valid response",
        [AUTH_CANCELLED] = "501 5.7.0 Cancelled",
        [AUTH_UNKNOWN] = "504 5.5.4 Unknown mechanism",
        [AUTH_GONE] = "421 4.4.2 Gone",
    };
    const char *problem = auth_problem(session);
    if (problem != NULL) {
        fault(session, problem);
        return;
    }
    enum auth_result result = auth_run(&session->connection, session->options, argument);
    session->authenticated = result == AUTH_OK;
    session->faults += result == AUTH_WRONG ? FAILED_LOGIN : result != AUTH_OK;
    connection_reply(&session->connection, "%s\r\n", replies[result]);
}

static const char *mail_problem(const struct session *session) {
    if (!session->greeted) {
        return "503 5.5.1 EHLO first";
    }
    if (session->options->user != NULL && !session->authenticated) {
        return is_secure(session) ? "530 5.7.0 Authentication is required" : "530 5.7.0 STARTTLS is required";
    }
    return session->envelope.has_sender ? "503 5.5.1 There is a sender already" : NULL;
}

static void run_mail(struct session *session, const char *argument) {
    const char *problem = mail_problem(session);
    if (problem != NULL) {
        fault(session, problem);
        return;
    }
    uint64_t max_size = session->options->max_size;
    connection_reply(&session->connection, "%s", envelope_mail(&session->envelope, argument, max_size));
}

static void run_rcpt(struct session *session, const char *argument) {
    if (!session->envelope.has_sender) {
        connection_reply(&session->connection, "503 5.5.1 MAIL first\r\n");
        return;
    }
    connection_reply(&session->connection, "%s", envelope_recipient(&session->envelope, argument));
}

static void run_data(struct session *session, const char *argument) {
    (void)argument;
    if (!session->envelope.has_sender) {
        connection_reply(&session->connection, "503 5.5.1 MAIL first\r\n");
    } else if (session->envelope.recipients == 0) {
        connection_reply(&session->connection, "554 5.5.1 No valid recipients\r\n");
    } else {
        session_receive(session);
    }
}

static void run_rset(struct session *session, const char *argument) {
    (void)argument;
    envelope_clear(&session->envelope);
    connection_reply(&session->connection, "250 2.0.0 Ok\r\n");
}

static void run_noop(struct session *session, const char *argument) {
    (void)argument;
    connection_reply(&session->connection, "250 2.0.0 Ok\r\n");
}

static void run_vrfy(struct session *session, const char *argument) {
    (void)argument;
    connection_reply(&session->connection, "252 2.5.0 Send the mail and see\r\n");
}

static void run_quit(struct session *session, const char *argument) {
    (void)argument;
    close_with(session, "221 2.0.0 Bye");
}

static void run_unsupported(struct session *session, const char *argument) {
    (void)argument;
    fault(session, "502 5.5.1 Not implemented");
}

static const struct command commands[] = {
    {"EHLO", run_ehlo, ENDS_GROUP},
    {"HELO", run_helo, ENDS_GROUP},
    {"STARTTLS", run_starttls, ALONE | ENDS_GROUP},
    {"AUTH", run_auth, ENDS_GROUP | LONG_LINE},
    {"MAIL", run_mail, 0},
    {"RCPT", run_rcpt, 0},
    {"DATA", run_data, ALONE | ENDS_GROUP},
    {"RSET", run_rset, ALONE},
    {"NOOP", run_noop, ENDS_GROUP},
    {"VRFY", run_vrfy, ENDS_GROUP},
    {"EXPN", run_unsupported, ENDS_GROUP},
    {"HELP", run_unsupported, ENDS_GROUP},
    {"QUIT", run_quit, ALONE},
};

static const struct command *find_command(const char *line, size_t length) {
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strlen(commands[i].name) == length && strncasecmp(commands[i].name, line, length) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

/* Bytes that came too early are an attack (STARTTLS) or a client that does not wait (RFC 2920 s3.1). */
static bool is_too_early(const struct session *session, const struct command *command) {
    bool may_pipeline = session->esmtp && session->options->pipelining;
    return (!may_pipeline || (command->flags & ENDS_GROUP) != 0) && command->run != run_quit &&
           connection_is_ahead(&session->connection);
}

static void run_line(struct session *session, size_t length) {
    size_t name_length = strcspn(session->line, " ");
    const char *argument = session->line + name_length + (session->line[name_length] == ' ');
    const struct command *command = find_command(session->line, name_length);
    if (command == NULL) {
        fault(session, "500 5.5.2 Unknown command");
    } else if (is_too_early(session, command)) {
        close_with(session, "421 4.5.0 The client did not wait for the reply");
    } else if (length > COMMAND_LINE_MAX && (command->flags & LONG_LINE) == 0) {
        fault(session, "500 5.5.2 Line too long");
    } else if (*argument != '\0' && (command->flags & ALONE) != 0) {
        fault(session, "501 5.5.4 No argument is allowed");
    } else {
        command->run(session, argument);
    }
}

static void next_command(struct session *session) {
    size_t length = 0;
    switch (connection_line(&session->connection, session->line, sizeof session->line, &length)) {
    case LINE_WHOLE:
        run_line(session, length);
        break;
    case LINE_MALFORMED:
        fault(session, "500 5.5.2 Lines end with CRLF and have no other CR, LF or NUL");
        break;
    case LINE_TOO_LONG:
        fault(session, "500 5.5.2 Line too long");
        break;
    default:
        session->closing = true;
    }
}

static void serve(struct session *session) {
    connection_reply(&session->connection, "220 localhost ESMTP smarthost\r\n");
    while (!session->closing && !session->connection.broken) {
        next_command(session);
        if (session->faults > FAULTS_MAX && !session->closing) {
            close_with(session, "421 4.7.0 Too many errors");
        }
    }
}

void session_run(const struct options *options, int maildir, int notify, int fd, int life, bool implicit_tls) {
    struct session *session = calloc(1, sizeof *session);
    if (session == NULL) {
        return;
    }
    session->options = options;
    session->maildir = maildir;
    session->notify = notify;
    session->connection.peer = (struct peer_socket){fd, life, (int)options->timeout_s * 1000};
    if (!implicit_tls || connection_start_tls(&session->connection, options->certificate, options->key)) {
        serve(session);
    }
    connection_close(&session->connection);
    mbedtls_platform_zeroize(session, sizeof *session);
    free(session);
}
