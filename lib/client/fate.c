/* SPDX-License-Identifier: MIT */
/*
 * fate.c - what becomes of the mails when the session tells a result, or ends.
 *
 * A mail whose end of data went out without an answer is never sent again, and one that has its own reply is decided.
 * Of the others nothing can have been accepted: they are sent again over another connection, where the reason is one
 * that another connection may not have. Each transaction is repeated once, and once more if the level of pipelining was
 * lowered, which happens once: there is no way to go on for ever.
 */
#include "client.h"

#include "source/source.h"

/* The server has gone or is out of step. */
static bool is_gone(const smtp_event *event) {
    smtp_result result = smtp_event_result(event);
    int32_t class_number = smtp_result_class(result);
    bool is_broken = class_number == SMTP_CLASS_IO || class_number == SMTP_CLASS_PROTOCOL;
    return (is_broken && result != SMTP_E_CANCELLED) || result == SMTP_E_SERVICE_CLOSING;
}

/* 421 is the answer to the mail, but where it only wakes up a connection that was kept, or was said to one before it. */
static bool is_answered(const smtp_event *event) {
    int32_t phase = smtp_event_phase(event);
    return smtp_event_result(event) == SMTP_E_SERVICE_CLOSING && phase != SMTP_PHASE_IDLE && phase != SMTP_PHASE_MAIL;
}

/* Before the server was ready for content: what BDAT may have sent of it by then it cannot have taken. */
static bool is_early(int32_t phase) {
    return phase == SMTP_PHASE_IDLE || (phase >= SMTP_PHASE_MAIL && phase <= SMTP_PHASE_DATA);
}

static void lose(struct smtp__mail *mail, const smtp_event *event) {
    mail->state = SMTP__MAIL_IS_LOST;
    mail->was_early = is_early(smtp_event_phase(event));
}

/* By what became of itself, not of the connection. */
static void decide(struct smtp_client *client, struct smtp__mail *mail, const smtp_event *event) {
    client->connection.was_used = true;
    mail->state = smtp__split_goes_on(client, mail, event) ? SMTP__MAIL_WAITS : SMTP__MAIL_IS_DONE;
}

/* The one that a session has under this number; NULL if there is none. */
static struct smtp__mail *mail_of(struct smtp_client *client, const smtp_event *event) {
    struct smtp__mail *mail;
    for (size_t i = 0; (mail = smtp__place(client, i)) != NULL; i++) {
        if (mail->state == SMTP__MAIL_GOES_OUT && mail->number == smtp_event_mail(event)) {
            return mail;
        }
    }
    return NULL;
}

static bool can_read_again(smtp_source *source) {
    return source == NULL || (source->position == 0 && source->error == SMTP_OK) ||
           smtp_source_rewind(source) == SMTP_OK;
}

static void repeat(struct smtp__mail *mail) {
    smtp__report_again(&mail->report);
    mail->was_repeated = true;
    mail->state = SMTP__MAIL_WAITS;
}

enum { BAD_SEQUENCE = 503 };

/* A server that does not take a mail behind another says so of its MAIL: the report has that. */
static bool is_out_of_turn(const struct smtp_client *client, const struct smtp__mail *mail, const smtp_event *event) {
    return client->connection.is_shared && smtp_event_phase(event) == SMTP_PHASE_MAIL &&
           mail->report.answer.code == BAD_SEQUENCE;
}

void smtp__fate_of_mail(struct smtp_client *client, const smtp_event *event) {
    struct smtp__mail *mail = mail_of(client, event);
    if (mail == NULL) {
        return;
    }
    if (is_out_of_turn(client, mail, event) && can_read_again(mail->source)) {
        client->is_cautious = true;
        client->connection.is_full = true;
        repeat(mail);
        return;
    }
    bool is_its_own = !is_gone(event) || is_answered(event) || smtp_event_is_unknown(event) != 0;
    client->connection.casualties += is_gone(event);
    smtp__report_event(&mail->report, event);
    if (is_its_own) {
        decide(client, mail, event);
    } else {
        lose(mail, event);
    }
    smtp__place_settle(client);
}

/* Lost a second time. */
static bool has_failed_again(struct smtp_client *client) {
    struct smtp__mail *mail;
    for (size_t i = 0; (mail = smtp__place(client, i)) != NULL; i++) {
        if (mail->state == SMTP__MAIL_IS_LOST && mail->was_repeated) {
            return true;
        }
    }
    return false;
}

/*
 * A server that was out of step or went away with several mails under way is given one at a time from now on: with each
 * connection that it ends so it makes the fate of a mail unknown. With 421 it may, but not to the same mail again.
 */
static bool lowers_the_level(struct smtp_client *client, const smtp_event *event) {
    bool says_so = smtp_event_result(event) == SMTP_E_SERVICE_CLOSING;
    bool is_its_fault = (is_gone(event) && !says_so) || has_failed_again(client);
    bool is_lowered = !client->is_cautious && is_its_fault && client->connection.is_shared;
    client->is_cautious = client->is_cautious || is_lowered;
    return is_lowered;
}

/* One that was kept may turn out dead with the first mail; one that several share is no worse for any of them. */
static bool may_repeat(const struct smtp_client *client, const struct smtp__mail *mail) {
    const struct smtp__connection *connection = &client->connection;
    bool is_no_fault = connection->casualties > 1 || (connection->was_used && mail->was_early);
    return is_no_fault && !mail->was_repeated;
}

/* Nothing more is wanted. */
static bool is_unwanted(smtp_result result) {
    return result == SMTP_E_CANCELLED || result == SMTP_E_DEADLINE;
}

/* One that waits had no part in it; but of a connection that served nobody there may be any number. */
static bool may_wait(const struct smtp_client *client, const smtp_event *event) {
    const struct smtp__connection *connection = &client->connection;
    return !is_unwanted(smtp_event_result(event)) && (connection->was_used || connection->submitted > 0);
}

/* True if another connection is made for the mail. */
static bool goes_on(struct smtp_client *client, struct smtp__mail *mail, const smtp_event *event, bool is_lowered) {
    if (mail->state == SMTP__MAIL_WAITS) {
        return may_wait(client, event);
    }
    if (mail->state != SMTP__MAIL_IS_LOST || !(is_lowered || may_repeat(client, mail)) ||
        !can_read_again(mail->source)) {
        return false;
    }
    repeat(mail);
    return true;
}

/* Another connection would do no better, or is not wanted. */
static bool ends_the_job(const struct smtp_client *client, smtp_result result) {
    return !client->connection.was_ready || is_unwanted(result);
}

void smtp__fate_of_all(struct smtp_client *client, const smtp_event *event) {
    struct smtp__mail *mail;
    bool is_lowered = lowers_the_level(client, event);
    if (ends_the_job(client, smtp_event_result(event))) {
        smtp__place_end_supply(client, smtp_event_result(event));
    }
    for (size_t i = 0; (mail = smtp__place(client, i)) != NULL; i++) {
        if (mail->state == SMTP__MAIL_GOES_OUT && is_gone(event)) {
            lose(mail, event); /* a command, of which nothing else tells */
        }
        if (mail->state != SMTP__MAIL_IS_DONE && !goes_on(client, mail, event, is_lowered)) {
            smtp__report_event(&mail->report, event);
            mail->state = SMTP__MAIL_IS_DONE;
        }
    }
    smtp__place_settle(client);
}
