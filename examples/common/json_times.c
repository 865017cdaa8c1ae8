/* SPDX-License-Identifier: MIT */
#include "common/json_times.h"

void json_times(FILE *file, const smtp_report *report) {
    const char *separator = "";
    (void)fputs("\"phase_ms\":{", file);
    for (int32_t phase = SMTP_PHASE_CONNECT; report != NULL && phase < SMTP_PHASE_DONE; phase++) {
        int32_t took = smtp_report_phase_ms(report, phase);
        if (took >= 0) {
            (void)fprintf(file, "%s\"%s\":%d", separator, smtp_phase_name(phase), (int)took);
            separator = ",";
        }
    }
    (void)fprintf(file, "},\"elapsed_ms\":%u", report != NULL ? (unsigned)smtp_report_elapsed_ms(report) : 0U);
}
