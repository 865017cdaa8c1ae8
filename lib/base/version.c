/* SPDX-License-Identifier: MIT */
#include <smtp/version.h>

#define STRING(x) #x
#define VERSION_STRING(major, minor, patch) STRING(major) "." STRING(minor) "." STRING(patch)

const char *smtp_library_version(void) {
    return VERSION_STRING(SMTP_VERSION_MAJOR, SMTP_VERSION_MINOR, SMTP_VERSION_PATCH);
}

int32_t smtp_library_version_number(void) {
    return SMTP_VERSION_MAJOR * 1000000 + SMTP_VERSION_MINOR * 1000 + SMTP_VERSION_PATCH;
}
