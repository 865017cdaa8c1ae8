# SPDX-License-Identifier: MIT
"""The servers of the matrix: how each is started, what it offers, and where it keeps its mail."""
from server import PLAIN, STARTTLS, TLS, EnvelopeServer, Server, trace_of


def everywhere(mechanisms):
    return {STARTTLS: mechanisms, TLS: mechanisms, PLAIN: mechanisms}


class Postfix(Server):
    name = "Postfix"
    script = "postfix"
    ports = 6
    extensions = "PIPELINING SIZE VRFY ETRN ENHANCEDSTATUSCODES 8BITMIME DSN SMTPUTF8 CHUNKING"
    mechanisms = everywhere("PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-512")
    trace = trace_of("Return-Path", "X-Original-To", "Delivered-To", "Received")
    reports = True


class Exim(Server):
    name = "Exim"
    script = "exim"
    extensions = "SIZE 8BITMIME PIPELINING PIPECONNECT CHUNKING DSN PRDR SMTPUTF8 VRFY EXPN HELP"
    mechanisms = {
        STARTTLS: "PLAIN LOGIN CRAM-MD5 EXTERNAL", TLS: "PLAIN LOGIN CRAM-MD5 EXTERNAL", PLAIN: "PLAIN LOGIN CRAM-MD5",
    }  # fmt: skip
    refused = {"nobody": 550, "later": 451, "full": 452}
    trace = trace_of("Return-Path", "Envelope-to", "Received")
    changes = {"header-only"}  # the empty line is added
    reports = True


class OpenSmtpd(Server):
    name = "OpenSMTPD"
    script = "opensmtpd"
    extensions = "8BITMIME ENHANCEDSTATUSCODES SIZE DSN HELP"
    mechanisms = {STARTTLS: "PLAIN LOGIN", TLS: "PLAIN LOGIN", PLAIN: ""}
    refused = {"nobody": 550}
    trace = trace_of("Return-Path?", "Delivered-To", "Received")
    reports = True
    untold = {"DSN: ENVID", "DSN: ORCPT"}


class Relayed(Server):
    """One whose mail goes on to a Postfix of its own."""

    trace = trace_of("Return-Path", "X-Original-To", "Delivered-To", "Received", "Received")
    ways = {STARTTLS: ("smtp", 0), TLS: ("smtps", 1), PLAIN: ("smtp+plain", 0)}
    extensions = "8BITMIME BURL CHUNKING ENHANCEDSTATUSCODES PIPELINING SIZE"
    faults = {"PIPELINING across mails": "ends by an assertion when RCPT follows content (RFC 2920 s3.1 allows it)"}

    def start(self):
        self.relay = Postfix()
        self.relay.start(self.port(2))
        self.relay.trace = self.trace
        super().start(self.relay.port(2))
        self.skip_reason = self.relay.skip_reason or self.skip_reason
        return self

    def stop(self):
        super().stop()
        self.relay.stop()

    def stored(self):
        return self.relay.stored()


class Dovecot(Relayed):
    """Its Postfix hands mail for imap.test back to it by LMTP."""

    name = "Dovecot"
    script = "dovecot"
    ports = 5
    mechanisms = everywhere("PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 XOAUTH2 OAUTHBEARER EXTERNAL")
    imap = trace_of("Return-Path", "Delivered-To", "Received", "Received", "Received")

    def start(self):
        super().start()
        if not self.skip_reason:
            self.token = (self.directory / "token").read_text().strip()
        return self


class Dovecot24(Relayed):
    name = "Dovecot 2.4"
    script = "dovecot-2.4"
    ports = 2
    mechanisms = {
        STARTTLS: "PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-1-PLUS SCRAM-SHA-256-PLUS",
        TLS: "PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-1-PLUS SCRAM-SHA-256-PLUS",
        PLAIN: "PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256",
    }


class DovecotLmtp(Dovecot):
    name = "Dovecot LMTP"
    faults = {}
    ways = {TLS: ("lmtps", 3), PLAIN: ("lmtp", 2)}
    lmtp = True
    extensions = "8BITMIME CHUNKING ENHANCEDSTATUSCODES PIPELINING"
    mechanisms = {}
    refused = {"nobody": 550}
    trace = imap = trace_of("Return-Path", "Delivered-To?", "Received")

    def stored(self):
        for path in (self.directory / "mail").glob("*/new/*"):
            match, message = self.split(path)
            yield [path.parent.parent.name], match[0].decode(), message.replace(b"\n", b"\r\n")


class Haraka(EnvelopeServer):
    name = "Haraka"
    script = "haraka"
    ports = 2
    ways = {STARTTLS: ("smtp", 0), TLS: ("smtps", 1), PLAIN: ("smtp+plain", 0)}
    extensions = "PIPELINING 8BITMIME SMTPUTF8 SIZE"
    mechanisms = everywhere("PLAIN LOGIN CRAM-MD5")
    refused = {"nobody": 550, "later": 450}
    trace = trace_of("Authentication-Results", "Received")
    changes = {"header-only"}
    faults = {"PIPELINING across mails": "answers 503 to what follows content (RFC 2920 s3.1 allows it)"}


class SmtpServer(EnvelopeServer):
    name = "smtp-server"
    script = "smtp-server"
    ports = 4
    extensions = "PIPELINING 8BITMIME SMTPUTF8 ENHANCEDSTATUSCODES DSN REQUIRETLS SIZE"
    mechanisms = everywhere("PLAIN LOGIN CRAM-MD5 XOAUTH2")
    token = "good-token"

    def stored(self):
        for recipients, trace, message in super().stored():
            yield [self.ascii(recipient) for recipient in recipients], trace, message

    @staticmethod
    def ascii(address):
        """A domain is stored as U-labels."""
        local, _, domain = address.rpartition("@")
        return f"{local}@{domain.encode('idna').decode()}"


class SmtpServerLmtp(SmtpServer):
    name = "smtp-server LMTP"
    ways = {PLAIN: ("lmtp", 3)}
    lmtp = True
    extensions = "PIPELINING 8BITMIME SMTPUTF8 ENHANCEDSTATUSCODES DSN SIZE"
    mechanisms = {PLAIN: "PLAIN LOGIN CRAM-MD5 XOAUTH2"}


class Aiosmtpd(EnvelopeServer):
    name = "aiosmtpd"
    script = "aiosmtpd"
    extensions = "SIZE 8BITMIME SMTPUTF8 HELP"
    mechanisms = everywhere("PLAIN LOGIN")


ALL = (Postfix, Exim, OpenSmtpd, Dovecot, Dovecot24, DovecotLmtp, Haraka, SmtpServer, SmtpServerLmtp, Aiosmtpd)
