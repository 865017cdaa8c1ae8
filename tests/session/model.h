/* SPDX-License-Identifier: MIT */
/*
 * model.h - a server that knows what it took, for sessions that are driven at random.
 *
 * It reads octet by octet, and nothing while what it has said has not gone out. Mail n is from mn@x.test, its
 * recipients are r0@x.test, r1@x.test, …
 */
#ifndef TESTS_SESSION_MODEL_H
#define TESTS_SESSION_MODEL_H

#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>

enum { MODEL_MAILS = 20, MODEL_RECIPIENTS = 50, MODEL_CONTENT = 2048 };

/* What is to come, and what became of it. */
struct model_mail {
    size_t recipients;
    uint8_t content[MODEL_CONTENT]; /* as it has to arrive */
    size_t length;
    int codes[MODEL_RECIPIENTS]; /* of RCPT */
    size_t answered;
    int deliveries[MODEL_RECIPIENTS]; /* LMTP: codes of those that were accepted */
    size_t delivered;
    bool is_taken;     /* the end of data was answered by 2yz, for somebody */
    size_t told_at;    /* where in all that was said that reply ends; 0: there is none */
    bool saw_class[6]; /* of replies to its commands */
};

enum model_reads { MODEL_LINE, MODEL_DATA, MODEL_CHUNK };

struct model {
    uint32_t seed;

    /* how it is */
    bool is_lmtp;
    bool pipelining;
    bool chunking;
    bool all_or_nothing; /* what the client promises */
    bool goes_ahead;     /* 354 with nobody accepted */
    bool forgives;       /* after a chunk, or MAIL, that failed it goes on as though nothing had been */
    uint32_t refuses;    /* of 100 commands */
    uint32_t closes;     /* of 1000: 421 */
    uint32_t strays;     /* of 1000: another number of replies than one, or nonsense */
    size_t mails_most;   /* 0: any number */

    /* the transaction */
    struct model_mail *mails;
    struct model_mail *mail;
    struct model_mail nobody; /* that one is while none was begun */
    bool is_open;             /* MAIL was accepted */
    size_t accepted;
    bool has_failed; /* a chunk: RSET has to come */
    size_t begun;
    uint8_t content[MODEL_CONTENT];
    size_t length;

    /* what it reads */
    enum model_reads reads;
    char line[1200];
    size_t line_length;
    size_t chunk;
    bool chunk_is_last;

    /* what it says */
    char out[16384];
    size_t out_length;
    size_t out_read;
    size_t said; /* octets of all */
    bool is_closing;
    bool is_mute;
};

static inline uint32_t model_random(struct model *model, uint32_t below) {
    model->seed = model->seed * 1664525u + 1013904223u;
    return (model->seed >> 8) % below;
}

static inline bool model_chance(struct model *model, uint32_t of, uint32_t all) {
    return of > 0 && model_random(model, all) < of;
}

static inline void model_line(struct model *model, int code, char dash) {
    int n = snprintf(model->out + model->out_length, sizeof model->out - model->out_length, "%d%c%s\r\n", code, dash,
                     model_random(model, 3) == 0 ? "2.0.0 some words" : "ok");
    if (!model->is_closing && !model->is_mute) {
        model->out_length += (size_t)n;
        model->said += (size_t)n;
    }
}

/* One reply, of one line or of two. */
static inline void model_say(struct model *model, int code) {
    model->mail->saw_class[code / 100] = true;
    if (model_random(model, 6) == 0) {
        model_line(model, code, '-');
    }
    model_line(model, code, ' ');
}

static inline int model_refusal(struct model *model) {
    return model_random(model, 2) == 0 ? 451 : 554;
}

static inline void model_forget(struct model *model) {
    model->is_open = false;
    model->accepted = 0;
    model->length = 0;
    model->has_failed = false;
}

/* ---- the end of data ---- */

static inline void model_take(struct model *model) {
    struct model_mail *mail = model->mail;
    mail->is_taken = mail->is_taken || model->accepted > 0;
    if (!model->forgives && model->strays == 0) {
        assert_int_equal(model->length, mail->length);
        assert_memory_equal(model->content, mail->content, mail->length);
    }
}

