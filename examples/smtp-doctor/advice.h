/* SPDX-License-Identifier: MIT */
/* advice.h - what to configure. */
#ifndef ADVICE_H
#define ADVICE_H

#include "checkup.h"

/* Chooses the best of what works, the first in the order of the ports, and says how to use it. */
void advice_make(struct checkup *checkup);

#endif
