# SPDX-License-Identifier: MIT
"""The programs under test, named by the environment: SMTP_SEND, CURL_SEND, SEND_MANY, SEND_RAW, SMARTHOST."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

TIMEOUT = 60


class Result:
    """What a run of smtp-send said."""

    def __init__(self, done):
        self.status = done.returncode
        self.trace = done.stderr.decode("utf-8", "replace")
        self.report = json.loads(done.stdout) if done.stdout.strip() else {}

    def __getattr__(self, name):
        key = name.rstrip("_")  # class_ is "class"
        if key not in self.report:
            raise AssertionError(f"no {key} in the report: {self!r}")
        return self.report[key]

    def __repr__(self):
        return f"exit status {self.status}, {self.report}, {self.trace}"


def run(name, arguments, environment=None):
    return subprocess.run(
        [os.environ[name], *arguments],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=TIMEOUT,
        check=False,
        env={**os.environ, **(environment or {})},
    )


def smtp_send(server, *arguments, password=None):
    environment = {} if password is None else {"SMTP_PASSWORD": password}
    return Result(run("SMTP_SEND", ["--json", "--timeout", "20", "--server", server, *arguments], environment))


def curl_send(server, ca_file, user, password, mechanism, sender, message, recipients):
    return run("CURL_SEND", [server, ca_file, user, password, mechanism, sender, message, *recipients])


class TestCase(unittest.TestCase):
    """A test with a directory of its own."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="libsmtp-e2e-")
        self.addCleanup(temporary.cleanup)
        self.directory = pathlib.Path(temporary.name)

    def file(self, name, content):
        path = self.directory / name
        path.write_bytes(content)
        return str(path)
