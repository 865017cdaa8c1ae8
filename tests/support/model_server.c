/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "model_server.h"
#include <stdio.h>
#include <stdlib.h>

static void add(char *text, size_t size, const char *more) {
    size_t used = strlen(text);
    assert_true(used + strlen(more) < size);
    strcpy(text + used, more);
}

static void say(struct model *model, const char *line) {
    size_t length = strlen(line);
    if (model->is_mute || model->is_closing) {
        return;
    }
    if (model->out_read == model->out_length) {
        model->out_read = model->out_length = model->out_end = 0;
    }
    assert_true(model->out_length + length + 2 < sizeof model->out);
    memcpy(model->out + model->out_length, line, length);
    memcpy(model->out + model->out_length + length, "\r\n", 2);
    model->out_length += length + 2;
}

static bool has(const char *text, const char *part) {
    return part != NULL && strstr(text, part) != NULL;
}

/* ---- mails ---- */

static void forget_mail(struct model *model) {
    memset(&model->mail, 0, sizeof model->mail);
    model->given = 0;
}

/* LMTP has a verdict for each recipient that was accepted (RFC 2033 s4.2). */
static void deliver(struct model *model) {
    struct model_mail *mail = &model->mail;
    size_t kept = 0;
    for (size_t i = 0; i < mail->recipients; i++) {
        bool is_full = has(mail->to[i], "full");
        say(model, is_full ? "452 4.5.3 full" : "250 2.0.0 delivered");
        if (!is_full) {
            memmove(mail->to[kept++], mail->to[i], sizeof mail->to[i]);
        }
    }
    mail->recipients = kept;
}

static void end_of_data(struct model *model) {
    struct model_mail *mail = &model->mail;
    bool is_refused = has(mail->content, model->refuses);
    add(model->ended, sizeof model->ended, mail->from);
    if (!is_refused && model->is_lmtp) {
        deliver(model);
    } else if (!is_refused) {
        say(model, "250 2.0.0 Ok: queued as 4F2X");
    } else {
        say(model, "554 5.6.0 not this");
    }
    model->out_end = model->out_length;
    if (!is_refused) {
        assert_true(model->mail_count < MODEL_MAILS);
        mail->connection = model->connections;
        model->mails[model->mail_count++] = *mail;
    }
    forget_mail(model);
}

/* ---- commands ---- */

static void ehlo(struct model *model) {
    char line[256];
    const char *at = model->offers;
    say(model, *at == '\0' ? "250 x.test" : "250-x.test");
    while (*at != '\0') {
        size_t length = strcspn(at, ",");
        const char *next = at + length + (at[length] == ',');
        snprintf(line, sizeof line, "250%c%.*s", *next == '\0' ? ' ' : '-', (int)length, at);
        say(model, line);
        at = next;
    }
}

static void path(char *to, const char *line) {
    const char *begin = strchr(line, '<');
    size_t length = (size_t)(strchr(begin, '>') - begin) + 1;
    assert_true(length < 64);
    memcpy(to, begin, length);
    to[length] = '\0';
}

/* The answer to the mail before has not been taken. */
static bool is_behind(const struct model *model) {
    return model->out_read < model->out_end;
}

static void mail_from(struct model *model, const char *line) {
    if (is_behind(model) && model->dies_behind) {
        model->is_lost = true;
        return;
    }
    if (is_behind(model) && model->refuses_behind) {
        say(model, "503 5.5.1 not behind another");
        return;
    }
    if (model->mail.from[0] != '\0') {
        say(model, "503 5.5.1 nested MAIL");
        return;
    }
    forget_mail(model);
    path(model->mail.from, line);
    say(model, "250 2.1.0 sender ok");
}

static void rcpt_to(struct model *model, const char *line) {
    struct model_mail *mail = &model->mail;
    model->given++;
    if (mail->from[0] == '\0') {
        say(model, "503 5.5.1 MAIL first");
    } else if (has(line, model->refuses)) {
        say(model, "550 5.1.1 who?");
    } else if (model->recipients_most > 0 && mail->recipients >= model->recipients_most) {
        say(model, "452 4.5.3 too many recipients");
    } else {
        path(mail->to[mail->recipients++], line);
        say(model, "250 2.1.5 recipient ok");
    }
}

static void data(struct model *model) {
    model->in_data = model->mail.recipients > 0;
    say(model, model->in_data ? "354 go" : "503 5.5.1 no recipients");
}

static void bdat(struct model *model, const char *line) {
    char *end;
    model->chunk = strtoul(line + 5, &end, 10);
    model->chunk_is_last = has(end, "LAST");
    model->in_chunk = true;
}

static void quit(struct model *model) {
    model->quits++;
    say(model, "221 2.0.0 bye");
    model->is_closing = true;
}

static bool begins(const char *line, const char *word) {
    return word != NULL && strncmp(line, word, strlen(word)) == 0;
}

static bool misbehaves(struct model *model, const char *line) {
    if (model->dies_on != 0 && model->dies_on != model->connections) {
        return false;
    }
    if (begins(line, model->closes_at)) {
        say(model, "421 4.3.2 going down");
        model->is_closing = true;
    } else if (begins(line, model->breaks_at)) {
        say(model, "250-half");
        say(model, "550 other");
    } else if (begins(line, model->hangs_at)) {
        model->is_mute = true;
    } else {
        return false;
    }
    return true;
}

