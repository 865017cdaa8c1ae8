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
ROOMS = base codec source wire auth session mime dkim provider explain client port
base_SRC = arena ascii buffer calendar digest memory result text version wipe
codec_SRC = base64 base64_wide base64_wide_x86 crlf dot encoded_word lines parameter punycode quoted_printable run \
  timestamp utf8 xtext
source_SRC = measure source
wire_SRC = capabilities command domain domain_ascii envelope envelope_limits envelope_parameter envelope_part kept \
  label_ascii label_none line literal mail_parameter mailbox mechanism own_parameter queue_id reply
auth_SRC = choice cram_md5 credentials gs2 hmac identity login oauth own plain scram scram_channel scram_read
session_SRC = answer authentication bdat channel command content digests engine enter event exchange hide identity \
  lmtp mail offered own password receive ring send session step submit token trace
mime_SRC = address address_token atom body content date embedded field field_make finding flowed header_reader html \
  keys leaf local_part media_type merge merge_apply merge_template message message_address message_body message_check \
  message_check_address message_check_body message_envelope message_field message_file message_id message_identity \
  message_list message_note message_put message_source message_tree part part_field phrase raw raw_content \
  raw_envelope raw_source recipients seed template text_check tree unstructured writer
dkim_SRC = canonical dkim hash header names sign signature signed signer
provider_SRC = provider table
explain_SRC = bounce delay explain find retry table
client_SRC = client connect credentials dkim explain fate finish patience places protocol provider pump report \
  report_get send send_message server settings split start step timing url
port_SRC = idn2/label_ascii mbedtls/anchors mbedtls/channel mbedtls/der mbedtls/describe mbedtls/digest mbedtls/dkim_key \
  mbedtls/end_point mbedtls/handshake mbedtls/name mbedtls/peer mbedtls/records mbedtls/san \
  mbedtls/tls mbedtls/trust mbedtls/verify posix/allocator posix/attach posix/file posix/platform posix/problem \
  posix/random posix/resolve posix/tcp posix/transport

# ---- which rooms a room may use: its unit tests link nothing else ----
base_USES = base
codec_USES = base codec
source_USES = base codec source
wire_USES = base codec wire
auth_USES = base codec auth
session_USES = base codec source wire auth session
mime_USES = base codec source wire mime
dkim_USES = base codec source wire dkim
provider_USES = base provider
explain_USES = base explain
client_USES = base codec source wire auth session mime dkim provider explain client
port_USES = $(ROOMS)

CORE_ROOMS = base codec source wire auth session mime dkim

# ---- FILE_x86 stands for FILE where the compiler makes code for x86-64; SIMD=no: nowhere ----
SIMD := $(or $(SIMD),$(if $(filter x86_64-%,$(shell $(CC) -dumpmachine)),x86,no))
x86_SRC = $(filter %_x86,$(foreach r,$(ROOMS),$($(r)_SRC)))
LEFT_OUT = $(if $(filter x86,$(SIMD)),$(x86_SRC:_x86=),$(x86_SRC))

# ---- PROVIDERS=no: without the table of known smarthosts, and what uses it ----
PROVIDERS ?= yes
NO_PROVIDERS = $(if $(filter no,$(PROVIDERS)),$(provider_SRC))

version_part = $(shell sed -n 's/^.define SMTP_VERSION_$(1) //p' $(S)/include/smtp/version.h)
MAJOR := $(call version_part,MAJOR)
VERSION := $(MAJOR).$(call version_part,MINOR).$(call version_part,PATCH)

WARNINGS = -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes
override_CFLAGS = -std=c11 -fvisibility=hidden $(WARNINGS) -ffile-prefix-map=$(S)/= -ffile-prefix-map=$(CURDIR)=. -MMD -MP
INCLUDES = -I$(S)/include -I$(S)/lib
MBEDTLS_LIBS ?= -lmbedtls -lmbedx509 -lmbedcrypto
LIBS = $(strip $(MBEDTLS_LIBS) $(IDN2_LIBS))

# ---- IDN2=yes: the labels of domains by libidn2 instead of the table in the room wire; IDN=no: neither ----
IDN ?= yes
IDN2 ?= no
IDN2_LIBS = $(if $(filter yes,$(IDN2)),-lidn2)
LABEL_ASCII = $(if $(filter yes,$(IDN2)),../port/idn2/label_ascii,$(if $(filter no,$(IDN)),label_none,label_ascii))

