/* SPDX-License-Identifier: MIT */
#include "cyrus_server.h"

#include "support/test.h"

#include <sasl/saslplug.h>
#include <sasl/saslutil.h>
#include <stdio.h>

/* Its properties of the one user: "userPassword", or "*userPassword" for who logs in. */
static int look_up(void *context, sasl_server_params_t *server, unsigned flags, const char *user, unsigned length) {
    (void)context;
    (void)flags;
    if (length != strlen(CYRUS_USER) || memcmp(user, CYRUS_USER, length) != 0) {
        return SASL_NOUSER;
    }
    for (const struct propval *p = server->utils->prop_get(server->propctx); p != NULL && p->name != NULL; p++) {
        if (strcmp(p->name, "*userPassword") == 0 && p->values == NULL) {
            server->utils->prop_set(server->propctx, p->name, CYRUS_PASSWORD, (int)strlen(CYRUS_PASSWORD));
        }
    }
    return SASL_OK;
}

static int begin_users(const sasl_utils_t *utils, int most, int *version, sasl_auxprop_plug_t **plug,
                       const char *name) {
    static char own_name[] = "one-user";
    static sasl_auxprop_plug_t users = {.auxprop_lookup = look_up, .name = own_name};
    (void)utils;
    (void)most;
    (void)name;
    *version = SASL_AUXPROP_PLUG_VERSION;
    *plug = &users;
    return SASL_OK;
}

static int option(void *context, const char *plugin, const char *name, const char **value, unsigned *length) {
    (void)context;
    (void)plugin;
    if (strcmp(name, "auxprop_plugin") != 0) {
        return SASL_FAIL;
    }
    *value = "one-user";
    if (length != NULL) {
        *length = (unsigned)strlen(*value);
    }
    return SASL_OK;
}

static int log_nothing(void *context, int level, const char *message) {
    (void)context;
    (void)level;
    (void)message;
    return SASL_OK;
}

void cyrus_init(void) {
    static const sasl_callback_t callbacks[] = {{SASL_CB_GETOPT, (int (*)(void))(void (*)(void))option, NULL},
                                                {SASL_CB_LOG, (int (*)(void))(void (*)(void))log_nothing, NULL},
                                                {SASL_CB_LIST_END, NULL, NULL}};
    assert_int_equal(sasl_auxprop_add_plugin("one-user", begin_users), SASL_OK);
    assert_int_equal(sasl_server_init(callbacks, "libsmtp-test"), SASL_OK);
}

void cyrus_begin(struct cyrus_server *server, const char *kind, const void *data, size_t length) {
    memset(server, 0, sizeof *server);
    assert_int_equal(sasl_server_new("smtp", "mail.test", NULL, NULL, NULL, NULL, 0, &server->connection), SASL_OK);
    if (kind != NULL) {
        server->binding.name = kind;
        server->binding.data = data;
        server->binding.len = length;
        assert_int_equal(sasl_setprop(server->connection, SASL_CHANNEL_BINDING, &server->binding), SASL_OK);
    }
}

void cyrus_end(struct cyrus_server *server) {
    sasl_dispose(&server->connection);
}

static void answer(struct cyrus_server *server, int result, const char *out, unsigned length) {
    unsigned written;
    strcpy(server->reply, result == SASL_OK ? "235 ok" : result == SASL_CONTINUE ? "334 " : "535 no");
    if (result == SASL_CONTINUE) {
        assert_int_equal(sasl_encode64(out, length, server->reply + 4, sizeof server->reply - 4, &written), SASL_OK);
    }
}

void cyrus_hear(struct cyrus_server *server, const char *line) {
    char mechanism[32] = "";
    char response[CYRUS_TEXT] = "";
    const char *out = NULL;
    unsigned length = 0;
    const char *text = line;
    if (strncmp(line, "AUTH ", 5) == 0) {
        size_t name = strcspn(line + 5, " ");
        assert_true(name < sizeof mechanism);
        memcpy(mechanism, line + 5, name);
        text = line + 5 + name + strspn(line + 5 + name, " ");
    }
    if (sasl_decode64(text, (unsigned)strlen(text), response, sizeof response, &length) != SASL_OK) {
        answer(server, SASL_BADPROT, NULL, 0);
        return;
    }
    unsigned out_length = 0;
    int result = mechanism[0] != '\0'
                     ? sasl_server_start(server->connection, mechanism, response, length, &out, &out_length)
                     : sasl_server_step(server->connection, response, length, &out, &out_length);
    answer(server, result, out, out_length);
}
