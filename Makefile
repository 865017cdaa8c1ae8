# SPDX-License-Identifier: MIT
# libsmtp. `make help` lists the targets. Builds below $(B), which may lie anywhere, and out of tree:
# make -f ../libsmtp/Makefile. CC CFLAGS CPPFLAGS LDFLAGS PREFIX LIBDIR DESTDIR CROSS RUN are honoured; the caller's
# flags come last, so that they win.

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
override_CFLAGS = -std=c11 -fvisibility=hidden $(WARNINGS) -ffile-prefix-map=$(S)/= -ffile-prefix-map=$(CURDIR)=. -MMD -MP
INCLUDES = -I$(S)/include -I$(S)/lib
MBEDTLS_LIBS ?= -lmbedtls -lmbedx509 -lmbedcrypto

objects_of = $(addprefix $(B)/lib/$(1)/,$(addsuffix .o,$($(1)_SRC)))
shared_objects_of = $(addprefix $(B)/shared/$(1)/,$(addsuffix .o,$($(1)_SRC)))
OBJECTS = $(foreach r,$(ROOMS),$(call objects_of,$(r)))
CORE_OBJECTS = $(foreach r,$(CORE_ROOMS),$(call objects_of,$(r)))
SHARED_OBJECTS = $(foreach r,$(ROOMS),$(call shared_objects_of,$(r)))

.SUFFIXES:
.DELETE_ON_ERROR:
ALL_CHECKS = $(addprefix check-,$(ROOMS))
.PHONY: $(ALL_CHECKS) all core demo check check-unit check-install lint size size-core install uninstall dist deps clean \
  help FORCE
ifneq ($(filter deps,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

all: $(B)/libsmtp.a $(B)/libsmtp.so $(B)/libsmtp.pc

help:
	@echo 'all        the static and the shared library and the pkg-config file, below $$(B) = $(B)'
	@echo 'core       the part for firmware, $(B)/libsmtp-core.a: make core CROSS=arm-none-eabi- CFLAGS=-Os'
	@echo 'demo       sends a mail to a smarthost on this machine and shows what happens'
	@echo 'check      all tests; check-ROOM those of one room: $(ROOMS)'
	@echo 'lint       the rules of the project, and the static analysers'
	@echo 'size       bytes per room, and those of the engine on a Cortex-M4'
	@echo 'install    to $$(DESTDIR)$$(PREFIX) = $(DESTDIR)$(PREFIX); uninstall takes it away'
	@echo 'dist       the last commit as a tarball'
	@echo 'deps       Debian packages that the other goals need: make deps demo'
	@echo 'clean      removes $(B)'

core: $(B)/libsmtp-core.a

# What is made depends on the flags it is made with: these files change when they do.
FLAGS = $(CC) $(override_CFLAGS) $(INCLUDES) $(CPPFLAGS) $(CFLAGS)
LINK_FLAGS = $(CC) $(CFLAGS) $(LDFLAGS) $(MBEDTLS_LIBS)
PATHS = $(PREFIX) $(LIBDIR) $(INCLUDEDIR) $(VERSION) $(MBEDTLS_LIBS)
stamp = @mkdir -p $(@D); echo '$(1)' | cmp -s - $@ || echo '$(1)' >$@
$(B)/flags: FORCE
	$(call stamp,$(FLAGS))
$(B)/link-flags: FORCE
	$(call stamp,$(LINK_FLAGS))
$(B)/paths: FORCE
	$(call stamp,$(PATHS))

$(B)/lib/%.o: $(S)/lib/%.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(override_CFLAGS) $(INCLUDES) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

$(B)/shared/%.o: $(S)/lib/%.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(override_CFLAGS) $(INCLUDES) -fPIC $(CPPFLAGS) $(CFLAGS) -c $< -o $@

$(B)/libsmtp.a: $(OBJECTS)
	rm -f $@
	$(AR) rcD $@ $^

$(B)/libsmtp-core.a: $(CORE_OBJECTS)
	rm -f $@
	$(AR) rcD $@ $^

SONAME = libsmtp.so.$(MAJOR)
SO_FILE = libsmtp.so.$(VERSION)
$(B)/$(SO_FILE): $(SHARED_OBJECTS) $(S)/lib/libsmtp.map $(B)/link-flags
	$(CC) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=$(S)/lib/libsmtp.map $(DEFS) $(CFLAGS) $(LDFLAGS) \
	  -o $@ $(SHARED_OBJECTS) $(MBEDTLS_LIBS)

# No symbol may stay open in the shared library; those of a sanitizer come with the program.
DEFS = $(if $(findstring -fsanitize,$(CFLAGS)),,-Wl,-z,defs)

$(B)/$(SONAME): $(B)/$(SO_FILE)
	ln -sf $(<F) $@

$(B)/libsmtp.so: $(B)/$(SONAME)
	ln -sf $(<F) $@

$(B)/libsmtp.pc: $(S)/pkgconfig/libsmtp.pc.in $(B)/paths
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' \
	  -e 's|@VERSION@|$(VERSION)|' -e 's|@LIBS_PRIVATE@|$(MBEDTLS_LIBS)|' $< >$@

# ---- unit tests: tests/ROOM/test_FILE.c is one program that links the rooms its room may use ----
SUPPORT = $(addprefix $(B)/tests/support/,guard.o allocator.o)
unit_tests_of = $(patsubst $(S)/%.c,$(B)/%,$(wildcard $(S)/tests/$(1)/test_*.c))
UNIT_TESTS = $(foreach r,$(ROOMS),$(call unit_tests_of,$(r)))

$(B)/tests/%.o: $(S)/tests/%.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(override_CFLAGS) $(INCLUDES) -I$(S)/tests $(CPPFLAGS) $(CFLAGS) -c $< -o $@

define unit_test_rule
$(call unit_tests_of,$(1)): %: %.o $(SUPPORT) $(foreach r,$($(1)_USES),$(call objects_of,$(r)))
	$$(CC) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$^ -lcmocka $(if $(filter port,$(1)),$(MBEDTLS_LIBS))
check-$(1): $(call unit_tests_of,$(1))
	@status=0; for t in $$^; do $$(RUN) $$$$t || status=1; done; exit $$$$status
endef
$(foreach r,$(ROOMS),$(eval $(call unit_test_rule,$(r))))

clean:
	rm -rf $(B)

-include $(shell find $(B) -name '*.d' 2>/dev/null)
