/* SPDX-License-Identifier: MIT */
#include "json.h"

#include "common/json_text.h"
#include "json_port.h"

/* "name":"value", and a comma. */
static void member(FILE *file, const char *name, const char *value) {
    json_member(file, name, value);
    (void)fputc(',', file);
}

static void write_records(FILE *file, const char *name, const struct dns_answer *answer, bool is_srv) {
    (void)fprintf(file, "\"%s\":{\"records\":[", name);
    for (size_t i = 0; i < answer->count; i++) {
        const struct dns_record *record = &answer->list[i];
        (void)fprintf(file, "%s{\"priority\":%u,", i > 0 ? "," : "", (unsigned)record->priority);
        if (is_srv) {
            (void)fprintf(file, "\"weight\":%u,\"port\":%u,", (unsigned)record->weight, (unsigned)record->port);
        }
        json_member(file, "host", record->host);
        (void)fputc('}', file);
    }
    (void)fputs("],", file);
    json_member(file, "problem", answer->problem);
    (void)fputc('}', file);
}

static void write_dns(FILE *file, const struct target *target) {
    (void)fputs("\"dns\":{", file);
    write_records(file, "mx", &target->mx, false);
    (void)fputc(',', file);
    write_records(file, "submissions", &target->submissions, true);
    (void)fputc(',', file);
    write_records(file, "submission", &target->submission, true);
    (void)fputs(",\"addresses\":[", file);
    for (size_t i = 0; i < target->hosts.count; i++) {
        (void)fputs(i > 0 ? "," : "", file);
        json_string(file, target->hosts.list[i]);
    }
    (void)fprintf(file, "],\"took_ms\":%u},", (unsigned)target->hosts.took_ms);
}

static void write_provider(FILE *file, const struct known *known) {
    if (known->id == NULL) {
        (void)fputs("\"provider\":null,", file);
        return;
    }
    (void)fputs("\"provider\":{", file);
    member(file, "id", known->id);
    member(file, "name", known->name);
    member(file, "help", known->help);
    (void)fprintf(file, "\"verified\":%s},", known->is_verified ? "true" : "false");
}

static void write_ports(FILE *file, const struct checkup *checkup) {
    (void)fputs("\"ports\":[", file);
    for (size_t i = 0; i < checkup->count; i++) {
        (void)fputs(i > 0 ? "," : "", file);
        json_port(file, checkup, &checkup->probes[i]);
    }
    (void)fputs("],", file);
}

static void write_advice(FILE *file, const struct checkup *checkup) {
    const struct advice *advice = &checkup->advice;
    if (checkup->best == NULL) {
        (void)fputs("\"advice\":null,", file);
        return;
    }
    (void)fputs("\"advice\":{", file);
    member(file, "url", advice->url);
    member(file, "host", checkup->target.host);
    (void)fprintf(file, "\"port\":%u,", (unsigned)checkup->best->port.port);
    member(file, "tls", probe_protection_name(checkup->best->port.security));
    member(file, "user", advice->user);
    member(file, "mechanism", advice->mechanism);
    json_member(file, "command", advice->command);
    (void)fputs("},", file);
}

static void write_test(FILE *file, const struct checkup *checkup) {
    if (checkup->test.client == NULL) {
        (void)fputs("\"test_mail\":null,", file);
        return;
    }
    const smtp_report *report = probe_report(&checkup->test);
    (void)fputs("\"test_mail\":{", file);
    member(file, "from", checkup_test_from(checkup));
    member(file, "to", options_value(checkup->options, OPTION_SEND_TEST));
    member(file, "queue_id", smtp_report_queue_id(report));
    json_report(file, report);
    (void)fputs("},", file);
}

void json_write(FILE *file, const struct checkup *checkup) {
    const struct target *target = &checkup->target;
    (void)fputc('{', file);
    member(file, "target", target->text);
    member(file, "address", target->address);
    member(file, "domain", target->domain);
    member(file, "server", target->host);
    member(file, "found_by", target->found_by);
    write_provider(file, &target->known);
    write_dns(file, target);
    write_ports(file, checkup);
    write_advice(file, checkup);
    write_test(file, checkup);
    (void)fprintf(file, "\"status\":%d,", checkup_status(checkup));
    member(file, "error", smtp_result_name(checkup->problem.result));
    json_member(file, "message", checkup->problem.text);
    (void)fputs("}\n", file);
}
