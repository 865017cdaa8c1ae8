/* SPDX-License-Identifier: MIT */
/* protocol.c - the setters that say how mails are handed over. */
#include "client.h"

static smtp_result set_number(smtp_client *client, int32_t *place, int32_t number, int32_t most) {
    smtp_result result = smtp__client_changeable(client);
    if (result != SMTP_OK) {
        return result;
    }
    if (number < 0 || number > most) {
        return SMTP_E_ARGUMENT;
    }
    smtp__client_changed(client);
    *place = number;
    return SMTP_OK;
}

smtp_result smtp_client_set_pipelining(smtp_client *client, int32_t level) {
    int32_t *place = client == NULL ? NULL : &client->settings.pipelining;
    smtp_result result = set_number(client, place, level, SMTP_PIPELINING_ACROSS_MAILS);
    if (result == SMTP_OK) {
        client->is_cautious = false;
    }
    return result;
}

smtp_result smtp_client_set_protocol(smtp_client *client, int32_t protocol) {
    int32_t *place = client == NULL ? NULL : &client->settings.protocol;
    return set_number(client, place, protocol, SMTP_PROTOCOL_LMTP);
}

smtp_result smtp_client_set_chunking(smtp_client *client, int32_t wanted) {
    return set_number(client, client == NULL ? NULL : &client->settings.chunking, wanted != 0, 1);
}

smtp_result smtp_client_set_all_or_nothing(smtp_client *client, int32_t wanted) {
    return set_number(client, client == NULL ? NULL : &client->settings.all_or_nothing, wanted != 0, 1);
}

smtp_result smtp_client_set_extensions(smtp_client *client, uint32_t extensions) {
    smtp_result result = smtp__client_changeable(client);
    if (result != SMTP_OK) {
        return result;
    }
    if ((extensions & ~smtp_extensions()) != 0) {
        return SMTP_E_ARGUMENT;
    }
    smtp__client_changed(client);
    client->settings.extensions = extensions;
    return SMTP_OK;
}
