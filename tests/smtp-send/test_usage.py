# SPDX-License-Identifier: MIT
"""The command line: what is taken, what is refused, and that nothing is sent then."""
import unittest

from harness import TestCase, run

SERVER = ("--server", "smtp+plain://127.0.0.1:9")


class Usage(TestCase):
    def refuse(self, *arguments, error="SMTP_E_ARGUMENT", class_name="config", **more):
        return self.check(
            run("--json", *arguments, **more),
            64,
            outcome="failed",
            phase="setup",
            class_=class_name,
            code=0,
            enhanced="",
            text="",
            queue_id="",
            error=error,
            recipients=[],
        )

    def test_nothing_given(self):
        self.refuse(error="SMTP_E_NO_SERVER")

    def test_no_server(self):
        self.refuse("a@b.example", error="SMTP_E_NO_SERVER")

    def test_no_recipient(self):
        for more in [(), ("--from", "a@b.example", "--subject", "x")]:
            self.refuse(*SERVER, *more, error="SMTP_E_NO_RECIPIENT", class_name="input")

    def test_unknown_options(self):
        for option in ["--bogus", "-x", "-v", "--serve", "--servers", "-tf", "-fa@b.example", "--=x", "-o", "-f=a@b.c"]:
            with self.subTest(option):
                answer = self.refuse(*SERVER, option, "a@b.example")
                self.assertIn("--help", answer["message"])

    def test_the_value_of_an_unknown_option_is_not_told(self):
        for result in [run(*SERVER, "--password=hunter2"), run(*SERVER, "--json", "--password=hunter2")]:
            self.assertEqual(result.status, 64)
            self.assertNotIn("hunter2", result.err)
            self.assertNotIn(b"hunter2", result.out)

    def test_missing_values(self):
        options = "server provider connect helo timeout deadline user password-file token-file auth ca-file ca-dir tls-name pin"
        options += " client-cert client-key rcpt mail-from message from to cc bcc subject text html header attach"
        options += " attach-name attach-type pipelining envid dsn-ret dsn-notify deliver-by hold-for priority repeat"
        for option in [f"--{name}" for name in options.split()] + ["-f"]:
            with self.subTest(option):
                answer = self.refuse(*SERVER, "a@b.example", option)
                self.assertIn(option, answer["message"])

    def test_flags_take_no_value(self):
        options = "json trace check list-providers no-verify allow-plaintext-auth help version"
        for option in f"{options} chunking require-tls no-smtputf8 all-or-nothing".split():
            with self.subTest(option):
                self.refuse(*SERVER, "a@b.example", f"--{option}=1")

    def test_times(self):
        words = ["", "0", "0.0", "-1", "1s", "1e3", "nan", "inf", " 1", "1 ", ".", "1.2.3", "0x10"]
        for value in [*words, "4294968", "9" * 40]:
            for option in ["--timeout", "--deadline"]:
                with self.subTest((option, value)):
                    self.refuse(*SERVER, "a@b.example", option, value)

    def test_good_times(self):
        for value in ["1", "0.5", ".5", "5.", "0.0001", "4294967", "007"]:
            with self.subTest(value):
                result = run("--json", *SERVER, "--timeout", value, "--rcpt", "")
                self.assertEqual(result.status, 65, result)

    def test_options_that_exclude_or_need_one_another(self):
        for arguments in [
            ("--message", "f", "--subject", "x"),
            ("--message=f", "--to", "a@b.example"),
            ("--attach-name", "x", "--attach", "f"),
            ("--attach-type", "text/plain"),
            ("--client-cert", "f"),
            ("--client-key", "f"),
            ("--password-file", "f"),
        ]:
            with self.subTest(arguments):
                self.refuse(*SERVER, "a@b.example", *arguments)

    def test_an_unset_reverse_path_is_not_the_empty_one(self):
        for arguments in [("-f", ""), ("--mail-from", ""), ("--mail-from=",), ("-f", "<>", "-f", "")]:
            with self.subTest(arguments):
                answer = self.refuse(*SERVER, "a@b.example", *arguments)
                self.assertIn("'<>'", answer["message"])

    def test_json_counts_wherever_it_stands(self):
        self.assertEqual(run("--bogus", "--json").json["class"], "config")
        self.assertEqual(run("--", "--json").out, b"")

    def test_without_json_one_line_on_standard_error(self):
        result = run("--bogus")
        self.assertEqual((result.status, result.out), (64, b""))
        self.assertEqual(len(result.err.splitlines()), 1)
        self.assertTrue(result.err.startswith("smtp-send: failed: --bogus: unknown option"), result.err)

    def test_control_characters_of_the_command_line_do_not_reach_the_terminal(self):
        result = run(*SERVER, "--\x1b[31m\x07\u009b")
        self.assertNotIn("\x1b", result.err)
        self.assertNotIn("\x07", result.err)
        self.assertNotIn("\u009b", result.err)
        self.assertIn("\\x1B", result.err)

    def test_help(self):
        result = run("--help", "--server")
        self.assertEqual(result.status, 64)
        result = run("--help")
        self.assertEqual((result.status, result.err), (0, ""))
        text = result.out.decode()
        options = "server connect helo timeout deadline check user password-file token-file auth allow-plaintext-auth"
        options += " ca-file ca-dir tls-name pin client-cert client-key no-verify rcpt mail-from message from to cc bcc"
        options += " subject text html header attach attach-name attach-type json trace help version provider list-providers"
        options += " chunking pipelining envid dsn-ret dsn-notify require-tls no-smtputf8 all-or-nothing repeat"
        options += " deliver-by hold-for priority"
        for option in options.split():
            self.assertIn(f"--{option}", text)
        words = "SMTP_PASSWORD -t -f -i -oi 64 65 66 68 69 75 76 77 78 queue_id end-of-data deferred accepted lmtp:// retry_after_s phase_ms"
        for word in words.split():
            self.assertIn(word, text)
        self.assertTrue(all(len(line) < 120 for line in text.splitlines()))

    def test_version(self):
        result = run("--version")
        self.assertEqual(result.status, 0)
        self.assertRegex(result.out, rb"^smtp-send \d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    unittest.main()
