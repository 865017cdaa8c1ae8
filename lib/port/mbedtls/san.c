/* SPDX-License-Identifier: MIT */
#include "san.h"

#include <string.h>

enum {
    SEQUENCE = 0x30,
    OBJECT_IDENTIFIER = 0x06,
    BOOLEAN = 0x01,
    OCTET_STRING = 0x04,
    DNS_NAME = 0x82,  /* [2] IA5String */
    IP_ADDRESS = 0x87 /* [7] OCTET STRING */
};

static bool is_subject_alt_name(struct smtp__der oid) {
    static const uint8_t wanted[] = {0x55, 0x1d, 0x11}; /* 2.5.29.17 */
    return oid.left == sizeof wanted && memcmp(oid.at, wanted, sizeof wanted) == 0;
}

/* Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue } */
static bool open_extension(struct smtp__der extension, struct smtp__der *names) {
    struct smtp__der oid;
    struct smtp__der critical;
    struct smtp__der value;
    if (!smtp__der_expect(&extension, OBJECT_IDENTIFIER, &oid) || !is_subject_alt_name(oid)) {
        return false;
    }
    (void)smtp__der_expect(&extension, BOOLEAN, &critical);
    return smtp__der_expect(&extension, OCTET_STRING, &value) && smtp__der_expect(&value, SEQUENCE, names);
}

bool smtp__san_find(struct smtp__der extensions, struct smtp__der *names) {
    struct smtp__der list;
    struct smtp__der extension;
    if (!smtp__der_expect(&extensions, SEQUENCE, &list)) {
        return false;
    }
    while (smtp__der_expect(&list, SEQUENCE, &extension)) {
        if (open_extension(extension, names)) {
            return true;
        }
    }
    return false;
}

bool smtp__san_next(struct smtp__der *names, enum smtp__san_kind *kind, struct smtp__der *name) {
    uint8_t tag;
    while (smtp__der_next(names, &tag, name)) {
        if (tag == DNS_NAME || tag == IP_ADDRESS) {
            *kind = tag == DNS_NAME ? SMTP__SAN_DNS : SMTP__SAN_IP;
            return true;
        }
    }
    return false;
}
