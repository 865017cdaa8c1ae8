# SPDX-License-Identifier: MIT
"""Runs smtp-send, named by $SMTP_SEND, as a program of its own."""
import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
import unittest

from smarthost import Smarthost

RAW = b"From: Ann <ann@example.org>\r\nTo: bob@example.net\r\nSubject: hello\r\n\r\nHello, Bob.\r\n"
KEYS = "outcome phase class code enhanced text queue_id error message explanation retry_after_s phase_ms elapsed_ms".split()
KEYS += ["recipients", "repeat"]
REPEAT_KEYS = "mails sent partial refused deferred failed unknown not_tried octets took_ms mails_per_s octets_per_s".split()
RECIPIENT_KEYS = ["address", "accepted", "code", "enhanced", "text"]


class Result:
    """What a run said."""

    def __init__(self, done, seconds):
        self.status = done.returncode
        self.out = done.stdout
        self.err = done.stderr.decode("utf-8", "backslashreplace")
        self.seconds = seconds

    @property
    def json(self):
        return json.loads(self.out.decode("utf-8", "strict"))

    def __repr__(self):
        return f"exit status {self.status}, {self.out!r}, {self.err}"


def run(*arguments, stdin=b"", password=None, environment=None):
    env = {k: v for k, v in os.environ.items() if k != "SMTP_PASSWORD"}
    env.update(environment or {})
    if password is not None:
        env["SMTP_PASSWORD"] = password
    stream = {"stdin": stdin} if not isinstance(stdin, bytes) else {"input": stdin}
    begun = time.monotonic()
    done = subprocess.run(
        [os.environ["SMTP_SEND"], *arguments], capture_output=True, timeout=30, check=False, env=env, **stream
    )
    return Result(done, time.monotonic() - begun)


def free_port():
    """A port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class TestCase(unittest.TestCase):
    """A test with a directory and smarthosts of its own."""

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="libsmtp-send-"))
        self.addCleanup(shutil.rmtree, self.directory)

    def file(self, name, content):
        path = self.directory / name
        path.write_bytes(content)
        return str(path)

    def self_signed(self, *names, file="certificate"):
        """A server's side of TLS, with a new certificate for these names that nobody has signed."""
        if not shutil.which("openssl"):
            self.skipTest("no openssl to make a certificate with")
        certificate, key = str(self.directory / file), str(self.directory / f"{file}.key")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
            + ["-subj", "/CN=x", "-addext", "subjectAltName=" + ",".join(f"DNS:{name}" for name in names)]
            + ["-keyout", key, "-out", certificate],
            check=True,
            capture_output=True,
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        return context

    def smarthost(self, **replies):
        server = Smarthost(**replies)
        self.addCleanup(server.__exit__)
        return server

    def check(self, result, status, **members):
        """The exit status, and members of the JSON object, whose shape is looked at as well."""
        self.assertEqual(result.status, status, result)
        answer = result.json
        self.assertEqual(list(answer), KEYS, result)
        self.assertEqual(result.out.count(b"\n"), 1, result)
        for recipient in answer["recipients"]:
            self.assertEqual(list(recipient), RECIPIENT_KEYS, result)
        if answer["repeat"] is not None:
            self.assertEqual(list(answer["repeat"]), REPEAT_KEYS, result)
        for name, value in members.items():
            self.assertEqual(answer[name.rstrip("_")], value, (name, result))
        self.assertEqual(answer["outcome"] == "sent", status == 0, result)
        self.assertEqual(answer["message"] == "", status == 0, result)
        self.assertEqual(answer["error"] == "SMTP_OK", status == 0, result)
        return answer

    def send(self, server, *arguments, stdin=RAW, **more):
        """A raw mail to bob, with the result in JSON."""
        first = ("--json", "--timeout", "5", "--server", server.url, "bob@example.net")
        return run(*first, *arguments, stdin=stdin, **more)

    def compose(self, server, *arguments, **more):
        """A composed mail."""
        return run("--json", "--timeout", "5", "--server", server.url, "--from", "ann@example.org", *arguments, **more)