not_in = $(LEFT_OUT) $(if $(filter provider client,$(1)),$(NO_PROVIDERS)) idn2/label_ascii label_none
sources_of = $(patsubst label_ascii,$(LABEL_ASCII),$(filter-out $(not_in),$($(1)_SRC)))
objects_of = $(addprefix $(B)/lib/$(1)/,$(addsuffix .o,$(sources_of)))
shared_objects_of = $(addprefix $(B)/shared/$(1)/,$(addsuffix .o,$(sources_of)))
OBJECTS = $(foreach r,$(ROOMS),$(call objects_of,$(r)))
CORE_OBJECTS = $(foreach r,$(CORE_ROOMS),$(call objects_of,$(r)))
SHARED_OBJECTS = $(foreach r,$(ROOMS),$(call shared_objects_of,$(r)))

.SUFFIXES:
.DELETE_ON_ERROR:
ALL_CHECKS = $(addprefix check-,$(ROOMS))
.PHONY: $(ALL_CHECKS) all core demo check check-unit unit-tests programs check-install lint size size-core \
  size-engine install uninstall tools dist deps clean help FORCE
ifneq ($(filter deps,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

all: $(B)/libsmtp.a $(B)/libsmtp.so $(B)/libsmtp.pc

help:
	@echo 'all        the static and the shared library and the pkg-config file, below $$(B) = $(B)'
	@echo 'core       the part for firmware, $(B)/libsmtp-core.a: make core CROSS=arm-none-eabi- CFLAGS=-Os'
	@echo 'demo       sends a mail to a smarthost on this machine and shows what happens'
	@echo 'check      all tests; check-ROOM those of one room: $(ROOMS)'
	@echo 'check-mbedtls-3  the tests of the port against mbedTLS 3.6, built from the source package'
	@echo 'check-idn2       the tests of domains with libidn2, which IDN2=yes builds into the library'
	@echo 'check-no-idn     the test of a library without A-labels, as IDN=no builds it'
	@echo 'check-no-providers  the tests of the client as PROVIDERS=no builds it, without the table of smarthosts'
	@echo 'check-servers    seven real mail servers and all that they offer, as a table; six minutes'
	@echo 'check-memory     peak memory with 1 KiB and with 1 GiB attached; tests/README.md has the other parts of check'
	@echo 'lint       the rules of the project, and the static analysers'
	@echo 'bench      CPU, flights and memory beside other libraries (make deps bench fetches them); two minutes'
	@echo 'size       bytes per room, and those of the engine on a Cortex-M4'
	@echo 'install    to $$(DESTDIR)$$(PREFIX) = $(DESTDIR)$(PREFIX); uninstall takes it away'
	@echo 'dist       the last commit as a tarball'
	@echo 'deps       Debian packages that the other goals need: make deps demo'
	@echo 'clean      removes $(B)'

core: $(B)/libsmtp-core.a

# What is made depends on the flags it is made with: these files change when they do.
FLAGS = $(CC) $(override_CFLAGS) $(INCLUDES) $(CPPFLAGS) $(CFLAGS) $(LABEL_ASCII) $(SIMD) $(PROVIDERS)
LINK_FLAGS = $(CC) $(CFLAGS) $(LDFLAGS) $(LIBS)
PATHS = $(PREFIX) $(LIBDIR) $(INCLUDEDIR) $(VERSION) $(LIBS)
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

# The tables of providers and of explanations are C made of texts.
provider_TEXT = $(addprefix include/smtp/,mechanism.h provider.h) lib/provider/providers.tsv
explain_TEXT = $(addprefix include/smtp/,result.h event.h session.h) lib/explain/explanations.tsv
$(B)/made/provider/table.c: $(addprefix $(S)/,$(provider_TEXT))
$(B)/made/explain/table.c: $(addprefix $(S)/,$(explain_TEXT))
$(B)/made/%/table.c: $(S)/lib/base/table.awk $(S)/lib/%/table.awk
	@mkdir -p $(@D)
	awk -f $(S)/lib/base/table.awk -f $(S)/lib/$*/table.awk $(addprefix $(S)/,$($*_TEXT)) >$@

$(B)/lib/%/table.o: $(B)/made/%/table.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(override_CFLAGS) $(INCLUDES) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

$(B)/shared/%/table.o: $(B)/made/%/table.c $(B)/flags
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
	  -o $@ $(SHARED_OBJECTS) $(LIBS)

# No symbol may stay open in the shared library; those of a sanitizer come with the program.
DEFS = $(if $(findstring -fsanitize,$(CFLAGS)),,-Wl,-z,defs)

$(B)/$(SONAME): $(B)/$(SO_FILE)
	ln -sf $(<F) $@

$(B)/libsmtp.so: $(B)/$(SONAME)
	ln -sf $(<F) $@

$(B)/libsmtp.pc: $(S)/pkgconfig/libsmtp.pc.in $(B)/paths
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' \
	  -e 's|@VERSION@|$(VERSION)|' -e 's|@LIBS_PRIVATE@|$(LIBS)|' $< >$@

# ---- examples: programs that use the public headers and POSIX alone ----
common_SRC = connect deadline enhanced exit_status file_kind json_text json_times login number options problem secret \
  settings standard_files terminal times utf8
common_OBJECTS = $(addprefix $(B)/objects/common/,$(addsuffix .o,$(common_SRC)))
smtp-send_SRC = addresses attach compose delivery dkim help input json mail main \
  $(if $(NO_PROVIDERS),no_provider,provider) raw repeat spool usage verdict
smtp-send_OBJECTS = $(common_OBJECTS) $(addprefix $(B)/objects/smtp-send/,$(addsuffix .o,$(smtp-send_SRC)))

# The doctor asks name servers where the C library can: RESOLVER=no leaves it out.
RESOLVER := $(or $(RESOLVER),$(if $(shell echo 'int f(struct __res_state *s) { return res_ninit(s); }' | \
  $(CC) -include netinet/in.h -include resolv.h -Werror=implicit -fsyntax-only -x c - 2>/dev/null && echo yes),yes,no))
RESOLVER_LIBS = $(if $(filter yes,$(RESOLVER)),-lresolv)
smtp-doctor_SRC = advice calendar checkup $(if $(filter yes,$(RESOLVER)),dns,no_dns) ehlo help hosts json json_port \
  $(if $(NO_PROVIDERS),no_known,known) main ports probe round server sheet sheet_line sheet_port target test_mail usage
smtp-doctor_OBJECTS = $(common_OBJECTS) $(addprefix $(B)/objects/smtp-doctor/,$(addsuffix .o,$(smtp-doctor_SRC)))

$(B)/objects/%.o: $(S)/examples/%.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(override_CFLAGS) -I$(S)/include -I$(S)/examples $(CPPFLAGS) $(CFLAGS) -c $< -o $@

$(B)/examples/smtp-send: $(smtp-send_OBJECTS) $(B)/libsmtp.a $(B)/link-flags
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(smtp-send_OBJECTS) $(B)/libsmtp.a $(LIBS)

$(B)/examples/smtp-doctor: $(smtp-doctor_OBJECTS) $(B)/libsmtp.a $(B)/link-flags
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(smtp-doctor_OBJECTS) $(B)/libsmtp.a $(LIBS) $(RESOLVER_LIBS)

# With RUN the programs run under it: by scripts that stand for them.
$(B)/run/%: $(B)/examples/% FORCE
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec $(RUN) $(abspath $<) "$$@"\n' >$@
	@chmod +x $@

# SMTP_SEND_TESTS names some of the test modules: test_raw test_tls
.PHONY: check-smtp-send
check-smtp-send: $(addprefix $(B)/$(if $(RUN),run,examples)/,smtp-send alert mail-out)
	@cd $(S)/tests/smtp-send && SMTP_SEND=$(abspath $<) ALERT=$(abspath $(word 2,$^)) \
	  MAIL_OUT=$(abspath $(word 3,$^)) python3 -B -m unittest $(SMTP_SEND_TESTS)

# ---- what servers do that others do not: smtp-send, the client and the shared library, at scripted servers ----
$(B)/tests/quirks/client: $(B)/tests/quirks/client.o $(B)/libsmtp.a $(B)/link-flags
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(B)/libsmtp.a $(LIBS)

.PHONY: check-quirks
check-quirks: export SMTP_TEST_CERTIFICATES = $(abspath $(B))/tests/certificates
check-quirks: $(addprefix $(B)/,examples/smtp-send tests/quirks/client libsmtp.so) | $(B)/tests/certificates/complete
	@cd $(S)/tests/quirks && SMTP_SEND=$(abspath $<) QUIRKS_CLIENT=$(abspath $(word 2,$^)) \
	  LIBSMTP=$(abspath $(word 3,$^)) PYTHONPATH=../smtp-send python3 -B -m unittest $(QUIRKS_TESTS)

# Looks at scripted servers and at a name server of its own.
.PHONY: check-smtp-doctor
check-smtp-doctor: $(B)/$(if $(RUN),run,examples)/smtp-doctor | $(B)/tests/certificates/complete
	@cd $(S)/tests/smtp-doctor && SMTP_DOCTOR=$(abspath $<) SMTP_TEST_CERTIFICATES=$(abspath $(B))/tests/certificates \
	  python3 -B -m unittest $(SMTP_DOCTOR_TESTS)

smarthost_SRC = auth certificate connection content data envelope listener main maildir options session socket tls
smarthost_OBJECTS = $(addprefix $(B)/objects/smarthost/,$(addsuffix .o,$(smarthost_SRC)))
$(B)/examples/smarthost: $(smarthost_OBJECTS) $(B)/link-flags
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(smarthost_OBJECTS) $(MBEDTLS_LIBS)

$(B)/examples/alert $(B)/examples/mail-out: $(B)/examples/%: $(B)/objects/%.o $(B)/libsmtp.a $(B)/link-flags
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(B)/libsmtp.a $(LIBS)

.PHONY: check-smarthost
check-smarthost: $(B)/examples/smarthost
	@SMARTHOST=$(abspath $<) python3 -m unittest discover -s $(S)/tests/smarthost

demo: $(B)/examples/smarthost $(B)/examples/smtp-send
	@$(S)/examples/demo.sh $(B)/examples

# ---- unit tests: tests/ROOM/test_FILE.c is one program that links the rooms its room may use ----
support_of = $(addprefix $(B)/tests/support/,guard.o allocator.o $($(1)_SUPPORT))
session_SUPPORT = dialogue.o digest.o scram_server.o
auth_SUPPORT = digest.o scram_server.o
provider_SUPPORT = made_table.o
explain_SUPPORT = made_table.o
client_SUPPORT = fake_platform.o model_server.o scene.o doors.o digest.o
port_SUPPORT = server.o
auth_LIBS = $(MBEDTLS_LIBS)
session_LIBS = $(MBEDTLS_LIBS)
client_LIBS = $(MBEDTLS_LIBS)
unit_tests_of = $(patsubst $(S)/%.c,$(B)/%,$(filter-out $(NO_PROVIDERS:%=\%/test_%.c),$(wildcard $(S)/tests/$(1)/test_*.c)))
UNIT_TESTS = $(foreach r,$(ROOMS),$(call unit_tests_of,$(r)))

$(B)/tests/%.o: $(S)/tests/%.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(override_CFLAGS) $(INCLUDES) -I$(S)/tests $(CPPFLAGS) $(CFLAGS) -c $< -o $@

define unit_test_rule
$(call unit_tests_of,$(1)): %: %.o $(call support_of,$(1)) $(foreach r,$($(1)_USES),$(call objects_of,$(r)))
	$$(CC) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$^ -lcmocka $(if $(filter port,$(1)),$(LIBS),$($(1)_LIBS) $(IDN2_LIBS))
check-$(1): $(call unit_tests_of,$(1))
	@status=0; for t in $$^; do $$(RUN) $$$$t || status=1; done; exit $$$$status
endef
$(foreach r,$(ROOMS),$(eval $(call unit_test_rule,$(r))))

# The tests of TLS make their certificates themselves.
$(B)/tests/certificates/complete: $(S)/tests/support/certificates.sh
	rm -rf $(@D)
	$(S)/tests/support/certificates.sh $(@D)
check-port: export SMTP_TEST_CERTIFICATES = $(abspath $(B))/tests/certificates
check-port: | $(B)/tests/certificates/complete

# The same against the mbedTLS that comes after Debian 12's.
.PHONY: check-mbedtls-3
check-mbedtls-3:
	$(S)/tests/mbedtls-3.6.sh $(B)

# ---- what the message builder makes, read back by Python's email package, by GMime and by postal-mime ----
$(B)/tests/parsers/generate: $(addprefix $(B)/tests/parsers/,generate.o doors.o parts.o) $(B)/libsmtp-core.a $(B)/link-flags
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(IDN2_LIBS)

# The readers are kept here for all builds, and built without the caller's flags.
READERS ?= $(abspath $(B))/tests/readers
$(READERS)/read_gmime: $(S)/tests/parsers/read_gmime.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -O2 $(WARNINGS) $$(pkg-config --cflags gmime-3.0 | sed 's/-I/-isystem /g') -o $@ $< \
	  $$(pkg-config --libs gmime-3.0)

$(READERS)/read_postal.mjs: $(addprefix $(S)/tests/parsers/,read_postal.mjs package.json package-lock.json)
	@mkdir -p $(@D)
	cp $^ $(@D)
	cd $(@D) && npm ci --silent --no-audit --no-fund --ignore-scripts
	touch $@

NPM := $(shell command -v npm 2>/dev/null)
POSTAL = $(if $(NPM),$(READERS)/read_postal.mjs)
PARSE_BACK = '$(RUN) $(abspath $(B)/tests/parsers/generate)' gmime=$(READERS)/read_gmime $(POSTAL:%='postal=node %')
MAILS ?= 20000
SEED ?= 1
.PHONY: check-mime-parse check-mime-property update-corpus
check-mime-parse: $(B)/tests/parsers/generate $(READERS)/read_gmime $(POSTAL)
	@python3 -B $(S)/tests/parsers/corpus.py $(PARSE_BACK)

check-mime-property: $(B)/tests/parsers/generate $(READERS)/read_gmime $(POSTAL)
	@python3 -B $(S)/tests/parsers/property.py $(PARSE_BACK) $(MAILS) $(SEED)

# A deliberate step, whose differences are to be read before they are committed.
update-corpus: $(B)/tests/parsers/generate
	python3 -B $(S)/tests/parsers/corpus.py $< --write

check-mime: export SMTP_TEST_GOLDEN = $(abspath $(S))/tests/mime/golden
check-provider check-explain: export SMTP_TEST_TREE = $(abspath $(S))

# ---- signed messages, verified by dkimpy and OpenDKIM ----
$(B)/tests/dkim/sign: $(B)/tests/dkim/sign.o $(B)/libsmtp.a $(B)/link-flags
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(B)/libsmtp.a $(MBEDTLS_LIBS) -lcrypto

.PHONY: check-dkim-verify
check-dkim-verify: $(B)/tests/dkim/sign
	@/usr/bin/python3 -B $(S)/tests/dkim/verify.py $<

# ---- SCRAM, with the server of Cyrus SASL at the other end ----
scram_OBJECTS = $(addprefix $(B)/tests/,scram/cyrus.o scram/cyrus_server.o support/allocator.o)
$(B)/tests/scram/cyrus: $(scram_OBJECTS) $(B)/libsmtp.a $(B)/link-flags
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(scram_OBJECTS) $(B)/libsmtp.a $(LIBS) -lsasl2 -lcmocka

.PHONY: check-scram
check-scram: $(B)/tests/scram/cyrus
	@$(RUN) $<

# ---- A-labels, beside those of Python's tables ----
$(B)/tests/idn/to_ascii: $(B)/tests/idn/to_ascii.o $(foreach r,$(wire_USES),$(call objects_of,$(r))) $(B)/link-flags
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^)

.PHONY: check-idn
check-idn: $(B)/tests/idn/to_ascii
	@python3 -B $(S)/tests/idn/compare.py $<

# The same with libidn2, and what it takes beyond the table: a build of its own. So is one that has neither.
$(B)/tests/idn/idn2 $(B)/tests/idn/none: %: %.o $(support_of) $(foreach r,$(wire_USES),$(call objects_of,$(r))) $(B)/link-flags
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) -lcmocka $(IDN2_LIBS)

