/* SPDX-License-Identifier: MIT */
/*
 * client.h - the client inside.
 *
 * A job is what a call asks for; what it is to tell is kept in places, one for each mail under way, or one alone for a
 * check or a command. A place is taken when its mail comes, and given back in the order in which the mails came, when
 * the report is told.
 */
#ifndef SMTP__CLIENT_H
#define SMTP__CLIENT_H

#include "report.h"
#include "wire/capabilities.h"
#include <smtp/client.h>
#include <smtp/config.h>
#include <stdatomic.h>

enum smtp__job { SMTP__JOB_NONE, SMTP__JOB_SEND, SMTP__JOB_COMMAND, SMTP__JOB_CHECK, SMTP__JOB_CLOSE };

/* A string of the caller's, copied; data NULL: not set. */
struct smtp__setting {
    char *data;
    size_t length;
};

/* What the user name and the secret are: SMTP_CREDENTIALS_*, or one of these. */
enum { SMTP__LOGIN_EXTERNAL = -1, SMTP__LOGIN_ANONYMOUS = -2, SMTP__LOGIN_OWN = -3 };

struct smtp__settings {
    struct smtp__setting host;
    struct smtp__setting connect_host;
    struct smtp__setting user;
    struct smtp__setting secret;
    int32_t login;
    smtp_credentials_fn ask; /* for user and secret, which are kept as long as a connection; NULL: they were set */
    void *ask_context;
    const smtp_own_mechanism *own; /* of SMTP__LOGIN_OWN */
    struct smtp__setting helo;
    struct smtp__setting ca_file;
    struct smtp__setting ca_directory;
    struct smtp__setting ca_data;
    struct smtp__setting tls_name;
    struct smtp__setting client_certificate;
    struct smtp__setting client_key;
    uint8_t pin[32];
    bool has_pin;
    bool verify;
    uint16_t port;
    uint16_t connect_port;
    int32_t security;
    const char *provider; /* its id, which is static; NULL: the server is none that was known */
    uint32_t mechanisms;
    int32_t plaintext_auth;
    int32_t auth_fallback;
    int32_t pipelining;
    int32_t protocol;
    int32_t chunking;
    int32_t all_or_nothing;
    uint32_t extensions;
    uint32_t timeout_ms;
    uint32_t deadline_ms;
};

/* One connection to the server. */
struct smtp__connection {
    smtp_session *session;               /* NULL: none */
    bool is_opening;                     /* the transport is connecting */
    bool was_ready;                      /* a mail could be submitted */
    bool was_used;                       /* it has served: a job before this one, or a mail of this one */
    bool is_full;                        /* the server takes no more mails over it */
    uint64_t submitted;                  /* mails, to the session */
    bool is_shared;                      /* several mails were under way over it at once */
    size_t casualties;                   /* mails that were under way when it ended */
    smtp_result send_error;              /* sending failed: what the server said may still be read */
    uint32_t waits;                      /* SMTP_WAIT_*: what the last step ended with */
    size_t received;                     /* octets in the receive buffer */
    size_t fed;                          /* of them */
    uint8_t binding[SMTP_CHANNEL_BYTES]; /* of the channel, which the session borrows */
};

/* Where a mail stands. */
enum smtp__mail_state {
    SMTP__MAIL_WAITS,    /* for a session that takes it, or for its next transaction */
    SMTP__MAIL_GOES_OUT, /* a session has it */
    SMTP__MAIL_IS_LOST,  /* its connection ended, and nothing else decided it */
    SMTP__MAIL_IS_DONE   /* its report is whole */
};

/* A place: a mail, or without an envelope what a check or a command tells. */
struct smtp__mail {
    enum smtp__mail_state state;
    const smtp_envelope *envelope;
    smtp_source *source;
    void *context;     /* the caller's */
    uint64_t number;   /* in the session that has it */
    bool was_repeated; /* the present transaction, over another connection */
    bool was_early;    /* it was lost before the server was ready for its content */
    uint64_t started_ms;
    bool is_split;       /* from here on it goes to those that are still to be asked */
    size_t most;         /* of them at once, as the server has shown; 0: it has not */
    size_t *indices;     /* recipients of the present transaction, and one of each domain; NULL: all of the mail's */
    smtp_envelope *part; /* and their envelope */
    struct smtp_report report;
};

