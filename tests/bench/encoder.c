/* SPDX-License-Identifier: MIT */
/* encoder.c - what is encoded, and the clock. */
#include "encoder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { ATTACHMENT = 25 << 20, BLOCK = 57 << 10, LINE = 72, TEXT = 2 << 10, ROUNDS = 5 };

static const char *const names[WORKS] = {"mail", "base64", "base64-lines", "qp-ascii", "qp-german"};
static const double ROUND_SECONDS = 0.1;

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Words in lines that end with LF; of the letters one in `rare` is an umlaut, two octets in UTF-8. */
static void make_text(char *text, size_t length, uint32_t rare) {
    uint32_t state = 1;
    for (size_t at = 0, column = 0; at < length; at++, column++) {
        uint32_t number = next_random(&state);
        if (column >= LINE || at + 1 == length) {
            text[at] = '\n';
            column = 0;
        } else if (rare > 0 && number % rare == 0 && at + 3 < length) {
            memcpy(text + at++, "\xc3\xbc", 2);
        } else {
            text[at] = (char)(number % 6 == 1 && column + 1 < LINE ? ' ' : 'a' + number % 26);
        }
    }
}

static void make_octets(uint8_t *data, size_t length) {
    uint32_t state = 1;
    for (size_t at = 0; at < length; at++) {
        data[at] = (uint8_t)next_random(&state);
    }
}

static void *allocate(size_t length) {
    void *memory = calloc(length, 1);
    if (memory == NULL) {
        exit(1);
    }
    return memory;
}

static void make_task(struct task *task) {
    task->length = task->work == WORK_MAIL ? ATTACHMENT : BLOCK;
    uint8_t *data = allocate(task->length);
    char *text = allocate(TEXT + 1);
    if (task->work == WORK_QP_ASCII || task->work == WORK_QP_GERMAN) {
        make_text((char *)data, task->length, task->work == WORK_QP_GERMAN ? 20 : 0);
    } else {
        make_octets(data, task->length);
    }
    make_text(text, TEXT, 20);
    task->data = data;
    task->text = text;
    task->html = text;
    task->room = allocate(4 * (size_t)BLOCK);
}

static double cpu(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/* One round: as often as fits. What is put out is taken off. */
static double round_of(const struct task *task, size_t octets) {
    double start = cpu();
    long times = 0;
    for (; times == 0 || cpu() - start < ROUND_SECONDS; times++) {
        encode(task);
    }
    double encoded = cpu();
    for (long i = 0; i < times; i++) {
        put_out(task, octets);
    }
    return (encoded - start - (cpu() - encoded)) / (double)times;
}

int main(int count, char **arguments) {
    struct task task = {.work = WORK_MAIL};
    if (count != 3) {
        fputs("usage: enc_PEER WORK PORT\n", stderr);
        return 64;
    }
    while (task.work < WORKS && strcmp(arguments[1], names[task.work]) != 0) {
        task.work++;
    }
    task.port = (uint16_t)strtol(arguments[2], NULL, 10);
    make_task(&task);
    size_t octets = task.work == WORKS ? 0 : encode(&task);
    if (octets == 0) {
        return EXIT_CANNOT;
    }
    double best = round_of(&task, octets);
    for (int i = 1; i < ROUNDS; i++) {
        double seconds = round_of(&task, octets);
        best = seconds < best ? seconds : best;
    }
    printf("%zu %zu %.9f\n", task.length, octets, best);
    return 0;
}
