/* SPDX-License-Identifier: MIT */
/*
 * Sessions against a server that knows what it took, which refuses, closes, dies or falls out of step at random, through
 * pipes of any size: each mail has one result, and the true one (P1, P2, P3). The seed of a run that failed is told;
 * MODEL_SEED in the environment plays it alone and shows it, MODEL_RUNS plays so many.
 */
#include "model_run.h"

/* ---- events ---- */

static void take_recipient(struct run *run, const smtp_event *event) {
    const struct model_mail *mail = &run->truth[run->told];
    assert_int_equal(smtp_event_recipient(event), run->recipients_told);
    assert_true(run->recipients_told < mail->recipients);
    if (run->model.strays == 0 && smtp_event_code(event) != 421) {
        assert_int_equal(smtp_event_code(event), mail->codes[run->recipients_told]);
    }
    run->recipients_told++;
}

static void take_delivery(struct run *run, const smtp_event *event) {
    const struct model_mail *mail = &run->truth[run->told];
    size_t at = 0;
    size_t left = run->deliveries_told;
    assert_true(run->model.is_lmtp);
    if (run->model.strays > 0) {
        return;
    }
    while (mail->codes[at] != 250 || left > 0) {
        left -= mail->codes[at++] == 250;
    }
    assert_int_equal(smtp_event_recipient(event), at);
    if (run->deliveries_told < mail->delivered) {
        assert_int_equal(smtp_event_code(event), mail->deliveries[run->deliveries_told]);
    }
    run->deliveries_told++;
}

/* A server that keeps in step: what is said of the mail is what became of it. */
static void check_truth(struct run *run, const smtp_event *event) {
    const struct model_mail *mail = &run->truth[run->told];
    const struct given *given = &run->given[run->told];
    smtp_result result = smtp_event_result(event);
    bool is_unknown = smtp_event_is_unknown(event) != 0;
    bool was_told = mail->told_at > 0 && mail->told_at <= run->fed;
    bool is_lost = result == SMTP_E_TIMEOUT || smtp_result_class(result) == SMTP_CLASS_IO;
    if (result == SMTP_OK) {
        assert_true(mail->is_taken);
    } else if (mail->is_taken && !run->model.is_lmtp && (was_told || !run->model.forgives)) {
        assert_true(is_unknown);
        assert_true(!was_told || run->model.forgives);
    }
    if (is_lost) {
        assert_int_equal(is_unknown, given->end_went_out);
    } else if (is_unknown) {
        /* a refusal that began before the end of data had gone out is no reply to it */
        assert_true(run->model.forgives || result == SMTP_E_REPLY_UNEXPECTED);
    }
    assert_true(result != SMTP_E_TRANSIENT || mail->saw_class[4]);
    assert_true(result != SMTP_E_PERMANENT || mail->saw_class[5]);
}

static void take_mail(struct run *run, const smtp_event *event) {
    bool is_unknown = smtp_event_is_unknown(event) != 0;
    assert_true(run->told < run->submitted);
    assert_int_equal(smtp_event_mail(event), run->told + 1);
    assert_true(smtp_event_result(event) <= SMTP_OK);
    if (smtp_event_result(event) == SMTP_OK || is_unknown) {
        assert_true(run->given[run->told].end_went_out);
    }
    assert_true(smtp_event_result(event) != SMTP_OK || !is_unknown);
    if (run->model.strays == 0) {
        check_truth(run, event);
    }
    run->some_unknown = run->some_unknown || is_unknown;
    run->recipients_told = 0;
    run->deliveries_told = 0;
    run->told++;
}

static void take_event(struct run *run) {
    const smtp_event *event;
    assert_int_equal(smtp_session_next_event(run->session, &event), SMTP_OK);
    int32_t kind = smtp_event_kind(event);
    assert_false(run->is_over);
    if (kind == SMTP_EVENT_MAIL) {
        take_mail(run, event);
    } else if (kind == SMTP_EVENT_RECIPIENT) {
        assert_int_equal(smtp_event_mail(event), run->told + 1);
        take_recipient(run, event);
    } else if (kind == SMTP_EVENT_DELIVERY) {
        take_delivery(run, event);
    } else if (kind == SMTP_EVENT_FAILED || kind == SMTP_EVENT_CLOSED) {
        run->is_over = true;
        assert_int_equal(run->told, run->submitted);
        assert_int_equal(smtp_event_is_unknown(event), run->some_unknown);
    }
}

/* ---- the host ---- */

static void lose(struct run *run, smtp_result reason) {
    assert_int_equal(smtp_session_fail(run->session, reason), SMTP_OK);
}

static bool may_move(struct run *run, size_t length) {
    run->moved += (long)length;
    run->is_dead = run->is_dead || (run->dies_at > 0 && run->moved >= run->dies_at);
    return !run->is_dead;
}

