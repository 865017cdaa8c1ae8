/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "common/deadline.h"

#include "common/exit_status.h"
#include "common/times.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

int64_t deadline_left(const struct options *options) {
    const smtp_platform *platform = smtp_platform_posix();
    const char *deadline = options_value(options, OPTION_DEADLINE);
    uint32_t limit = 0;
    if (deadline == NULL || !times_read(deadline, &limit)) {
        return -1;
    }
    uint64_t passed = platform->monotonic_ms(platform->context) - options->begun_ms;
    return passed < limit ? (int64_t)(limit - passed) : 0;
}

int deadline_open(const char *path) {
    return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

bool deadline_limit(smtp_client *client, const struct options *options) {
    int64_t left = deadline_left(options);
    return left < 0 || (left > 0 && smtp_client_set_deadline(client, (uint32_t)left) == SMTP_OK);
}

/* Waits until there is something to read or the end; false: errno is set, or the deadline has passed. */
static bool wait_for(const struct options *options, int descriptor) {
    struct pollfd wanted = {descriptor, POLLIN, 0};
    for (int64_t left = 0; (left = deadline_left(options)) != 0;) {
        int n = poll(&wanted, 1, left > INT_MAX ? INT_MAX : (int)left);
        if (n > 0) {
            return true;
        }
        if (n < 0 && errno != EINTR) {
            return false;
        }
    }
    return false;
}

ssize_t deadline_read(const struct options *options, int descriptor, void *buffer, size_t size) {
    while (wait_for(options, descriptor)) {
        ssize_t n = read(descriptor, buffer, size);
        if (n >= 0 || (errno != EINTR && errno != EAGAIN)) {
            return n;
        }
    }
    return -1;
}

bool deadline_problem(const struct options *options, struct problem *problem, int status, smtp_result result,
                      const char *what, int reason) {
    if (deadline_left(options) == 0) {
        return problem_set(problem, EXIT_TRY_LATER, SMTP_E_DEADLINE, what, NULL);
    }
    return problem_errno(problem, status, result, what, reason);
}
