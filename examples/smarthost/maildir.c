/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "maildir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static bool make_directory(int at, const char *name) {
    return mkdirat(at, name, 0700) == 0 || errno == EEXIST;
}

static int open_directory(int at, const char *name) {
    return openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static bool make_folders(int mail) {
    return make_directory(mail, "new") && make_directory(mail, "cur") && make_directory(mail, "tmp") &&
           make_directory(mail, "envelope");
}

int maildir_open(const char *directory) {
    int top = make_directory(AT_FDCWD, directory) ? open_directory(AT_FDCWD, directory) : -1;
    if (top < 0) {
        return -1;
    }
    int mail = make_directory(top, "mail") ? open_directory(top, "mail") : -1;
    close(top);
    if (mail >= 0 && !make_folders(mail)) {
        close(mail);
        return -1;
    }
    return mail;
}

struct path {
    char text[MAIL_NAME_MAX + 16];
};

static struct path path_in(const char *folder, const char *name) {
    struct path path;
    snprintf(path.text, sizeof path.text, "%s/%s", folder, name);
    return path;
}

static int create(int maildir, const char *path) {
    return openat(maildir, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

bool delivery_start(struct delivery *delivery, int maildir, unsigned number) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    delivery->maildir = maildir;
    snprintf(delivery->name, sizeof delivery->name, "%lld.M%06ldP%ldQ%u.localhost", (long long)now.tv_sec,
             now.tv_nsec / 1000, (long)getpid(), number);
    delivery->fd = create(maildir, path_in("tmp", delivery->name).text);
    return delivery->fd >= 0;
}

static bool write_all(int fd, const char *data, size_t length) {
    while (length > 0) {
        ssize_t count = write(fd, data, length);
        if (count < 0 && errno != EINTR) {
            return false;
        }
        data += count > 0 ? count : 0;
        length -= count > 0 ? (size_t)count : 0;
    }
    return true;
}

bool delivery_write(struct delivery *delivery, const char *data, size_t length) {
    return write_all(delivery->fd, data, length);
}

static bool finish(int fd) {
    bool safe = fsync(fd) == 0;
    return close(fd) == 0 && safe;
}

static bool file_envelope(const struct delivery *delivery, const char *envelope, size_t length) {
    int fd = create(delivery->maildir, path_in("envelope", delivery->name).text);
    if (fd < 0) {
        return false;
    }
    bool written = write_all(fd, envelope, length);
    return finish(fd) && written;
}

bool delivery_commit(struct delivery *delivery, const char *envelope, size_t length) {
    struct path from = path_in("tmp", delivery->name);
    struct path to = path_in("new", delivery->name);
    bool filed = finish(delivery->fd) && file_envelope(delivery, envelope, length) &&
                 renameat(delivery->maildir, from.text, delivery->maildir, to.text) == 0;
    delivery->fd = -1;
    if (!filed) {
        unlinkat(delivery->maildir, from.text, 0);
        unlinkat(delivery->maildir, path_in("envelope", delivery->name).text, 0);
    }
    return filed;
}

void delivery_drop(struct delivery *delivery) {
    if (delivery->fd >= 0) {
        close(delivery->fd);
        unlinkat(delivery->maildir, path_in("tmp", delivery->name).text, 0);
        delivery->fd = -1;
    }
}
