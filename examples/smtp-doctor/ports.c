/* SPDX-License-Identifier: MIT */
#include "ports.h"

#include <strings.h>

struct list {
    struct known_port *ports;
    size_t count;
};

static void add(struct list *list, uint16_t port, int32_t security) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->ports[i].port == port && list->ports[i].security == security) {
            return;
        }
    }
    if (list->count < PORTS_MAX) {
        list->ports[list->count++] = (struct known_port){port, security};
    }
}

/* A port that was given: the way that was meant, and the other one, since to mix them up is what goes wrong. */
static void add_given(struct list *list, const struct target *target) {
    bool is_implicit = target->security == SMTP_SECURITY_IMPLICIT_TLS;
    if (target->security == SECURITY_UNSAID) {
        is_implicit = target->port == 465;
    } else {
        add(list, target->port, target->security);
    }
    if (target->protocol == SMTP_PROTOCOL_SMTP) {
        add(list, target->port, is_implicit ? SMTP_SECURITY_IMPLICIT_TLS : SMTP_SECURITY_STARTTLS_REQUIRED);
        add(list, target->port, is_implicit ? SMTP_SECURITY_STARTTLS_REQUIRED : SMTP_SECURITY_IMPLICIT_TLS);
    }
}

static void add_srv(struct list *list, const struct target *target, const struct dns_answer *answer, int32_t security) {
    for (size_t i = 0; i < answer->count; i++) {
        if (answer->list[i].port > 0 && strcasecmp(answer->list[i].host, target->host) == 0) {
            add(list, answer->list[i].port, security);
        }
    }
}

size_t ports_of(const struct target *target, struct known_port ports[PORTS_MAX]) {
    struct list list = {ports, 0};
    if (target->port > 0) {
        add_given(&list, target);
        return list.count;
    }
    for (size_t i = 0; i < target->known.port_count; i++) {
        add(&list, target->known.ports[i].port, target->known.ports[i].security);
    }
    add_srv(&list, target, &target->submissions, SMTP_SECURITY_IMPLICIT_TLS);
    add_srv(&list, target, &target->submission, SMTP_SECURITY_STARTTLS_REQUIRED);
    add(&list, 465, SMTP_SECURITY_IMPLICIT_TLS);
    add(&list, 587, SMTP_SECURITY_STARTTLS_REQUIRED);
    add(&list, 2525, SMTP_SECURITY_STARTTLS_REQUIRED);
    add(&list, 588, SMTP_SECURITY_STARTTLS_REQUIRED);
    add(&list, 25, SMTP_SECURITY_STARTTLS_REQUIRED);
    return list.count;
}
