/* SPDX-License-Identifier: MIT */
/* model_run.h - one run of a session against the model: its mails, its pipes, what goes out. */
#ifndef TESTS_SESSION_MODEL_RUN_H
#define TESTS_SESSION_MODEL_RUN_H

#include "model.h"

#include "support/allocator.h"
#include <smtp/session.h>

struct pipe {
    char data[4096];
    size_t length;
    size_t size;
};

/* A mail as it is handed over. */
struct given {
    smtp_envelope *envelope;
    smtp_source *source;
    uint8_t text[MODEL_CONTENT / 2];
    size_t length;
    size_t read;
    size_t fails_at; /* SIZE_MAX: never */
    bool is_binary;
    bool end_went_out;
};

struct run {
    struct model model;
    struct model_mail truth[MODEL_MAILS];
    struct given given[MODEL_MAILS];
    struct test_allocator allocator;
    smtp_session *session;
    size_t mails; /* to be submitted */
    size_t submitted;
    size_t told;
    size_t recipients_told;
    size_t deliveries_told;
    bool is_lock_step;
    bool is_across;
    bool is_over;
    bool some_unknown;
    bool commands;
    long dies_at; /* octets of both directions; 0: never */
    bool is_dead;
    long moved;
    struct pipe up;
    struct pipe down;
    size_t fed;

    /* what is going out */
    enum model_reads watches;
    char line[1200];
    size_t line_length;
    size_t chunk;
    bool chunk_is_last;
    bool after_data;
    bool has_to_wait; /* the last command ends a group */
    size_t watched;   /* mail */
};

static inline uint32_t pick(struct run *run, uint32_t below) {
    return model_random(&run->model, below);
}

/* ---- mails ---- */

static inline ptrdiff_t read_some(void *context, void *buffer, size_t size) {
    struct given *given = context;
    size_t left = given->length - given->read;
    size_t n = left < size ? left : size;
    if (given->read >= given->fails_at) {
        return SMTP_E_SOURCE;
    }
    n = n > 7 && given->length % 2 == 0 ? 7 : n;
    memcpy(buffer, given->text + given->read, n);
    given->read += n;
    return (ptrdiff_t)n;
}

static inline void normalise(const struct given *given, struct model_mail *truth) {
    bool after_cr = false;
    for (size_t i = 0; i < given->length; i++) {
        uint8_t octet = given->text[i];
        bool is_end = octet == '\r' || octet == '\n';
        if (is_end && !(octet == '\n' && after_cr)) {
            truth->content[truth->length++] = '\r';
            truth->content[truth->length++] = '\n';
        } else if (!is_end) {
            truth->content[truth->length++] = octet;
        }
        after_cr = octet == '\r';
    }
    if (truth->length > 0 && truth->content[truth->length - 1] != '\n') {
        truth->content[truth->length++] = '\r';
        truth->content[truth->length++] = '\n';
    }
}

static inline void write_text(struct run *run, struct given *given, struct model_mail *truth) {
    static const char odd[] = {'c', 'c', 'c', 'c', '\xe9', '\xe9', '\0'};
    static const char letters[] = {'a', 'b', ' ', '.', '\r', '\n', '.', '\n'};
    given->length = pick(run, 5) == 0 ? 0 : pick(run, pick(run, 2) == 0 ? 60 : sizeof given->text);
    given->is_binary = run->model.chunking && pick(run, 4) == 0;
    for (size_t i = 0; i < given->length; i++) {
        given->text[i] = given->is_binary ? (uint8_t)pick(run, 256) : (uint8_t)letters[pick(run, sizeof letters)];
    }
    if (given->is_binary) {
        memcpy(truth->content, given->text, given->length);
        truth->length = given->length;
        return;
    }
    if (given->length > 0) {
        given->text[pick(run, (uint32_t)given->length)] = (uint8_t)odd[pick(run, sizeof odd)];
        given->text[0] = '#'; /* no command begins so */
    }
    normalise(given, truth);
}

