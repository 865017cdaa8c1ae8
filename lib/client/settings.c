/* SPDX-License-Identifier: MIT */
/* settings.c - the setters of a client. */
#include "client.h"

#include "base/ascii.h"
#include "base/wipe.h"
#include "url.h"
#include <smtp/mailbox.h>
#include <string.h>

void smtp__setting_clear(struct smtp_client *client, struct smtp__setting *setting) {
    const smtp_allocator *allocator = client->platform->allocator;
    if (setting->data != NULL) {
        smtp__wipe(setting->data, setting->length);
        allocator->release(allocator->context, setting->data);
    }
    setting->data = NULL;
    setting->length = 0;
}

void smtp__settings_clear(struct smtp_client *client) {
    struct smtp__settings *s = &client->settings;
    struct smtp__setting *all[] = {&s->host,      &s->connect_host, &s->user,    &s->secret,   &s->helo,
                                   &s->ca_file,   &s->ca_directory, &s->ca_data, &s->tls_name, &s->client_certificate,
                                   &s->client_key};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        smtp__setting_clear(client, all[i]);
    }
}

smtp_result smtp__setting_copy(struct smtp_client *client, const void *data, size_t length,
                               struct smtp__setting *setting) {
    const smtp_allocator *allocator = client->platform->allocator;
    if (length == SIZE_MAX) {
        return SMTP_E_ARGUMENT;
    }
    setting->data = allocator->allocate(allocator->context, length + 1);
    if (setting->data == NULL) {
        return SMTP_E_NO_MEMORY;
    }
    if (length > 0) {
        memcpy(setting->data, data, length);
    }
    setting->data[length] = '\0';
    setting->length = length;
    return SMTP_OK;
}

smtp_result smtp__client_changeable(const struct smtp_client *client) {
    if (client == NULL) {
        return SMTP_E_ARGUMENT;
    }
    return client->job == SMTP__JOB_NONE ? SMTP_OK : SMTP_E_STATE;
}

void smtp__client_changed(struct smtp_client *client) {
    smtp__client_drop(client);
    client->transport_is_stale = client->transport_is_used;
}

/* In the place of the old one; a connection made under the old one ends. */
static void put(struct smtp_client *client, struct smtp__setting *setting, struct smtp__setting fresh) {
    smtp__client_changed(client);
    smtp__setting_clear(client, setting);
    *setting = fresh;
}

/* A string that was checked. */
static smtp_result replace(struct smtp_client *client, struct smtp__setting *setting, const void *data, size_t length) {
    struct smtp__setting fresh = {NULL, 0};
    smtp_result result = smtp__setting_copy(client, data, length, &fresh);
    if (result == SMTP_OK) {
        put(client, setting, fresh);
    }
    return result;
}

/* A host, as it is looked up. */
static smtp_result replace_host(struct smtp_client *client, struct smtp__setting *setting, struct smtp__text text) {
    struct smtp__host host;
    smtp_result result = smtp__host_read(text, &host);
    return result == SMTP_OK ? replace(client, setting, host.name, host.length) : result;
}

/* One that has no grammar but may not be empty or have control characters. */
static smtp_result copy_path(struct smtp_client *client, const char *path, size_t length, struct smtp__setting *fresh) {
    struct smtp__text text = smtp__text_from(path, length);
    if (smtp__ascii_has_control(text.data, text.length)) {
        return SMTP_E_CONTROL_CHARACTER;
    }
    return text.length == 0 ? SMTP_E_ARGUMENT : smtp__setting_copy(client, text.data, text.length, fresh);
}

/* NULL takes it away. */
static smtp_result replace_path(struct smtp_client *client, struct smtp__setting *setting, const char *path,
                                size_t length) {
    struct smtp__setting fresh = {NULL, 0};
    smtp_result result = smtp__client_changeable(client);
    if (result == SMTP_OK && path != NULL) {
        result = copy_path(client, path, length, &fresh);
    }
    if (result == SMTP_OK) {
        put(client, setting, fresh);
    }
    return result;
}

