/* SPDX-License-Identifier: MIT */
/* transport.h - TCP and TLS joined as the contract of <smtp/transport.h> wants them. */
#ifndef SMTP__TRANSPORT_H
#define SMTP__TRANSPORT_H

#include <smtp/allocator.h>
#include <smtp/transport.h>

smtp_result smtp__transport_new(void *context, const smtp_allocator *allocator, smtp_transport *transport);

#endif
