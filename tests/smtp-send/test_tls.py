# SPDX-License-Identifier: MIT
"""The options of trust, against a certificate that nobody has signed."""
import hashlib
import shutil
import ssl
import unittest

from harness import TestCase, run


class Trust(TestCase):
    def setUp(self):
        super().setUp()
        context = self.self_signed("localhost")
        self.certificate, self.key = str(self.directory / "certificate"), str(self.directory / "certificate.key")
        self.server = self.smarthost(wrap=lambda c: context.wrap_socket(c, server_side=True))
        with open(self.certificate, encoding="ascii") as pem:
            self.pin = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem.read())).hexdigest()

    def answer(self, status, *arguments, host="localhost", **members):
        first = ("--json", "--timeout=5", "--check", "--server", f"smtps://{host}")
        result = run(*first, "--connect", f"127.0.0.1:{self.server.port}", *arguments)
        self.check(result, status, **members)
        return result

    def test_untrusted(self):
        self.answer(77, class_="tls", phase="tls", outcome="failed")
        self.assertEqual(self.server.commands, [])

    def test_trusted_by_file_and_directory(self):
        self.answer(0, "--ca-file", self.certificate)
        (self.directory / "store").mkdir()
        shutil.copy(self.certificate, self.directory / "store" / "one.pem")
        self.answer(0, "--ca-dir", str(self.directory / "store"))

    def test_names(self):
        wrong = {"error": "SMTP_E_CERTIFICATE_NAME", "class": "tls"}
        self.answer(77, "--ca-file", self.certificate, host="other.example", **wrong)
        self.answer(0, "--ca-file", self.certificate, "--tls-name", "localhost", host="other.example")
        self.answer(77, "--ca-file", self.certificate, "--tls-name", "other.example", error="SMTP_E_CERTIFICATE_NAME")

    def test_pins(self):
        self.answer(0, "--pin", self.pin, host="other.example")
        self.answer(0, "--pin", self.pin.upper())
        wrong = ("0" if self.pin[0] != "0" else "1") + self.pin[1:]
        self.answer(77, "--pin", wrong, error="SMTP_E_CERTIFICATE_PIN", class_="tls")

    def test_no_verify(self):
        result = self.answer(0, "--no-verify", host="other.example")
        self.assertIn("warning", result.err)

    def test_a_file_that_holds_no_certificate(self):
        self.answer(78, "--ca-file", self.file("empty", b""), class_="config", error="SMTP_E_CA")
        not_one = self.file("text", b"hello")
        self.answer(78, "--client-cert", not_one, "--client-key", not_one, error="SMTP_E_CLIENT_CERTIFICATE")


if __name__ == "__main__":
    unittest.main()
