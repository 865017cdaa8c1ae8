/* SPDX-License-Identifier: MIT */
#include "addresses.h"

#include <stdlib.h>
#include <string.h>

/* RFC 5322 s2.2.3: without its line ends a folded value is as if it had never been folded. */
static size_t unfold(const char *text, size_t length, char *unfolded) {
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '\r' && text[i] != '\n') {
            unfolded[n++] = text[i];
        }
    }
    return n;
}

void addresses_begin(struct addresses *list, const char *text, size_t length) {
    *list = (struct addresses){.result = SMTP_E_NO_MEMORY};
    list->text = calloc(2, length + 1); /* the text, and a name, which is no longer than that */
    if (list->text != NULL) {
        list->result = SMTP_OK;
        list->length = unfold(text, length, list->text);
        list->name = list->text + length + 1;
    }
}

void addresses_free(struct addresses *list) {
    free(list->text);
    list->text = NULL;
}

bool addresses_next(struct addresses *list) {
    if (list->result == SMTP_OK) {
        list->result =
            smtp_address_next(list->text, list->length, &list->position, list->name, list->length + 1,
                              &list->name_length, list->address, sizeof list->address, &list->address_length);
    }
    return list->result == SMTP_OK;
}

void addresses_begin_argument(struct addresses *list, const char *text) {
    addresses_begin(list, text, strlen(text));
    for (const char *c = text; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7F) {
            list->result = SMTP_E_CONTROL_CHARACTER;
        }
    }
}

smtp_result addresses_single(struct addresses *list, const char *text) {
    size_t count = 0;
    addresses_begin_argument(list, text);
    while (addresses_next(list)) {
        count++;
    }
    if (list->result != SMTP_PENDING) {
        return list->result;
    }
    list->position = 0;
    list->result = count == 1 ? SMTP_OK : SMTP_E_ADDRESS;
    (void)addresses_next(list);
    return list->result;
}