IDN2_TESTS = $(addprefix $(B)/tests/,idn/idn2 wire/test_domain_ascii wire/test_mailbox wire/test_envelope)
.PHONY: check-idn2 idn2-tests
idn2-tests: $(IDN2_TESTS)
	@status=0; for t in $^; do $(RUN) $$t || status=1; done; exit $$status

check-idn2:
	+@$(SELF) -s idn2-tests all IDN2=yes B=$(B)/idn2

.PHONY: check-no-idn
check-no-idn:
	+@$(SELF) -s $(B)/no-idn/tests/idn/none IDN=no B=$(B)/no-idn
	@$(RUN) $(B)/no-idn/tests/idn/none

# ---- end to end: smtp-send against Postfix (tests/servers), with libcurl as the independent peer ----
$(B)/tests/peer/curl_send: $(B)/tests/peer/curl_send.o $(B)/link-flags
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< -lcurl

$(addprefix $(B)/tests/,e2e/many e2e/raw servers/special): %: %.o $(B)/libsmtp.a $(B)/link-flags
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(B)/libsmtp.a $(LIBS)

# The servers' packages are kept here for all builds.
SERVERS ?= $(abspath $(B))/servers
E2E_PROGRAMS = $(addprefix $(B)/,examples/smtp-send examples/smtp-doctor tests/peer/curl_send tests/e2e/many tests/e2e/raw)
E2E = SMTP_SEND=$(abspath $(B)/examples/smtp-send) SMTP_DOCTOR=$(abspath $(B)/examples/smtp-doctor) \
  CURL_SEND=$(abspath $(B)/tests/peer/curl_send) \
  SEND_MANY=$(abspath $(B)/tests/e2e/many) SEND_RAW=$(abspath $(B)/tests/e2e/raw) LIBSMTP_TEST_CACHE=$(SERVERS) \
  python3 -B
