# SPDX-License-Identifier: MIT
"""A mail server of the tests' own, started and stopped by the script of its name beside this file (common.sh)."""
import atexit
import itertools
import json
import os
import pathlib
import re
import shutil
import smtplib
import socket
import ssl
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).parent
STARTTLS, TLS, PLAIN = "STARTTLS", "implicit TLS", "no TLS"
USER, PASSWORD = "alice", "secret"
SKIPPED = 77
PATIENCE = 20

_first_ports = itertools.count(24000 + os.getpid() * 53 % 6000)


def free_ports(count):
    """The first of so many neighbouring ports of 127.0.0.1 that nobody uses; never the same twice."""
    while True:
        ports = list(itertools.islice(_first_ports, count))
        sockets = [socket.socket() for _ in ports]
        try:
            for one, port in zip(sockets, ports):
                one.bind(("127.0.0.1", port))
            return ports[0]
        except OSError:
            continue
        finally:
            for one in sockets:
                one.close()


def trace_of(*fields):
    """What a server puts on top of a mail: these fields in this order, those with a "?" not always. Its group 1 is the
    recipient."""
    values = {
        "Delivered-To": r"<?([^\r\n>]+)>?\r?\n",
        "Envelope-to": r"([^\n]+)\n",
        "Return-Path": r"<[^\n]*>\r?\n",
    }
    folded = r"[^\n]+\n(?:[\t ][^\n]+\n)*"  # lines end with LF or CRLF
    pattern = ""
    for field in fields:
        name = field.rstrip("?")
        pattern += f"(?:{name}: {values.get(name, folded)}){field[len(name):]}"
    return re.compile(pattern.encode(), re.IGNORECASE)


class Asker(smtplib.SMTP):
    """A client for both protocols, with or without TLS from the first byte."""

    def __init__(self, port, context, lmtp):
        self.context = context
        self.ehlo_msg = "lhlo" if lmtp else "ehlo"
        super().__init__("localhost", port)

    def _get_socket(self, host, port, timeout):
        plain = super()._get_socket(host, port, timeout)
        return self.context.wrap_socket(plain, server_hostname=host) if self.context else plain


class Server:
    """What is common to all; kinds.py has one class for each."""

    name = ""
    script = ""  # NAME.sh
    ports = 3
    ways = {STARTTLS: ("smtp", 0), TLS: ("smtps", 1), PLAIN: ("smtp+plain", 2)}
    lmtp = False
    extensions = ""  # what EHLO offers under TLS, but for AUTH
    mechanisms = {}  # and those, for each way
    refused = {"nobody": 550, "later": 450, "full": 452}  # local parts
    changes = set()  # contents that it stores in another form than they came in
    domain = "receiver.test"  # of recipients
    trace = re.compile(b"")
    imap = None  # where mail for imap.test can be fetched: what is on top of it then
    reports = False  # it writes some to the sender, and refuses what is for bounce.test after it took it
    faults = {}  # what it offers but does not stand: feature, what becomes of it
    untold = set()  # what it takes, but leaves out of its reports
    answers = {}  # codes to VRFY and the like, where another is right
    token = "a-token"  # a bearer token of USER, where it knows any

    def __init__(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="libsmtp-servers-"))
        self.directory.chmod(0o755)
        self.first_port = free_ports(self.ports)
        self.seen = {}  # recipient: mails
        self.traces = {}  # recipient: what the server put on top of the last of them
        self.skip_reason = ""
        atexit.register(self.stop)

    def start(self, *arguments):
        done = self._script("start", str(self.first_port), *map(str, arguments))
        if done.returncode == SKIPPED:
            self.skip_reason = done.stdout.strip()
        elif done.returncode:
            raise RuntimeError(f"{self.script}.sh: {done.stdout}{done.stderr}")
        return self

    def _script(self, command, *arguments):
        return subprocess.run(
            [HERE / f"{self.script}.sh", command, self.directory, *arguments],
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip

    def stop(self):
        if not self.directory.exists():
            return
        self._script("stop")
        shutil.rmtree(self.directory, ignore_errors=True)

    def certificate(self, name):
        return str(self.directory / "certificates" / name)

    def port(self, offset):
        return self.first_port + offset

    def url(self, way, host="localhost"):
        scheme, offset = self.ways[way]
        return f"{scheme}://{host}:{self.port(offset)}"

    def ehlo(self, way):
        """What it offers, asked by another client: {keyword: parameters}."""
        port = self.port(self.ways[way][1])
        context = ssl.create_default_context(cafile=self.certificate("ca.pem"))
        context.load_cert_chain(self.certificate("client.pem"), self.certificate("client.key"))
        with Asker(port, context if way == TLS else None, self.lmtp) as client:
            if way == STARTTLS:
                client.starttls(context=context)
            client.ehlo_or_helo_if_needed()
            return {keyword.upper(): words for keyword, words in client.esmtp_features.items()}

    # ---- what it stored ----

    def stored(self):
        """Takes away what was stored since: (recipients, trace, message as it was handed over) for each mail."""
        for path in (self.directory / "mail" / "new").iterdir():
            match, message = self.split(path)
            yield [match[1].decode()], match[0].decode(), message.replace(b"\n", b"\r\n")

    def split(self, path):
        """Takes a file away: the server's trace, and what follows it."""
        content = path.read_bytes()
        match = self.trace.match(content)
        if not match:
            raise AssertionError(f"not a mail of {self.name}: {content[:400]!r}")
        path.unlink()
        return match, content[match.end() :]

    def look(self):
        for recipients, trace, message in self.stored():
            for recipient in recipients:
                self.seen.setdefault(recipient, []).append(message)
                self.traces[recipient] = trace

    def mail(self, recipient, count=1):
        """Takes the mails stored for a recipient, as they were sent, with CRLF; waits for so many."""
        end = time.monotonic() + PATIENCE
        while len(self.seen.get(recipient, [])) < count and time.monotonic() < end:
            self.look()
            time.sleep(0.01)
        return self.seen.pop(recipient, [])


class EnvelopeServer(Server):
    """One that stores a mail as it came, in N.eml, and beside it its envelope in N.json."""

    def __init__(self):
        super().__init__()
        self.envelopes = {}  # recipient: envelope of the last mail

    def stored(self):
        for path in (self.directory / "mail" / "new").glob("*.eml"):
            envelope = json.loads(path.with_suffix(".json").read_text())
            match, message = self.split(path)
            self.envelopes.update(dict.fromkeys(envelope["to"], envelope))
            yield envelope["to"], match[0].decode() + path.stem, message
