/* SPDX-License-Identifier: MIT */
/* port.h - the number of a port. */
#ifndef PORT_H
#define PORT_H

#include <stddef.h>
#include <stdint.h>

/* One to five digits, 1 to 65535; 0 if it is not that. */
uint16_t port_of(const char *digits, size_t length);

#endif