.PHONY: check-e2e check-flights check-memory check-servers check-servers-short
check-e2e: $(E2E_PROGRAMS)
	@$(E2E) $(S)/tests/e2e $(S)/tests/e2e

check-flights: $(E2E_PROGRAMS)
	@$(E2E) $(S)/tests/e2e $(S)/tests/flights

# The same with seven servers and all that they offer, as a table in $(B)/servers.md; in short with each way and
# mechanism. SERVER names some of them.
SERVERS_TEST = SEND_SPECIAL=$(abspath $(B)/tests/servers/special) $(E2E) $(S)/tests/servers
check-servers check-servers-short: $(E2E_PROGRAMS) $(B)/tests/servers/special
check-servers:
	@$(SERVERS_TEST) --markdown $(B)/servers.md $(SERVER)

check-servers-short:
	@$(SERVERS_TEST) --short $(SERVER)

check-memory: $(E2E_PROGRAMS)
	@$(E2E) $(S)/tests/memory/test_memory.py

# ---- the whole check: each program prints how many tests passed, tests/run.sh sums up ----
JOBS ?= $(shell nproc 2>/dev/null || echo 1)
SELF = $(MAKE) --no-print-directory -f $(S)/Makefile
PARALLEL = $(SELF) -k -j$(JOBS) -Otarget
SANITIZED = B=$(B)/sanitized SERVERS=$(SERVERS) READERS=$(READERS) \
  CFLAGS='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all' \
  LDFLAGS=-fsanitize=address,undefined
