# SPDX-License-Identifier: MIT
"""One Postfix for all tests of a run (servers/postfix.sh), started by the first test that asks for it."""
import atexit
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

SCRIPT = pathlib.Path(__file__).parent.parent / "servers" / "postfix.sh"
STARTTLS, TLS, PLAIN, LOCK_STEP, EXPIRED, WRONG_NAME = range(6)
USER, PASSWORD = "alice", "secret"
SKIPPED = 77
PATIENCE = 20

# What Postfix puts on top of a mail that it stores, each field once and in this order.
TRACE = re.compile(
    rb"Return-Path: <[^\n]*>\n"
    rb"X-Original-To: (?P<original>[^\n]+)\n"
    rb"Delivered-To: (?P<recipient>[^\n]+)\n"
    rb"Received: [^\n]+\n(?:[\t ][^\n]+\n)+"
)


def free_ports(count):
    """The first of so many neighbouring ports of 127.0.0.1 that nobody uses."""
    for first in range(24000 + os.getpid() % 5000, 32000, count):
        sockets = [socket.socket() for _ in range(count)]
        try:
            for offset, one in enumerate(sockets):
                one.bind(("127.0.0.1", first + offset))
            return first
        except OSError:
            continue
        finally:
            for one in sockets:
                one.close()
    raise RuntimeError("no free ports")


def strip_trace(stored):
    """The recipient of a stored mail, and the mail as it was handed to the server."""
    match = TRACE.match(stored)
    if not match:
        raise AssertionError(f"not a mail of Postfix: {stored[:400]!r}")
    return match["recipient"].decode(), stored[match.end() :]


class Postfix:
    def __init__(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="libsmtp-postfix-"))
        self.directory.chmod(0o755)
        self.first_port = free_ports(6)
        self.seen = {}
        atexit.register(self.stop)
        done = self._script("start", str(self.first_port))
        self.skip_reason = done.stdout.strip() if done.returncode == SKIPPED else ""
        if done.returncode not in (0, SKIPPED):
            raise RuntimeError(f"postfix.sh: {done.stdout}{done.stderr}")

    def _script(self, command, *arguments):
        return subprocess.run(
            [SCRIPT, command, self.directory, *arguments], capture_output=True, text=True, timeout=150, check=False
        )

    def stop(self):
        self._script("stop")
        shutil.rmtree(self.directory, ignore_errors=True)

    def port(self, which):
        return self.first_port + which

    def url(self, which, host="localhost"):
        scheme = {STARTTLS: "smtp", PLAIN: "smtp+plain", LOCK_STEP: "smtp+plain"}.get(which, "smtps")
        return f"{scheme}://{host}:{self.port(which)}"

    def certificate(self, name):
        return str(self.directory / "certificates" / name)

    def log(self):
        return (self.directory / "log").read_text()

    def _look(self):
        for path in (self.directory / "mail" / "new").iterdir():
            recipient, message = strip_trace(path.read_bytes())
            self.seen.setdefault(recipient, []).append(message)
            path.unlink()

    def mail(self, recipient, count=1):
        """Takes the mails stored for a recipient, as they were sent but with LF line ends; waits for so many."""
        end = time.monotonic() + PATIENCE
        while len(self.seen.get(recipient, [])) < count and time.monotonic() < end:
            time.sleep(0.02)
            self._look()
        return self.seen.pop(recipient, [])

    def has_mail(self, recipient):
        """Whether a mail for a recipient is stored, once everything in the queue is delivered."""
        end = time.monotonic() + PATIENCE
        while self._queued() and time.monotonic() < end:
            time.sleep(0.02)
        self._look()
        return recipient in self.seen

    def _queued(self):
        return any(any((self.directory / "queue" / name).iterdir()) for name in ("maildrop", "incoming", "active"))


_running = []


def server():
    """The Postfix of this run; skips the test where it cannot run."""
    if not _running:
        _running.append(Postfix())
    if _running[0].skip_reason:
        raise unittest.SkipTest(_running[0].skip_reason)
    return _running[0]
