/* SPDX-License-Identifier: MIT */
#include <smtp/result.h>

struct entry {
    smtp_result number;
    const char *name;
    const char *text;
};

static const struct entry table[] = {
#define ENTRY(name, number, text) {SMTP_##name, "SMTP_" #name, text},
    SMTP_RESULT_TABLE(ENTRY)
#undef ENTRY
};

static const struct entry *find(smtp_result result) {
    static const struct entry unknown = {0, "SMTP_E_UNKNOWN", "an error that this version does not know"};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (table[i].number == result) {
            return &table[i];
        }
    }
    return &unknown;
}

const char *smtp_result_name(smtp_result result) {
    return find(result)->name;
}

const char *smtp_result_text(smtp_result result) {
    return find(result)->text;
}

int32_t smtp_result_class(smtp_result result) {
    return result >= 0 ? SMTP_CLASS_NONE : -(result / 100);
}

const char *smtp_class_name(int32_t class_number) {
    static const char *const names[] = {"none",      "input",     "config",  "credentials", "tls",     "protocol",
                                        "transient", "permanent", "timeout", "io",          "resource"};
    if (class_number < 0 || (size_t)class_number >= sizeof names / sizeof names[0]) {
        return "unknown";
    }
    return names[class_number];
}
