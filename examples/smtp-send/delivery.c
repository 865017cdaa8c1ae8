/* SPDX-License-Identifier: MIT */
#include "delivery.h"

#include "common/exit_status.h"
#include "common/number.h"
#include "mail.h"

#include <string.h>

enum { SECONDS_MAX = 999999999, PRIORITY_MAX = 9, REPETITIONS_MAX = 10000000 };

struct word {
    const char *name;
    int32_t value;
};

static bool wrong(struct problem *problem, const char *what, const char *detail) {
    return problem_set(problem, EXIT_USAGE, SMTP_E_ARGUMENT, what, detail);
}

/* The value of a word in a list that ends with NULL; false: it is none of them. */
static bool find_word(const struct word *words, const char *text, size_t length, int32_t *value) {
    for (; words->name != NULL; words++) {
        if (strlen(words->name) == length && memcmp(words->name, text, length) == 0) {
            *value = words->value;
            return true;
        }
    }
    return false;
}

static bool read_words(struct delivery *delivery, const struct options *options, struct problem *problem) {
    static const struct word levels[] = {{"off", SMTP_PIPELINING_OFF},
                                         {"mail", SMTP_PIPELINING_WITHIN_MAIL},
                                         {"max", SMTP_PIPELINING_ACROSS_MAILS},
                                         {NULL, 0}};
    static const struct word returns[] = {{"full", SMTP_RET_FULL}, {"hdrs", SMTP_RET_HDRS}, {NULL, 0}};
    const char *level = options_value(options, OPTION_PIPELINING);
    const char *ret = options_value(options, OPTION_DSN_RET);
    if (level != NULL && !find_word(levels, level, strlen(level), &delivery->pipelining)) {
        return wrong(problem, "--pipelining", "must be off, mail or max");
    }
    return ret == NULL || find_word(returns, ret, strlen(ret), &delivery->ret) ||
           wrong(problem, "--dsn-ret", "must be full or hdrs");
}

/* A list with commas between the words; "never" stands alone (RFC 3461 s4.1). */
static bool read_notify(struct delivery *delivery, const struct options *options, struct problem *problem) {
    static const struct word words[] = {{"never", SMTP_NOTIFY_NEVER},
                                        {"success", SMTP_NOTIFY_SUCCESS},
                                        {"failure", SMTP_NOTIFY_FAILURE},
                                        {"delay", SMTP_NOTIFY_DELAY},
                                        {NULL, 0}};
    const char *word = options_value(options, OPTION_DSN_NOTIFY);
    while (word != NULL) {
        size_t length = strcspn(word, ",");
        int32_t value = 0;
        if (!find_word(words, word, length, &value)) {
            return wrong(problem, "--dsn-notify", "must be never, or some of success,failure,delay");
        }
        delivery->notify |= (uint32_t)value;
        word = word[length] == '\0' ? NULL : word + length + 1;
    }
    return (delivery->notify & SMTP_NOTIFY_NEVER) == 0 || delivery->notify == SMTP_NOTIFY_NEVER ||
           wrong(problem, "--dsn-notify", "never stands alone");
}

/* ",notify" or ",return", and ",trace", once each. */
static bool read_by_words(struct delivery *delivery, const char *text) {
    static const struct word words[] = {
        {"notify", SMTP_BY_NOTIFY}, {"return", SMTP_BY_RETURN}, {"trace", 0}, {NULL, 0}};
    while (*text == ',') {
        int32_t value = 0;
        size_t length = strcspn(++text, ",");
        int32_t *place = NULL;
        if (find_word(words, text, length, &value)) {
            place = value != 0 ? &delivery->by_mode : &delivery->by_trace;
        }
        if (place == NULL || *place != 0) {
            return false;
        }
        *place = value != 0 ? value : 1;
        text += length;
    }
    delivery->by_mode = delivery->by_mode != 0 ? delivery->by_mode : SMTP_BY_NOTIFY;
    return true;
}

/* SECONDS[,notify|return][,trace] */
static bool read_deliver_by(struct delivery *delivery, const struct options *options, struct problem *problem) {
    const char *text = options_value(options, OPTION_DELIVER_BY);
    if (text == NULL) {
        return true;
    }
    size_t length = strcspn(text, ",");
    bool done = number_read(text, length, -SECONDS_MAX, SECONDS_MAX, &delivery->by_seconds) &&
                read_by_words(delivery, text + length);
    bool is_late = delivery->by_mode == SMTP_BY_RETURN && delivery->by_seconds < 1;
    return (done && !is_late) ||
           wrong(problem, "--deliver-by", "must be seconds, and behind a comma notify or return, and trace");
}