static inline void model_deliver(struct model *model) {
    struct model_mail *mail = model->mail;
    for (size_t i = 0; i < model->accepted; i++) {
        bool closes = model_chance(model, model->closes, 1000);
        int code = model_chance(model, model->refuses, 100) ? model_refusal(model) : 250;
        code = closes ? 421 : code;
        model_say(model, code);
        if (model->is_closing) {
            break;
        }
        if (code == 250) {
            model_take(model);
        }
        mail->deliveries[mail->delivered++] = code;
        model->is_closing = closes;
    }
}

static inline void model_end(struct model *model) {
    bool is_refused = model_chance(model, model->refuses, 100);
    if (model->accepted > 0 && model->is_lmtp) {
        model_deliver(model);
    } else if (is_refused) {
        model_say(model, model_refusal(model));
    } else {
        if (model->accepted > 0) {
            model_take(model);
        }
        model_say(model, 250);
    }
    model->mail->told_at = model->said;
    bool has_failed = is_refused && model->reads == MODEL_CHUNK && !model->is_lmtp;
    model_forget(model);
    model->has_failed = has_failed;
}

static inline void model_chunk_end(struct model *model) {
    bool is_wanted = model->accepted > 0 && !model->has_failed;
    if (model_chance(model, model->closes, 1000)) {
        model_say(model, 421);
        model->is_closing = true;
    } else if (!is_wanted && !model->forgives) {
        model_say(model, 503);
        model->has_failed = true;
    } else if (model->chunk_is_last) {
        model_end(model);
    } else if (model_chance(model, model->refuses, 100)) {
        model_say(model, model_refusal(model));
        model->has_failed = true;
    } else {
        model_say(model, 250);
    }
    model->reads = MODEL_LINE;
}

/* ---- commands ---- */

static inline void model_mail_from(struct model *model, const char *line) {
    assert_false(model->is_open && !model->strays);
    assert_false(model->has_failed && !model->strays);
    model_forget(model);
    model->mail = &model->mails[strtoul(line + strlen("MAIL FROM:<m"), NULL, 10)];
    model->begun++;
    assert_true(model->mails_most == 0 || model->begun <= model->mails_most);
    model->is_open = !model_chance(model, model->refuses, 100);
    model_say(model, model->is_open ? 250 : model_refusal(model));
}

static inline void model_rcpt_to(struct model *model, const char *line) {
    struct model_mail *mail = model->mail;
    bool is_refused = model_chance(model, model->refuses, 100);
    int code = model->is_open || model->forgives ? 250 : 503;
    code = code == 250 && is_refused ? model_refusal(model) : code;
    if (!model->strays) {
        assert_int_equal(strtoul(line + strlen("RCPT TO:<r"), NULL, 10), mail->answered);
    }
    mail->codes[mail->answered++ % MODEL_RECIPIENTS] = code;
    model->accepted += code == 250;
    model_say(model, code);
}

/* It is not asked to take what cannot be wanted. */
static inline void model_check_wanted(struct model *model) {
    if (model->strays || !model->all_or_nothing) {
        return;
    }
    assert_int_equal(model->accepted, model->mail->recipients);
}

static inline void model_data(struct model *model) {
    model_check_wanted(model);
    bool is_refused = model_chance(model, model->refuses, 100);
    if ((model->accepted == 0 && !model->goes_ahead) || is_refused) {
        model_say(model, model->accepted == 0 ? 503 : model_refusal(model));
        return;
    }
    model_say(model, 354);
    model->reads = MODEL_DATA;
}

static inline void model_bdat(struct model *model, const char *line) {
    char *end;
    assert_true(model->chunking);
    model_check_wanted(model);
    model->chunk = strtoul(line + strlen("BDAT "), &end, 10);
    model->chunk_is_last = strcmp(end, " LAST\r\n") == 0;
    assert_true(model->chunk_is_last || strcmp(end, "\r\n") == 0);
    assert_true(model->chunk_is_last || model->chunk > 0);
    model->reads = MODEL_CHUNK;
    if (model->chunk == 0) {
        model_chunk_end(model);
    }
}

static inline void model_ehlo(struct model *model) {
    char keywords[64] = "";
    model_line(model, 250, '-');
    if (model->mails_most > 0) {
        snprintf(keywords, sizeof keywords, "250-LIMITS MAILMAX=%u\r\n", (unsigned)model->mails_most);
    }
    int n = snprintf(model->out + model->out_length, sizeof model->out - model->out_length, "%s%s%s250 SIZE\r\n",
                     keywords, model->pipelining ? "250-PIPELINING\r\n" : "",
                     model->chunking ? "250-8BITMIME\r\n250-BINARYMIME\r\n250-CHUNKING\r\n" : "");
    model->out_length += (size_t)n;
    model->said += (size_t)n;
}

