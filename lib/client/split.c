/* SPDX-License-Identifier: MIT */
/*
 * split.c - a mail in several transactions, one after the other, because the server takes only so many recipients in
 * one: it says so beforehand (RFC 9422 s4) or by refusing the others for now (RFC 5321 s4.5.3.1.10).
 *
 * Each transaction is for recipients that are still to be asked, and one of them at least leaves their number with each
 * that the server takes. A mail is split only where its content can be read again.
 *
 * Of a server that refuses those beyond a number no more than that are asked from then on, or each of many transactions
 * would ask nearly all. One that then takes none of them had other reasons: twice as many are asked.
 */
#include "client.h"

#include "source/source.h"
#include "wire/envelope_limits.h"
#include "wire/envelope_part.h"
#include <string.h>

enum { TOO_MANY = 452, TOO_MANY_ENHANCED = 4005003 };

/* Recipients of a transaction while they are chosen. */
struct choice {
    size_t *recipients; /* their indices, */
    size_t count;
    size_t most;
    size_t *domains; /* and that of the first of each domain */
    size_t domain_count;
    size_t most_domains;
};

/* A limit, where there is one that is minded. */
static size_t limit(const struct smtp_client *client, int32_t number) {
    const smtp_capabilities *capabilities = smtp_session_capabilities(client->connection.session);
    uint32_t most = smtp_capabilities_limit(capabilities, number);
    bool is_minded = number != SMTP_LIMIT_RCPTDOMAINMAX || most <= SMTP__DOMAINS_MAX;
    return most == 0 || !is_minded ? SIZE_MAX : most;
}

/* A quoted local part may have an "@", a domain has none. */
static const char *domain_of(const struct smtp_report *report, size_t index) {
    const char *at = strrchr(report->recipients[index].address, '@');
    return at == NULL ? "" : at + 1;
}

/* True if its domain is one of those that were chosen, or one more is taken. */
static bool takes_domain(struct choice *choice, const struct smtp_report *report, size_t index) {
    if (choice->most_domains == SIZE_MAX) {
        return true;
    }
    struct smtp__text domain = smtp__text_from(domain_of(report, index), SMTP_Z);
    for (size_t i = 0; i < choice->domain_count; i++) {
        if (smtp__text_is(domain, domain_of(report, choice->domains[i]))) {
            return true;
        }
    }
    bool has_room = choice->domain_count < choice->most_domains;
    if (has_room) {
        choice->domains[choice->domain_count++] = index;
    }
    return has_room;
}

static void choose(struct choice *choice, struct smtp_report *report) {
    for (size_t i = 0; i < report->recipient_count; i++) {
        struct smtp__recipient *recipient = &report->recipients[i];
        recipient->is_under_way =
            recipient->result == SMTP_PENDING && choice->count < choice->most && takes_domain(choice, report, i);
        if (recipient->is_under_way) {
            choice->recipients[choice->count++] = i;
        }
    }
}

/* For indices of all recipients, twice. */
static bool make_room(struct smtp_client *client, struct smtp__mail *mail) {
    if (mail->indices == NULL) {
        mail->indices = smtp__arena_take(&mail->report.arena, 2 * mail->report.recipient_count * sizeof *mail->indices);
    }
    if (mail->part == NULL) {
        (void)smtp_envelope_new(client->platform->allocator, &mail->part);
    }
    return mail->indices != NULL && mail->part != NULL;
}

static size_t most_recipients(const struct smtp_client *client, const struct smtp__mail *mail) {
    size_t told = limit(client, SMTP_LIMIT_RCPTMAX);
    return mail->most > 0 && mail->most < told ? mail->most : told;
}

static smtp_result take_part(struct smtp_client *client, struct smtp__mail *mail, const smtp_envelope **envelope) {
    struct smtp_report *report = &mail->report;
    if (!make_room(client, mail)) {
        return SMTP_E_NO_MEMORY;
    }
    struct choice choice = {
        .recipients = mail->indices,
        .most = most_recipients(client, mail),
        .domains = mail->indices + report->recipient_count,
        .most_domains = limit(client, SMTP_LIMIT_RCPTDOMAINMAX),
    };
    choose(&choice, report);
    report->part = choice.recipients;
    report->part_count = choice.count;
    mail->is_split = true;
    *envelope = mail->part;
    return smtp__envelope_take(mail->part, mail->envelope, choice.recipients, choice.count);
}

static bool may_split(const struct smtp_client *client, const struct smtp__mail *mail) {
    return client->settings.all_or_nothing == 0 && smtp__source_is_rewindable(mail->source);
}

/* As many recipients as the limits: nobody looks at the domains then. */
static bool is_small(const struct smtp_client *client, size_t recipients) {
    return recipients <= limit(client, SMTP_LIMIT_RCPTMAX) && recipients <= limit(client, SMTP_LIMIT_RCPTDOMAINMAX);
}

smtp_result smtp__split_next(struct smtp_client *client, struct smtp__mail *mail, const smtp_envelope **envelope) {
    bool is_whole = !mail->is_split && (is_small(client, mail->report.recipient_count) || !may_split(client, mail));
    *envelope = mail->envelope;
    return is_whole ? SMTP_OK : take_part(client, mail, envelope);
}

/* Those that were too many for this transaction, and nothing else is said of them. */
static void ask_again(struct smtp__mail *mail) {
    struct smtp_report *report = &mail->report;
    size_t accepted = 0;
    bool is_beyond = false;
    for (size_t i = 0; i < report->recipient_count; i++) {
        struct smtp__recipient *recipient = &report->recipients[i];
        bool is_too_many = recipient->answer.code == TOO_MANY &&
                           (recipient->answer.enhanced == 0 || recipient->answer.enhanced == TOO_MANY_ENHANCED);
        accepted += recipient->is_under_way && recipient->accepted == 1;
        if (recipient->is_under_way && accepted > 0 && is_too_many && !recipient->is_delivered) {
            recipient->result = SMTP_PENDING;
            is_beyond = true;
        }
    }
    mail->most = is_beyond ? accepted : mail->most;
}

static bool has_pending(const struct smtp_report *report) {
    for (size_t i = 0; i < report->recipient_count; i++) {
        if (report->recipients[i].result == SMTP_PENDING) {
            return true;
        }
    }
    return false;
}

bool smtp__split_goes_on(struct smtp_client *client, struct smtp__mail *mail, const smtp_event *event) {
    struct smtp_report *report = &mail->report;
    bool is_taken = smtp_event_result(event) == SMTP_OK;
    if (mail->envelope == NULL || !may_split(client, mail) ||
        !(is_taken || smtp__report_is_of_recipients(report, event))) {
        return false;
    }
    if (is_taken) {
        ask_again(mail);
    } else {
        mail->most += mail->most;
    }
    if (!has_pending(report)) {
        return false;
    }
    smtp__report_reopen(report);
    smtp_result result = smtp_source_rewind(mail->source);
    if (result != SMTP_OK) {
        smtp__report_error(report, result, SMTP_PHASE_CONTENT);
        return false;
    }
    mail->is_split = true;
    mail->was_repeated = false;
    return true;
}
