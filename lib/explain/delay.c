/* SPDX-License-Identifier: MIT */
#include "delay.h"

#include "base/ascii.h"
#include <string.h>

enum { DAY = 86400, REACH = 5 };

/* What has been heard so far. */
struct listener {
    uint32_t reach; /* so many words more may stand before the number */
    bool is_bare;   /* the last word stands before a number that needs no unit */
};

static const struct {
    const char *word;
    int32_t seconds;
} units[] = {
    {"s", 1},      {"sec", 1},     {"secs", 1},     {"second", 1},   {"seconds", 1}, {"m", 60},
    {"min", 60},   {"mins", 60},   {"minute", 60},  {"minutes", 60}, {"h", 3600},    {"hr", 3600},
    {"hrs", 3600}, {"hour", 3600}, {"hours", 3600}, {"d", DAY},      {"day", DAY},   {"days", DAY},
};

static const char *const asks[] = {"retry",      "retrying",    "again",    "wait",       "back",       "later",
                                   "resend",     "delayed",     "deferred", "blocked",    "locked",     "greylist",
                                   "greylisted", "greylisting", "graylist", "graylisted", "graylisting"};
static const char *const rates[] = {"per", "every", "each", "last", "past"};
static const char *const ones[] = {"a", "an", "one"};
static const char *const befores[] = {"in", "after", "wait"};

static bool is_in(struct smtp__text word, const char *const *list, size_t count) {
    while (count > 0 && !smtp__text_is(word, list[count - 1])) {
        count--;
    }
    return count > 0;
}

static bool is_at(struct smtp__text text, const char *set) {
    return text.length > 0 && text.data[0] != '\0' && strchr(set, text.data[0]) != NULL;
}

static bool is_alnum_at(struct smtp__text text) {
    return text.length > 0 && smtp__ascii_is_alnum(text.data[0]);
}

static void skip(struct smtp__text *text, const char *set) {
    while (is_at(*text, set)) {
        smtp__text_skip(text, 1);
    }
}

static struct smtp__text take_letters(struct smtp__text *text) {
    struct smtp__text word = {text->data, 0};
    while (text->length > 0 && smtp__ascii_is_alpha(text->data[0])) {
        smtp__text_skip(text, 1);
        word.length++;
    }
    return word;
}

/* False without a digit. Whatever passes a day stays there. */
static bool take_number(struct smtp__text *text, int32_t *number) {
    const char *begin = text->data;
    *number = 0;
    while (text->length > 0 && smtp__ascii_is_digit(text->data[0])) {
        int32_t more = *number * 10 + (text->data[0] - '0');
        *number = more > DAY ? DAY : more;
        smtp__text_skip(text, 1);
    }
    return text->data != begin;
}

static int32_t unit_of(struct smtp__text word) {
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (smtp__text_is(word, units[i].word)) {
            return units[i].seconds;
        }
    }
    return 0;
}

static int32_t times(int32_t number, int32_t seconds) {
    return number > DAY / seconds ? DAY : number * seconds;
}

/* "5 minutes", "5-minute", "5min"; 0, and nothing is taken: none */
static int32_t take_part(struct smtp__text *text) {
    struct smtp__text rest = *text;
    int32_t number;
    bool is_number = take_number(&rest, &number);
    skip(&rest, " \t\r\n-");
    int32_t seconds = is_number ? unit_of(take_letters(&rest)) : 0;
    *text = seconds > 0 ? rest : *text;
    return seconds > 0 ? times(number, seconds) : 0;
}

/* "1 hour and 30 minutes", "1h30m" */
static int32_t in_units(struct smtp__text text) {
    int32_t seconds = 0;
    int32_t part;
    while (seconds < DAY && (part = take_part(&text)) > 0) {
        seconds += part;
        skip(&text, " ,");
        smtp__text_skip(&text, smtp__text_begins(text, "and ") ? strlen("and ") : 0);
    }
    return seconds > DAY ? DAY : seconds;
}

/* "5 to 10 minutes", "5-10 minutes": the second */
static int32_t in_a_range(struct smtp__text text) {
    int32_t first;
    (void)take_number(&text, &first);
    skip(&text, " -");
    smtp__text_skip(&text, smtp__text_begins(text, "to ") ? strlen("to ") : 0);
    return in_units(text);
}

/* What follows "a" in "in a minute" */
static int32_t of_one(struct smtp__text text) {
    skip(&text, " ");
    return unit_of(take_letters(&text));
}

/* "00:04:32" */
static int32_t on_a_clock(struct smtp__text text) {
    static const int32_t seconds[] = {3600, 60, 1};
    int32_t sum = 0;
    for (size_t i = 0; i < sizeof seconds / sizeof seconds[0]; i++) {
        int32_t number;
        if (!take_number(&text, &number)) {
            return 0;
        }
        sum += times(number, seconds[i]);
        if (i < 2 && !is_at(text, ":")) {
            return 0;
        }
        smtp__text_skip(&text, i < 2 ? 1 : 0);
    }
    return sum > DAY ? DAY : sum;
}

/* "60", with nothing behind it that would say of what */
static int32_t bare(struct smtp__text text) {
    int32_t number;
    (void)take_number(&text, &number);
    bool is_more = is_at(text, "-/:@_#%+");
    skip(&text, ".,");
    is_more = is_more || is_alnum_at(text);
    skip(&text, " \t");
    return is_more || is_alnum_at(text) ? 0 : number;
}

static int32_t seconds_at(struct smtp__text text, bool is_bare) {
    int32_t seconds = in_units(text);
    seconds = seconds == 0 ? in_a_range(text) : seconds;
    seconds = seconds == 0 ? on_a_clock(text) : seconds;
    return seconds == 0 && is_bare ? bare(text) : seconds;
}

/* Returns the seconds of "an hour"; 0: none. */
static int32_t hear_word(struct listener *heard, struct smtp__text *text) {
    struct smtp__text word = take_letters(text);
    bool is_one = heard->reach > 0 && is_in(word, ones, sizeof ones / sizeof ones[0]);
    if (is_in(word, asks, sizeof asks / sizeof asks[0])) {
        heard->reach = REACH;
    } else if (heard->reach > 0) {
        heard->reach = is_in(word, rates, sizeof rates / sizeof rates[0]) ? 0 : heard->reach - 1;
    }
    heard->is_bare = is_in(word, befores, sizeof befores / sizeof befores[0]);
    return is_one ? of_one(*text) : 0;
}

static int32_t hear_number(struct listener *heard, struct smtp__text *text, bool is_glued) {
    int32_t seconds = is_glued || heard->reach == 0 ? 0 : seconds_at(*text, heard->is_bare);
    int32_t number;
    heard->reach = 0;
    (void)take_number(text, &number);
    return seconds;
}

int32_t smtp__delay(struct smtp__text text) {
    struct listener heard = {0, false};
    int32_t seconds = 0;
    bool is_glued = false; /* to what stands before it: "TS03", "4.7.1" */
    while (text.length > 0 && seconds == 0) {
        bool is_alpha = smtp__ascii_is_alpha(text.data[0]);
        if (is_alpha || smtp__ascii_is_digit(text.data[0])) {
            seconds = is_alpha ? hear_word(&heard, &text) : hear_number(&heard, &text, is_glued);
            is_glued = true;
        } else {
            heard.reach = is_at(text, ".;!?") ? 0 : heard.reach;
            is_glued = !is_at(text, " \t\r\n(=:\"'<[,");
            smtp__text_skip(&text, 1);
        }
    }
    return seconds;
}
