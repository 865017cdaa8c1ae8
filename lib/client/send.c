/* SPDX-License-Identifier: MIT */
/* send.c - the blocking calls: one short loop over the stepwise ones. */
#include "client.h"

enum { CANCEL_LOOK_MS = 200 }; /* how often a wait looks whether it was cancelled */

static uint32_t wait_ms(const struct smtp_client *client) {
    uint32_t time = smtp_client_timeout_ms(client);
    return time < CANCEL_LOOK_MS ? time : CANCEL_LOOK_MS;
}

static smtp_result run(struct smtp_client *client) {
    const smtp_transport_ops *ops = client->transport.ops;
    smtp_result result;
    while ((result = smtp_client_step(client)) == SMTP_PENDING) {
        uint32_t waits = smtp_client_waits(client);
        if (waits != 0) {
            /* What is wrong with the connection shows when it is used. */
            (void)ops->wait(client->transport.context, waits, wait_ms(client));
        }
    }
    return result;
}

/* A transport that cannot wait cannot block. */
static smtp_result can_block(const struct smtp_client *client) {
    if (client == NULL) {
        return SMTP_E_ARGUMENT;
    }
    return client->transport.ops->wait == NULL ? SMTP_E_STATE : SMTP_OK;
}

static smtp_result started(struct smtp_client *client, smtp_result result) {
    return result == SMTP_OK ? run(client) : result;
}

smtp_result smtp_client_send(smtp_client *client, const smtp_envelope *envelope, smtp_source *source) {
    smtp_result result = can_block(client);
    return result == SMTP_OK ? started(client, smtp_client_start_send(client, envelope, source)) : result;
}

smtp_result smtp_client_send_message(smtp_client *client, smtp_message *message) {
    smtp_result result = can_block(client);
    return result == SMTP_OK ? started(client, smtp_client_start_send_message(client, message)) : result;
}

smtp_result smtp_client_send_all(smtp_client *client, smtp_next_mail_fn next, smtp_mail_done_fn done, void *context) {
    smtp_result result = can_block(client);
    return result == SMTP_OK ? started(client, smtp_client_start_send_all(client, next, done, context)) : result;
}

smtp_result smtp_client_command(smtp_client *client, const char *line, size_t length) {
    smtp_result result = can_block(client);
    return result == SMTP_OK ? started(client, smtp_client_start_command(client, line, length)) : result;
}

smtp_result smtp_client_check(smtp_client *client) {
    smtp_result result = can_block(client);
    return result == SMTP_OK ? started(client, smtp_client_start_check(client)) : result;
}

smtp_result smtp_client_close(smtp_client *client) {
    smtp_result result = can_block(client);
    return result == SMTP_OK ? started(client, smtp_client_start_close(client)) : result;
}
