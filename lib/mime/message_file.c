/* SPDX-License-Identifier: MIT */
/* message_file.c - files that go with the text: attachments, images that the HTML shows, other mails. */
#include "message_object.h"

#include "message_id.h"
#include <string.h>

/* A file to be added. */
struct file {
    int32_t disposition;
    struct smtp__text name;
    struct smtp__text type; /* empty: guessed from the name */
    struct smtp__text id;   /* empty: none */
    struct smtp_source *source;
};

static const char mail_type[] = "message/rfc822";

static struct file attachment(const char *name, size_t name_length, const char *type, size_t type_length,
                              smtp_source *source) {
    struct file file = {SMTP_DISPOSITION_ATTACHMENT,
                        smtp__text_from(name, name_length),
                        smtp__text_from(type, type_length),
                        {"", 0},
                        source};
    return file;
}

/* SMTP_OK if files can be added now, and this one is nobody's. */
static smtp_result check_state(const struct smtp_message *message, const struct smtp_source *source) {
    if (message == NULL || source == NULL || source->is_adopted) {
        return SMTP_E_ARGUMENT;
    }
    return message->root != NULL ? SMTP_E_STATE : SMTP_OK;
}

/* Looks at name and type, and leaves them as they are to be written. */
static smtp_result check_file(struct file *file) {
    enum smtp__media media;
    smtp_result result = smtp__part_name_check(&file->name);
    if (result != SMTP_OK) {
        return result;
    }
    if (file->type.length == 0) {
        file->type = smtp__media_type_guess(file->name);
    }
    result = smtp__media_type_check(file->type, NULL, &media);
    if (result != SMTP_OK) {
        return result;
    }
    return media == SMTP__MEDIA_MULTIPART || media == SMTP__MEDIA_MESSAGE ? SMTP_E_MEDIA_TYPE : SMTP_OK;
}

static smtp_result make_part(struct smtp_message *message, const struct file *file, struct smtp_part **part) {
    struct smtp_part *made = smtp__part_make(message, file->type, false);
    if (made == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    *part = made;
    smtp_result result = smtp__part_put_disposition(made, file->disposition, file->name);
    if (result == SMTP_OK && file->id.length > 0) {
        result = smtp__part_put_id(made, file->id);
    }
    bool is_mail = file->type.data == mail_type;
    return result == SMTP_OK
               ? smtp__part_put_source(made, is_mail ? SMTP__MEDIA_MESSAGE : SMTP__MEDIA_OTHER, file->source)
               : result;
}

/* Makes the part and links it, or leaves the message as it was. */
static smtp_result add(struct smtp_message *message, struct smtp__parts *parts, const struct file *file) {
    struct smtp_part *part;
    struct smtp__arena_mark mark = smtp__arena_mark(&message->arena);
    smtp_result result = make_part(message, file, &part);
    if (result != SMTP_OK) {
        smtp__arena_rewind(&message->arena, mark);
        return result;
    }
    smtp__part_keep(part);
    smtp__parts_append(parts, part);
    return SMTP_OK;
}

smtp_result smtp_message_attach_message(smtp_message *message, const char *name, size_t name_length,
                                        smtp_source *source) {
    struct file file = attachment(name, name_length, mail_type, sizeof mail_type - 1, source);
    smtp_result result = check_state(message, source);
    if (result == SMTP_OK) {
        result = smtp__part_name_check(&file.name);
    }
    return result == SMTP_OK ? add(message, &message->attachments, &file) : result;
}

/* A checked id and its place among those of the message: SMTP_E_ARGUMENT if it is there. */
static smtp_result make_key(struct smtp_message *message, struct smtp__text id, struct smtp__key **key) {
    struct smtp__key wanted = {.text = id, .exact = id.length};
    if (smtp__keys_find(&message->inline_ids, &wanted) != NULL) {
        return SMTP_E_ARGUMENT;
    }
    *key = smtp__arena_take(&message->arena, sizeof **key);
    wanted.text.data = smtp__arena_copy(&message->arena, id.data, id.length);
    if (*key == NULL || wanted.text.data == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    **key = wanted;
    return SMTP_OK;
}

static smtp_result add_inline(struct smtp_message *message, const struct file *file) {
    struct smtp__key *key;
    struct smtp__arena_mark mark = smtp__arena_mark(&message->arena);
    smtp_result result = make_key(message, file->id, &key);
    if (result == SMTP_OK) {
        result = add(message, &message->inlines, file);
    }
    if (result != SMTP_OK) {
        smtp__arena_rewind(&message->arena, mark);
        return result;
    }
    smtp__keys_add(&message->inline_ids, key);
    return SMTP_OK;
}

static struct file inline_file(const char *id, size_t id_length, const char *name, size_t name_length, const char *type,
                               size_t type_length, smtp_source *source) {
    struct file file = attachment(name, name_length, type, type_length, source);
    file.disposition = SMTP_DISPOSITION_INLINE;
    file.id = smtp__text_from(id, id_length);
    return file;
}

/* Every file but a mail: what it is called and its type are looked at. */
static smtp_result put(struct smtp_message *message, struct file *file) {
    bool is_inline = file->disposition == SMTP_DISPOSITION_INLINE;
    smtp_result result = check_state(message, file->source);
    if (result == SMTP_OK) {
        result = check_file(file);
    }
    if (result == SMTP_OK && is_inline) {
        result = smtp__message_id_check(&file->id);
    }
    if (result != SMTP_OK) {
        return result;
    }
    return is_inline ? add_inline(message, file) : add(message, &message->attachments, file);
}

smtp_result smtp_message_attach(smtp_message *message, const char *name, size_t name_length, const char *type,
                                size_t type_length, smtp_source *source) {
    struct file file = attachment(name, name_length, type, type_length, source);
    return put(message, &file);
}

smtp_result smtp_message_add_inline(smtp_message *message, const char *id, size_t id_length, const char *name,
                                    size_t name_length, const char *type, size_t type_length, smtp_source *source) {
    struct file file = inline_file(id, id_length, name, name_length, type, type_length, source);
    return id == NULL ? SMTP_E_ARGUMENT : put(message, &file);
}

/* A file that lies in memory: its source is made in the arena. */
static smtp_result put_memory(struct smtp_message *message, struct file *file, const void *data, size_t size) {
    if (message == NULL) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__arena_mark mark = smtp__arena_mark(&message->arena);
    void *memory = smtp__arena_take(&message->arena, smtp_source_bytes());
    smtp_result result = SMTP_E_NO_MEMORY;
    if (memory != NULL) {
        result = smtp_source_init_memory(memory, smtp_source_bytes(), data, size, &file->source);
    }
    if (result == SMTP_OK) {
        result = put(message, file);
    }
    if (result != SMTP_OK) {
        smtp__arena_rewind(&message->arena, mark);
    }
    return result;
}

smtp_result smtp_message_attach_memory(smtp_message *message, const char *name, size_t name_length, const char *type,
                                       size_t type_length, const void *data, size_t data_length) {
    struct file file = attachment(name, name_length, type, type_length, NULL);
    return put_memory(message, &file, data, data_length);
}

smtp_result smtp_message_add_inline_memory(smtp_message *message, const char *id, size_t id_length, const char *name,
                                           size_t name_length, const char *type, size_t type_length, const void *data,
                                           size_t data_length) {
    struct file file = inline_file(id, id_length, name, name_length, type, type_length, NULL);
    return id == NULL ? SMTP_E_ARGUMENT : put_memory(message, &file, data, data_length);
}
