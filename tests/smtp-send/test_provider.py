# SPDX-License-Identifier: MIT
"""--provider and --list-providers: which server is taken, and what is said where none is known."""
import unittest

from harness import RAW, TestCase, run


class Refusals(TestCase):
    def refuse(self, *arguments, status=78, error="SMTP_E_NO_SERVER", says="", **more):
        answer = self.check(run("--json", *arguments, **more), status, outcome="failed", phase="setup", error=error)
        self.assertIn(says, answer["message"])
        return answer

    def test_both_or_none(self):
        self.refuse("a@b.example", status=64, says="--provider")
        both = ("--server", "smtp://b.example", "--provider", "gmail", "a@b.example")
        self.refuse(*both, status=64, error="SMTP_E_ARGUMENT", says="give one of them")

    def test_unknown_ids(self):
        for name in ["", "nobody", "gmail ", "gmail.com", "AUTO"]:
            self.refuse("--provider", name, "a@b.example", says=f"'{name}' is not known; --list-providers")

    def test_the_domain_is_named(self):
        auto = ("--provider", "auto", "--check")
        self.refuse(*auto, "--from", "Ann <ann@example.org>", says="'example.org'")
        self.refuse(*auto, "--mail-from", "ann@example.org", "--from", "ann@gmail.com", says="'example.org'")
        self.refuse("--provider", "auto", "b@example.net", stdin=RAW, says="'example.org'")
        composed = ("--subject", "x", "--to", "b@example.net")
        self.refuse("--provider", "auto", "--from", "ann@b\u00fccher.example", *composed, says="'xn--bcher-kva.example'")

    def test_no_sender(self):
        self.refuse("--provider", "auto", "--check", says="--mail-from or --from")
        self.refuse("--provider", "auto", "--check", "--mail-from", "<>", says="--mail-from or --from")
        self.refuse("--provider", "auto", "--mail-from", "<>", "b@example.net", stdin=RAW, says="--mail-from or --from")
        for bad in ["ann", "ann@gmail.com, bob@gmail.com"]:
            self.refuse("--provider", "auto", "--check", "--from", bad, status=65, error="SMTP_E_ADDRESS", says="--from")

    def test_regions(self):
        self.refuse("--provider", "ses", "a@b.example", error="SMTP_E_HOST", says="smtp://email-smtp.{region}.amazonaws.com")

    def test_no_control_reaches_the_terminal(self):
        result = run("--provider", "x\x1b[31m", "a@b.example")
        self.assertEqual(result.status, 78)
        self.assertNotIn("\x1b", result.err)


class List(TestCase):
    def test_the_table(self):
        result = run("--list-providers")
        self.assertEqual((result.status, result.err), (0, ""))
        head, *rows = result.out.decode("ascii").splitlines()
        self.assertEqual(head.split(), ["ID", "SERVER", "PORT", "TLS", "NAME"])
        self.assertGreater(len(rows), 60)
        for row in rows:
            self.assertRegex(row, r"^[a-z0-9-]+ +[a-z0-9.{}-]+ +\d+ (implicit|starttls)  \S.*\S$")
        table = {row.split()[0]: row.split(None, 4)[1:] for row in rows}
        self.assertEqual(table["gmx-net"], ["mail.gmx.net", "465", "implicit", "GMX (gmx.net, gmx.de)"])
        self.assertEqual(table["m365-hve"][3], "Microsoft 365 High Volume Email (not verified)")


class Sent(TestCase):
    def setUp(self):
        super().setUp()
        context = self.self_signed("mail.gmx.net", "smtp.126.com", "smtp.resend.com")
        self.certificate = str(self.directory / "certificate")
        ehlo = b"250-smarthost.example\r\n250 AUTH PLAIN LOGIN\r\n"
        self.server = self.smarthost(wrap=lambda c: context.wrap_socket(c, server_side=True), EHLO=ehlo)

    def answer(self, status, *arguments, stdin=b"", **members):
        first = ("--json", "--timeout=5", "--ca-file", self.certificate, "--connect", f"127.0.0.1:{self.server.port}")
        return self.check(run(*first, *arguments, stdin=stdin, password="pw"), status, **members)

    def test_by_id(self):
        self.answer(0, "--provider", "gmx-net", "bob@example.net", stdin=RAW)
        self.assertIsNotNone(self.server.content)
        self.answer(77, "--provider", "gmx-com", "bob@example.net", stdin=RAW, error="SMTP_E_CERTIFICATE_NAME")

    def test_by_the_sender_of_any_kind_of_mail(self):
        raw = b"From: Ann <ann@GMX.de>\r\nSubject: x\r\n\r\nHello.\r\n"
        for more in [
            ("--check", "--from", "Ann <ann@gmx.de>"),
            ("--check", "--mail-from", "ann@gmx.de"),
            ("--from", "Ann <ann@gmx.at>", "--to", "bob@example.net", "--subject", "x"),
            ("bob@example.net",),
            ("--mail-from", "ann@gmx.net", "--from", "ann@example.org", "bob@example.net"),
        ]:
            with self.subTest(more):
                self.answer(0, "--provider", "auto", *more, stdin=raw)
        self.answer(77, "--provider", "auto", "--check", "--from", "a@gmx.com", error="SMTP_E_CERTIFICATE_NAME")

    def test_the_settings_of_the_command_line_win(self):
        user = ("--check", "--user", "ann@126.com")
        self.answer(0, "--provider", "126", *user)
        self.assertIn("AUTH", self.server.verbs())
        self.answer(0, "--provider", "auto", *user, "--from", "ann@126.com", "--auth", "LOGIN")
        self.assertIn(b"AUTH LOGIN", self.server.commands)

    def test_a_user_name_that_is_the_same_for_everyone(self):
        hidden = ("--check", "--provider", "resend")
        self.answer(0, *hidden)
        self.assertIn(b"AUTH PLAIN AHJlc2VuZABwdw==", self.server.commands)
        self.answer(0, *hidden, "--user", "ann")
        self.assertIn(b"AUTH PLAIN AGFubgBwdw==", self.server.commands)
        self.answer(0, *hidden, "--password-file", self.file("secret", b"pw\n"))
        self.answer(64, "--check", "--provider", "gmail", "--password-file", self.file("secret", b"pw\n"))


if __name__ == "__main__":
    unittest.main()