VALGRIND = valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite
# Not those that want an answer within a second or two, nor those whose files or directories valgrind wants for itself; and
# messages are made at random under valgrind as it is.
VALGRIND_TESTS = test_hostile test_settings test_tls

# Without the table of providers library and tool are there, and a client knows nothing of it.
.PHONY: check-no-providers
check-no-providers:
	+@$(SELF) -s all tools check-client PROVIDERS=no B=$(B)/no-providers

# An engine as small as it can be built: one mail at a time, four commands ahead of their replies; and one as large.
.PHONY: check-small
check-small:
	+@$(SELF) -s check-session check-client B=$(B)/small CPPFLAGS='-DSMTP_CFG_WINDOW=1 -DSMTP_CFG_RING=4'
	+@$(SELF) -s $(B)/large/tests/session/test_model B=$(B)/large CPPFLAGS='-DSMTP_CFG_WINDOW=64 -DSMTP_CFG_RING=255'
	@$(RUN) $(B)/large/tests/session/test_model

check-unit: $(ALL_CHECKS)
unit-tests: $(UNIT_TESTS)
programs: unit-tests $(addprefix $(B)/examples/,smtp-send smtp-doctor smarthost alert mail-out) \
  $(addprefix $(B)/tests/,dkim/sign quirks/client) $(E2E_PROGRAMS)

