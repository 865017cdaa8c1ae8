/* SPDX-License-Identifier: MIT */
/* allocator.h - the table behind smtp_allocator_libc. */
#ifndef SMTP__ALLOCATOR_H
#define SMTP__ALLOCATOR_H

#include <smtp/allocator.h>

extern const smtp_allocator smtp__allocator_libc;

#endif
