/* SPDX-License-Identifier: MIT */
/* protocol.c - the setters that say how mails are handed over. */
#include "client.h"

/* A number from 0 to `most`. */
static smtp_result check(const smtp_client *client, int32_t number, int32_t most) {
    smtp_result result = smtp__client_changeable(client);
    bool is_good = number >= 0 && number <= most;
    return result == SMTP_OK && !is_good ? SMTP_E_ARGUMENT : result;
}

smtp_result smtp_client_set_pipelining(smtp_client *client, int32_t level) {
    smtp_result result = check(client, level, SMTP_PIPELINING_ACROSS_MAILS);
    if (result == SMTP_OK) {
        smtp__client_changed(client);
        client->settings.pipelining = level;
        client->is_cautious = false;
    }
    return result;
}

smtp_result smtp_client_set_protocol(smtp_client *client, int32_t protocol) {
    smtp_result result = check(client, protocol, SMTP_PROTOCOL_LMTP);
    if (result == SMTP_OK) {
        smtp__client_changed(client);
        client->settings.protocol = protocol;
    }
    return result;
}

smtp_result smtp_client_set_chunking(smtp_client *client, int32_t wanted) {
    smtp_result result = smtp__client_changeable(client);
    if (result == SMTP_OK) {
        smtp__client_changed(client);
        client->settings.chunking = wanted != 0;
    }
    return result;
}

smtp_result smtp_client_set_all_or_nothing(smtp_client *client, int32_t wanted) {
    smtp_result result = smtp__client_changeable(client);
    if (result == SMTP_OK) {
        smtp__client_changed(client);
        client->settings.all_or_nothing = wanted != 0;
    }
    return result;
}

smtp_result smtp_client_set_extensions(smtp_client *client, uint32_t extensions) {
    smtp_result result = smtp__client_changeable(client);
    if (result == SMTP_OK && (extensions & ~smtp_extensions()) != 0) {
        result = SMTP_E_ARGUMENT;
    }
    if (result == SMTP_OK) {
        smtp__client_changed(client);
        client->settings.extensions = extensions;
    }
    return result;
}
