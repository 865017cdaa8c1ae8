/* SPDX-License-Identifier: MIT */
/*
 * timing.c - how long a mail spent in each phase.
 *
 * The clock is read where the phase changes. What passes before a session takes mails is waited for by all that wait;
 * what passes while mails go out belongs to the oldest of them, whose command or reply it is.
 */
#include "client.h"

static void count(struct smtp_report *report, int32_t phase, uint64_t ms) {
    int32_t before = report->phase_ms[phase] < 0 ? 0 : report->phase_ms[phase];
    uint64_t room = (uint64_t)INT32_MAX - (uint64_t)before;
    report->phase_ms[phase] = before + (int32_t)(ms < room ? ms : room);
}

static void count_for_all(struct smtp_client *client, int32_t phase, uint64_t ms) {
    struct smtp__mail *mail;
    for (size_t i = 0; (mail = smtp__place(client, i)) != NULL; i++) {
        if (mail->state == SMTP__MAIL_WAITS) {
            count(&mail->report, phase, ms);
        }
    }
}

static void pass(struct smtp_client *client, int32_t phase, uint64_t ms) {
    struct smtp__mail *oldest = smtp__place_in(client, SMTP__MAIL_GOES_OUT);
    if (phase >= SMTP_PHASE_CONNECT && phase <= SMTP_PHASE_AUTH) {
        count_for_all(client, phase, ms);
    } else if (phase >= SMTP_PHASE_MAIL && phase <= SMTP_PHASE_END && oldest != NULL) {
        count(&oldest->report, phase, ms);
    }
}

void smtp__timing_start(struct smtp_client *client) {
    client->phase = smtp__client_phase(client);
    client->phase_since_ms = smtp__client_now(client);
}

void smtp__timing_end(struct smtp_client *client) {
    uint64_t now = smtp__client_now(client);
    pass(client, client->phase, now - client->phase_since_ms);
    client->phase_since_ms = now;
}

void smtp__timing_look(struct smtp_client *client) {
    int32_t phase = smtp__client_phase(client);
    if (phase != client->phase) {
        smtp__timing_end(client);
        client->phase = phase;
    }
}
