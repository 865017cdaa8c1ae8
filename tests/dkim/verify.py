#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Signs some hundreds of messages with tests/dkim/sign.c and has them verified by dkimpy and by OpenDKIM's library,
which know nothing of libsmtp; both must refuse them when the body was changed or another From added. It wants Debian's
own python3, for which python3-dkim and python3-nacl are. usage: verify.py SIGN [SEED]"""

import base64
import ctypes
import os
import random
import re
import subprocess
import sys
import tempfile

import dkim

# RFC 8463 sA: the secret key (after the head of PKCS #8), the public one, a message and the hash of its body.
PKCS8 = bytes.fromhex("302e020100300506032b657004220420")
SECRET, PUBLIC = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=", "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
EXAMPLE = b"""From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
"""
BODY_HASH = b" bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;"

RSA, ED25519 = "rsa._domainkey.example.org", "ed._domainkey.xn--bcher-kva.example"


def openssl(*words):
    return subprocess.run(["openssl", *words], check=True, capture_output=True).stdout


class Keys:
    """An RSA key of the tests' own and the RFC's in a directory, and their records as a name server would have them."""

    def __init__(self, directory):
        self.rsa, self.ed25519 = directory + "/rsa.pem", directory + "/ed25519.pem"
        openssl("genrsa", "-out", self.rsa, "2048")
        with open(self.ed25519, "w", encoding="ascii") as file:
            text = base64.b64encode(PKCS8 + base64.b64decode(SECRET)).decode()
            file.write(f"-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n")
        rsa = base64.b64encode(openssl("pkey", "-in", self.rsa, "-pubout", "-outform", "DER")).decode()
        self.records = {RSA: "v=DKIM1; k=rsa; p=" + rsa, ED25519: "v=DKIM1; k=ed25519; p=" + PUBLIC}
        self.file = directory + "/records"
        with open(self.file, "w", encoding="ascii") as file:
            file.writelines(f"{name} {text}\n" for name, text in self.records.items())

    def look_up(self, name, timeout=5):
        text = self.records.get(name.decode().rstrip("."))
        return text and text.encode()


class Dkimpy:
    name = "dkimpy"

    def __init__(self, keys):
        self.keys = keys

    def verify(self, message, signatures):
        """The number of good signatures."""
        good = 0
        for i in range(signatures):
            try:
                good += dkim.DKIM(message).verify(idx=i, dnsfunc=self.keys.look_up)
            except dkim.DKIMException:
                pass
        return good

    @staticmethod
    def can(message):
        """It reads no field with a blank before its colon."""
        return not re.search(rb"(?m)^[!-9;-~]+[ \t]+:", message.split(b"\r\n\r\n")[0])


class OpenDkim:
    """libopendkim with its keys from a file."""
    name = "OpenDKIM"
    SETOPT, QUERYMETHOD, QUERYINFO, QUERY_FILE = 1, 6, 7, 1
    PASSED, IS_MATCH = 4, 0

    def __init__(self, keys):
        self.library = ctypes.CDLL("libopendkim.so.11")
        for function in ("dkim_init", "dkim_verify"):
            getattr(self.library, function).restype = ctypes.c_void_p
        self.handle = ctypes.c_void_p(self.library.dkim_init(None, None))
        self.set_option(self.QUERYMETHOD, ctypes.byref(ctypes.c_int(self.QUERY_FILE)), ctypes.sizeof(ctypes.c_int))
        path = keys.file.encode()
        self.set_option(self.QUERYINFO, ctypes.create_string_buffer(path, 1024), len(path) + 1)

    def set_option(self, option, value, size):
        if self.library.dkim_options(self.handle, self.SETOPT, option, value, ctypes.c_size_t(size)) != 0:
            raise SystemExit(f"OpenDKIM refuses its option {option}")

    def is_good(self, signature):
        return (self.library.dkim_sig_getflags(signature) & self.PASSED != 0 and
                self.library.dkim_sig_getbh(signature) == self.IS_MATCH)

    def verify(self, message, signatures):
        """A header that nothing ends, not even an empty line, reaches no OpenDKIM: a mail server adds the line."""
        message += b"" if b"\r\n\r\n" in message else b"\r\n"
        library, status = self.library, ctypes.c_int()
        one = ctypes.c_void_p(library.dkim_verify(self.handle, b"test", None, ctypes.byref(status)))
        library.dkim_chunk(one, message, ctypes.c_size_t(len(message)))
        library.dkim_chunk(one, None, ctypes.c_size_t(0))
        library.dkim_eom(one, None)
        found, count = ctypes.POINTER(ctypes.c_void_p)(), ctypes.c_int()
        library.dkim_getsiglist(one, ctypes.byref(found), ctypes.byref(count))
        good = sum(self.is_good(ctypes.c_void_p(found[i])) for i in range(count.value))
        library.dkim_free(one)
        return good

    @staticmethod
    def can(message):
        return True


NAMES = ["To", "Cc", "Subject", "Date", "Message-ID", "Reply-To", "References", "MIME-Version", "Content-Type",
         "Content-Transfer-Encoding", "List-Unsubscribe", "List-Id", "X-Own", "Received", "Resent-From", "Resent-To",
         "subject", "CONTENT-TYPE", "X-" + "long-" * 30 + "name", "DKIM-Signatur", "Comments"]
WORDS = ["alpha", "Beta", "x", "a:b", "<t@example.org>", "\"q  r\"", ";", "=?utf-8?Q?x?=", "w" * 70, "Grüße", "日本語", "b=x;"]
BLANKS = [" ", " ", " ", "  ", "\t", " \t ", "\r\n ", "\r\n\t", " \r\n  ", "\r\n \r\n  "]
LINES = ["", "", "", " ", "\t", "plain words on a line", "two  blanks", "tab\tand \t more", " before", "after ", "after\t ",
         ".", "..", "Grüße aus Köln", "日本語の文章。", "=20", "d" * 998, "From me", "-- ", "\x0b\x0c"]
FIELDS = ["-", "-", "-", "-", "*", "X-*:Comments:Subject", "To"]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, values):
        return self.random.choice(values)

    def value(self):
        words = "".join(self.pick(WORDS) + self.pick(BLANKS) for _ in range(self.random.randrange(12)))
        return self.pick(["", " ", "  ", "\t", "\r\n "]) + words + self.pick(["x", "x", "x ", "x\t \t", ""])

    def field(self, name):
        """OpenDKIM wants to find an address in From."""
        blank = self.pick([""] * 60 + [" "])
        value = self.value()
        if name.lower() == "from":
            value = "".join(self.pick(BLANKS) + word for word in ("Ann", "<ann@example.org>")) + self.pick(["", " ", "\t"])
        return f"{name}{blank}:{value}"

    def header(self):
        names = [self.pick(NAMES) for _ in range(self.random.randrange(15))]
        names.insert(self.random.randrange(len(names) + 1), self.pick(["From", "From", "FROM", "from"]))
        return [self.field(name) for name in names]

    def body(self):
        return [self.pick(LINES) for _ in range(self.random.randrange(self.pick([1, 2, 4, 20])))]

    def raw(self):
        """Lines with the same end, now and then with any, and now and then without the last one."""
        lines = self.header()
        ends = self.pick([["\r\n"], ["\r\n"], ["\n"], ["\r"], ["\r\n", "\n"], ["\r\n", "\r"]])
        if self.random.random() < 0.95:
            lines += [""] + self.body()
            if self.random.random() < 0.05:
                lines += [f"{i} {'words ' * self.random.randrange(12)}" for i in range(20000)]
        text = "\r\n".join(lines) + self.pick(["\r\n", "\r\n", "", "\r\n\r\n\r\n"])
        return "".join(self.pick(ends) if part == "\r\n" else part for part in re.split("(\r\n)", text)).encode()

    def composed(self):
        subject = " ".join(self.pick(["alpha", "Grüße", "日本語", "x" * 60]) for _ in range(1 + self.random.randrange(9)))
        return (subject + "\n" + "\n".join(self.body())).encode()


def as_sent(message):
    """As a session sends it: every line ended by CRLF, the last one too."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


