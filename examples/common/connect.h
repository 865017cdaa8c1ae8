/* SPDX-License-Identifier: MIT */
/* connect.h - --connect HOST:PORT. */
#ifndef CONNECT_H
#define CONNECT_H

#include <smtp/smtp.h>

/* Takes "host:port" or "[IPv6]:port". SMTP_E_HOST, SMTP_E_PORT, and what smtp_client_set_connect says. */
smtp_result connect_set(smtp_client *client, const char *text, size_t length);

#endif
