# SPDX-License-Identifier: MIT
"""The command line: what is taken and what is refused, before anything is looked at."""
import unittest

from doctor import TestCase, run


class Usage(TestCase):
    def refuse(self, status, *arguments, error="SMTP_E_ARGUMENT", says=""):
        answer = self.look(status, *arguments)
        self.assertEqual((answer["error"], answer["ports"], answer["advice"]), (error, [], None))
        self.assertIn(says, answer["message"])

    def test_what_to_look_at(self):
        self.refuse(64, error="SMTP_E_NO_SERVER", says="give an address")
        self.refuse(64, "a.example", "b.example", says="one address, domain or server")

    def test_options(self):
        self.refuse(64, "--server", "smtp://a.example", says="smtp-doctor --help")
        self.refuse(64, "localhost", "--deadline", "0", says="--deadline")
        self.refuse(64, "localhost", "--connect", "127.0.0.1:25", says="a server with a port")
        self.refuse(64, "localhost", "--mail-from", "a@b.example", says="--send-test")
        self.refuse(64, "localhost", "--password-file", "f", says="--user")
        for server in ["", "x.example", "192.0.2", "192.0.2.1:0", "192.0.2.1:x", "::1", "smtp://192.0.2.1"]:
            self.refuse(64, "localhost", "--dns", server, says="--dns")

    def test_servers_that_are_none(self):
        for text, error in [
            ("http://a.example", "SMTP_E_SCHEME"),
            ("smtp://", "SMTP_E_HOST"),
            ("smtp://a.example/x", "SMTP_E_URL"),
            ("smtp://ann@a.example", "SMTP_E_URL"),
            ("a.example:0", "SMTP_E_PORT"),
            ("a.example:99999", "SMTP_E_PORT"),
            ("[::1", "SMTP_E_HOST"),
            ("[::1]25", "SMTP_E_PORT"),
            ("", "SMTP_E_HOST"),
            ("x" * 300, "SMTP_E_HOST"),
        ]:
            with self.subTest(text):
                self.refuse(78, text, error=error)

    def test_names_that_are_none(self):
        self.refuse(65, "ann@", error="SMTP_E_ADDRESS")
        self.refuse(65, "a b@c.example", error="SMTP_E_ADDRESS")
        self.refuse(65, "ann@x\r\ny.example", error="SMTP_E_CONTROL_CHARACTER")
        self.refuse(78, "x..example", error="SMTP_E_ADDRESS")
        self.refuse(65, "localhost:1", "--send-test", "bob", error="SMTP_E_ADDRESS", says="--send-test")
        self.refuse(78, "--provider", "nobody", error="SMTP_E_NO_SERVER", says="--list-providers")

    def test_regions(self):
        self.needs_providers()
        self.refuse(78, "--provider", "ses", error="SMTP_E_HOST", says="region")

    def test_credentials(self):
        self.refuse(78, "localhost:1", "--user", "ann", error="SMTP_E_SECRET", says="password")
        self.refuse(78, "localhost:1", "--auth", "NTLM", error="SMTP_E_MECHANISM")

    def test_unknown_host(self):
        answer = self.look(68, "no-such-host.invalid:25")
        self.assertEqual((answer["error"], answer["ports"]), ("SMTP_E_RESOLVE", []))

    def test_help_and_version(self):
        result = run("--help")
        self.assertEqual((result.status, result.err), (0, ""))
        for word in "--provider --dns --timeout --deadline --send-test --mail-from --json --trace 64 65 68 75 77 78".split():
            self.assertIn(word, result.out.decode())
        self.assertTrue(all(len(line) < 120 for line in result.out.decode().splitlines()))
        self.assertRegex(run("--version").out, rb"^smtp-doctor \d+\.\d+\.\d+\n$")

    def test_a_problem_for_a_person(self):
        result = run("\x1b[31m..example")
        self.assertEqual((result.status, result.out.count(b"\x1b")), (78, 0), result)
        self.assertTrue(result.err.startswith("smtp-doctor: the domain: "), result)


if __name__ == "__main__":
    unittest.main()
