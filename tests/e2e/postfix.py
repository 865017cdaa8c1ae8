# SPDX-License-Identifier: MIT
"""One Postfix for all tests of a run (servers/postfix.sh), started by the first test that asks for it."""
import time
import unittest

import kinds
from server import PASSWORD, PATIENCE, USER  # noqa: F401 - what the tests use

STARTTLS, TLS, PLAIN, LOCK_STEP, EXPIRED, WRONG_NAME = range(6)


class Postfix(kinds.Postfix):
    """All ports of it; mail is seen as it is stored, with LF."""

    def url(self, which, host="localhost"):
        scheme = {STARTTLS: "smtp", PLAIN: "smtp+plain", LOCK_STEP: "smtp+plain"}.get(which, "smtps")
        return f"{scheme}://{host}:{self.port(which)}"

    def log(self):
        return (self.directory / "log").read_text()

    def mail(self, recipient, count=1):
        return [message.replace(b"\r\n", b"\n") for message in super().mail(recipient, count)]

    def has_mail(self, recipient):
        """Whether a mail for a recipient is stored, once everything in the queue is delivered."""
        end = time.monotonic() + PATIENCE
        while self._queued() and time.monotonic() < end:
            time.sleep(0.02)
        self.look()
        return recipient in self.seen

    def _queued(self):
        return any(any((self.directory / "queue" / name).iterdir()) for name in ("maildrop", "incoming", "active"))


_running = []


def server():
    """The Postfix of this run; skips the test where it cannot run."""
    if not _running:
        _running.append(Postfix().start())
    if _running[0].skip_reason:
        raise unittest.SkipTest(_running[0].skip_reason)
    return _running[0]
