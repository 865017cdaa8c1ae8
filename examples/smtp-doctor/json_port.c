/* SPDX-License-Identifier: MIT */
#include "json_port.h"

#include "calendar.h"
#include "common/enhanced.h"
#include "common/json_text.h"
#include "common/json_times.h"
#include "ehlo.h"

#include <inttypes.h>
#include <string.h>

/* "name":"value", and a comma. */
static void member(FILE *file, const char *name, const char *value) {
    json_member(file, name, value);
    (void)fputc(',', file);
}

void json_report(FILE *file, const smtp_report *report) {
    char enhanced[ENHANCED_SIZE];
    (void)enhanced_format(smtp_report_enhanced(report), enhanced);
    member(file, "outcome", smtp_outcome_name(smtp_report_outcome(report)));
    member(file, "phase", smtp_phase_name(smtp_report_phase(report)));
    member(file, "class", smtp_class_name(smtp_report_class(report)));
    (void)fprintf(file, "\"code\":%d,", (int)smtp_report_code(report));
    member(file, "enhanced", enhanced);
    member(file, "text", smtp_report_text(report));
    member(file, "error", smtp_result_name(smtp_report_result(report)));
    json_member(file, "message", smtp_report_message(report));
}

static void write_moment(FILE *file, const char *name, int64_t seconds) {
    char text[CALENDAR_SIZE];
    calendar_format(seconds, text);
    member(file, name, text);
}

static void write_certificate(FILE *file, const struct checkup *checkup, const smtp_tls_peer *peer) {
    int64_t days = 0;
    (void)fputs("\"certificate\":{", file);
    member(file, "subject", peer->subject);
    member(file, "issuer", peer->issuer);
    member(file, "names", peer->names);
    write_moment(file, "not_before", peer->not_before);
    write_moment(file, "not_after", peer->not_after);
    if (checkup_days_left(checkup, peer, &days)) {
        (void)fprintf(file, "\"days_left\":%" PRId64 ",", days);
    } else {
        (void)fputs("\"days_left\":null,", file);
    }
    (void)fputs("\"sha256\":\"", file);
    for (size_t i = 0; i < sizeof peer->sha256; i++) {
        (void)fprintf(file, "%02x", (unsigned)peer->sha256[i]);
    }
    (void)fprintf(file, "\",\"chain\":%u,\"verified\":%s}", (unsigned)peer->chain,
                  peer->is_verified ? "true" : "false");
}

static void write_tls(FILE *file, const struct checkup *checkup, const struct probe *probe) {
    const smtp_tls_peer *peer = smtp_client_tls_peer(probe->client);
    const smtp_tls_peer *seen = smtp_client_tls_peer(probe_eyes(probe));
    if (peer == NULL && seen == NULL) {
        (void)fputs("\"tls_session\":null,", file);
        return;
    }
    (void)fputs("\"tls_session\":{", file);
    member(file, "version", seen != NULL ? seen->version : "");
    member(file, "cipher", seen != NULL ? seen->cipher : "");
    if (peer != NULL && (peer->not_before != 0 || peer->not_after != 0)) {
        write_certificate(file, checkup, peer);
    } else {
        (void)fputs("\"certificate\":null", file);
    }
    (void)fputs("},", file);
}

static void write_part(FILE *file, const char *text, size_t length) {
    char part[512];
    (void)snprintf(part, sizeof part, "%.*s", (int)(length < 500 ? length : 500), text);
    json_string(file, part);
}

static void write_capabilities(FILE *file, const char *ehlo) {
    struct ehlo_line line;
    bool is_first = true;
    (void)fputs("\"capabilities\":[", file);
    for (bool more = ehlo_first(ehlo, &line); more; more = ehlo_next(&line)) {
        (void)fputs(is_first ? "" : ",", file);
        write_part(file, line.text, line.length);
        is_first = false;
    }
    (void)fputs("],", file);
}

static void write_mechanisms(FILE *file, const char *ehlo) {
    char names[1024];
    ehlo_mechanisms(ehlo, names, sizeof names);
    (void)fputs("\"mechanisms\":[", file);
    for (size_t i = 0; names[i] != '\0';) {
        size_t length = strcspn(names + i, " ");
        (void)fputs(i > 0 ? "," : "", file);
        write_part(file, names + i, length);
        i += length + (names[i + length] == ' ' ? 1 : 0);
    }
    (void)fputs("],", file);
}

static void write_offers(FILE *file, const struct probe *probe) {
    const smtp_client *eyes = probe_eyes(probe);
    const char *ehlo = smtp_client_ehlo(eyes);
    write_capabilities(file, ehlo);
    write_mechanisms(file, ehlo);
    (void)fprintf(file, "\"size_limit\":%" PRIu64 ",", smtp_capabilities_size_limit(smtp_client_capabilities(eyes)));
}

static void write_explanation(FILE *file, int32_t explanation) {
    if (explanation == 0) {
        (void)fputs(",\"explanation\":null", file);
        return;
    }
    (void)fputs(",\"explanation\":{", file);
    member(file, "key", smtp_explain_key(explanation));
    member(file, "cause", smtp_explain_cause(explanation));
    json_member(file, "advice", smtp_explain_advice(explanation));
    (void)fputc('}', file);
}

/* "none": no user was given; else what became of it. */
static const char *login_name(const struct checkup *checkup, const struct probe *probe) {
    const smtp_report *report = probe_report(probe);
    if (!login_is_given(&checkup->login)) {
        return "none";
    }
    if (probe_works(probe)) {
        return "accepted";
    }
    return smtp_report_phase(report) == SMTP_PHASE_AUTH && probe->mechanism[0] != '\0' ? "refused" : "not_tried";
}

void json_port(FILE *file, const struct checkup *checkup, const struct probe *probe) {
    (void)fprintf(file, "{\"port\":%u,", (unsigned)probe->port.port);
    member(file, "tls", probe_protection_name(probe->port.security));
    (void)fprintf(file, "\"works\":%s,\"reachable\":%s,", probe_works(probe) ? "true" : "false",
                  probe_is_reachable(probe) ? "true" : "false");
    member(file, "greeting", probe->greeting);
    write_tls(file, checkup, probe);
    write_offers(file, probe);
    member(file, "login", login_name(checkup, probe));
    member(file, "mechanism", probe->mechanism);
    json_times(file, probe_report(probe));
    (void)fputc(',', file);
    json_report(file, probe_report(probe));
    write_explanation(file, checkup_explain(checkup, probe));
    (void)fputc('}', file);
}
