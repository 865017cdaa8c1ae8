/* SPDX-License-Identifier: MIT */
/*
 * read_gmime.c - reads mails with GMime: "SIZE\n" and the bytes of each on standard input, one line of JSON for each on
 * standard output, in the form that readers.py describes.
 */
#include <gmime/gmime.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void write_string(const char *text) {
    if (text == NULL) {
        fputs("null", stdout);
        return;
    }
    putchar('"');
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c < 0x20 || c == '"' || c == '\\') {
            printf("\\u%04x", c);
        } else {
            putchar(c);
        }
    }
    putchar('"');
}

/* "key": and what comes before it. */
static void write_key(char before, const char *key) {
    printf("%c\"%s\":", before, key);
}

static void write_mailboxes(InternetAddressList *list) {
    putchar('[');
    for (int i = 0; i < internet_address_list_length(list); i++) {
        InternetAddress *address = internet_address_list_get_address(list, i);
        fputs(i > 0 ? ",[" : "[", stdout);
        write_string(internet_address_get_name(address) != NULL ? internet_address_get_name(address) : "");
        putchar(',');
        if (INTERNET_ADDRESS_IS_GROUP(address)) {
            write_mailboxes(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)));
        } else {
            write_string(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)));
        }
        putchar(']');
    }
    putchar(']');
}

static gboolean holds_addresses(const char *name) {
    static const char *const names[] = {"From",
                                        "Sender",
                                        "Reply-To",
                                        "To",
                                        "Cc",
                                        "Bcc",
                                        "Resent-To",
                                        "Resent-Cc",
                                        "Resent-From",
                                        "Resent-Sender",
                                        "Disposition-Notification-To",
                                        "Return-Receipt-To"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_ascii_strcasecmp(names[i], name) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

/* A field as it stands, without the line ends and the blanks before it. */
static char *unfold(const char *raw) {
    char *text = g_strdup(raw + strspn(raw, " \t\r\n"));
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        if (*from != '\r' && *from != '\n') {
            *to++ = *from;
        }
    }
    *to = '\0';
    return text;
}

/* What the field says: addresses, or text. */
static void write_meaning(const char *name, const char *raw) {
    if (holds_addresses(name)) {
        InternetAddressList *addresses = internet_address_list_parse(NULL, raw);
        if (addresses == NULL) {
            fputs("[]", stdout);
            return;
        }
        write_mailboxes(addresses);
        g_object_unref(addresses);
    } else {
        char *text = g_mime_utils_header_decode_text(NULL, raw);
        write_string(text);
        g_free(text);
    }
}

static void write_fields(GMimeObject *object) {
    GMimeHeaderList *list = g_mime_object_get_header_list(object);
    putchar('[');
    for (int i = 0; i < g_mime_header_list_get_count(list); i++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
        char *raw = unfold(g_mime_header_get_raw_value(header));
        fputs(i > 0 ? ",[" : "[", stdout);
        write_string(g_mime_header_get_name(header));
        putchar(',');
        write_string(raw);
        putchar(',');
        write_meaning(g_mime_header_get_name(header), raw);
        putchar(']');
        g_free(raw);
    }
    putchar(']');
}

static void write_params(char before, const char *key, GMimeParamList *list) {
    write_key(before, key);
    putchar('{');
    for (int i = 0; list != NULL && i < g_mime_param_list_length(list); i++) {
        GMimeParam *param = g_mime_param_list_get_parameter_at(list, i);
        if (i > 0) {
            putchar(',');
        }
        char *name = g_ascii_strdown(g_mime_param_get_name(param), -1);
        write_string(name);
        g_free(name);
        putchar(':');
        write_string(g_mime_param_get_value(param));
    }
    putchar('}');
}

/* Line ends are LF in text. */
static void write_text(const char *bytes, size_t length) {
    char *text = g_malloc(length + 1);
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != '\r' || i + 1 == length || bytes[i + 1] != '\n') {
            text[n++] = bytes[i];
        }
    }
    text[n] = '\0';
    write_string(text);
    g_free(text);
}

static void write_content(GMimePart *part, gboolean is_text) {
    GMimeStream *stream = g_mime_stream_mem_new();
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    if (content != NULL) {
        g_mime_data_wrapper_write_to_stream(content, stream);
    }
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    if (is_text) {
        write_key(',', "text");
        write_text((const char *)bytes->data, bytes->len);
    } else {
        char *hash = g_compute_checksum_for_data(G_CHECKSUM_SHA256, bytes->data, bytes->len);
        printf(",\"size\":%u,\"hash\":\"%s\"", bytes->len, hash);
        g_free(hash);
    }
    g_object_unref(stream);
}

static void write_message(GMimeMessage *message);

static void write_children(GMimeMultipart *multipart);

static void write_part(GMimeObject *object) {
    GMimeContentType *type = g_mime_object_get_content_type(object);
    GMimeContentDisposition *disposition = g_mime_object_get_content_disposition(object);
    char *name = g_mime_content_type_get_mime_type(type);
    write_key('{', "type");
    write_string(name);
    write_params(',', "parameters", g_mime_content_type_get_parameters(type));
    write_key(',', "disposition");
    write_string(disposition != NULL ? g_mime_content_disposition_get_disposition(disposition) : NULL);
    write_params(',', "disposition-parameters",
                 disposition != NULL ? g_mime_content_disposition_get_parameters(disposition) : NULL);
    write_key(',', "id");
    write_string(g_mime_object_get_content_id(object));
    write_key(',', "fields");
    write_fields(object);
    if (GMIME_IS_MULTIPART(object)) {
        write_children(GMIME_MULTIPART(object));
    } else if (GMIME_IS_MESSAGE_PART(object)) {
        write_key(',', "message");
        write_message(g_mime_message_part_get_message(GMIME_MESSAGE_PART(object)));
    } else {
        gboolean is_text =
            g_mime_content_type_is_type(type, "text", "*") || g_mime_content_type_is_type(type, "message", "*");
        write_content(GMIME_PART(object), is_text && disposition == NULL);
    }
    putchar('}');
    g_free(name);
}

static void write_children(GMimeMultipart *multipart) {
    write_key(',', "parts");
    putchar('[');
    for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
        if (i > 0) {
            putchar(',');
        }
        write_part(g_mime_multipart_get_part(multipart, i));
    }
    putchar(']');
}

static void write_message(GMimeMessage *message) {
    if (message == NULL) {
        fputs("null", stdout);
        return;
    }
    write_key('{', "fields");
    write_fields(GMIME_OBJECT(message));
    GDateTime *date = g_mime_message_get_date(message);
    write_key(',', "date");
    if (date == NULL) {
        fputs("null", stdout);
    } else {
        printf("[%" PRId64 ",%" PRId64 "]", (int64_t)g_date_time_to_unix(date),
               (int64_t)g_date_time_get_utc_offset(date) / 60000000);
    }
    write_key(',', "message-id");
    write_string(g_mime_message_get_message_id(message));
    write_key(',', "part");
    write_part(g_mime_message_get_mime_part(message));
    putchar('}');
}

static void read_message(const char *bytes, size_t size) {
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, size);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    write_message(message);
    putchar('\n');
    if (message != NULL) {
        g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
}

int main(void) {
    size_t size;
    g_mime_init();
    while (scanf("%zu", &size) == 1 && getchar() == '\n') {
        char *bytes = g_malloc(size + 1);
        if (fread(bytes, 1, size, stdin) != size) {
            fputs("read_gmime: the input ends too early\n", stderr);
            return 1;
        }
        read_message(bytes, size);
        g_free(bytes);
    }
    g_mime_shutdown();
    return 0;
}
