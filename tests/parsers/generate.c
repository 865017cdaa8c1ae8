/* SPDX-License-Identifier: MIT */
/*
 * generate.c - makes messages as told on standard input. usage: generate [PIECE], the bytes of a message being read in
 * pieces of that size. An order is a line "VERB N N N N" and four strings of so many bytes, of which those that are not
 * needed are empty; doors.c has the verbs. The last order of a message is
 *
 *   end  ENVELOPE, KEEP
 *
 * The message is written as "SIZE\n" and its bytes, and the next one begins. What was told of it before must be so: its
 * size, whether it has octets above 127, whether its header has some, and the addresses of the envelope, a line for
 * each, the reverse-path first (unless ENVELOPE is empty). If KEEP is not empty the message is there still.
 */
#include "generate.h"

#include "source/source.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *allocate(void *context, size_t size) {
    (void)context;
    return malloc(size);
}

static void release(void *context, void *memory) {
    (void)context;
    free(memory);
}

const smtp_allocator libc_allocator = {sizeof(smtp_allocator), NULL, allocate, release};

void must(int is_good, const char *what) {
    if (!is_good) {
        fflush(stdout);
        fprintf(stderr, "generate: %s\n", what);
        exit(1);
    }
}

static struct string read_string(size_t length) {
    struct string string = {malloc(length + 1), length};
    must(string.data != NULL && fread(string.data, 1, length, stdin) == length, "the input ends too early");
    string.data[length] = '\0';
    return string;
}

static int read_order(struct order *order) {
    size_t lengths[STRINGS];
    int fields = scanf("%23s %zu %zu %zu %zu", order->verb, &lengths[0], &lengths[1], &lengths[2], &lengths[3]);
    if (fields == EOF) {
        return 0;
    }
    must(fields == 1 + STRINGS && getchar() == '\n', "not an order");
    for (int i = 0; i < STRINGS; i++) {
        order->strings[i] = read_string(lengths[i]);
    }
    return 1;
}

static void free_order(struct order *order) {
    for (int i = 0; i < STRINGS; i++) {
        free(order->strings[i].data);
    }
}

static void begin(struct making *making) {
    *making = (struct making){.message = NULL};
    must(smtp_message_new(&libc_allocator, &making->message) == SMTP_OK, "no message");
    must(smtp_message_set_seed(making->message, "0123456789abcdef0123456789abcdef", 32) == SMTP_OK, "no seed");
}

/* The lines that the envelope must be. */
static void check_envelope(const smtp_message *message, const char *wanted) {
    smtp_envelope *envelope;
    must(smtp_envelope_new(&libc_allocator, &envelope) == SMTP_OK, "no envelope");
    must(smtp_message_envelope(message, envelope) == SMTP_OK, "the message has no envelope");
    const char *address = smtp_envelope_mail_from(envelope, NULL);
    for (size_t i = 0; address != NULL; i++) {
        size_t length = strlen(address);
        must(strncmp(wanted, address, length) == 0 && wanted[length] == '\n', address);
        wanted += length + 1;
        address = smtp_envelope_recipient(envelope, i, NULL);
    }
    must(*wanted == '\0', "too few recipients");
    smtp_envelope_free(envelope);
}

/* What was seen of a message. */
struct seen {
    int64_t size;
    int is_8bit;
    int is_8bit_header;
    int ends; /* octets of CRLFCRLF */
};

static void look(struct seen *seen, const char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        int is_high = (bytes[i] & 0x80) != 0;
        seen->is_8bit |= is_high;
        seen->is_8bit_header |= is_high && seen->ends < 4;
        if (seen->ends < 4) {
            int is_next = bytes[i] == "\r\n\r\n"[seen->ends];
            seen->ends = is_next ? seen->ends + 1 : bytes[i] == '\r';
        }
    }
    seen->size += (int64_t)size;
}

static void write_message(smtp_source *source, size_t piece) {
    struct seen seen = {0};
    char *buffer = malloc(piece);
    must(buffer != NULL, "no memory");
    int64_t told = smtp_source_wire_size(source);
    must(smtp_source_measure(source) == SMTP_OK, "the message cannot be measured");
    printf("%" PRId64 "\n", smtp_source_wire_size(source));
    ptrdiff_t got;
    while ((got = smtp_source_read(source, buffer, piece)) > 0) {
        fwrite(buffer, 1, (size_t)got, stdout);
        look(&seen, buffer, (size_t)got);
    }
    must(got == 0, "the message cannot be read");
    must(seen.size == smtp_source_wire_size(source) && (told < 0 || told == seen.size), "another size");
    must(smtp_source_is_8bit(source) == seen.is_8bit, "8-bit, or not");
    must(source->needs_smtputf8 == seen.is_8bit_header, "SMTPUTF8, or not");
    free(buffer);
}

static void end(struct making *making, const struct order *order, size_t piece) {
    smtp_source *source;
    smtp_result result =
        making->raw != NULL ? smtp_raw_source(making->raw, &source) : smtp_message_source(making->message, &source);
    must(result == SMTP_OK, smtp_result_name(result));
    if (order->strings[0].length > 0) {
        check_envelope(making->message, order->strings[0].data);
    }
    write_message(source, piece);
    if (order->strings[1].length == 0) {
        smtp_raw_free(making->raw);
        smtp_merge_free(making->merge);
        smtp_message_free(making->message);
        begin(making);
    }
}

int main(int argc, char **argv) {
    size_t piece = argc > 1 ? strtoul(argv[1], NULL, 10) : 4099;
    struct making making;
    struct order order;
    begin(&making);
    while (read_order(&order)) {
        if (strcmp(order.verb, "end") == 0) {
            end(&making, &order, piece);
        } else {
            smtp_result result = obey(&making, &order);
            if (result != SMTP_OK) {
                fflush(stdout);
                fprintf(stderr, "%s: %s\n", order.verb, smtp_result_name(result));
                return 1;
            }
        }
        free_order(&order);
    }
    smtp_message_free(making.message);
    return 0;
}