/* What the present connection, or the last one, told about the server. */
struct smtp__server {
    struct smtp_capabilities capabilities;
    char *ehlo; /* the text of its reply to EHLO; NULL: none */
    smtp_tls_peer peer;
    bool has_peer;
};

struct smtp_client {
    const smtp_platform *platform;
    smtp_transport transport;
    bool transport_is_used;  /* it may remember settings */
    bool transport_is_stale; /* which have changed since */
    struct smtp__settings settings;
    char default_helo[256];
    smtp_tls_settings tls;
    smtp_trace_fn trace;
    void *trace_context;
    smtp_dkim *dkim; /* NULL: mails are not signed */
    /* smtp_dkim_sign, named by its setter alone: a program that does not sign links none of it */
    smtp_result (*sign)(smtp_dkim *dkim, smtp_source *message, smtp_source **signed_source);

    enum smtp__job job;
    struct smtp__mail mails[SMTP_CFG_WINDOW]; /* a ring */
    size_t first_mail;
    size_t mail_count;
    smtp_next_mail_fn next; /* NULL: there is no more */
    smtp_mail_done_fn done; /* may be NULL */
    void *supply;           /* the context of both */
    smtp_result ended_by;   /* what ended the supply before its time */
    bool has_failed;        /* the client's report is of a mail that was not sent */
    const char *line;       /* of a command */
    size_t line_length;
    bool token_was_refused;      /* in this job, and another is asked for */
    bool is_cautious;            /* several mails under way were more than a server could do */
    smtp_envelope *own_envelope; /* of a message */
    uint64_t started_ms;         /* the job */
    uint64_t progress_ms;        /* the present step */
    int32_t phase;               /* SMTP_PHASE_*, as it was last seen, */
    uint64_t phase_since_ms;     /* and when it began */
    atomic_bool is_cancelled;
    struct smtp__connection connection;
    struct smtp__server server;
    struct smtp_report report;
    uint8_t receive_buffer[SMTP_CFG_RECEIVE_BUFFER];
};

/* client.c */
/* A transport with a whole table, or an error and none. */
smtp_result smtp__client_new_transport(const smtp_platform *platform, smtp_transport *transport);
void smtp__client_release_transport(const smtp_transport *transport);
uint64_t smtp__client_now(const struct smtp_client *client);
void smtp__client_trace(const struct smtp_client *client, const char *remark, const char *detail);
/* Ends the connection at once. */
void smtp__client_drop(struct smtp_client *client);

/* settings.c: what all setters are made of */
void smtp__settings_clear(struct smtp_client *client);
/* Wipes and releases it. */
void smtp__setting_clear(struct smtp_client *client, struct smtp__setting *setting);
/* A copy with a NUL behind it. */
smtp_result smtp__setting_copy(struct smtp_client *client, const void *data, size_t length,
                               struct smtp__setting *setting);
smtp_result smtp__client_changeable(const struct smtp_client *client);
/* No connection made under the old settings is used again, nor what a transport keeps of them. */
void smtp__client_changed(struct smtp_client *client);

/* credentials.c */
/* Gives a session what it logs in with, asking for it first. */
smtp_result smtp__credentials_give(struct smtp_client *client, smtp_session *session);
/* Forgets what was asked for. */
void smtp__credentials_forget(struct smtp_client *client);
/* A token may have expired since it was fetched: another is asked for once. */
bool smtp__credentials_ask_again(struct smtp_client *client, const smtp_event *event);

/* connect.c */
/* Begins to open the transport. */
void smtp__connect_start(struct smtp_client *client);
/* SMTP_OK: there is a session. SMTP_PENDING, or why not. */
smtp_result smtp__connect_step(struct smtp_client *client);
/* Gives up the present address for the host's next one; false if there is none. */
bool smtp__connect_next_address(struct smtp_client *client);
/* The TLS settings as the transport wants them. */
const smtp_tls_settings *smtp__connect_tls(struct smtp_client *client);

