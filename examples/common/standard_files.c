/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "common/standard_files.h"

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>

void standard_files_secure(void) {
    for (int descriptor = 0; descriptor <= 2; descriptor++) {
        if (fcntl(descriptor, F_GETFD) < 0) {
            (void)open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
        }
    }
    (void)signal(SIGPIPE, SIG_IGN);
}
