/* SPDX-License-Identifier: MIT */
/* many.h - a client, a server that remembers what it took, and mails m1, m2, … for it. */
#ifndef TESTS_CLIENT_MANY_H
#define TESTS_CLIENT_MANY_H

#include "support/test.h"

#include "support/model_server.h"
#include <stdio.h>

enum { MANY = 12 };

/* In a build for one mail at a time there is nothing to see of several. */
#define NEEDS_A_WINDOW()                                                                                               \
    do {                                                                                                               \
        if (SMTP_CFG_WINDOW == 1) {                                                                                    \
            skip();                                                                                                    \
        }                                                                                                              \
    } while (0)

struct one {
    smtp_envelope *envelope;
    smtp_source *source;
    char text[64];
    size_t left; /* of a source that can be read once */
    /* what was told, when it was done */
    int times;
    size_t order;
    int32_t outcome;
    smtp_result result;
    int32_t phase;
    int32_t code;
    int32_t accepted[MODEL_RECIPIENTS];
    int32_t codes[MODEL_RECIPIENTS];
    char message[256];
};

struct many {
    struct model model;
    smtp_client *client;
    struct test_allocator own;
    struct one mails[MANY];
    size_t count;
    size_t asked;
    size_t done;
    size_t fails_at; /* `next` answers an error for this mail, counted from 1; 0: never */
    size_t most;     /* mails that were under way at once */
};

static inline ptrdiff_t read_piece(void *context, void *buffer, size_t size) {
    struct one *one = context;
    size_t n = one->left < size ? one->left : size;
    memcpy(buffer, one->text + strlen(one->text) - one->left, n);
    one->left -= n;
    return (ptrdiff_t)n;
}

/* The i-th mail, from m1@x.test on, to `recipients` addresses r0@x.test, r1@x.test, … */
static inline void add_mail(struct many *m, size_t recipients, bool is_read_once) {
    struct one *one = &m->mails[m->count++];
    char address[64];
    assert_int_equal(smtp_envelope_new(&m->own.table, &one->envelope), SMTP_OK);
    snprintf(address, sizeof address, "m%zu@x.test", m->count);
    assert_int_equal(smtp_envelope_set_mail_from(one->envelope, address, SMTP_Z), SMTP_OK);
    for (size_t i = 0; i < recipients; i++) {
        snprintf(address, sizeof address, "r%zu@x.test", i);
        assert_int_equal(smtp_envelope_add_recipient(one->envelope, address, SMTP_Z), SMTP_OK);
    }
    snprintf(one->text, sizeof one->text, "Subject: m%zu\r\n\r\nhello\r\n.dot\r\n", m->count);
    one->left = strlen(one->text);
    smtp_result result = is_read_once
                             ? smtp_source_new_callback(&m->own.table, read_piece, NULL, NULL, one, &one->source)
                             : smtp_source_new_memory(&m->own.table, one->text, strlen(one->text), &one->source);
    assert_int_equal(result, SMTP_OK);
}

static inline void begin_many(struct many *m, const char *offers, size_t mails, size_t recipients) {
    memset(m, 0, sizeof *m);
    model_init(&m->model, offers);
    test_allocator_init(&m->own);
    for (size_t i = 0; i < mails; i++) {
        add_mail(m, recipients, false);
    }
    assert_int_equal(smtp_client_new(&m->model.fake.platform, &m->client), SMTP_OK);
    assert_int_equal(smtp_client_set_url(m->client, "smtp+plain://x.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_client_set_pipelining(m->client, SMTP_PIPELINING_ACROSS_MAILS), SMTP_OK);
}

static inline void end_many(struct many *m) {
    smtp_client_free(m->client);
    fake_end(&m->model.fake);
    for (size_t i = 0; i < m->count; i++) {
        smtp_source_free(m->mails[i].source);
        smtp_envelope_free(m->mails[i].envelope);
    }
    assert_int_equal(m->own.live, 0);
}

static inline smtp_result next_mail(void *context, smtp_mail_item *mail) {
    struct many *m = context;
    assert_int_equal(mail->struct_size, sizeof *mail);
    assert_null(mail->envelope);
    if (m->fails_at > 0 && m->asked + 1 == m->fails_at) {
        return SMTP_E_SOURCE;
    }
    if (m->asked < m->count) {
        struct one *one = &m->mails[m->asked++];
        mail->envelope = one->envelope;
        mail->source = one->source;
        mail->context = one;
    }
    m->most = m->asked - m->done > m->most ? m->asked - m->done : m->most;
    return SMTP_OK;
}

static inline void mail_done(void *context, void *mail_context, const smtp_report *report) {
    struct many *m = context;
    struct one *one = mail_context;
    one->times++;
    one->order = m->done++;
    one->outcome = smtp_report_outcome(report);
    one->result = smtp_report_result(report);
    one->phase = smtp_report_phase(report);
    one->code = smtp_report_code(report);
    snprintf(one->message, sizeof one->message, "%s", smtp_report_message(report));
    for (size_t i = 0; i < smtp_report_recipient_count(report) && i < MODEL_RECIPIENTS; i++) {
        one->accepted[i] = smtp_report_recipient_accepted(report, i);
        one->codes[i] = smtp_report_recipient_code(report, i);
    }
}

static inline smtp_result send_many(struct many *m) {
    return smtp_client_send_all(m->client, next_mail, mail_done, m);
}

/* How often the server took the i-th mail, from 0 on, for the recipient with this index. */
static inline size_t taken(const struct many *m, size_t i, size_t recipient) {
    char from[32];
    char to[32];
    snprintf(from, sizeof from, "<m%zu@", i + 1);
    snprintf(to, sizeof to, "<r%zu@", recipient);
    return model_taken(&m->model, from, to);
}

/* How often its end of data came to the server. */
static inline size_t ended(const struct many *m, size_t i) {
    char from[32];
    size_t count = 0;
    snprintf(from, sizeof from, "<m%zu@", i + 1);
    for (const char *at = m->model.ended; (at = strstr(at, from)) != NULL; at++) {
        count++;
    }
    return count;
}

/* What was told of each mail is what the server knows: never twice, never a wrong yes or no. */
static inline void is_true(const struct many *m, size_t recipients) {
    for (size_t i = 0; i < m->asked; i++) {
        const struct one *one = &m->mails[i];
        assert_int_equal(one->times, 1);
        assert_int_equal(one->order, i);
        for (size_t r = 0; r < recipients; r++) {
            size_t times = taken(m, i, r);
            if (times > 1 || (one->accepted[r] == 1 && times == 0) || (one->accepted[r] == 0 && times > 0)) {
                fail_msg("mail %zu, recipient %zu: taken %zu times, told %d", i + 1, r, times, (int)one->accepted[r]);
            }
        }
    }
}

#endif
