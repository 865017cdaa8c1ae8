/* SPDX-License-Identifier: MIT */
/* dkim.c - the one place where a client knows what signs. */
#include "client.h"

smtp_result smtp_client_set_dkim(smtp_client *client, smtp_dkim *dkim) {
    if (client == NULL) {
        return SMTP_E_ARGUMENT;
    }
    if (client->job != SMTP__JOB_NONE) {
        return SMTP_E_STATE;
    }
    client->dkim = dkim;
    client->sign = smtp_dkim_sign;
    return SMTP_OK;
}