BLACK_BOXES = dkim-verify scram mime-parse idn idn2 smtp-send quirks smtp-doctor smarthost e2e
check:
	+@$(S)/tests/run.sh '$(PARALLEL) check-unit' \
	  $(foreach c,$(BLACK_BOXES) flights servers-short memory install,'$(SELF) check-$(c)') \
	  '$(PARALLEL) check-codec SIMD=no B=$(B)/scalar' $(foreach c,no-providers no-idn small,'$(PARALLEL) check-$(c)') \
	  "$(PARALLEL) check-unit $(SANITIZED)" $(foreach c,$(BLACK_BOXES),"$(SELF) check-$(c) $(SANITIZED)") \
	  '$(SELF) check-mime-property MAILS=5000' "$(SELF) check-mime-property MAILS=400 SEED=2 $(SANITIZED)" \
	  '$(PARALLEL) check-unit RUN="$(VALGRIND)"' '$(SELF) check-mime-property MAILS=400 SEED=3 RUN="$(VALGRIND)"' \
	  '$(SELF) check-smtp-send RUN="$(VALGRIND)" SMTP_SEND_TESTS="$(VALGRIND_TESTS)"'

# Staged: installed below $(B), programs built against it, taken away again.
check-install: all tools
	+@$(S)/tests/install/check-install.sh '$(SELF)' '$(B)' '$(CC)'

# ---- the rules of the project: each script is one rule; lib/README.md and SECURITY.md say why ----
LINTS = $(sort $(wildcard $(S)/tests/lint/check-*.sh))
lint:
	+@S='$(S)' B='$(B)/lint' ROOMS='$(ROOMS)' CORE_ROOMS='$(CORE_ROOMS)' MAKE='$(MAKE) -j$(JOBS)' \
	  $(S)/tests/run.sh -1 $(LINTS)

