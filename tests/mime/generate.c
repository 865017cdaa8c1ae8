/* SPDX-License-Identifier: MIT */
/*
 * generate.c - makes messages as told on standard input, for tests/mime/parse_back.py. An order is a line "VERB N N N"
 * and three strings of so many bytes; a string that is not needed is empty.
 *
 *   from to cc bcc reply-to   name, address
 *   subject text html         value
 *   header                    name, value
 *   attach                    name, type, content
 *   end                       the message is written as "SIZE\n" and its bytes, and the next one begins
 */
#include <smtp/smtp.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct string {
    char *data;
    size_t length;
};

struct order {
    char verb[16];
    struct string strings[3];
};

static void *allocate(void *context, size_t size) {
    (void)context;
    return malloc(size);
}

static void release(void *context, void *memory) {
    (void)context;
    free(memory);
}

static const smtp_allocator libc_allocator = {sizeof(smtp_allocator), NULL, allocate, release};

static void must(int is_good, const char *what) {
    if (!is_good) {
        fprintf(stderr, "generate: %s\n", what);
        exit(1);
    }
}

static struct string read_string(size_t length) {
    struct string string = {malloc(length + 1), length};
    must(string.data != NULL && fread(string.data, 1, length, stdin) == length, "the input ends too early");
    return string;
}

static int read_order(struct order *order) {
    size_t lengths[3];
    int fields = scanf("%15s %zu %zu %zu", order->verb, &lengths[0], &lengths[1], &lengths[2]);
    if (fields == EOF) {
        return 0;
    }
    must(fields == 4 && getchar() == '\n', "not an order");
    for (int i = 0; i < 3; i++) {
        order->strings[i] = read_string(lengths[i]);
    }
    return 1;
}

typedef smtp_result (*mailbox_fn)(smtp_message *, const char *, size_t, const char *, size_t);
typedef smtp_result (*value_fn)(smtp_message *, const char *, size_t);

static smtp_result with_mailbox(smtp_message *message, const struct order *order) {
    static const struct {
        const char *verb;
        mailbox_fn function;
    } table[] = {{"from", smtp_message_set_from},
                 {"to", smtp_message_add_to},
                 {"cc", smtp_message_add_cc},
                 {"bcc", smtp_message_add_bcc},
                 {"reply-to", smtp_message_add_reply_to},
                 {"header", smtp_message_add_header}};
    const struct string *s = order->strings;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(order->verb, table[i].verb) == 0) {
            return table[i].function(message, s[0].data, s[0].length, s[1].data, s[1].length);
        }
    }
    return SMTP_PENDING;
}

static smtp_result with_value(smtp_message *message, const struct order *order) {
    static const struct {
        const char *verb;
        value_fn function;
    } table[] = {
        {"subject", smtp_message_set_subject}, {"text", smtp_message_set_text}, {"html", smtp_message_set_html}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(order->verb, table[i].verb) == 0) {
            return table[i].function(message, order->strings[0].data, order->strings[0].length);
        }
    }
    return SMTP_PENDING;
}

static void free_string(void *context) {
    free(context);
}

/* A source of unknown length over a copy that it owns. */
struct content {
    size_t length;
    size_t at;
    char data[];
};

static ptrdiff_t read_content(void *context, void *buffer, size_t size) {
    struct content *content = context;
    size_t left = content->length - content->at;
    size_t n = left < size ? left : size;
    memcpy(buffer, content->data + content->at, n);
    content->at += n;
    return (ptrdiff_t)n;
}

static smtp_result rewind_content(void *context) {
    ((struct content *)context)->at = 0;
    return SMTP_OK;
}

static smtp_result attach(smtp_message *message, const struct order *order) {
    const struct string *s = order->strings;
    smtp_source *source;
    struct content *content = malloc(sizeof *content + s[2].length);
    must(content != NULL, "no memory");
    content->length = s[2].length;
    memcpy(content->data, s[2].data, s[2].length);
    must(smtp_source_new_callback(&libc_allocator, read_content, rewind_content, free_string, content, &source) ==
             SMTP_OK,
         "no source");
    if (s[2].length % 2 == 0) {
        must(smtp_source_set_length(source, (int64_t)s[2].length) == SMTP_OK, "no length");
    }
    return smtp_message_attach(message, s[0].data, s[0].length, s[1].data, s[1].length, source);
}

static void write_message(smtp_message *message) {
    static char buffer[4099];
    smtp_source *source;
    must(smtp_message_source(message, &source) == SMTP_OK, "no source of the message");
    int64_t told = smtp_source_wire_size(source);
    must(smtp_source_measure(source) == SMTP_OK, "the message cannot be measured");
    must(told < 0 || told == smtp_source_wire_size(source), "the size is wrong");
    must(smtp_source_is_8bit(source) == 0, "8-bit");
    printf("%" PRId64 "\n", smtp_source_wire_size(source));
    ptrdiff_t got;
    while ((got = smtp_source_read(source, buffer, sizeof buffer)) > 0) {
        fwrite(buffer, 1, (size_t)got, stdout);
    }
    must(got == 0, "the message cannot be read");
    fflush(stdout);
}

static void begin(smtp_message **message) {
    must(smtp_message_new(&libc_allocator, message) == SMTP_OK, "no message");
    must(smtp_message_set_seed(*message, "0123456789abcdef0123456789abcdef", 32) == SMTP_OK, "no seed");
    must(smtp_message_set_date(*message, 1795314707, 60) == SMTP_OK, "no date");
}

static void obey(smtp_message *message, const struct order *order) {
    smtp_result result = strcmp(order->verb, "attach") == 0 ? attach(message, order) : with_mailbox(message, order);
    if (result == SMTP_PENDING) {
        result = with_value(message, order);
    }
    if (result != SMTP_OK) {
        fprintf(stderr, "%s: %s\n", order->verb, smtp_result_name(result));
        exit(1);
    }
}

int main(void) {
    smtp_message *message;
    struct order order;
    begin(&message);
    while (read_order(&order)) {
        if (strcmp(order.verb, "end") == 0) {
            write_message(message);
            smtp_message_free(message);
            begin(&message);
        } else {
            obey(message, &order);
        }
        for (int i = 0; i < 3; i++) {
            free(order.strings[i].data);
        }
    }
    smtp_message_free(message);
    return 0;
}
