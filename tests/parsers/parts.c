/* SPDX-License-Identifier: MIT */
/* parts.c - the orders that make a tree of parts (smtp/part.h). */
#include "generate.h"

#include <stdlib.h>

/* Puts the part where it belongs; one that stands alone is the body. */
static smtp_result place(struct making *making, smtp_part *part) {
    making->last = part;
    return making->depth > 0 ? smtp_part_add(making->open[making->depth - 1], part)
                             : smtp_message_set_root(making->message, part);
}

smtp_result open_multipart(struct making *making, const struct string *strings) {
    smtp_part *part;
    smtp_result result = smtp_part_new_multipart(making->message, strings[0].data, strings[0].length, &part);
    if (result == SMTP_OK) {
        result = place(making, part);
    }
    must(making->depth < DEPTH, "too deep");
    making->open[making->depth++] = part;
    return result;
}

smtp_result close_multipart(struct making *making, const struct string *strings) {
    (void)strings;
    must(making->depth > 0, "nothing to close");
    making->depth--;
    return SMTP_OK;
}

smtp_result add_text(struct making *making, const struct string *strings) {
    smtp_part *part;
    smtp_result result = smtp_part_new_text(making->message, strings[0].data, strings[0].length, strings[1].data,
                                            strings[1].length, &part);
    return result == SMTP_OK ? place(making, part) : result;
}

smtp_result add_leaf(struct making *making, const struct string *strings) {
    smtp_part *part;
    smtp_result result =
        smtp_part_new_source(making->message, strings[0].data, strings[0].length, source_of(&strings[1]), &part);
    return result == SMTP_OK ? place(making, part) : result;
}

smtp_result set_content_id(struct making *making, const struct string *strings) {
    return smtp_part_set_content_id(making->last, strings[0].data, strings[0].length);
}

smtp_result set_disposition(struct making *making, const struct string *strings) {
    return smtp_part_set_disposition(making->last, (int32_t)strtol(strings[0].data, NULL, 10), strings[1].data,
                                     strings[1].length);
}

smtp_result set_part_header(struct making *making, const struct string *strings) {
    return smtp_part_set_header(making->last, strings[0].data, strings[0].length, strings[1].data, strings[1].length);
}
