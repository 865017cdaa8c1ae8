/* SPDX-License-Identifier: MIT */
/* places.c - the mails under way, from the call that brings one to the one that tells what became of it. */
#include "client.h"

#include <string.h>

_Static_assert(SMTP_CFG_WINDOW >= 1 && SMTP_CFG_WINDOW <= 64, "SMTP_CFG_WINDOW: 1..64");

struct smtp__mail *smtp__place(struct smtp_client *client, size_t index) {
    return index < client->mail_count ? &client->mails[(client->first_mail + index) % SMTP_CFG_WINDOW] : NULL;
}

struct smtp__mail *smtp__place_in(struct smtp_client *client, enum smtp__mail_state state) {
    for (size_t i = 0; i < client->mail_count; i++) {
        struct smtp__mail *mail = smtp__place(client, i);
        if (mail->state == state) {
            return mail;
        }
    }
    return NULL;
}

/* What a mail must have before anything is sent of it. */
static smtp_result begin_mail(struct smtp_client *client, struct smtp__mail *mail) {
    if (mail->envelope == NULL || mail->source == NULL) {
        return SMTP_E_ARGUMENT;
    }
    if (smtp_envelope_recipient_count(mail->envelope) == 0) {
        return SMTP_E_NO_RECIPIENT;
    }
    smtp_result result = smtp__client_prepare(client, &mail->source);
    return result == SMTP_OK ? smtp__report_start(&mail->report, mail->envelope) : result;
}

smtp_result smtp__place_take(struct smtp_client *client, const smtp_mail_item *given) {
    struct smtp__mail *mail = &client->mails[(client->first_mail + client->mail_count) % SMTP_CFG_WINDOW];
    memset(mail, 0, sizeof *mail);
    smtp__report_init(&mail->report, client->platform->allocator);
    mail->started_ms = smtp__client_now(client);
    mail->envelope = given->envelope;
    mail->source = given->source;
    mail->context = given->context;
    client->mail_count++;
    smtp_result result = client->job == SMTP__JOB_SEND ? begin_mail(client, mail) : SMTP_OK;
    if (result != SMTP_OK) {
        smtp__report_error(&mail->report, result, SMTP_PHASE_SETUP);
        mail->state = SMTP__MAIL_IS_DONE;
    }
    return result;
}

/* What a signer yields is good until it signs again: then it is one mail at a time. */
static size_t places(const struct smtp_client *client) {
    return client->dkim == NULL ? SMTP_CFG_WINDOW : 1;
}

void smtp__place_end_supply(struct smtp_client *client, smtp_result result) {
    client->ended_by = client->next == NULL ? client->ended_by : result;
    client->next = NULL;
}

bool smtp__place_fill(struct smtp_client *client) {
    smtp_mail_item mail = {.struct_size = sizeof mail};
    if (client->next == NULL || client->mail_count >= places(client)) {
        return false;
    }
    smtp_result result = client->next(client->supply, &mail);
    client->progress_ms = smtp__client_now(client); /* its time is not the server's */
    if (result != SMTP_OK || mail.envelope == NULL) {
        smtp__place_end_supply(client, result > 0 ? SMTP_E_ARGUMENT : result);
        return false;
    }
    (void)smtp__place_take(client, &mail);
    smtp__place_settle(client);
    return true;
}

/* The client's report is that of the first mail that was not sent, else of the last. */
static void keep(struct smtp_client *client, struct smtp_report *report) {
    if (client->has_failed) {
        smtp__report_fini(report);
        return;
    }
    smtp__report_fini(&client->report);
    client->report = *report;
    client->has_failed = report->result != SMTP_OK;
}

static void settle(struct smtp_client *client, struct smtp__mail *mail) {
    mail->report.elapsed_ms = (uint32_t)(smtp__client_now(client) - mail->started_ms);
    smtp__client_explain(client, &mail->report);
    if (client->done != NULL) {
        client->done(client->supply, mail->context, &mail->report);
        client->progress_ms = smtp__client_now(client); /* its time is not the server's */
    }
    keep(client, &mail->report);
    smtp_envelope_free(mail->part);
}

void smtp__place_settle(struct smtp_client *client) {
    while (client->mail_count > 0 && smtp__place(client, 0)->state == SMTP__MAIL_IS_DONE) {
        settle(client, smtp__place(client, 0));
        client->first_mail = (client->first_mail + 1) % SMTP_CFG_WINDOW;
        client->mail_count--;
    }
}

void smtp__place_tell(struct smtp_client *client, const smtp_event *event) {
    uint64_t number = smtp_event_mail(event);
    for (size_t i = 0; i < client->mail_count; i++) {
        struct smtp__mail *mail = smtp__place(client, i);
        bool is_meant = number == 0 || (mail->state == SMTP__MAIL_GOES_OUT && mail->number == number);
        if (is_meant && mail->state != SMTP__MAIL_IS_DONE) {
            smtp__report_event(&mail->report, event);
        }
    }
}

void smtp__place_fail(struct smtp_client *client, smtp_result result, int32_t phase) {
    smtp__place_end_supply(client, result);
    for (size_t i = 0; i < client->mail_count; i++) {
        smtp__report_error(&smtp__place(client, i)->report, result, phase);
        smtp__place(client, i)->state = SMTP__MAIL_IS_DONE;
    }
}

void smtp__place_clear(struct smtp_client *client) {
    for (size_t i = 0; i < client->mail_count; i++) {
        smtp_envelope_free(smtp__place(client, i)->part);
        smtp__report_fini(&smtp__place(client, i)->report);
    }
    client->mail_count = 0;
}
