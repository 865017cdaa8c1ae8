/* SPDX-License-Identifier: MIT */
#include "embedded.h"

enum { CHUNK = 256 };

/* FNV-1a: any split of the content gives the same. */
#define DIGEST_START UINT64_C(0xcbf29ce484222325)
#define DIGEST_PRIME UINT64_C(0x100000001b3)

void smtp__embedded_init(struct smtp__embedded *embedded) {
    smtp__lines_init(&embedded->lines);
    embedded->digest = DIGEST_START;
}

smtp_result smtp__embedded_feed(struct smtp__embedded *embedded, const uint8_t *data, size_t length) {
    for (size_t i = 0; i < length; i++) {
        embedded->digest = (embedded->digest ^ data[i]) * DIGEST_PRIME;
    }
    return smtp__lines_feed(&embedded->lines, data, length);
}

static smtp_result read_through(struct smtp_source *source, struct smtp__embedded *embedded) {
    uint8_t chunk[CHUNK];
    ptrdiff_t got;
    while ((got = smtp_source_read(source, chunk, sizeof chunk)) > 0) {
        smtp_result result = smtp__embedded_feed(embedded, chunk, (size_t)got);
        if (result != SMTP_OK) {
            return result;
        }
    }
    return (smtp_result)got;
}

static enum smtp__encoding encoding_of(const struct smtp__embedded *embedded) {
    return embedded->lines.is_8bit ? SMTP__ENCODING_8BIT : SMTP__ENCODING_7BIT;
}

smtp_result smtp__embedded_measure(struct smtp_part *part) {
    struct smtp__embedded embedded;
    smtp_result result = smtp_source_rewind(part->source);
    if (result != SMTP_OK) {
        return result;
    }
    smtp__embedded_init(&embedded);
    result = read_through(part->source, &embedded);
    part->length = part->source->position;
    smtp_result rewound = smtp_source_rewind(part->source);
    if (result != SMTP_OK || rewound != SMTP_OK) {
        return result != SMTP_OK ? result : rewound;
    }
    part->digest = embedded.digest;
    part->content.encoding = encoding_of(&embedded);
    part->content.is_open = embedded.lines.column > 0;
    part->content.size = embedded.lines.octets;
    return SMTP_OK;
}

bool smtp__embedded_is(const struct smtp_part *part) {
    return part->source != NULL && part->content.encoding != SMTP__ENCODING_BASE64;
}

smtp_result smtp__embedded_compare(const struct smtp__embedded *embedded, const struct smtp_part *part, bool is_end) {
    bool is_other = encoding_of(embedded) > part->content.encoding || (is_end && embedded->digest != part->digest);
    return is_other ? SMTP_E_SOURCE_CHANGED : SMTP_OK;
}