smtp_result smtp_client_set_url(smtp_client *client, const char *url, size_t length) {
    smtp_result result = smtp__client_changeable(client);
    struct smtp__url parts;
    if (result != SMTP_OK) {
        return result;
    }
    if (url == NULL) {
        return SMTP_E_ARGUMENT;
    }
    result = smtp__url_read(smtp__text_from(url, length), &parts);
    if (result != SMTP_OK) {
        return result;
    }
    result = smtp_client_set_server(client, parts.host.data, parts.host.length, parts.port, parts.security);
    if (result == SMTP_OK) {
        client->settings.protocol = parts.protocol;
    }
    return result;
}

smtp_result smtp_client_set_server(smtp_client *client, const char *host, size_t length, uint16_t port,
                                   int32_t security) {
    smtp_result result = smtp__client_changeable(client);
    struct smtp__text text = smtp__text_from(host, length);
    if (result != SMTP_OK) {
        return result;
    }
    if (host == NULL || security < SMTP_SECURITY_STARTTLS_REQUIRED || security > SMTP_SECURITY_CLEAR) {
        return SMTP_E_ARGUMENT;
    }
    result = replace_host(client, &client->settings.host, text);
    if (result == SMTP_OK) {
        client->settings.port = port == 0 ? smtp__usual_port(security, SMTP_PROTOCOL_SMTP) : port;
        client->settings.security = security;
        client->settings.protocol = SMTP_PROTOCOL_SMTP;
        client->settings.provider = NULL;
    }
    return result;
}

smtp_result smtp_client_set_connect(smtp_client *client, const char *host, size_t length, uint16_t port) {
    smtp_result result = smtp__client_changeable(client);
    struct smtp__text text = smtp__text_from(host, length);
    if (result != SMTP_OK) {
        return result;
    }
    if (host == NULL) {
        return SMTP_E_ARGUMENT;
    }
    result = port == 0 ? SMTP_E_PORT : replace_host(client, &client->settings.connect_host, text);
    if (result == SMTP_OK) {
        client->settings.connect_port = port;
    }
    return result;
}

smtp_result smtp_client_set_mechanisms(smtp_client *client, uint32_t mechanisms) {
    smtp_result result = smtp__client_changeable(client);
    if (result != SMTP_OK) {
        return result;
    }
    if (mechanisms == 0 || (mechanisms & ~smtp_mechanisms()) != 0) {
        return SMTP_E_MECHANISM;
    }
    smtp__client_changed(client);
    client->settings.mechanisms = mechanisms;
    return SMTP_OK;
}

smtp_result smtp_client_set_plaintext_auth(smtp_client *client, int32_t allowed) {
    smtp_result result = smtp__client_changeable(client);
    if (result == SMTP_OK) {
        smtp__client_changed(client);
        client->settings.plaintext_auth = allowed != 0;
    }
    return result;
}

smtp_result smtp_client_set_helo(smtp_client *client, const char *name, size_t length) {
    smtp_result result = smtp__client_changeable(client);
    struct smtp__text text = smtp__text_from(name, length);
    if (result != SMTP_OK) {
        return result;
    }
    if (name == NULL) {
        return SMTP_E_ARGUMENT;
    }
    result = smtp_helo_name_check(text.data, text.length);
    return result == SMTP_OK ? replace(client, &client->settings.helo, text.data, text.length) : result;
}

smtp_result smtp_client_set_ca_file(smtp_client *client, const char *path, size_t length) {
    return replace_path(client, client == NULL ? NULL : &client->settings.ca_file, path, length);
}

smtp_result smtp_client_set_ca_directory(smtp_client *client, const char *path, size_t length) {
    return replace_path(client, client == NULL ? NULL : &client->settings.ca_directory, path, length);
}

smtp_result smtp_client_set_ca_data(smtp_client *client, const void *data, size_t length) {
    smtp_result result = smtp__client_changeable(client);
    struct smtp__text text = smtp__text_from(data, length);
    if (result != SMTP_OK) {
        return result;
    }
    return text.length == 0 ? SMTP_E_ARGUMENT : replace(client, &client->settings.ca_data, text.data, text.length);
}

