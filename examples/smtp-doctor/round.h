/* SPDX-License-Identifier: MIT */
/* round.h - all ports at the same time, in one thread: the stepwise functions of the client in a loop over poll(). */
#ifndef ROUND_H
#define ROUND_H

#include "ports.h"
#include "probe.h"

/* Goes on until each of them is through. */
void round_run(struct probe *probes, size_t count, const struct probe_way *way);

#endif
