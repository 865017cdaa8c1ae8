# SPDX-License-Identifier: MIT
"""Credentials: refused ones, ones held back, and none that are seen where they should not be."""
import base64

import corpus
import postfix
import programs
import proxy

RECIPIENT = "credentials@receiver.test"


class Credentials(programs.TestCase):
    def setUp(self):
        super().setUp()
        self.server = postfix.server()
        self.path = self.file("message", corpus.MESSAGES["small"])

    def send(self, url, *more, password=postfix.PASSWORD):
        return programs.smtp_send(
            url, "--ca-file", self.server.certificate("ca.pem"), "--user", postfix.USER, "--mail-from",
            "ann@sender.test", "--message", self.path, *more, RECIPIENT, password=password,
        )  # fmt: skip

    def test_wrong_password(self):
        for mechanism in ("PLAIN", "LOGIN"):
            for way in (postfix.STARTTLS, postfix.TLS):
                with self.subTest(mechanism=mechanism, port=way):
                    result = self.send(self.server.url(way), "--auth", mechanism, password="wr0ng-w0rd")
                    self.assertEqual((result.status, result.error), (77, "SMTP_E_AUTH_REFUSED"), result)
                    self.assertEqual((result.code, result.enhanced, result.class_), (535, "5.7.8", "permanent"), result)
                    self.assertFalse(self.server.has_mail(RECIPIENT))

    def test_proved_by_a_digest(self):
        for mechanism in ("CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512"):
            for way in (postfix.TLS, postfix.PLAIN):
                with self.subTest(mechanism=mechanism, port=way):
                    result = self.send(self.server.url(way), "--auth", mechanism)
                    self.assertEqual((result.status, result.outcome), (0, "sent"), result)
                    self.assertEqual(len(self.server.mail(RECIPIENT)), 1)
                    result = self.send(self.server.url(way), "--auth", mechanism, password="wr0ng-w0rd")
                    self.assertEqual((result.status, result.error, result.code), (77, "SMTP_E_AUTH_REFUSED", 535), result)
                    self.assertFalse(self.server.has_mail(RECIPIENT))

    def test_the_strongest_is_taken(self):
        with proxy.Proxy(self.server.port(postfix.PLAIN)) as between:
            result = self.send(f"smtp+plain://localhost:{between.port}")
        self.assertEqual((result.status, result.outcome), (0, "sent"), result)
        self.assertIn(b"AUTH SCRAM-SHA-512 ", between.sent())
        self.assertEqual(len(self.server.mail(RECIPIENT)), 1)

    def test_held_back_without_tls(self):
        with proxy.Proxy(self.server.port(postfix.PLAIN)) as between:
            result = self.send(f"smtp+plain://localhost:{between.port}", "--auth", "PLAIN,LOGIN")
        self.assertEqual((result.status, result.class_), (77, "credentials"), result)
        self.assertEqual(result.error, "SMTP_E_CREDENTIALS_IN_CLEAR")
        self.assertNotIn(b"AUTH", between.sent())
        self.assertNotIn(b"MAIL", between.sent())

    def test_in_clear_when_allowed(self):
        with proxy.Proxy(self.server.port(postfix.PLAIN)) as between:
            result = self.send(f"smtp+plain://localhost:{between.port}", "--allow-plaintext-auth", "--auth", "PLAIN")
        self.assertEqual((result.status, result.outcome), (0, "sent"), result)
        self.assertIn(b"AUTH PLAIN " + base64.b64encode(b"\0alice\0secret"), between.sent())
        self.assertEqual(len(self.server.mail(RECIPIENT)), 1)

    def test_required_by_the_server(self):
        url = self.server.url(postfix.STARTTLS)
        ca_file = self.server.certificate("ca.pem")
        result = programs.smtp_send(
            url, "--ca-file", ca_file, "--mail-from", "ann@sender.test", "--message", self.path, RECIPIENT
        )
        self.assertEqual((result.status, result.outcome, result.code), (69, "refused", 554), result)

    def test_trace_hides_them(self):
        for mechanism in ("PLAIN", "LOGIN"):
            with self.subTest(mechanism=mechanism):
                result = self.send(self.server.url(postfix.TLS), "--trace", "--auth", mechanism)
                self.assertEqual(result.status, 0, result)
                self.assertIn("EHLO", result.trace)
                for secret in (b"secret", b"\0alice\0secret"):
                    self.assertNotIn(secret.decode(), result.trace)
                    self.assertNotIn(base64.b64encode(secret).decode(), result.trace)
                self.assertEqual(len(self.server.mail(RECIPIENT)), 1)

    def test_password_file(self):
        path = self.file("password", b"secret\n")
        result = self.send(self.server.url(postfix.TLS), "--password-file", path, password="wr0ng-w0rd")
        self.assertEqual(result.status, 0, result)
        self.assertEqual(len(self.server.mail(RECIPIENT)), 1)

    def test_check_sends_no_mail(self):
        arguments = ["--ca-file", self.server.certificate("ca.pem"), "--user", postfix.USER, "--check"]
        result = programs.smtp_send(self.server.url(postfix.TLS), *arguments, password=postfix.PASSWORD)
        self.assertEqual((result.status, result.outcome), (0, "sent"), result)
        result = programs.smtp_send(self.server.url(postfix.TLS), *arguments, password="wr0ng-w0rd")
        self.assertEqual(result.status, 77, result)
