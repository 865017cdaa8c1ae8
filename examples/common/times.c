/* SPDX-License-Identifier: MIT */
#include "common/times.h"

#include "common/exit_status.h"

#include <string.h>

/* The value of digits as thousandths: "2" is 2000. Above `limit`: limit + 1. */
static uint64_t whole_part(const char *digits, size_t length, uint64_t limit) {
    uint64_t total = 0;
    for (size_t i = 0; i < length && total <= limit; i++) {
        total = total * 10 + (uint64_t)(digits[i] - '0') * 1000;
    }
    return total <= limit ? total : limit + 1;
}

/* The value of digits after the point as thousandths, rounded up: "5" is 500, "0001" is 1. */
static uint64_t fraction_part(const char *digits, size_t length) {
    uint64_t total = 0;
    uint32_t scale = 1000;
    bool rest = false;
    for (size_t i = 0; i < length; i++) {
        scale /= 10;
        total += (uint64_t)(digits[i] - '0') * scale;
        rest = rest || (scale == 0 && digits[i] != '0');
    }
    return total + (rest ? 1 : 0);
}

bool times_read(const char *text, uint32_t *milliseconds) {
    static const char digits[] = "0123456789";
    size_t whole = strspn(text, digits);
    bool has_point = text[whole] == '.';
    size_t fraction = has_point ? strspn(text + whole + 1, digits) : 0;
    if (whole + fraction == 0 || text[whole + fraction + (has_point ? 1 : 0)] != '\0') {
        return false;
    }
    uint64_t total = whole_part(text, whole, UINT32_MAX) + fraction_part(text + whole + 1, fraction);
    *milliseconds = (uint32_t)total;
    return total > 0 && total <= UINT32_MAX;
}

static bool wrong(struct problem *problem, const char *what, const char *detail) {
    return problem_set(problem, EXIT_USAGE, SMTP_E_ARGUMENT, what, detail);
}

bool times_check(const struct options *options, struct problem *problem) {
    uint32_t unused = 0;
    const char *timeout = options_value(options, OPTION_TIMEOUT);
    if (timeout != NULL && !times_read(timeout, &unused)) {
        return wrong(problem, "--timeout", "must be a number of seconds above 0");
    }
    const char *deadline = options_value(options, OPTION_DEADLINE);
    if (deadline != NULL && !times_read(deadline, &unused)) {
        return wrong(problem, "--deadline", "must be a number of seconds above 0");
    }
    return true;
}