# ---- size: text, data and bss by room; and what a linker takes for engine, AUTH and the transport's contract ----
M4 = CROSS=arm-none-eabi- CC=arm-none-eabi-gcc AR=arm-none-eabi-ar \
  CFLAGS='-mcpu=cortex-m4 -mthumb -Os -ffunction-sections -fdata-sections'
ENGINE_USERS = $(addprefix smtp_session_,init fini set_security set_helo set_credentials wants pending sent feed tls_done \
  fail submit quit next_event patience_ms) $(addprefix smtp_event_,kind result recipient code) \
  $(addprefix smtp_envelope_,init set_mail_from add_recipient) smtp_source_init_callback
BUILDER_USERS = $(addprefix smtp_message_,init fini set_from add_to set_subject set_text attach_memory set_date set_seed \
  envelope source)
size: all size-core
	@$(S)/tests/size.sh 'the whole, $(CC) $(CFLAGS)' '$(CROSS)' $(foreach r,$(ROOMS),$(r) $(call objects_of,$(r)))
	+@if command -v arm-none-eabi-gcc >/dev/null; then $(SELF) -s size-engine B=$(B)/cortex-m4 $(M4); \
	  else echo 'no arm-none-eabi-gcc: no figures for Cortex-M4'; fi

size-core: core
	@$(S)/tests/size.sh 'core, $(CC) $(CFLAGS)' '$(CROSS)' $(foreach r,$(CORE_ROOMS),$(r) $(call objects_of,$(r)))

# What a linker takes of the core for a program that calls these functions.
$(B)/engine.o: USERS = $(ENGINE_USERS)
$(B)/engine+builder.o: USERS = $(ENGINE_USERS) $(BUILDER_USERS)
$(B)/engine.o $(B)/engine+builder.o: $(B)/libsmtp-core.a
	@$(CROSS)ld -r --gc-sections $(addprefix -u ,$(USERS)) -o $@ $<
size-engine: size-core $(B)/engine.o $(B)/engine+builder.o
	@$(S)/tests/size.sh 'what a linker takes for an engine with AUTH, and with a builder of text and attachments' \
	  '$(CROSS)' engine $(B)/engine.o engine+builder $(B)/engine+builder.o

# ---- benchmark: not a test. Peers whose headers are not there are left out ----
bench_INCLUDES = -isystem $(B)/bench/libetpan/usr/include
has_header = $(shell $(CC) $(bench_INCLUDES) -include $(1) -E -x c /dev/null >/dev/null 2>&1 && echo yes)
BENCH_PEERS = $(if $(call has_header,curl/curl.h),curl) $(if $(call has_header,libesmtp.h),esmtp) \
  $(if $(call has_header,libetpan/libetpan.h),etpan)
bench_libsmtp_LIBS = $(B)/libsmtp.a $(LIBS)
bench_curl_LIBS = -lcurl
bench_esmtp_LIBS = -lesmtp
bench_etpan_LIBS = -l:libetpan.so.20
bench_libcrypto_LIBS = -lcrypto
bench_gmime_LIBS = $(shell pkg-config --libs gmime-3.0)
bench_gmime_INCLUDES = $(subst -I,-isystem ,$(shell pkg-config --cflags gmime-3.0))
BENCH_ENCODERS = loop libsmtp $(if $(call has_header,curl/curl.h),curl) $(if $(call has_header,openssl/evp.h),libcrypto) \
  $(if $(bench_gmime_INCLUDES),gmime)
.PHONY: bench bench-programs
bench:
	+@$(SELF) -s bench-programs
	@python3 -B $(S)/tests/bench/bench.py $(B)/bench
	@python3 -B $(S)/tests/bench/encode.py $(B)/bench

$(B)/tests/bench/%.o: CPPFLAGS += $(bench_INCLUDES)
$(B)/tests/bench/enc_gmime.o: CPPFLAGS += $(bench_gmime_INCLUDES)
$(B)/bench/drv_%: $(B)/tests/bench/drv_%.o $(B)/tests/bench/driver.o $(B)/libsmtp.a $(B)/link-flags
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(wordlist 1,2,$^) $(bench_$*_LIBS)
$(B)/bench/enc_%: $(B)/tests/bench/enc_%.o $(B)/tests/bench/encoder.o $(B)/libsmtp.a $(B)/link-flags
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(wordlist 1,2,$^) $(bench_$*_LIBS)
$(B)/bench/sink $(B)/bench/memory: $(B)/bench/%: $(B)/tests/bench/%.o $(B)/libsmtp.a $(B)/link-flags
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(B)/libsmtp.a $(LIBS)
ifneq ($(filter bench-programs,$(MAKECMDGOALS)),)
bench-programs: $(addprefix $(B)/bench/,sink memory $(addprefix drv_,raw libsmtp $(BENCH_PEERS)) \
  $(addprefix enc_,$(BENCH_ENCODERS)))
