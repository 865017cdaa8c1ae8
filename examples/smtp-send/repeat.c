/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "repeat.h"

#include "common/exit_status.h"

#include <stdlib.h>
#include <time.h>

enum { CHUNK = 64 * 1024 };

struct run {
    struct repeat *repeat;
    const struct mail *mail;
    char *content;
    size_t length;
    uint32_t begun;
    smtp_source *sources[SMTP_CFG_WINDOW]; /* one for each mail that is under way */
};

static uint64_t now_us(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* The whole content in memory: of a file there is but one position to read from. */
static smtp_result read_content(struct run *run) {
    smtp_source *from = run->mail->content;
    size_t size = 0;
    smtp_result result = smtp_source_rewind(from);
    while (result == SMTP_OK) {
        if (run->length == size) {
            size += size < CHUNK ? CHUNK : size;
            char *grown = realloc(run->content, size);
            if (grown == NULL) {
                return SMTP_E_NO_MEMORY;
            }
            run->content = grown;
        }
        ptrdiff_t n = smtp_source_read(from, run->content + run->length, size - run->length);
        if (n <= 0) {
            return (smtp_result)n;
        }
        run->length += (size_t)n;
    }
    return result;
}

/* An smtp_next_mail_fn. Mails end in the order in which they began, and no more are under way than there are sources:
   the next one's is free. */
static smtp_result next_mail(void *context, smtp_mail_item *mail) {
    struct run *run = context;
    smtp_source **source = &run->sources[run->begun % SMTP_CFG_WINDOW];
    if (run->begun == run->repeat->wanted) {
        return SMTP_OK;
    }
    if (*source == NULL) {
        smtp_result result = smtp_source_new_memory(smtp_allocator_libc(), run->content, run->length, source);
        if (result != SMTP_OK) {
            return result;
        }
    }
    run->begun++;
    mail->envelope = run->mail->envelope;
    mail->source = *source;
    return SMTP_OK;
}

/* An smtp_mail_done_fn. */
static void mail_done(void *context, void *mail_context, const smtp_report *report) {
    struct run *run = context;
    int32_t outcome = smtp_report_outcome(report);
    (void)mail_context;
    if (outcome >= 0 && outcome < REPEAT_OUTCOMES) {
        run->repeat->counts[outcome]++;
    }
}

bool repeat_send(struct repeat *repeat, smtp_client *client, const struct mail *mail, struct problem *problem) {
    struct run run = {.repeat = repeat, .mail = mail};
    smtp_result result = read_content(&run);
    if (result == SMTP_OK) {
        repeat->octets = run.length;
        uint64_t begun_us = now_us();
        (void)smtp_client_send_all(client, next_mail, mail_done, &run);
        repeat->took_us = now_us() - begun_us;
    }
    for (size_t i = 0; i < SMTP_CFG_WINDOW; i++) {
        smtp_source_free(run.sources[i]);
    }
    free(run.content);
    return mail_input(problem, result, "the message");
}

uint32_t repeat_not_tried(const struct repeat *repeat) {
    uint32_t tried = 0;
    for (size_t i = 0; i < REPEAT_OUTCOMES; i++) {
        tried += repeat->counts[i];
    }
    return repeat->wanted - tried;
}

double repeat_mails_per_s(const struct repeat *repeat) {
    double sent = (double)repeat->counts[SMTP_OUTCOME_SENT];
    return repeat->took_us > 0 ? sent * 1e6 / (double)repeat->took_us : 0;
}

double repeat_octets_per_s(const struct repeat *repeat) {
    return repeat_mails_per_s(repeat) * (double)repeat->octets;
}

void repeat_print(FILE *file, const struct repeat *repeat) {
    (void)fprintf(file, "%u mails:", (unsigned)repeat->wanted);
    for (int32_t i = 0; i < REPEAT_OUTCOMES; i++) {
        if (repeat->counts[i] > 0) {
            (void)fprintf(file, " %u %s,", (unsigned)repeat->counts[i], smtp_outcome_name(i));
        }
    }
    if (repeat_not_tried(repeat) > 0) {
        (void)fprintf(file, " %u not tried,", (unsigned)repeat_not_tried(repeat));
    }
    (void)fprintf(file, " in %.3f s, %.1f mails/s, %.0f octets/s\n", (double)repeat->took_us / 1e6,
                  repeat_mails_per_s(repeat), repeat_octets_per_s(repeat));
}
