/* SPDX-License-Identifier: MIT */
/* send_message.c - a message as a mail: its envelope, and what it still lacks. */
#include "client.h"

#include "base/wipe.h"

enum { SEED_BYTES = 32 };

/* Without a clock Date is left out for the server to add (RFC 6409 s8.2): a wrong one is worse than none. */
static smtp_result add_date(const smtp_platform *platform, smtp_message *message) {
    int64_t seconds;
    int32_t offset_minutes = 0;
    if (smtp_message_has_date(message) || platform->utc == NULL ||
        platform->utc(platform->context, &seconds, &offset_minutes) != SMTP_OK) {
        return SMTP_OK;
    }
    return smtp_message_set_date(message, seconds, offset_minutes);
}

static smtp_result add_seed(const smtp_platform *platform, smtp_message *message) {
    uint8_t seed[SEED_BYTES];
    if (smtp_message_has_seed(message)) {
        return SMTP_OK;
    }
    smtp_result result = platform->random(platform->context, seed, sizeof seed);
    if (result == SMTP_OK) {
        result = smtp_message_set_seed(message, seed, sizeof seed);
    }
    smtp__wipe(seed, sizeof seed);
    return result;
}

static smtp_result complete(struct smtp_client *client, smtp_message *message, smtp_source **source) {
    smtp_result result = SMTP_OK;
    if (client->own_envelope == NULL) {
        result = smtp_envelope_new(client->platform->allocator, &client->own_envelope);
    }
    if (result == SMTP_OK) {
        result = smtp_message_envelope(message, client->own_envelope);
    }
    if (result == SMTP_OK) {
        result = add_date(client->platform, message);
    }
    if (result == SMTP_OK) {
        result = add_seed(client->platform, message);
    }
    return result == SMTP_OK ? smtp_message_source(message, source) : result;
}

smtp_result smtp_client_start_send_message(smtp_client *client, smtp_message *message) {
    smtp_source *source = NULL;
    if (client == NULL || message == NULL) {
        return SMTP_E_ARGUMENT;
    }
    if (client->job != SMTP__JOB_NONE) {
        return SMTP_E_STATE;
    }
    smtp_result result = complete(client, message, &source);
    if (result != SMTP_OK) {
        return smtp__client_refuse(client, result);
    }
    return smtp_client_start_send(client, client->own_envelope, source);
}
