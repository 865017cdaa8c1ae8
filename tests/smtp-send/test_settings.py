# SPDX-License-Identifier: MIT
"""Settings that are wrong: exit status 78, the class of the result, and nothing sent."""
import unittest

from harness import TestCase, run

OF_CLASS_INPUT = ["SMTP_E_CONTROL_CHARACTER", "SMTP_E_NO_FILE"]
CONTROLS = ["\r\nMAIL FROM:<x@y>", "\n", "\r", "\x01", "\x7f"]


class Settings(TestCase):
    def refuse(self, server, *arguments, error=None, **more):
        result = run("--json", "--server", server, "bob@example.net", *arguments, **more)
        answer = self.check(result, 78, outcome="failed", phase="setup", recipients=[])
        self.assertEqual(answer["class"], "input" if answer["error"] in OF_CLASS_INPUT else "config", result)
        if error:
            self.assertEqual(answer["error"], error, result)
        return answer

    def refuse_here(self, *arguments, **more):
        server = self.smarthost()
        answer = self.refuse(server.url, *arguments, **more)
        self.assertEqual(server.connections, 0)
        return answer

    def test_urls(self):
        for url, error in [
            ("", None),
            ("localhost", "SMTP_E_URL"),
            ("http://localhost", "SMTP_E_SCHEME"),
            ("smtp+tls://localhost", "SMTP_E_SCHEME"),
            ("smtp://", None),
            ("smtp://localhost:0", "SMTP_E_PORT"),
            ("smtp://localhost:70000", "SMTP_E_PORT"),
            ("smtp://localhost:65536", "SMTP_E_PORT"),
            ("smtp://localhost:x", "SMTP_E_PORT"),
            ("smtp://localhost/x", None),
            ("smtp://localhost?x", None),
            ("smtp://user:hunter2@localhost", None),
            ("smtp://local host", None),
            ("smtp://[::1", None),
            ("smtp://local\r\nhost", None),
        ]:
            with self.subTest(url):
                answer = self.refuse(url, error=error)
                self.assertNotIn("hunter2", answer["message"])

    def test_controls_in_every_setting(self):
        for option in ["--helo", "--tls-name", "--connect", "--pin", "--auth"]:
            for bad in CONTROLS:
                with self.subTest((option, bad)):
                    self.refuse_here(option, "name" + bad)

    def test_controls_in_user_and_password(self):
        for bad in CONTROLS:
            for user, password in [("ann" + bad, "hunter2"), ("ann", "hunter2" + bad)]:
                answer = self.refuse_here("--user", user, password=password, error="SMTP_E_CONTROL_CHARACTER")
                self.assertTrue(answer["message"].startswith("--user or its password: "), answer)
                self.assertNotIn("hunter2", answer["message"])
        self.refuse_here("--user", "", password="pw", error="SMTP_E_USER")

    def test_helo(self):
        for name in ["", "a b", "-x", "[1.2.3]", "a..b", "<x>"]:
            with self.subTest(name):
                self.refuse_here("--helo", name, error="SMTP_E_HELO_NAME")

    def test_connect(self):
        for value, error in [
            ("localhost", "SMTP_E_PORT"),
            ("localhost:", "SMTP_E_PORT"),
            ("localhost:0", "SMTP_E_PORT"),
            ("localhost:70000", "SMTP_E_PORT"),
            ("localhost:+25", "SMTP_E_PORT"),
            (":25", "SMTP_E_HOST"),
            ("::1:25", "SMTP_E_HOST"),
            ("[]:25", "SMTP_E_HOST"),
            ("[::1]", "SMTP_E_PORT"),
            ("[::1", "SMTP_E_HOST"),
            ("", "SMTP_E_PORT"),
        ]:
            with self.subTest(value):
                self.refuse_here("--connect", value, error=error)

    def test_pin(self):
        for pin in ["", "00", "g" * 64, "0" * 63, "0" * 65]:
            with self.subTest(pin):
                self.refuse_here("--pin", pin, error="SMTP_E_PIN")

    def test_mechanisms(self):
        for value in ["", "FOO", "PLAIN,", ",LOGIN", "PLAIN,FOO", "PLAIN LOGIN"]:
            with self.subTest(value):
                self.refuse_here("--auth", value, error="SMTP_E_MECHANISM")

    def test_tokens(self):
        for token, error in [(b"", "SMTP_E_SECRET"), (b"a b", "SMTP_E_TOKEN"), (b"a\tb", "SMTP_E_CONTROL_CHARACTER")]:
            with self.subTest(token):
                self.refuse_here("--user", "ann", "--token-file", self.file("token", token), error=error)

    def test_unreadable_files(self):
        errors = {"--ca-file": "SMTP_E_CA", "--ca-dir": "SMTP_E_CA", "--password-file": "SMTP_E_NO_FILE"}
        for option, error in errors.items():
            with self.subTest(option):
                self.refuse_here("--user", "ann", option, "/nowhere/at/all", error=error, password="pw")
        here = self.file("pem", b"")
        for pair in [("/nowhere", here), (here, "/nowhere")]:
            self.refuse_here("--client-cert", pair[0], "--client-key", pair[1], error="SMTP_E_CLIENT_CERTIFICATE")

    def test_passwords(self):
        self.refuse_here("--user", "ann", error="SMTP_E_SECRET")
        self.refuse_here("--user", "ann", password="", error="SMTP_E_SECRET")
        self.refuse_here("--user", "ann", password="x" * 9001, error="SMTP_E_SECRET")
        for content in [b"", b"\n", b"\r\n", b"\nsecond\n", b"x" * 9001, b"x" * 9001 + b"\n"]:
            with self.subTest(content[:10]):
                self.refuse_here("--user", "ann", "--password-file", self.file("pw", content), error="SMTP_E_SECRET")
        nul = self.file("pw", b"nul\0nul\n")
        self.refuse_here("--user", "ann", "--password-file", nul, error="SMTP_E_CONTROL_CHARACTER")
        self.refuse_here("--user", "ann", "--password-file", str(self.directory), error="SMTP_E_NO_FILE")


if __name__ == "__main__":
    unittest.main()
