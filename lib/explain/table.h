/* SPDX-License-Identifier: MIT */
/* table.h - the table of explanations, which table.awk makes of explanations.tsv. */
#ifndef SMTP__EXPLAIN_TABLE_H
#define SMTP__EXPLAIN_TABLE_H

#include <smtp/result.h>

/* Strings are places in smtp__explain_text. */
struct smtp__explanation {
    uint16_t key;
    uint16_t cause;
    uint16_t advice;
};

struct smtp__explain_row {
    int16_t results[5];   /* 0 behind the last; none: any */
    uint16_t phases;      /* the bit 1 << SMTP_PHASE_* of each; 0: any */
    uint16_t lowest;      /* code of the reply; 0: any, or none */
    uint16_t highest;     /* the last one that fits */
    int16_t subject;      /* of the enhanced code; -1: any, or none */
    int16_t detail;       /* -1: any */
    uint16_t text;        /* place of its pieces, with "*" between them; "": any */
    uint16_t providers;   /* place of their ids, with blanks between them; "": any */
    uint16_t explanation; /* its number, from 1 */
    uint8_t securities;   /* the bit 1 << SMTP_SECURITY_* of each; 0: any */
};

extern const char smtp__explain_text[];
extern const struct smtp__explanation smtp__explanations[];
extern const size_t smtp__explanation_count;
extern const struct smtp__explain_row smtp__explain_rows[];
extern const size_t smtp__explain_row_count;

#endif
