# SPDX-License-Identifier: MIT
"""Sends mails to one server, compares what it stores, and notes what came of it."""
import contextlib
import itertools
import pathlib

import corpus
import programs
from server import PASSWORD, PLAIN, TLS, USER

SENDER = "ann@sender.test"
TOKENS = ("XOAUTH2", "OAUTHBEARER")


def complete(message):
    """With the fields that a server may add to a mail which has none."""
    return b"Date: Sun, 22 Nov 2026 08:00:00 +0000\r\nMessage-ID: <1@sender.test>\r\n" + message


MESSAGES = {name: complete(message) for name, message in corpus.MESSAGES.items()}
SMALL = MESSAGES["small"]


def expect(what, found, wanted):
    if found != wanted:
        raise AssertionError(f"{what} is {str(found)[:160]!r} rather than {str(wanted)[:80]!r}")


def same(stored, message, recipient):
    """One mail was stored, and it is this one, in what goes over the wire."""
    expect(f"number of mails of {recipient}", len(stored), 1)
    wanted = corpus.canonical(message)
    if stored[0] != wanted:
        at = next((i for i, (a, b) in enumerate(zip(stored[0], wanted)) if a != b), min(len(stored[0]), len(wanted)))
        window = slice(max(at - 20, 0), at + 20)
        raise AssertionError(f"octet {at} differs: {stored[0][window]!r} stored, {wanted[window]!r} sent")


class Trial:
    _numbers = itertools.count(1)

    def __init__(self, server, results, directory):
        self.server = server
        self.results = results
        self.directory = pathlib.Path(directory)
        self.offers = set(server.extensions.split())

    @contextlib.contextmanager
    def case(self, feature, label=""):
        """What is done within counts as one test of the feature."""
        try:
            yield
        except Exception as problem:  # pylint: disable=broad-except
            text = str(problem) if isinstance(problem, AssertionError) else repr(problem)
            self.results.add(feature, self.server.name, label, " ".join(text.split()))
        else:
            self.results.add(feature, self.server.name, label, None)

    def absent(self, feature):
        self.results.not_offered(feature, self.server.name)

    def file(self, content, name="message"):
        path = self.directory / name
        path.write_bytes(content)
        return str(path)

    def recipients(self, count=1, local="r"):
        number = next(self._numbers)
        return [f"{local}{number}.{index}@{self.server.domain}" for index in range(count)]

    # ---- options of smtp-send ----

    def login(self, way, mechanism=None, secret=None):
        """Options that log in by a mechanism, of the server's first by default; by none if it has none."""
        offered = self.server.mechanisms.get(way, "").split()
        mechanism = mechanism or (offered or [None])[0]
        if mechanism is None:
            return []
        options = ["--user", USER, "--auth", mechanism]
        if mechanism == "EXTERNAL":
            certificate, key = self.server.certificate("client.pem"), self.server.certificate("client.key")
            return ["--auth", mechanism, "--client-cert", certificate, "--client-key", key]
        name, value = ("--token-file", self.server.token) if mechanism in TOKENS else ("--password-file", PASSWORD)
        options += [name, self.file((secret or value).encode(), "secret")]
        return options + (["--allow-plaintext-auth"] if way == PLAIN else [])

    def way(self, preferred=TLS):
        return preferred if preferred in self.server.ways else next(iter(self.server.ways))

    def run(self, way, message, recipients, *options, login=None, url=None, sender=SENDER):
        return programs.smtp_send(
            url or self.server.url(way), "--ca-file", self.server.certificate("ca.pem"), "--trace",
            *(self.login(way) if login is None else login),
            "--mail-from", sender, "--message", self.file(message), *options, *recipients,
        )  # fmt: skip

    def send(self, way, message, recipients, *options, stored=None, **more):
        """Sends, and compares what is stored for each recipient, or for those in `stored`."""
        result = self.run(way, message, recipients, *options, **more)
        if (result.status, result.outcome, result.error) != (0, "sent", "SMTP_OK"):
            raise AssertionError(self.why(result))
        for recipient in stored or recipients:
            same(self.server.mail(recipient), message, recipient)
        return result

    def special(self, *arguments):
        """The program for what smtp-send has no option for: result, code and text."""
        way = self.way()
        user = USER if self.server.mechanisms.get(way) else ""
        done = programs.run(
            "SEND_SPECIAL", [self.server.url(way), self.server.certificate("ca.pem"), user, *arguments],
            {"SMTP_PASSWORD": PASSWORD},
        )  # fmt: skip
        expect("exit status", done.returncode, 0)
        return done.stdout.decode().split(maxsplit=2)

    @staticmethod
    def why(result):
        report = result.report
        if not report:
            return f"exit status {result.status}, {result.trace.strip()[-200:]}"
        return f"{report['error']} in {report['phase']}: {report['message']} {report['code']} {report['text']}"

    @staticmethod
    def said(result, word):
        """What the client sent must have a line with this word: the line."""
        for line in result.trace.splitlines():
            if line.startswith("> ") and word in line:
                return line
        raise AssertionError(f"{word} was not sent")