static inline bool model_is(const char *line, const char *verb) {
    return strncmp(line, verb, strlen(verb)) == 0;
}

static inline void model_obey(struct model *model, const char *line) {
    if (model_is(line, "MAIL FROM:<m")) {
        model_mail_from(model, line);
    } else if (model_is(line, "RCPT TO:<r")) {
        model_rcpt_to(model, line);
    } else if (model_is(line, "DATA\r\n")) {
        model_data(model);
    } else if (model_is(line, "BDAT ")) {
        model_bdat(model, line);
    } else if (model_is(line, "RSET\r\n")) {
        model_forget(model);
        model->mail = &model->nobody;
        model_say(model, 250);
    } else if (model_is(line, "QUIT\r\n")) {
        model_say(model, 221);
        model->is_closing = true;
    } else {
        assert_true(model->strays || model_is(line, "NOOP\r\n") || model_is(line, "VRFY x\r\n"));
        assert_false(model->has_failed && !model->strays);
        model_say(model, 250);
    }
}

/* Too few replies, too many, or nonsense. */
static inline void model_stray(struct model *model) {
    static const char *const nonsense[] = {
        "what?\r\n", "250-a\r\n550 b\r\n", "354 go\r\n", "250 ok\r\n250 ok\r\n", "550 no\r\n", "250 ok", "",
        "\r\n",      "999 ok\r\n",         "421 bye\r\n"};
    const char *text = nonsense[model_random(model, sizeof nonsense / sizeof nonsense[0])];
    size_t length = strlen(text);
    memcpy(model->out + model->out_length, text, length);
    model->out_length += length;
    model->said += length;
}

static inline void model_command(struct model *model) {
    const char *line = model->line;
    if (model_is(line, "EHLO me.test\r\n") || model_is(line, "LHLO me.test\r\n")) {
        model_ehlo(model);
    } else if (model_chance(model, model->strays, 1000)) {
        model_stray(model);
    } else if (model_chance(model, model->closes, 1000) && !model_is(line, "BDAT")) {
        model_say(model, 421);
        model->is_closing = true;
    } else {
        model_obey(model, line);
    }
}

/* ---- octets ---- */

static inline void model_keep(struct model *model, const char *octets, size_t length) {
    assert_true(model->length + length <= MODEL_CONTENT || model->strays || model->forgives);
    if (model->length + length <= MODEL_CONTENT) {
        memcpy(model->content + model->length, octets, length);
        model->length += length;
    }
}

static inline void model_whole_line(struct model *model) {
    size_t length = model->line_length;
    assert_true(model->strays > 0 || (length >= 2 && model->line[length - 2] == '\r'));
    model->line[length] = '\0';
    model->line_length = 0;
    if (model->reads == MODEL_LINE) {
        model_command(model);
    } else if (strcmp(model->line, ".\r\n") == 0) {
        assert_true(model->accepted > 0 || model->length == 0 || model->strays > 0);
        model_end(model);
        model->reads = MODEL_LINE;
    } else {
        size_t dot = model->line[0] == '.';
        model_keep(model, model->line + dot, length - dot);
    }
}

/* It makes up its mind in the midst of a line or a chunk. */
static inline void model_break_off(struct model *model) {
    int code = model->reads == MODEL_LINE || model_random(model, 2) == 0 ? 421 : model_refusal(model);
    model_say(model, code);
    model->is_closing = true;
}

static inline void model_octet(struct model *model, char octet) {
    if (model->begun > 0 && model_chance(model, model->closes, 20000)) {
        model_break_off(model);
        return;
    }
    if (model->begun > 0 && model_chance(model, model->strays, 100000)) {
        model_stray(model);
    }
    if (model->reads == MODEL_CHUNK) {
        model_keep(model, &octet, 1);
        model->chunk--;
        if (model->chunk == 0) {
            model_chunk_end(model);
        }
        return;
    }
    assert_true(model->line_length + 1 < sizeof model->line);
    model->line[model->line_length++] = octet;
    if (octet == '\n') {
        model_whole_line(model);
    }
}

#endif
