/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "round.h"

#include <limits.h>
#include <poll.h>

static short events_of(uint32_t waits) {
    return (short)(((waits & SMTP_WAIT_READ) != 0 ? POLLIN : 0) | ((waits & SMTP_WAIT_WRITE) != 0 ? POLLOUT : 0));
}

/* What one client waits for, and for how long at most. What waits for nothing is to be called again at once. */
static struct pollfd wish(const smtp_client *client, int *timeout_ms) {
    uint32_t waits = smtp_client_waits(client);
    uint32_t limit = waits != 0 ? smtp_client_timeout_ms(client) : 0;
    if (*timeout_ms < 0 || limit < (uint32_t)*timeout_ms) {
        *timeout_ms = limit < INT_MAX ? (int)limit : INT_MAX;
    }
    return (struct pollfd){(int)smtp_client_descriptor(client), events_of(waits), 0};
}

void round_run(struct probe *probes, size_t count, const struct probe_way *way) {
    struct pollfd wanted[PORTS_MAX];
    for (;;) {
        nfds_t waiting = 0;
        int timeout_ms = -1;
        for (size_t i = 0; i < count; i++) {
            probe_step(&probes[i], way);
            if (probes[i].at != NULL) {
                wanted[waiting++] = wish(probes[i].at, &timeout_ms);
            }
        }
        if (waiting == 0) {
            return;
        }
        (void)poll(wanted, waiting, timeout_ms);
    }
}
