/* SPDX-License-Identifier: MIT */
/* ports.h - which ports are looked at, and what is spoken there; the best comes first. */
#ifndef PORTS_H
#define PORTS_H

#include "target.h"

enum { PORTS_MAX = 20 };

/* How many were written. */
size_t ports_of(const struct target *target, struct known_port ports[PORTS_MAX]);

#endif
