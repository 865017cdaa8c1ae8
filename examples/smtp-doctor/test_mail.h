/* SPDX-License-Identifier: MIT */
/* test_mail.h - --send-test ADDRESS: one mail, by what works best. */
#ifndef TEST_MAIL_H
#define TEST_MAIL_H

#include "checkup.h"

/* Sends it: `test` of the checkup has the report. false: the problem is set. */
bool test_mail_send(struct checkup *checkup, const struct probe_way *way, struct problem *problem);

/* Can it be sent from and to these addresses? false: the problem is set (EXIT_INPUT). */
bool test_mail_check(const struct checkup *checkup, struct problem *problem);

#endif