static inline void make_mail(struct run *run, size_t n) {
    const smtp_allocator *allocator = &run->allocator.table;
    struct given *given = &run->given[n];
    struct model_mail *truth = &run->truth[n];
    char address[32];
    assert_int_equal(smtp_envelope_new(allocator, &given->envelope), SMTP_OK);
    snprintf(address, sizeof address, "m%u@x.test", (unsigned)n);
    assert_int_equal(smtp_envelope_set_mail_from(given->envelope, address, SMTP_Z), SMTP_OK);
    truth->recipients = 1 + pick(run, pick(run, 3) == 0 ? MODEL_RECIPIENTS : 3);
    for (size_t i = 0; i < truth->recipients; i++) {
        snprintf(address, sizeof address, "r%u@x.test", (unsigned)i);
        assert_int_equal(smtp_envelope_add_recipient(given->envelope, address, SMTP_Z), SMTP_OK);
    }
    write_text(run, given, truth);
    given->fails_at = SIZE_MAX;
    if (pick(run, 2) == 0) {
        assert_int_equal(smtp_source_new_memory(allocator, given->text, given->length, &given->source), SMTP_OK);
    } else {
        given->fails_at = pick(run, 10) == 0 ? pick(run, (uint32_t)given->length + 1) : SIZE_MAX;
        assert_int_equal(smtp_source_new_callback(allocator, read_some, NULL, NULL, given, &given->source), SMTP_OK);
    }
    assert_int_equal(smtp_source_set_binary(given->source, given->is_binary), SMTP_OK);
    if (pick(run, 2) == 0) {
        (void)smtp_source_measure(given->source);
    }
}

/* ---- what goes out ---- */

static inline bool is_drained(const struct run *run) {
    const struct model *model = &run->model;
    return model->is_closing || (run->up.length == 0 && run->down.length == 0 && model->out_read == model->out_length);
}

/* The content ends, or a chunk of it. */
static inline void watch_end(struct run *run, bool is_last) {
    run->given[run->watched].end_went_out = is_last;
    run->watches = MODEL_LINE;
    run->has_to_wait = is_last && !run->is_across;
}

static inline void watch_command(struct run *run) {
    const char *line = run->line;
    run->has_to_wait = false;
    if (model_is(line, "MAIL FROM:<m")) {
        run->watched = strtoul(line + strlen("MAIL FROM:<m"), NULL, 10);
    } else if (model_is(line, "BDAT ")) {
        run->chunk = strtoul(line + strlen("BDAT "), NULL, 10);
        run->chunk_is_last = strstr(line, "LAST") != NULL;
        run->watches = MODEL_CHUNK;
        if (run->chunk == 0) {
            watch_end(run, run->chunk_is_last);
        }
    } else if (!model_is(line, "RCPT") && !model_is(line, "RSET")) {
        run->after_data = model_is(line, "DATA");
        run->has_to_wait = true;
    }
}

static inline void watch_line(struct run *run) {
    run->line[run->line_length] = '\0';
    run->line_length = 0;
    if (run->watches == MODEL_LINE) {
        watch_command(run);
    } else if (strcmp(run->line, ".\r\n") == 0) {
        watch_end(run, true);
    }
}

/* RFC 2920 s3.1: nothing runs ahead that may not. */
static inline void watch_first(struct run *run, char octet) {
    if (run->after_data && run->watches == MODEL_LINE && (octet == '#' || octet == '.')) {
        run->watches = MODEL_DATA;
    }
    bool is_command = run->watches == MODEL_LINE;
    bool waits = run->has_to_wait || (is_command && run->is_lock_step);
    if (waits && run->model.strays == 0) {
        assert_true(is_drained(run));
    }
    run->has_to_wait = false;
    run->after_data = run->after_data && !is_command;
}

static inline void watch(struct run *run, char octet) {
    if (run->watches == MODEL_CHUNK) {
        run->chunk--;
        if (run->chunk == 0) {
            watch_end(run, run->chunk_is_last);
        }
        return;
    }
    if (run->line_length == 0) {
        watch_first(run, octet);
    }
    run->line[run->line_length++] = octet;
    if (octet == '\n') {
        watch_line(run);
    }
}

#endif
