/* SPDX-License-Identifier: MIT */
#include "probe.h"

#include "common/deadline.h"
#include "common/settings.h"
#include "common/terminal.h"

#include <stdio.h>
#include <string.h>

const char *probe_protection(int32_t security) {
    static const char *const words[] = {"STARTTLS", "TLS at once", "no TLS"};
    return security >= 0 && security <= SMTP_SECURITY_CLEAR ? words[security] : "";
}

const char *probe_protection_name(int32_t security) {
    static const char *const names[] = {"starttls", "implicit", "none"};
    return security >= 0 && security <= SMTP_SECURITY_CLEAR ? names[security] : "";
}

/* Copies a word or a line, cut where it is too long. */
static void copy(char *to, size_t size, const char *text, size_t length) {
    size_t taken = length < size ? length : size - 1;
    memcpy(to, text, taken);
    to[taken] = '\0';
}

/* An smtp_trace_fn: the greeting and the mechanism that is tried are to be seen nowhere else. */
static void listen_in(void *context, int32_t direction, const char *text, size_t length) {
    struct probe *probe = context;
    if (direction == '<' && probe->greeting[0] == '\0') {
        copy(probe->greeting, sizeof probe->greeting, text, length);
    }
    if (direction == '>' && length > 5 && memcmp(text, "AUTH ", 5) == 0) {
        const char *end = memchr(text + 5, ' ', length - 5);
        copy(probe->mechanism, sizeof probe->mechanism, text + 5, end != NULL ? (size_t)(end - text - 5) : length - 5);
    }
    if (probe->is_traced) {
        (void)fprintf(stderr, "%u %s ", (unsigned)probe->port.port, probe_protection_name(probe->port.security));
        terminal_trace(NULL, direction, text, length);
    }
}

static bool set_up(smtp_client *client, struct probe *probe, const struct probe_way *way, struct problem *problem) {
    const struct target *target = way->target;
    smtp_result result = smtp_client_set_server(client, target->host, SMTP_Z, probe->port.port, probe->port.security);
    return problem_config(problem, result, "the server") &&
           problem_config(problem, smtp_client_set_protocol(client, probe->protocol), "the server") &&
           settings_apply(client, way->options, problem) && deadline_limit(client, way->options) &&
           problem_config(problem, smtp_client_set_trace(client, listen_in, probe), "--trace");
}

bool probe_make(struct probe *probe, const struct probe_way *way, struct known_port port, struct problem *problem) {
    *probe = (struct probe){.port = port, .protocol = way->target->protocol};
    probe->is_traced = options_has(way->options, OPTION_TRACE);
    return problem_config(problem, smtp_client_new(smtp_platform_posix(), &probe->client), "the client") &&
           set_up(probe->client, probe, way, problem) && login_set(probe->client, way->login, problem);
}

void probe_start(struct probe *probe) {
    if (smtp_client_start_check(probe->client) == SMTP_OK) {
        probe->at = probe->client;
    }
}

static bool is_of_certificate(smtp_result result) {
    switch (result) {
    case SMTP_E_CERTIFICATE_EXPIRED:
    case SMTP_E_CERTIFICATE_NOT_YET_VALID:
    case SMTP_E_CERTIFICATE_NAME:
    case SMTP_E_CERTIFICATE_UNTRUSTED:
    case SMTP_E_CERTIFICATE_PIN:
    case SMTP_E_CERTIFICATE_REFUSED:
    case SMTP_E_NO_TRUST_ANCHOR:
        return true;
    default:
        return false;
    }
}

/* Behind a certificate that was refused stands a server of which more can be told. Nothing secret is sent there. */
static void look_on(struct probe *probe, const struct probe_way *way) {
    struct problem unused = {SMTP_OK, 0, ""};
    probe->at = NULL;
    if (probe->look != NULL || !is_of_certificate(smtp_report_result(probe_report(probe)))) {
        return;
    }
    if (smtp_client_new(smtp_platform_posix(), &probe->look) == SMTP_OK && set_up(probe->look, probe, way, &unused) &&
        smtp_client_set_pin(probe->look, NULL, 0) == SMTP_OK && smtp_client_set_verify(probe->look, 0) == SMTP_OK &&
        smtp_client_start_check(probe->look) == SMTP_OK) {
        probe->at = probe->look;
    }
}

void probe_step(struct probe *probe, const struct probe_way *way) {
    if (probe->at != NULL && smtp_client_step(probe->at) != SMTP_PENDING) {
        look_on(probe, way);
    }
}

void probe_free(struct probe *probe) {
    smtp_client_free(probe->client);
    smtp_client_free(probe->look);
    *probe = (struct probe){.client = NULL};
}

const smtp_report *probe_report(const struct probe *probe) {
    return smtp_client_report(probe->client);
}

bool probe_works(const struct probe *probe) {
    return smtp_report_outcome(probe_report(probe)) == SMTP_OUTCOME_SENT;
}

bool probe_is_reachable(const struct probe *probe) {
    return smtp_report_phase(probe_report(probe)) > SMTP_PHASE_CONNECT;
}

const smtp_client *probe_eyes(const struct probe *probe) {
    return probe->look != NULL ? probe->look : probe->client;
}
