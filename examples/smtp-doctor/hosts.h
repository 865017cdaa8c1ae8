/* SPDX-License-Identifier: MIT */
/* hosts.h - the addresses of a host, as the system tells them. */
#ifndef HOSTS_H
#define HOSTS_H

#include <smtp/smtp.h>
#include <stdbool.h>

enum { HOSTS_ADDRESSES = 16, HOSTS_ADDRESS = 64 };

struct hosts {
    char list[HOSTS_ADDRESSES][HOSTS_ADDRESS];
    size_t count;
    uint32_t took_ms;
    smtp_result result;  /* SMTP_OK, SMTP_E_RESOLVE, SMTP_E_RESOLVE_TRANSIENT */
    const char *problem; /* the system's words; "" if it found one */
};

/* Is it an IPv4 address in four parts? */
bool hosts_is_ipv4(const char *text);

/* true if there is one. */
bool hosts_find(struct hosts *hosts, const char *name);

#endif
