/* SPDX-License-Identifier: MIT */
#include "keys.h"

#include "base/ascii.h"

/* Behind its end a text has NULs, so that none is the beginning of another: in those that are kept there are none. */
static uint8_t octet(const struct smtp__key *key, size_t at) {
    if (at >= key->text.length) {
        return 0;
    }
    char c = key->text.data[at];
    return (uint8_t)(at < key->exact ? c : smtp__ascii_lower(c));
}

static size_t bit(const struct smtp__key *key, size_t position) {
    size_t n = position - 1;
    return position == 0 ? 0 : octet(key, n / 8) >> (7 - n % 8) & 1;
}

/* The first bit in which two differ; 0 if they are the same. */
static size_t difference(const struct smtp__key *a, const struct smtp__key *b) {
    size_t length = a->text.length > b->text.length ? a->text.length : b->text.length;
    size_t at = 0;
    while (at < length && octet(a, at) == octet(b, at)) {
        at++;
    }
    if (at == length) {
        return 0;
    }
    size_t position = at * 8 + 1;
    while (bit(a, position) == bit(b, position)) {
        position++;
    }
    return position;
}

/* The key with which the search ends: if the text is there, it is that one. */
static struct smtp__key *nearest(const struct smtp__keys *keys, const struct smtp__key *wanted) {
    struct smtp__key *from;
    struct smtp__key *key = keys->root;
    do {
        from = key;
        key = from->side[bit(wanted, from->position)];
    } while (key->position > from->position);
    return key;
}

struct smtp__key *smtp__keys_find(const struct smtp__keys *keys, const struct smtp__key *wanted) {
    if (keys->root == NULL) {
        return NULL;
    }
    struct smtp__key *key = nearest(keys, wanted);
    return difference(key, wanted) == 0 && key->text.length == wanted->text.length ? key : NULL;
}

/* The link on the way down that is the first to pass the bit or to name a text. */
static struct smtp__key **link_before(struct smtp__keys *keys, const struct smtp__key *key, size_t position) {
    struct smtp__key **link = &keys->root->side[0];
    size_t above = 0;
    while ((*link)->position > above && (*link)->position < position) {
        above = (*link)->position;
        link = &(*link)->side[bit(key, above)];
    }
    return link;
}

void smtp__keys_add(struct smtp__keys *keys, struct smtp__key *key) {
    if (keys->root == NULL) {
        key->position = 0;
        key->side[0] = key;
        key->side[1] = key;
        keys->root = key;
        return;
    }
    size_t position = difference(nearest(keys, key), key);
    struct smtp__key **link = link_before(keys, key, position);
    size_t own = bit(key, position);
    key->position = position;
    key->side[own] = key;
    key->side[1 - own] = *link;
    *link = key;
}