/* A whole number; nothing is read where the option was not given. */
static bool read_number(const struct options *options, enum option option, int32_t least, int32_t most,
                        int32_t *number) {
    const char *text = options_value(options, option);
    return text == NULL || number_read(text, strlen(text), least, most, number);
}

static bool read_numbers(struct delivery *delivery, const struct options *options, struct problem *problem) {
    int32_t hold_for = 0;
    int32_t repetitions = 0;
    if (!read_number(options, OPTION_HOLD_FOR, 1, SECONDS_MAX, &hold_for)) {
        return wrong(problem, "--hold-for", "must be a whole number of seconds above 0");
    }
    if (!read_number(options, OPTION_PRIORITY, -PRIORITY_MAX, PRIORITY_MAX, &delivery->priority)) {
        return wrong(problem, "--priority", "must be a number from -9 to 9");
    }
    if (!read_number(options, OPTION_REPEAT, 1, REPETITIONS_MAX, &repetitions)) {
        return wrong(problem, "--repeat", "must be a whole number from 1 to 10000000");
    }
    delivery->hold_for = (uint32_t)hold_for;
    delivery->repetitions = (uint32_t)repetitions;
    return true;
}

bool delivery_read(struct delivery *delivery, const struct options *options, struct problem *problem) {
    *delivery = (struct delivery){.pipelining = SMTP_PIPELINING_WITHIN_MAIL};
    return read_words(delivery, options, problem) && read_notify(delivery, options, problem) &&
           read_deliver_by(delivery, options, problem) && read_numbers(delivery, options, problem);
}

bool delivery_set_client(smtp_client *client, const struct options *options, struct problem *problem) {
    struct delivery delivery;
    bool without_utf8 = options_has(options, OPTION_NO_SMTPUTF8);
    uint32_t extensions = smtp_extensions() & (without_utf8 ? ~(uint32_t)SMTP_EXT_SMTPUTF8 : UINT32_MAX);
    int32_t has_chunking = options_has(options, OPTION_CHUNKING);
    int32_t all_or_nothing = options_has(options, OPTION_ALL_OR_NOTHING);
    return delivery_read(&delivery, options, problem) &&
           problem_config(problem, smtp_client_set_pipelining(client, delivery.pipelining), "--pipelining") &&
           problem_config(problem, smtp_client_set_chunking(client, has_chunking), "--chunking") &&
           problem_config(problem, smtp_client_set_all_or_nothing(client, all_or_nothing), "--all-or-nothing") &&
           problem_config(problem, smtp_client_set_extensions(client, extensions), "--no-smtputf8");
}

/* An unset variable of a script is not to take the identifier away. */
static smtp_result set_envid(smtp_envelope *envelope, const struct options *options) {
    const char *identifier = options_value(options, OPTION_ENVID);
    if (identifier == NULL) {
        return SMTP_OK;
    }
    return identifier[0] == '\0' ? SMTP_E_ENVELOPE_ID : smtp_envelope_set_envid(envelope, identifier, SMTP_Z);
}

bool delivery_set_envelope(smtp_envelope *envelope, const struct options *options, struct problem *problem) {
    struct delivery delivery;
    int32_t require_tls = options_has(options, OPTION_REQUIRE_TLS);
    return delivery_read(&delivery, options, problem) && mail_input(problem, set_envid(envelope, options), "--envid") &&
           mail_input(problem, smtp_envelope_set_ret(envelope, delivery.ret), "--dsn-ret") &&
           mail_input(problem, smtp_envelope_set_notify(envelope, delivery.notify), "--dsn-notify") &&
           mail_input(problem, smtp_envelope_set_require_tls(envelope, require_tls), "--require-tls") &&
           mail_input(problem,
                      smtp_envelope_set_deliver_by(envelope, delivery.by_seconds, delivery.by_mode, delivery.by_trace),
                      "--deliver-by") &&
           mail_input(problem, smtp_envelope_set_hold_for(envelope, delivery.hold_for), "--hold-for") &&
           mail_input(problem, smtp_envelope_set_priority(envelope, delivery.priority), "--priority");
}
