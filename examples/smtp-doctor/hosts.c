/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "hosts.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>

static void take(struct hosts *hosts, const struct addrinfo *list) {
    for (; list != NULL && hosts->count < HOSTS_ADDRESSES; list = list->ai_next) {
        if (getnameinfo(list->ai_addr, list->ai_addrlen, hosts->list[hosts->count], HOSTS_ADDRESS, NULL, 0,
                        NI_NUMERICHOST) == 0) {
            hosts->count++;
        }
    }
}

bool hosts_is_ipv4(const char *text) {
    struct in_addr unused;
    return inet_pton(AF_INET, text, &unused) == 1;
}

bool hosts_find(struct hosts *hosts, const char *name) {
    const smtp_platform *platform = smtp_platform_posix();
    uint64_t begun_ms = platform->monotonic_ms(platform->context);
    struct addrinfo hints;
    struct addrinfo *list = NULL;
    memset(hosts, 0, sizeof *hosts);
    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    int error = getaddrinfo(name, NULL, &hints, &list);
    if (error == 0) {
        take(hosts, list);
        freeaddrinfo(list);
    }
    hosts->took_ms = (uint32_t)(platform->monotonic_ms(platform->context) - begun_ms);
    hosts->problem = error == 0 ? "" : gai_strerror(error);
    if (error != 0) {
        hosts->result = error == EAI_AGAIN ? SMTP_E_RESOLVE_TRANSIENT : SMTP_E_RESOLVE;
    }
    return hosts->count > 0;
}
