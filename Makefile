# SPDX-License-Identifier: MIT
# libsmtp. `make help` lists the targets. Builds below $(B), which may lie anywhere, and out of tree:
# make -f ../libsmtp/Makefile. CC CFLAGS CPPFLAGS LDFLAGS PREFIX LIBDIR DESTDIR CROSS RUN are honoured.

S := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
B ?= build
CROSS ?=
RUN ?=
ifeq ($(origin CC),default)
CC := $(CROSS)gcc
endif
ifeq ($(origin AR),default)
AR := $(CROSS)ar
endif
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR ?= $(PREFIX)/share/man
CFLAGS ?= -O2 -g
INSTALL ?= install

# ---- what is in each room (lib/README.md says what a room is for) ----
ROOMS = base codec source wire auth session mime client port
base_SRC = arena ascii buffer result text version wipe
codec_SRC = base64 crlf dot encoded_word lines parameter quoted_printable utf8
source_SRC = measure source
wire_SRC = capabilities command envelope mailbox mechanism queue_id reply
auth_SRC = choice credentials login plain
session_SRC = session
mime_SRC = message
client_SRC = client
port_SRC = posix/platform

# ---- which rooms a room may use: its unit tests link nothing else ----
base_USES = base
codec_USES = base codec
source_USES = base codec source
wire_USES = base codec wire
auth_USES = base codec auth
session_USES = base codec source wire auth session
mime_USES = base codec source wire mime
client_USES = base codec source wire auth session mime client
port_USES = $(ROOMS)

CORE_ROOMS = base codec source wire auth session mime

version_part = $(shell sed -n 's/^.define SMTP_VERSION_$(1) //p' $(S)/include/smtp/version.h)
MAJOR := $(call version_part,MAJOR)
VERSION := $(MAJOR).$(call version_part,MINOR).$(call version_part,PATCH)

WARNINGS = -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes
override_CFLAGS = -std=c11 -fvisibility=hidden $(WARNINGS) -ffile-prefix-map=$(S)/= -MMD -MP
INCLUDES = -I$(S)/include -I$(S)/lib
MBEDTLS_LIBS ?= -lmbedtls -lmbedx509 -lmbedcrypto

objects_of = $(addprefix $(B)/lib/$(1)/,$(addsuffix .o,$($(1)_SRC)))
OBJECTS = $(foreach r,$(ROOMS),$(call objects_of,$(r)))
CORE_OBJECTS = $(foreach r,$(CORE_ROOMS),$(call objects_of,$(r)))

.SUFFIXES:
.DELETE_ON_ERROR:
ALL_CHECKS = $(addprefix check-,$(ROOMS))
.PHONY: $(ALL_CHECKS) all core demo check lint size install uninstall dist deps clean help FORCE

all: $(B)/libsmtp.a $(B)/libsmtp.so

core: $(B)/libsmtp-core.a

# Objects are made anew when a flag changes.
FLAGS = $(CC) $(CPPFLAGS) $(CFLAGS) $(override_CFLAGS) $(INCLUDES)
$(B)/flags: FORCE
	@mkdir -p $(B)
	@echo '$(FLAGS)' | cmp -s - $@ || echo '$(FLAGS)' >$@

$(B)/lib/%.o: $(S)/lib/%.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(override_CFLAGS) $(INCLUDES) -fPIC $(CFLAGS) -c $< -o $@

$(B)/libsmtp.a: $(OBJECTS)
	rm -f $@
	$(AR) rcD $@ $^

$(B)/libsmtp-core.a: $(CORE_OBJECTS)
	rm -f $@
	$(AR) rcD $@ $^

$(B)/libsmtp.so.$(MAJOR): $(OBJECTS) $(S)/lib/libsmtp.map
	$(CC) -shared $(CFLAGS) -Wl,-soname,libsmtp.so.$(MAJOR) -Wl,--version-script=$(S)/lib/libsmtp.map -Wl,-z,defs \
	  $(LDFLAGS) -o $@ $(OBJECTS) $(MBEDTLS_LIBS)

$(B)/libsmtp.so: $(B)/libsmtp.so.$(MAJOR)
	ln -sf $(<F) $@

# ---- unit tests: tests/ROOM/test_FILE.c is one program that links the rooms its room may use ----
SUPPORT = $(addprefix $(B)/tests/support/,guard.o allocator.o)
unit_tests_of = $(patsubst $(S)/%.c,$(B)/%,$(wildcard $(S)/tests/$(1)/test_*.c))
UNIT_TESTS = $(foreach r,$(ROOMS),$(call unit_tests_of,$(r)))

$(B)/tests/%.o: $(S)/tests/%.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(override_CFLAGS) $(INCLUDES) -I$(S)/tests $(CFLAGS) -c $< -o $@

define unit_test_rule
$(call unit_tests_of,$(1)): %: %.o $(SUPPORT) $(foreach r,$($(1)_USES),$(call objects_of,$(r)))
	$$(CC) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$^ -lcmocka $(if $(filter port,$(1)),$(MBEDTLS_LIBS))
check-$(1): $(call unit_tests_of,$(1))
	@for t in $$^; do $$(RUN) $$$$t || exit 1; done
endef
$(foreach r,$(ROOMS),$(eval $(call unit_test_rule,$(r))))

clean:
	rm -rf $(B)

-include $(shell find $(B) -name '*.d' 2>/dev/null)
