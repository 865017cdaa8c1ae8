/* SPDX-License-Identifier: MIT */
/*
 * smtp.h - libsmtp, all of it: #include <smtp/smtp.h>, link with -lsmtp.
 *
 * Conventions that hold everywhere
 * --------------------------------
 * Objects    are opaque. `…_new` makes one with an allocator, `…_free` ends it; `…_init` makes one in the caller's
 *            memory, `…_fini` ends it. free and fini take NULL.
 * Results    are int32_t: 0 done, positive not yet, negative an error (result.h). After an error an object is usable;
 *            an error of a setter leaves it as it was.
 * Strings    come as pointer and length in bytes, or with SMTP_Z as the length if they end with a NUL. They are UTF-8.
 *            In every string CR, LF, NUL and other control characters are refused where the text does not say
 *            otherwise; nothing is ever stripped or cut in silence.
 * Getters    return what belongs to the object; the header says until when. Of NULL they say what an object without
 *            anything would: 0, "", NULL, -1 where that means "not known"; where a result is asked for,
 *            SMTP_E_ARGUMENT. A session that is NULL wants SMTP_WANT_CLOSE.
 * Callbacks  get the caller's own pointer first and are called only during a call into the library, in its thread.
 * Versions   all functions are there since 0.1.0 where no other version is named.
 * Threads    an object may be used by any thread, by one at a time. There is no global state and nothing to
 *            initialise.
 * Bytes      counts are bytes, or the unit stands in the name (_ms).
 * Errors     of a server are reported with the server's own words; no password, token or user's secret ever stands
 *            in a text of the library.
 */
#ifndef LIBSMTP_SMTP_H
#define LIBSMTP_SMTP_H

#include "address.h"
#include "allocator.h"
#include "api.h"
#include "capabilities.h"
#include "channel.h"
#include "client.h"
#include "config.h"
#include "digest.h"
#include "dkim.h"
#include "envelope.h"
#include "event.h"
#include "explain.h"
#include "extension.h"
#include "finding.h"
#include "mailbox.h"
#include "mechanism.h"
#include "merge.h"
#include "message.h"
#include "message_address.h"
#include "message_field.h"
#include "part.h"
#include "platform.h"
#include "posix.h"
#include "provider.h"
#include "raw.h"
#include "report.h"
#include "result.h"
#include "session.h"
#include "source.h"
#include "transport.h"
#include "version.h"

#endif