static void command(struct model *model, const char *line) {
    add(model->said, sizeof model->said, line);
    add(model->said, sizeof model->said, "\n");
    if (misbehaves(model, line)) {
        return;
    }
    if (begins(line, "EHLO") || begins(line, "LHLO")) {
        assert_int_equal(line[0] == 'L', model->is_lmtp);
        ehlo(model);
    } else if (begins(line, "MAIL")) {
        mail_from(model, line);
    } else if (begins(line, "RCPT")) {
        rcpt_to(model, line);
    } else if (begins(line, "DATA")) {
        data(model);
    } else if (begins(line, "BDAT")) {
        bdat(model, line);
    } else if (begins(line, "RSET")) {
        forget_mail(model);
        say(model, "250 2.0.0 reset");
    } else if (begins(line, "QUIT")) {
        quit(model);
    } else {
        say(model, begins(line, "VRFY") ? "252 2.1.5 maybe" : "500 5.5.2 what?");
    }
}

/* ---- octets ---- */

static void consume(struct model *model, size_t length) {
    memmove(model->in, model->in + length, model->in_length - length);
    model->in_length -= length;
}

static void keep_content(struct model *model, const char *bytes, size_t length) {
    size_t used = strlen(model->mail.content);
    assert_true(used + length < sizeof model->mail.content);
    memcpy(model->mail.content + used, bytes, length);
    model->mail.content[used + length] = '\0';
}

static bool take_line(struct model *model) {
    char *end = memchr(model->in, '\n', model->in_length);
    if (end == NULL) {
        return false;
    }
    char line[1024];
    size_t length = (size_t)(end - model->in) + 1;
    assert_true(length >= 2 && length < sizeof line);
    memcpy(line, model->in, length);
    consume(model, length);
    if (model->in_data && length == 3 && line[0] == '.') {
        model->in_data = false;
        end_of_data(model);
    } else if (model->in_data) {
        keep_content(model, line, length);
    } else {
        line[length - 2] = '\0';
        command(model, line);
    }
    return true;
}

static bool take_chunk(struct model *model) {
    size_t n = model->in_length < model->chunk ? model->in_length : model->chunk;
    bool is_wanted = model->mail.recipients > 0;
    if (n > 0 && is_wanted) {
        keep_content(model, model->in, n);
    }
    consume(model, n);
    model->chunk -= n;
    if (model->chunk > 0) {
        return false;
    }
    model->in_chunk = false;
    if (!is_wanted) {
        say(model, "503 5.5.1 no transaction");
        forget_mail(model);
    } else if (model->chunk_is_last) {
        end_of_data(model);
    } else {
        say(model, "250 2.0.0 chunk");
    }
    return true;
}

static void read_all(struct model *model) {
    bool more = true;
    while (more && !model->is_closing && !model->is_mute) {
        more = model->in_chunk ? take_chunk(model) : take_line(model);
    }
}

/* How many of them move now; 0: the connection is lost. */
static size_t may_move(struct model *model, size_t length) {
    bool dies = model->dies_at > 0 && (model->dies_on == 0 || model->dies_on == model->connections);
    size_t n = model->piece > 0 && model->piece < length ? model->piece : length;
    if (dies && model->octets + (long)n >= model->dies_at) {
        n = (size_t)(model->dies_at - 1 - model->octets);
    }
    model->octets += (long)n;
    model->is_lost = n == 0;
    return n;
}

static smtp_result model_open(void *context, const char *host, uint16_t port) {
    struct model *model = context;
    (void)host;
    (void)port;
    assert_false(model->is_open);
    model->is_open = true;
    model->is_lost = false;
    model->is_closing = false;
    model->is_mute = false;
    model->in_data = false;
    model->in_chunk = false;
    model->octets = 0;
    model->in_length = 0;
    model->out_length = 0;
    model->out_read = 0;
    model->connections++;
    forget_mail(model);
    say(model, "220 x.test");
    return SMTP_OK;
}

static ptrdiff_t model_send(void *context, const void *bytes, size_t length) {
    struct model *model = context;
    size_t n = model->is_lost ? 0 : may_move(model, length);
    if (n == 0) {
        return SMTP_E_CONNECTION_LOST;
    }
    assert_true(model->in_length + n < sizeof model->in);
    memcpy(model->in + model->in_length, bytes, n);
    model->in_length += n;
    read_all(model);
    return (ptrdiff_t)n;
}

static ptrdiff_t model_recv(void *context, void *buffer, size_t size) {
    struct model *model = context;
    size_t left = model->out_length - model->out_read;
    if (left == 0 && !model->is_lost) {
        return model->is_closing ? SMTP_E_END_OF_STREAM : SMTP_E_WANT_READ;
    }
    size_t n = model->is_lost ? 0 : may_move(model, left < size ? left : size);
    if (n == 0) {
        return SMTP_E_CONNECTION_LOST;
    }
    memcpy(buffer, model->out + model->out_read, n);
    model->out_read += n;
    return (ptrdiff_t)n;
}

static void model_close(void *context) {
    struct model *model = context;
    model->is_open = false;
}

void model_init(struct model *model, const char *offers) {
    memset(model, 0, sizeof *model);
    fake_init(&model->fake, "");
    model->offers = offers;
    model->fake.ops.open = model_open;
    model->fake.ops.retry = NULL;
    model->fake.ops.send = model_send;
    model->fake.ops.recv = model_recv;
    model->fake.ops.close = model_close;
}

size_t model_taken(const struct model *model, const char *from, const char *to) {
    size_t count = 0;
    for (size_t i = 0; i < model->mail_count; i++) {
        const struct model_mail *mail = &model->mails[i];
        for (size_t j = 0; j < mail->recipients; j++) {
            count += has(mail->from, from) && has(mail->to[j], to);
        }
    }
    return count;
}
