/* SPDX-License-Identifier: MIT */
/* html.h - the little that has to be seen of HTML without reading it as a browser would. */
#ifndef SMTP__HTML_H
#define SMTP__HTML_H

#include "base/text.h"

/* What a reader is shown. */
struct smtp__html_sight {
    size_t characters; /* octets of text but for blanks; an entity counts as one */
    size_t images;
};

struct smtp__html_sight smtp__html_see(struct smtp__text html);

/* Takes off *rest all that stands before the end of the next "cid:" URL (RFC 2392); false if there is none. */
bool smtp__html_next_cid(struct smtp__text *rest, struct smtp__text *url_id);

/* True if what stands in the URL, with its escapes, is that Content-ID without brackets. */
bool smtp__html_cid_is(struct smtp__text url_id, struct smtp__text content_id);

#endif