/* pump.c: one thing at a time between session and transport. SMTP_OK: something was done. SMTP_PENDING: wait for
   connection.waits. SMTP_E_END_OF_STREAM: the session wants to be closed. */
smtp_result smtp__pump(struct smtp_client *client);

/* patience.c */
int32_t smtp__client_phase(const struct smtp_client *client);
/* For the present step, within the deadline. */
uint32_t smtp__client_time_left(const struct smtp_client *client);
bool smtp__client_is_overdue(const struct smtp_client *client);

/* places.c */
/* The mail at a place from the oldest on; NULL behind the newest. */
struct smtp__mail *smtp__place(struct smtp_client *client, size_t index);
/* The oldest in a state; NULL if none is. */
struct smtp__mail *smtp__place_in(struct smtp_client *client, enum smtp__mail_state state);
/* Takes a place for a mail, or for a check or a command. An error is told in the mail's report, too. */
smtp_result smtp__place_take(struct smtp_client *client, const smtp_mail_item *given);
/* Asks for another mail, if there may be one and a place is free; false if none came. One that cannot be sent is told
   at once, so it may not be there any more. */
bool smtp__place_fill(struct smtp_client *client);
/* No mail is asked for any more, for this reason. */
void smtp__place_end_supply(struct smtp_client *client, smtp_result result);
/* Tells those that are done, in their order, and gives their places back. */
void smtp__place_settle(struct smtp_client *client);
/* What an event tells goes into the reports of those that it is about. */
void smtp__place_tell(struct smtp_client *client, const smtp_event *event);
/* All that is not decided fails, and nothing more is asked for. */
void smtp__place_fail(struct smtp_client *client, smtp_result result, int32_t phase);
/* Gives all places back without a word. */
void smtp__place_clear(struct smtp_client *client);

/* fate.c */
/* The session has told what became of a mail or a command. */
void smtp__fate_of_mail(struct smtp_client *client, const smtp_event *event);
/* The session has failed: each mail is sent again over another connection, or told so. */
void smtp__fate_of_all(struct smtp_client *client, const smtp_event *event);

/* split.c */
/* The envelope of the mail's next transaction: all recipients that are still to be asked, or as many as the server takes
   at once. SMTP_OK, or why there can be none. */
smtp_result smtp__split_next(struct smtp_client *client, struct smtp__mail *mail, const smtp_envelope **envelope);
/* A transaction of the mail has ended. True: another one follows, and nothing is decided. */
bool smtp__split_goes_on(struct smtp_client *client, struct smtp__mail *mail, const smtp_event *event);

/* timing.c */
/* What has passed counts for nothing. */
void smtp__timing_start(struct smtp_client *client);
/* The time since the phase began counts for it. */
void smtp__timing_end(struct smtp_client *client);
/* The same, if it is another phase now. */
void smtp__timing_look(struct smtp_client *client);

/* server.c */
void smtp__server_forget(struct smtp_client *client);
/* The reply to EHLO, or TLS, after which none of what was offered before counts. */
void smtp__server_note(struct smtp_client *client, const smtp_event *event);
/* TLS is up, or it failed. */
void smtp__server_shook_hands(struct smtp_client *client, smtp_result result);

/* finish.c */
/* The words for a report that is decided. */
void smtp__client_explain(const struct smtp_client *client, struct smtp_report *report);
/* The job is done; what it returns. */
smtp_result smtp__client_finish(struct smtp_client *client);
/* The same for one that nobody else ends, and whose connection is not kept: what is not decided failed so. */
smtp_result smtp__client_fail(struct smtp_client *client, smtp_result result, int32_t phase);

/* start.c */
/* A job that cannot start; the report tells it. Returns the result. */
smtp_result smtp__client_refuse(struct smtp_client *client, smtp_result result);
/* What is to be sent for content: it stands at its beginning, measured and signed. */
smtp_result smtp__client_prepare(struct smtp_client *client, smtp_source **source);

#endif
