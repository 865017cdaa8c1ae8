/* SPDX-License-Identifier: MIT */
/* client.h - the client inside. */
#ifndef SMTP__CLIENT_H
#define SMTP__CLIENT_H

#include "report.h"
#include <smtp/client.h>
#include <smtp/config.h>
#include <stdatomic.h>

enum smtp__job { SMTP__JOB_NONE, SMTP__JOB_SEND, SMTP__JOB_CHECK, SMTP__JOB_CLOSE };

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
    uint32_t timeout_ms;
    uint32_t deadline_ms;
};

/* One connection to the server. */
struct smtp__connection {
    smtp_session *session;  /* NULL: none */
    bool is_opening;        /* the transport is connecting */
    bool was_used;          /* it has served a job before this one */
    smtp_result send_error; /* sending failed: what the server said may still be read */
    uint32_t waits;         /* SMTP_WAIT_*: what the last step ended with */
    size_t received;        /* octets in the receive buffer */
    size_t fed;             /* of them */
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
    const smtp_envelope *envelope;
    smtp_source *source;
    bool is_submitted;
    bool token_was_refused;      /* in this job, and another is asked for */
    smtp_envelope *own_envelope; /* of a message */
    uint64_t started_ms;         /* the job */
    uint64_t progress_ms;        /* the present step */
    atomic_bool is_cancelled;
    struct smtp__connection connection;
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

/* finish.c */
/* The job is done; what it returns. */
smtp_result smtp__client_finish(struct smtp_client *client);
/* The same where there is no session to tell the failure, and no connection to keep. */
smtp_result smtp__client_fail(struct smtp_client *client, smtp_result result, int32_t phase);

/* start.c: a job that cannot start; the report tells it. Returns the result. */
smtp_result smtp__client_refuse(struct smtp_client *client, smtp_result result);

#endif