static void take_out(struct pipe *pipe, size_t length) {
    memmove(pipe->data, pipe->data + length, pipe->length - length);
    pipe->length -= length;
}

static bool host_feeds(struct run *run) {
    size_t used;
    if (run->down.length == 0) {
        return false;
    }
    size_t n = 1 + pick(run, (uint32_t)run->down.length);
    assert_int_equal(smtp_session_feed(run->session, run->down.data, n, &used), SMTP_OK);
    assert_true(used <= n);
    run->fed += used;
    take_out(&run->down, used);
    (void)may_move(run, used);
    return true;
}

static bool host_submits(struct run *run) {
    if (run->submitted == run->mails || pick(run, 4) == 0) {
        return false;
    }
    struct given *given = &run->given[run->submitted];
    smtp_result result = smtp_session_submit(run->session, given->envelope, given->source);
    run->submitted += result == SMTP_OK;
    if (result != SMTP_OK) {
        run->mails = run->submitted; /* it takes no more */
        assert_true(result == SMTP_E_TOO_MANY_MAILS || result == SMTP_E_TOO_MANY_RECIPIENTS ||
                    result == SMTP_E_NEEDS_8BITMIME);
    }
    return true;
}

static bool host_asks(struct run *run) {
    uint32_t what = pick(run, 8);
    if (run->submitted > run->told) {
        return false;
    }
    if (run->submitted == run->mails) {
        assert_int_equal(smtp_session_quit(run->session), SMTP_OK);
    } else if (what == 0) {
        assert_int_equal(smtp_session_noop(run->session), SMTP_OK);
    } else if (what == 1) {
        assert_int_equal(smtp_session_command(run->session, "VRFY x", SMTP_Z), SMTP_OK);
    }
    return true;
}

static bool host_sends(struct run *run) {
    const uint8_t *data;
    size_t length;
    size_t room = run->up.size - run->up.length;
    if (room == 0 || pick(run, 8) == 0) {
        return false;
    }
    assert_int_equal(smtp_session_pending(run->session, &data, &length), SMTP_OK);
    room = room < length ? room : length;
    room = room > 1 && pick(run, 2) == 0 ? 1 + pick(run, (uint32_t)room) : room;
    if (!may_move(run, room)) {
        return true;
    }
    for (size_t i = 0; i < room; i++) {
        watch(run, (char)data[i]);
        run->up.data[run->up.length++] = (char)data[i];
    }
    assert_int_equal(smtp_session_sent(run->session, room), SMTP_OK);
    return room > 0;
}

/* True if something was done. */
static bool host_turns(struct run *run) {
    uint32_t wants = smtp_session_wants(run->session);
    assert_int_not_equal(wants, 0);
    if ((wants & SMTP_WANT_EVENT) != 0) {
        take_event(run);
        return true;
    }
    if (host_feeds(run)) {
        return true;
    }
    bool done = (wants & SMTP_WANT_MAIL) != 0 && (host_submits(run) || host_asks(run));
    return done || ((wants & SMTP_WANT_SEND) != 0 && host_sends(run));
}

/* It reads nothing while it has something to say. */
static bool server_turns(struct run *run) {
    struct model *model = &run->model;
    struct pipe *down = &run->down;
    size_t before = down->length;
    while (model->out_read < model->out_length && down->length < down->size) {
        down->data[down->length++] = model->out[model->out_read++];
    }
    if (model->out_read < model->out_length || model->is_closing || run->up.length == 0) {
        return down->length > before;
    }
    model->out_read = model->out_length = 0;
    size_t n = 1 + pick(run, (uint32_t)run->up.length);
    size_t i = 0;
    while (i < n && model->out_length == 0 && !model->is_closing) {
        model_octet(model, run->up.data[i++]);
    }
    take_out(&run->up, i);
    return true;
}

/* What is in the pipe still arrives, perhaps. */
static void die(struct run *run) {
    run->down.length = 0;
    for (size_t i = 0; i < run->up.length && !run->model.is_closing && pick(run, 200) > 0; i++) {
        run->model.out_length = run->model.out_read = 0;
        model_octet(&run->model, run->up.data[i]);
    }
    run->up.length = 0;
    run->model.is_closing = true;
    lose(run, pick(run, 2) == 0 ? SMTP_E_CONNECTION_LOST : SMTP_E_TIMEOUT);
}

static void play(struct run *run) {
    unsigned idle = 0;
    for (unsigned turns = 0; smtp_session_wants(run->session) != SMTP_WANT_CLOSE; turns++) {
        assert_true(turns < 1000000);
        bool moved = pick(run, 3) > 0 && host_turns(run);
        bool also = pick(run, 3) > 0 && server_turns(run);
        idle = moved || also ? 0 : idle + 1;
        if (run->is_dead) {
            die(run);
            run->is_dead = false;
            run->dies_at = 0;
        } else if (idle > 60) {
            bool is_stuck = run->model.strays == 0 && !run->model.is_closing && !run->model.is_mute;
            assert_false(is_stuck);
            lose(run, run->model.is_closing ? SMTP_E_END_OF_STREAM : SMTP_E_TIMEOUT);
            idle = 0;
        }
    }
    assert_true(run->is_over);
    assert_int_equal(run->told, run->submitted);
}

