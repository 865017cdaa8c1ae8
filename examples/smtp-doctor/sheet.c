/* SPDX-License-Identifier: MIT */
#include "sheet.h"

#include "sheet_line.h"
#include "sheet_port.h"

#include <string.h>

static void write_records(FILE *file, const char *name, const struct dns_answer *answer) {
    bool is_srv = name[0] == '_';
    sheet_label(file, name);
    if (answer->count == 0) {
        sheet_text(file, answer->problem[0] != '\0' ? answer->problem : "none");
    }
    for (size_t i = 0; i < answer->count; i++) {
        (void)fprintf(file, "%s%u ", i > 0 ? ", " : "", (unsigned)answer->list[i].priority);
        sheet_text(file, answer->list[i].host);
        if (is_srv) {
            (void)fprintf(file, ":%u", (unsigned)answer->list[i].port);
        }
    }
    (void)fputc('\n', file);
}

static void write_hosts(FILE *file, const struct hosts *hosts) {
    sheet_label(file, "addresses");
    for (size_t i = 0; i < hosts->count; i++) {
        (void)fprintf(file, "%s%s", i > 0 ? ", " : "", hosts->list[i]);
    }
    (void)fprintf(file, "%s (%u ms)\n", hosts->count == 0 ? hosts->problem : "", (unsigned)hosts->took_ms);
}

static void write_server(FILE *file, const struct target *target) {
    static const struct {
        const char *name;
        const char *words;
    } ways[] = {
        {"argument", "as given"},
        {"provider", "of the provider"},
        {"srv", "named by the DNS (SRV)"},
        {"mx", "of the provider that receives its mail"},
        {"guess", "a guess"},
    };
    sheet_label(file, "server");
    sheet_text(file, target->host[0] != '\0' ? target->host : "not known");
    for (size_t i = 0; target->host[0] != '\0' && i < sizeof ways / sizeof ways[0]; i++) {
        if (strcmp(ways[i].name, target->found_by) == 0) {
            (void)fprintf(file, ", %s", ways[i].words);
        }
    }
    (void)fputc('\n', file);
}

static void write_target(FILE *file, const struct target *target) {
    sheet_text(file, target->text);
    (void)fputc('\n', file);
    if (target->domain[0] != '\0') {
        write_records(file, "MX", &target->mx);
        write_records(file, "_submissions", &target->submissions);
        write_records(file, "_submission", &target->submission);
    }
    if (target->known.id != NULL) {
        sheet_label(file, "provider");
        (void)fprintf(file, "%s%s\n", target->known.name, target->known.is_verified ? "" : " (not verified)");
        sheet_line(file, "", target->known.help);
    }
    write_server(file, target);
    write_hosts(file, &target->hosts);
}

static void write_test(FILE *file, const struct checkup *checkup) {
    const smtp_report *report = probe_report(&checkup->test);
    (void)fputs("\nTest mail\n", file);
    sheet_line(file, "from", checkup_test_from(checkup));
    sheet_line(file, "to", options_value(checkup->options, OPTION_SEND_TEST));
    sheet_line(file, "outcome", smtp_outcome_name(smtp_report_outcome(report)));
    sheet_line(file, "queue id", smtp_report_queue_id(report));
    sheet_line(file, "problem", smtp_report_message(report));
}

/* Where nothing works: what is the least to be done. */
static void write_nearest(FILE *file, const struct checkup *checkup) {
    const struct probe *probe = checkup_nearest(checkup);
    (void)fputs("  nothing of this works\n", file);
    if (probe_is_reachable(probe)) {
        (void)fprintf(file, "  port %u, %s, is the nearest to it: ", (unsigned)probe->port.port,
                      probe_protection(probe->port.security));
        sheet_text(file, smtp_explain_advice(checkup_explain(checkup, probe)));
        (void)fputc('\n', file);
    }
}

static void write_advice(FILE *file, const struct checkup *checkup) {
    const struct advice *advice = &checkup->advice;
    (void)fputs("\nWhat to use\n", file);
    if (checkup->best == NULL) {
        write_nearest(file, checkup);
        return;
    }
    (void)fputs("  server        ", file);
    sheet_text(file, checkup->target.host);
    (void)fprintf(file, ", port %u, %s\n", (unsigned)checkup->best->port.port,
                  probe_protection(checkup->best->port.security));
    sheet_line(file, "user name", advice->user);
    sheet_line(file, "log in by", advice->mechanism);
    sheet_line(file, "command", advice->command);
    if (!login_is_given(&checkup->login) && advice->mechanism[0] != '\0') {
        sheet_line(file, "note", "no login was tried, as no user was given");
    }
}

void sheet_write(FILE *file, const struct checkup *checkup) {
    if (checkup->target.text[0] != '\0') {
        write_target(file, &checkup->target);
    }
    for (size_t i = 0; i < checkup->count; i++) {
        sheet_port(file, checkup, &checkup->probes[i]);
    }
    if (checkup->count > 0) {
        write_advice(file, checkup);
    }
    if (checkup->test.client != NULL) {
        write_test(file, checkup);
    }
}