smtp_result smtp_client_set_tls_name(smtp_client *client, const char *name, size_t length) {
    smtp_result result = smtp__client_changeable(client);
    struct smtp__text text = smtp__text_from(name, length);
    if (result != SMTP_OK) {
        return result;
    }
    if (name == NULL) {
        return SMTP_E_ARGUMENT;
    }
    return replace_host(client, &client->settings.tls_name, text);
}

/* 32 bytes in hexadecimal, with or without a colon after each. */
static bool read_pin(struct smtp__text text, uint8_t pin[32]) {
    for (size_t i = 0; i < 32; i++) {
        if (i > 0 && text.length > 0 && text.data[0] == ':') {
            text.data++;
            text.length--;
        }
        int high = text.length >= 2 ? smtp__ascii_hex(text.data[0]) : -1;
        int low = text.length >= 2 ? smtp__ascii_hex(text.data[1]) : -1;
        if (high < 0 || low < 0) {
            return false;
        }
        pin[i] = (uint8_t)(high * 16 + low);
        text.data += 2;
        text.length -= 2;
    }
    return text.length == 0;
}

smtp_result smtp_client_set_pin(smtp_client *client, const char *sha256, size_t length) {
    uint8_t pin[32] = {0};
    smtp_result result = smtp__client_changeable(client);
    if (result != SMTP_OK) {
        return result;
    }
    if (sha256 != NULL && !read_pin(smtp__text_from(sha256, length), pin)) {
        return SMTP_E_PIN;
    }
    smtp__client_changed(client);
    memcpy(client->settings.pin, pin, sizeof pin);
    client->settings.has_pin = sha256 != NULL;
    return SMTP_OK;
}

smtp_result smtp_client_set_client_certificate(smtp_client *client, const char *certificate_path,
                                               size_t certificate_length, const char *key_path, size_t key_length) {
    smtp_result result = smtp__client_changeable(client);
    if (result != SMTP_OK) {
        return result;
    }
    if ((certificate_path == NULL) != (key_path == NULL)) {
        return SMTP_E_ARGUMENT;
    }
    struct smtp__setting fresh_certificate = {NULL, 0};
    struct smtp__setting fresh_key = {NULL, 0};
    if (certificate_path != NULL) {
        result = copy_path(client, certificate_path, certificate_length, &fresh_certificate);
    }
    if (result == SMTP_OK && key_path != NULL) {
        result = copy_path(client, key_path, key_length, &fresh_key);
    }
    if (result != SMTP_OK) {
        smtp__setting_clear(client, &fresh_certificate);
        return result;
    }
    put(client, &client->settings.client_certificate, fresh_certificate);
    put(client, &client->settings.client_key, fresh_key);
    return SMTP_OK;
}

smtp_result smtp_client_set_verify(smtp_client *client, int32_t verify) {
    smtp_result result = smtp__client_changeable(client);
    if (result == SMTP_OK) {
        smtp__client_changed(client);
        client->settings.verify = verify != 0;
    }
    return result;
}

smtp_result smtp_client_set_timeout(smtp_client *client, uint32_t timeout_ms) {
    smtp_result result = smtp__client_changeable(client);
    if (result == SMTP_OK) {
        client->settings.timeout_ms = timeout_ms;
    }
    return result;
}

smtp_result smtp_client_set_deadline(smtp_client *client, uint32_t deadline_ms) {
    smtp_result result = smtp__client_changeable(client);
    if (result == SMTP_OK) {
        client->settings.deadline_ms = deadline_ms;
    }
    return result;
}

smtp_result smtp_client_set_trace(smtp_client *client, smtp_trace_fn trace, void *context) {
    smtp_result result = smtp__client_changeable(client);
    if (result == SMTP_OK) {
        client->trace = trace;
        client->trace_context = context;
        smtp_session_set_trace(client->connection.session, trace, context);
    }
    return result;
}