/* ---- runs ---- */

static void set_up_server(struct run *run) {
    struct model *model = &run->model;
    model->mails = run->truth;
    model->mail = &model->nobody;
    model->is_lmtp = pick(run, 4) == 0;
    model->pipelining = pick(run, 4) > 0;
    model->chunking = pick(run, 2) == 0;
    model->goes_ahead = !model->is_lmtp && pick(run, 3) == 0;
    model->forgives = pick(run, 10) == 0;
    model->refuses = pick(run, 2) == 0 ? 0 : pick(run, 60);
    model->closes = pick(run, 3) == 0 ? pick(run, 50) : 0;
    model->strays = pick(run, 4) == 0 ? 1 + pick(run, 60) : 0;
    model->mails_most = pick(run, 6) == 0 ? 1 + pick(run, 5) : 0;
    run->dies_at = pick(run, 3) == 0 ? 1 + (long)pick(run, 6000) : 0;
    run->up.size = 1 + pick(run, pick(run, 2) == 0 ? 40 : 4000);
    run->down.size = 1 + pick(run, pick(run, 2) == 0 ? 20 : 2000);
}

static void set_up_session(struct run *run) {
    struct model *model = &run->model;
    size_t send_bytes = 64 + pick(run, pick(run, 2) == 0 ? 64 : 4096);
    int32_t level = (int32_t)pick(run, 3);
    smtp_session *session;
    assert_int_equal(smtp_session_new(&run->allocator.table, send_bytes, 64 + pick(run, 200), &session), SMTP_OK);
    assert_int_equal(smtp_session_set_security(session, SMTP_SECURITY_CLEAR), SMTP_OK);
    assert_int_equal(smtp_session_set_helo(session, "me.test", SMTP_Z), SMTP_OK);
    assert_int_equal(smtp_session_set_pipelining(session, level), SMTP_OK);
    assert_int_equal(smtp_session_set_chunking(session, (int32_t)pick(run, 2)), SMTP_OK);
    model->all_or_nothing = pick(run, 4) == 0;
    assert_int_equal(smtp_session_set_all_or_nothing(session, model->all_or_nothing), SMTP_OK);
    assert_int_equal(smtp_session_set_protocol(session, model->is_lmtp), SMTP_OK);
    run->is_lock_step = level == SMTP_PIPELINING_OFF || !model->pipelining;
    run->is_across = level == SMTP_PIPELINING_ACROSS_MAILS && model->pipelining && !model->is_lmtp;
    run->session = session;
    model_line(model, 220, ' ');
}

/* Content is never a part of it. */
static void look(void *context, int32_t direction, const char *text, size_t length) {
    const bool *is_shown = context;
    assert_null(memchr(text, '#', length));
    if (*is_shown) {
        print_message("%c %.*s\n", (char)direction, (int)length, text);
    }
}

static void one_run(uint32_t number, bool is_shown) {
    struct run *run = calloc(1, sizeof *run);
    assert_non_null(run);
    run->model.seed = number * 2654435761u;
    test_allocator_init(&run->allocator);
    set_up_server(run);
    set_up_session(run);
    smtp_session_set_trace(run->session, look, &is_shown);
    run->mails = 1 + pick(run, pick(run, 2) == 0 ? 4 : MODEL_MAILS);
    for (size_t i = 0; i < run->mails; i++) {
        make_mail(run, i);
    }
    size_t made = run->mails;
    play(run);
    for (size_t i = 0; i < made; i++) {
        smtp_source_free(run->given[i].source);
        smtp_envelope_free(run->given[i].envelope);
    }
    smtp_session_free(run->session);
    assert_int_equal(run->allocator.live, 0);
    free(run);
}

enum { RUNS = 8000 };
static uint32_t seed = 1;

static void each_mail_has_one_result_and_the_true_one(void **state) {
    (void)state;
    const char *only = getenv("MODEL_SEED");
    const char *runs = getenv("MODEL_RUNS");
    uint32_t end = runs != NULL ? (uint32_t)strtoul(runs, NULL, 10) : RUNS;
    if (only != NULL) {
        seed = (uint32_t)strtoul(only, NULL, 10);
        end = seed + 1;
    }
    for (; seed < end; seed++) {
        one_run(seed, only != NULL);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mail_has_one_result_and_the_true_one),
    };
    int failed = cmocka_run_group_tests_name("session/model", tests, NULL, NULL);
    if (failed > 0) {
        print_message("MODEL_SEED=%u\n", (unsigned)seed);
    }
    return failed;
}