endif

# ---- install ----
MAN_PAGES = $(wildcard $(S)/man/*.[137])
HEADERS = $(wildcard $(S)/include/smtp/*.h)
TOOLS = $(addprefix $(B)/examples/,smtp-send smtp-doctor)
TO = $(DESTDIR)
tools: $(TOOLS)

install: all tools
	$(INSTALL) -d $(TO)$(BINDIR) $(TO)$(LIBDIR)/pkgconfig $(TO)$(INCLUDEDIR)/smtp
	$(INSTALL) -m 755 $(TOOLS) $(TO)$(BINDIR)
	$(INSTALL) -m 644 $(B)/libsmtp.a $(B)/$(SO_FILE) $(TO)$(LIBDIR)
	ln -sf $(SO_FILE) $(TO)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(TO)$(LIBDIR)/libsmtp.so
	$(INSTALL) -m 644 $(B)/libsmtp.pc $(TO)$(LIBDIR)/pkgconfig
	$(INSTALL) -m 644 $(HEADERS) $(TO)$(INCLUDEDIR)/smtp
	$(S)/man/install.sh $(TO)$(MANDIR) $(MAN_PAGES)

uninstall:
	rm -f $(addprefix $(TO)$(BINDIR)/,$(notdir $(TOOLS)))
	rm -f $(addprefix $(TO)$(LIBDIR)/,libsmtp.a $(SO_FILE) $(SONAME) libsmtp.so pkgconfig/libsmtp.pc)
	rm -f $(addprefix $(TO)$(INCLUDEDIR)/smtp/,$(notdir $(HEADERS)))
	-rmdir $(TO)$(INCLUDEDIR)/smtp
	$(S)/man/install.sh --remove $(TO)$(MANDIR) $(MAN_PAGES)

dist:
	@mkdir -p $(B)
	git -C $(S) archive --prefix=libsmtp-$(VERSION)/ HEAD | gzip -9n >$(B)/libsmtp-$(VERSION).tar.gz

# ---- what the other goals on the command line need of Debian ----
words_of = $(shell sed 's/\#.*//' $(1) 2>/dev/null)
DEPS_BASE = gcc libc6-dev libmbedtls-dev pkg-config
DEPS_CHECK = libcmocka-dev libcurl4-openssl-dev libidn2-dev python3 openssl valgrind mandoc curl libgmime-3.0-dev \
  libssl-dev libsasl2-dev libsasl2-modules python3-dkim python3-nacl libopendkim11 $(call words_of,$(S)/tests/packages.txt)
DEPS_LINT = libcmocka-dev libcurl4-openssl-dev libidn2-dev libsasl2-dev libssl-dev clang clang-format clang-tidy \
  cppcheck g++ mandoc shellcheck universal-ctags pmccabe gcc-arm-none-eabi libnewlib-arm-none-eabi
DEPS_BENCH = python3 libcurl4-openssl-dev libesmtp-dev libetpan20 libssl-dev libgmime-3.0-dev pkg-config
DEPS_SIZE = gcc-arm-none-eabi libnewlib-arm-none-eabi
deps:
	@$(S)/tests/deps.sh $(sort $(DEPS_BASE) $(if $(filter check%,$(MAKECMDGOALS)),$(DEPS_CHECK)) \
	  $(if $(filter lint,$(MAKECMDGOALS)),$(DEPS_LINT)) $(if $(filter size%,$(MAKECMDGOALS)),$(DEPS_SIZE)) \
	  $(if $(filter bench,$(MAKECMDGOALS)),$(DEPS_BENCH)) $(if $(filter check%,$(MAKECMDGOALS)),$(if $(NPM),,nodejs npm)))
	@$(if $(filter bench,$(MAKECMDGOALS)),$(S)/tests/bench/libetpan.sh $(B)/bench/libetpan)
	@$(if $(filter bench,$(MAKECMDGOALS)),$(S)/tests/bench/nodemailer.sh $(B)/bench/node)

clean:
	rm -rf $(B)

-include $(shell find $(B) -path $(B)/servers -prune -o -type f -name '*.d' -print 2>/dev/null)
