/* SPDX-License-Identifier: MIT */
/* table.h - the table of providers, which table.awk makes of providers.tsv. */
#ifndef SMTP__PROVIDER_TABLE_H
#define SMTP__PROVIDER_TABLE_H

#include <smtp/provider.h>

struct smtp__provider_server {
    uint16_t port;
    uint8_t security;
    uint8_t is_verified;
};

/* Strings are places in smtp__provider_text. 0 is "": not known. */
struct smtp_provider {
    uint32_t mechanisms;
    uint32_t size;
    uint32_t recipients;
    uint32_t per_connection;
    uint32_t per_day;
    uint32_t parallel;
    uint16_t id;
    uint16_t name;
    uint16_t host;
    uint16_t user;
    uint16_t domains;
    uint16_t headers;
    uint16_t checked;
    uint16_t help;
    uint16_t first_server; /* in smtp__provider_servers; the others follow it */
    uint8_t server_count;
    uint8_t user_form;
    uint16_t quirks;
    uint8_t secrets;
    uint8_t verified; /* SMTP_PROVIDER_VALUE_* */
};

extern const char smtp__provider_text[];
extern const struct smtp__provider_server smtp__provider_servers[];
extern const struct smtp_provider smtp__providers[];
extern const size_t smtp__provider_count;

#endif