def with_another_body(message):
    header, blank, body = message.partition(b"\r\n\r\n")
    return header + (blank or b"\r\n") + b"x" + body


def with_another_from(message):
    return b"From: eve@example.net\r\n" + message


class Signer:
    """tests/dkim/sign.c, which signs one message after another."""

    def __init__(self, program, keys):
        self.process = subprocess.Popen([program, keys.rsa, keys.ed25519], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def sign(self, verb, forms, letters, fields, data):
        order = f"{verb} {forms[0]} {forms[1]} {letters} {fields} {len(data)}\n".encode()
        self.process.stdin.write(order + data)
        self.process.stdin.flush()
        result, length = self.process.stdout.readline().split() or (b"no answer", b"0")
        return result.decode(), self.process.stdout.read(int(length))

    def end(self):
        self.process.stdin.close()
        return self.process.wait() == 0


class Check:
    def __init__(self, program, directory, seed):
        keys = Keys(directory)
        self.maker = Maker(seed)
        self.signer = Signer(program, keys)
        self.verifiers = [Dkimpy(keys), OpenDkim(keys)]
        self.passed = self.failed = 0

    def expect(self, is_good, what, message):
        self.passed += is_good
        self.failed += not is_good
        if not is_good:
            print(f"{what}\n{message[:3000].decode(errors='replace')}", file=sys.stderr)

    def verify(self, verifier, message, letters, what):
        if not verifier.can(message):
            return
        what = f"{verifier.name}, {what}"
        self.expect(verifier.verify(message, len(letters)) == len(letters), what, message)
        if self.maker.random.random() < 0.3:
            self.expect(verifier.verify(with_another_body(message), len(letters)) == 0, what + ": changed", message)
            self.expect(verifier.verify(with_another_from(message), len(letters)) == 0, what + ": two From", message)

    def example(self):
        result, message = self.signer.sign("raw", (1, 1), "e", "-", EXAMPLE)
        self.expect(result == "SMTP_OK" and BODY_HASH in message.replace(b"\r\n\t", b" "), "the RFC's body", message)
        for verifier in self.verifiers:
            self.verify(verifier, as_sent(message), "e", "the RFC's message")

    def one(self, verb, data):
        forms = self.maker.pick([(0, 0), (0, 1), (1, 0), (1, 1)])
        letters = self.maker.pick(["r", "o", "e", "re", "ero"])
        fields = self.maker.pick(FIELDS)
        what = f"{verb} {forms} {letters} {fields}"
        result, message = self.signer.sign(verb, forms, letters, fields, data)
        self.expect(result == "SMTP_OK", f"{what}: {result}", data)
        if verb == "raw":
            self.expect(message.endswith(data), f"{what}: the message was changed", message)
        message = as_sent(message)
        own = message[:len(message) - len(as_sent(data))].split(b"\r\n") if verb == "raw" else []
        self.expect(all(len(line) <= 78 for line in own if b"long-long" not in line), f"{what}: a long line", message)
        for verifier in self.verifiers:
            self.verify(verifier, message, letters, what)

    def run(self):
        self.example()
        for _ in range(400):
            self.one("raw", self.maker.raw())
        for _ in range(60):
            self.one("compose", self.maker.composed())
        self.expect(self.signer.end(), "sign ended with an error", b"")


def main():
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as directory:
        check = Check(os.path.abspath(sys.argv[1]), directory, seed)
        check.run()
    print(f"{check.passed} passed, {check.failed} failed")
    sys.exit(check.failed > 0)


main()
