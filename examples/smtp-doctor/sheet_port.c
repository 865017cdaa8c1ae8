/* SPDX-License-Identifier: MIT */
#include "sheet_port.h"

#include "calendar.h"
#include "ehlo.h"
#include "sheet_line.h"

#include <inttypes.h>
#include <string.h>

static void write_validity(FILE *file, const struct checkup *checkup, const smtp_tls_peer *peer) {
    char from[CALENDAR_SIZE];
    char until[CALENDAR_SIZE];
    int64_t days = 0;
    calendar_format(peer->not_before, from);
    calendar_format(peer->not_after, until);
    sheet_label(file, "valid");
    (void)fprintf(file, "%.10s to %.10s", from, until);
    if (checkup_days_left(checkup, peer, &days)) {
        (void)fprintf(file, days >= 0 ? ", %" PRId64 " days left" : ", expired %" PRId64 " days ago",
                      days >= 0 ? days : -days);
    }
    (void)fputc('\n', file);
}

static void write_tls(FILE *file, const struct checkup *checkup, const struct probe *probe) {
    const smtp_tls_peer *peer = smtp_client_tls_peer(probe->client);
    const smtp_tls_peer *seen = smtp_client_tls_peer(probe_eyes(probe));
    if (seen != NULL && seen->version[0] != '\0') {
        sheet_label(file, "TLS");
        (void)fprintf(file, "%s, ", seen->version);
        sheet_text(file, seen->cipher);
        (void)fputc('\n', file);
    }
    if (peer == NULL || (peer->not_before == 0 && peer->not_after == 0)) {
        return;
    }
    sheet_line(file, "certificate", peer->subject);
    sheet_line(file, "issued by", peer->issuer);
    sheet_line(file, "names", peer->names);
    write_validity(file, checkup, peer);
    sheet_line(file, "verified", peer->is_verified ? "yes" : "no");
}

static void write_lines(FILE *file, const char *ehlo) {
    struct ehlo_line line;
    bool is_first = true;
    for (bool more = ehlo_first(ehlo, &line); more; more = ehlo_next(&line)) {
        char text[512];
        (void)snprintf(text, sizeof text, "%.*s", (int)(line.length < 500 ? line.length : 500), line.text);
        sheet_line(file, is_first ? "offers" : "", text);
        is_first = false;
    }
}

static void write_mechanisms(FILE *file, const char *names) {
    bool has_unknown = false;
    if (names[0] == '\0') {
        return;
    }
    sheet_label(file, "log in by");
    for (size_t i = 0; names[i] != '\0';) {
        char name[64];
        size_t length = strcspn(names + i, " ");
        (void)snprintf(name, sizeof name, "%.*s", (int)(length < 60 ? length : 60), names + i);
        bool is_known = smtp_mechanism_by_name(name, SMTP_Z) != 0;
        has_unknown = has_unknown || !is_known;
        (void)fputs(i > 0 ? ", " : "", file);
        sheet_text(file, name);
        (void)fputs(is_known ? "" : "*", file);
        i += length + (names[i + length] == ' ' ? 1 : 0);
    }
    (void)fputs(has_unknown ? " (*: not spoken by this program)\n" : "\n", file);
}

static void write_offers(FILE *file, const struct probe *probe) {
    const smtp_client *eyes = probe_eyes(probe);
    const char *ehlo = smtp_client_ehlo(eyes);
    char names[1024];
    if (ehlo[0] == '\0') {
        return;
    }
    uint64_t size = smtp_capabilities_size_limit(smtp_client_capabilities(eyes));
    ehlo_mechanisms(ehlo, names, sizeof names);
    write_lines(file, ehlo);
    write_mechanisms(file, names);
    if (size > 0) {
        sheet_label(file, "size limit");
        (void)fprintf(file, "%" PRIu64 " octets (%" PRIu64 " MB)\n", size, size / 1000000);
    }
}

static void write_login(FILE *file, const struct checkup *checkup, const struct probe *probe) {
    if (!login_is_given(&checkup->login)) {
        return;
    }
    const smtp_report *report = probe_report(probe);
    bool is_refused = smtp_report_phase(report) == SMTP_PHASE_AUTH && probe->mechanism[0] != '\0';
    sheet_label(file, "login");
    if (probe_works(probe)) {
        (void)fputs("accepted", file);
    } else {
        (void)fputs(is_refused ? "not accepted" : "not tried", file);
    }
    if (probe->mechanism[0] != '\0') {
        (void)fputs(", by ", file);
        sheet_text(file, probe->mechanism);
    }
    (void)fputc('\n', file);
}

static void write_times(FILE *file, const struct probe *probe) {
    const smtp_report *report = smtp_client_report(probe->client);
    bool is_first = true;
    for (int32_t phase = SMTP_PHASE_CONNECT; phase <= SMTP_PHASE_AUTH; phase++) {
        int32_t took = smtp_report_phase_ms(report, phase);
        if (took >= 0) {
            if (is_first) {
                sheet_label(file, "time");
            }
            (void)fprintf(file, "%s%s %d ms", is_first ? "" : ", ", smtp_phase_name(phase), (int)took);
            is_first = false;
        }
    }
    if (!is_first) {
        (void)fprintf(file, "; in all %u ms\n", (unsigned)smtp_report_elapsed_ms(report));
    }
}

static void write_problem(FILE *file, const struct checkup *checkup, const struct probe *probe) {
    const smtp_report *report = probe_report(probe);
    int32_t explanation = checkup_explain(checkup, probe);
    sheet_line(file, "problem", smtp_report_message(report));
    if (explanation != smtp_report_explanation(report)) {
        sheet_line(file, "", smtp_explain_cause(explanation));
        sheet_line(file, "", smtp_explain_advice(explanation));
    }
}

void sheet_port(FILE *file, const struct checkup *checkup, const struct probe *probe) {
    bool works = probe_works(probe);
    (void)fprintf(file, "\nPort %u, %s: %s\n", (unsigned)probe->port.port, probe_protection(probe->port.security),
                  works                       ? "works"
                  : probe_is_reachable(probe) ? "does not work"
                                              : "not reachable");
    sheet_line(file, "greeting", probe->greeting);
    write_tls(file, checkup, probe);
    if (probe->look != NULL && smtp_client_ehlo(probe->look)[0] != '\0') {
        sheet_line(file, "note", "what follows was seen without verifying the server, and without logging in");
    }
    write_offers(file, probe);
    write_login(file, checkup, probe);
    write_times(file, probe);
    write_problem(file, checkup, probe);
}
