# SPDX-License-Identifier: MIT
"""Mails that smtp-send signs by DKIM. Whether a signature is good, tests/dkim looks at."""
import re
import subprocess

from harness import RAW, TestCase, run


class Dkim(TestCase):
    def key(self, name="key.pem", bits="2048"):
        path = str(self.directory / name)
        subprocess.run(["openssl", "genrsa", "-out", path, bits], check=True, capture_output=True)
        return path

    def sign(self, server, *arguments, key=None, stdin=RAW):
        options = ["--dkim-domain", "example.org", "--dkim-selector", "s1", "--dkim-key", key or self.key()]
        return run("--json", "--server", server.url, *options, *arguments, stdin=stdin)

    def check_signed(self, server, rest):
        content = server.content
        field, _, message = content.partition(b"\r\n" + rest)
        self.assertTrue(field.startswith(b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;"), content)
        self.assertRegex(field, rb"(?s)d=example\.org; *\s*s=s1; *\s*t=\d+; *\s*h=.*; *\s*bh=.*; *\s*b=")
        self.assertEqual(len(re.sub(rb"\s", b"", field.rpartition(b"b=")[2])), 344)
        return message

    def test_a_raw_mail(self):
        server = self.smarthost()
        self.check(self.sign(server, "bob@example.net"), 0)
        self.assertEqual(self.check_signed(server, RAW), b"")

    def test_a_composed_mail(self):
        server = self.smarthost()
        self.check(self.sign(server, "--from", "ann@example.org", "--to", "bob@example.net", "--text", "hello"), 0)
        self.assertIn(b"\r\nhello\r\n", self.check_signed(server, b"Date: "))

    def test_none_without_the_others(self):
        server = self.smarthost()
        for options in (["--dkim-domain", "a"], ["--dkim-selector", "a"], ["--dkim-key", "a"],
                        ["--dkim-domain", "a", "--dkim-key", "a"], ["--dkim-domain", "a", "--dkim-selector", "a"]):
            self.check(run("--json", "--server", server.url, *options, "bob@example.net", stdin=RAW), 64)
        self.assertEqual(server.connections, 0)

    def test_keys_and_names_that_are_none(self):
        server = self.smarthost()
        key = self.key()
        empty = self.directory / "empty"
        empty.write_bytes(b"")
        big = self.directory / "big"
        big.write_bytes(b"x" * 9001)
        for path, error in ((self.key("small.pem", "1016"), "SMTP_E_DKIM_KEY"), (str(empty), "SMTP_E_DKIM_KEY"),
                            (str(big), "SMTP_E_SECRET"), (str(self.directory / "none"), "SMTP_E_NO_FILE")):
            answer = self.check(self.sign(server, "bob@example.net", key=path), 78)
            self.assertEqual(answer["error"], error)
        for option in ("--dkim-domain", "--dkim-selector"):
            for bad in ("", "a b", "a;l=0", "a\r\nBcc: eve@example.net", "x" * 300):
                answer = self.check(self.sign(server, option, bad, "bob@example.net", key=key), 78)
                self.assertEqual(answer["error"], "SMTP_E_DKIM")
        self.assertEqual(server.connections, 0)

    def test_what_cannot_be_signed(self):
        server = self.smarthost()
        answer = self.check(self.sign(server, "--mail-from", "ann@example.org", "bob@example.net",
                                      stdin=b"Subject: x\r\n\r\nhello\r\n"), 65)
        self.assertEqual(answer["error"], "SMTP_E_NO_FROM")
        self.assertEqual(server.connections, 0)
