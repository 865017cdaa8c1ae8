# SPDX-License-Identifier: MIT
"""Every outcome, with its exit status and the members of the JSON object."""
import os
import subprocess
import unittest

from harness import RAW, TestCase, free_port, run
from smarthost import CLOSE, SILENCE, WITH_AUTH


class Outcome(TestCase):
    def answer(self, status, *arguments, replies=None, **members):
        self.server = self.smarthost(**(replies or {}))
        return self.check(self.send(self.server, *arguments), status, **members)

    def test_sent(self):
        answer = self.answer(0, outcome="sent", phase="done", class_="none", error="SMTP_OK", message="")
        self.assertEqual((answer["code"], answer["enhanced"], answer["queue_id"]), (250, "2.0.0", "4XyZ1234"))
        self.assertIn("Ok: queued as 4XyZ1234", answer["text"])
        [recipient] = answer["recipients"]
        self.assertEqual(recipient["address"], "bob@example.net")
        self.assertIs(recipient["accepted"], True)
        self.assertEqual((recipient["code"], recipient["enhanced"]), (250, "2.1.5"))
        self.assertIn("recipient ok", recipient["text"])
        self.assertEqual(self.server.verbs()[-1], "QUIT")

    def test_what_quit_does_changes_nothing(self):
        for reply in [CLOSE, SILENCE, b"500 what?\r\n", b"\xff\0garbage\r\n", b"421 gone\r\n"]:
            self.answer(0, outcome="sent", replies={"QUIT": reply})

    def test_refused_at_each_step(self):
        for key, phase in [("MAIL", "mail"), ("DATA", "data"), ("end", None)]:
            with self.subTest(key):
                no = {key: b"550-5.7.1 go\r\n550 5.7.1 away\r\n"}
                members = {"outcome": "refused", "class": "permanent", "code": 550, "enhanced": "5.7.1"}
                answer = self.answer(69, replies=no, **members)
                self.assertIn("away", answer["text"])
                self.assertEqual(answer["error"], "SMTP_E_PERMANENT")
                self.assertIs(answer["recipients"][0]["accepted"], False)
                if phase:
                    self.assertEqual(answer["phase"], phase)

    def test_refused_recipients_stay_refused_when_the_connection_ends(self):
        no = {"RCPT": lambda c: c.sendall(b"550 5.1.1 who?\r\n") or False}
        members = {"outcome": "refused", "class": "permanent", "code": 550, "error": "SMTP_E_PERMANENT"}
        self.answer(69, replies=no, **members)

    def test_deferred_at_each_step(self):
        for key in ["MAIL", "RCPT", "DATA", "end"]:
            with self.subTest(key):
                later = {key: b"451 4.3.2 later\r\n"}
                members = {"outcome": "deferred", "class": "transient", "code": 451, "enhanced": "4.3.2"}
                answer = self.answer(75, replies=later, **members)
                self.assertIs(answer["recipients"][0]["accepted"], False)

    def test_all_recipients_refused(self):
        answer = self.answer(
            69, "carl@example.net", outcome="refused", class_="permanent", replies={"RCPT": b"550 5.1.1 who?\r\n"}
        )
        self.assertEqual([r["code"] for r in answer["recipients"]], [550, 550])
        self.assertEqual([r["enhanced"] for r in answer["recipients"]], ["5.1.1", "5.1.1"])
        self.assertIsNone(self.server.content or None)

    def test_partial(self):
        for no, status, class_name in [
            (b"550 5.1.1 who?\r\n", 69, "permanent"),
            (b"450 4.2.0 busy\r\n", 75, "transient"),
        ]:
            with self.subTest(no):
                replies = {"RCPT": [b"250 2.1.5 ok\r\n", no, b"250 2.1.5 ok\r\n"]}
                people = ["carl@example.net", "dora@example.net"]
                answer = self.answer(status, *people, outcome="partial", class_=class_name, replies=replies)
                self.assertEqual([r["accepted"] for r in answer["recipients"]], [True, False, True])
                self.assertEqual([r["address"][:4] for r in answer["recipients"]], ["bob@", "carl", "dora"])
                self.assertEqual(answer["queue_id"], "4XyZ1234")
                self.assertIsNotNone(self.server.content)

    def test_partial_with_both_is_permanent(self):
        replies = {"RCPT": [b"450 later\r\n", b"250 ok\r\n", b"550 no\r\n"]}
        self.answer(69, "c@example.net", "d@example.net", outcome="partial", class_="permanent", replies=replies)

    def test_unknown(self):
        def half(connection):
            connection.sendall(b"250-half an ans")
            return False

        for reply, class_name in [(CLOSE, "io"), (half, "io"), (SILENCE, "timeout")]:
            with self.subTest(reply):
                members = {"outcome": "unknown", "phase": "end-of-data", "class": class_name}
                answer = self.answer(75, "--timeout=0.5", replies={"end": reply}, **members)
                self.assertIsNone(answer["recipients"][0]["accepted"])

    def test_lost_before_the_end(self):
        for key in ["connect", "EHLO", "MAIL", "RCPT", "DATA"]:
            with self.subTest(key):
                answer = self.answer(75, outcome="failed", class_="io", replies={key: CLOSE})
                self.assertTrue(all(r["accepted"] is False for r in answer["recipients"]))

    def test_silence(self):
        for key in ["connect", "EHLO", "MAIL", "RCPT", "DATA"]:
            with self.subTest(key):
                self.server = self.smarthost(**{key: SILENCE})
                result = self.send(self.server, "--timeout", "0.3")
                self.check(result, 75, outcome="failed", class_="timeout", error="SMTP_E_TIMEOUT")
                self.assertLess(result.seconds, 2)

    def test_deadline(self):
        def drip(connection):
            for _ in range(100):
                connection.sendall(b"250-x\r\n")
                if self.server.ended.wait(0.05):
                    return False
            return False

        self.server = self.smarthost(EHLO=drip)
        result = self.send(self.server, "--deadline=0.4")
        self.check(result, 75, outcome="failed", class_="timeout", error="SMTP_E_DEADLINE")
        self.assertLess(result.seconds, 2)

    def test_quit_has_what_is_left_of_the_deadline(self):
        def late(connection):
            self.server.ended.wait(1.5)
            connection.sendall(b"250 2.0.0 ok\r\n")

        self.server = self.smarthost(end=late, QUIT=SILENCE)
        result = self.send(self.server, "--deadline=2")
        self.check(result, 0, outcome="sent")
        self.assertEqual(self.server.verbs()[-1], "QUIT")
        self.assertLess(result.seconds, 3)

    def test_421_anywhere(self):
        """To a recipient it is a refusal for now, and as nobody is left that decides the mail."""
        for key in ["connect", "EHLO", "MAIL", "RCPT", "DATA", "end"]:
            with self.subTest(key):
                error = "SMTP_E_TRANSIENT" if key == "RCPT" else "SMTP_E_SERVICE_CLOSING"
                replies = {key: lambda c: c.sendall(b"421 4.3.2 closing\r\n") or False}
                answer = self.answer(75, class_="transient", code=421, error=error, replies=replies)
                self.assertIn("closing", answer["text"])

    def test_a_552_at_mail_is_the_servers_no(self):
        self.answer(69, outcome="refused", class_="permanent", code=552, replies={"MAIL": b"552 5.3.4 too big\r\n"})

    def test_nobody_listens(self):
        result = run("--json", "--server", f"smtp+plain://127.0.0.1:{free_port()}", "--check")
        self.check(result, 75, outcome="failed", class_="io", error="SMTP_E_CONNECT", phase="connect")

    def test_unknown_host(self):
        result = run("--json", "--deadline", "20", "--server", "smtp+plain://nowhere.invalid", "--check")
        answer = result.json
        self.assertIn((result.status, answer["error"]), [(68, "SMTP_E_RESOLVE"), (75, "SMTP_E_RESOLVE_TRANSIENT")])
        self.assertEqual((answer["outcome"], answer["class"], answer["phase"]), ("failed", "io", "connect"))

    def test_tls_not_offered(self):
        self.server = self.smarthost()
        result = run("--json", "--server", f"smtp://127.0.0.1:{self.server.port}", "--check")
        self.check(result, 77, outcome="failed", class_="tls", error="SMTP_E_TLS_NOT_OFFERED")
        self.assertNotIn("MAIL", self.server.verbs())

    def test_connect_elsewhere(self):
        self.server = self.smarthost()
        for host in ["127.0.0.1", "localhost"]:
            connect = f"{host}:{self.server.port}"
            result = run("--json", "--server", "smtp+plain://smarthost.invalid", "--connect", connect, "--check")
            self.check(result, 0, outcome="sent")

    def test_check(self):
        for more in [(), ("--message", "/nowhere"), ("bob@example.net", "--subject", "x")]:
            self.server = self.smarthost()
            result = run("--json", "--server", self.server.url, "--check", *more)
            self.check(result, 0, outcome="sent", class_="none", recipients=[], queue_id="")
            self.assertEqual(self.server.verbs(), ["EHLO", "QUIT"])

    def test_helo_name(self):
        self.answer(0, "--helo", "client.example")
        self.assertEqual(self.server.commands[0], b"EHLO client.example")
        self.answer(0, "--helo", "[192.0.2.1]", replies={"EHLO": b"502 5.5.1 no\r\n"})
        self.assertEqual(self.server.commands[:2], [b"EHLO [192.0.2.1]", b"HELO [192.0.2.1]"])


class Auth(TestCase):
    def answer(self, status, *arguments, replies=None, **members):
        self.server = self.smarthost(**{"EHLO": WITH_AUTH, **(replies or {})})
        credentials = ["--user", "ann", "--password-file", self.file("password", b"hunter2\r\nsecond line\n")]
        return self.check(self.send(self.server, *credentials, *arguments), status, **members)

    def test_plain(self):
        self.answer(0, "--allow-plaintext-auth")
        self.assertIn(b"AUTH PLAIN AGFubgBodW50ZXIy", self.server.commands)

    def test_login_by_choice(self):
        steps = {"AUTH": b"334 VXNlcm5hbWU6\r\n", "YW5U": b"334 UGFzc3dvcmQ6\r\n", "AHVUDGVYMG==": b"235 2.7.0 ok\r\n"}
        self.answer(0, "--allow-plaintext-auth", "--auth=login", replies=steps)
        self.assertIn(b"aHVudGVyMg==", self.server.commands)

    def log_in(self, mechanism, *credentials, replies, **members):
        ehlo = f"250-x.example\r\n250 AUTH {mechanism}\r\n".encode()
        server = self.smarthost(EHLO=ehlo, **replies)
        status = 77 if members else 0
        self.check(self.send(server, "--allow-plaintext-auth", *credentials), status, **members)
        return server.commands

    def test_cram_md5(self):
        # RFC 2195 s2
        password = self.file("password", b"tanstaaftanstaaf")
        challenge = {"AUTH": b"334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+\r\n"}
        response = "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw"
        commands = self.log_in("PLAIN CRAM-MD5", "--user", "tim", "--password-file", password,
                               replies={**challenge, response.upper(): b"235 ok\r\n"})
        self.assertIn(response.encode(), commands)

    def test_token(self):
        token = self.file("token", b"vF9d.ft4qm~T_c2-Nvb/3Rl+ck==\n")
        commands = self.log_in("PLAIN XOAUTH2", "--user", "ann", "--token-file", token, replies={})
        self.assertIn(b"AUTH XOAUTH2 dXNlcj1hbm4BYXV0aD1CZWFyZXIgdkY5ZC5mdDRxbX5UX2MyLU52Yi8zUmwrY2s9PQEB", commands)

    def test_token_refused(self):
        token = self.file("token", b"vF9d.ft4qm~T_c2-Nvb/3Rl+ck==\n")
        replies = {"AUTH": b"334 eyJzdGF0dXMiOiI0MDEifQ==\r\n", "": b"535 5.7.8 no\r\n"}
        self.log_in("XOAUTH2", "--user", "ann", "--token-file", token, replies=replies, error="SMTP_E_AUTH_REFUSED",
                    code=535, text='5.7.8 no\n{"status":"401"}')

    def test_without_a_secret(self):
        commands = self.log_in("PLAIN EXTERNAL", "--auth", "EXTERNAL", replies={})
        self.assertIn(b"AUTH EXTERNAL =", commands)
        commands = self.log_in("ANONYMOUS", "--auth", "ANONYMOUS", "--user", "sirhc", replies={})
        self.assertIn(b"AUTH ANONYMOUS c2lyaGM=", commands)

    def test_held_back(self):
        self.answer(77, outcome="failed", class_="credentials", error="SMTP_E_CREDENTIALS_IN_CLEAR")
        self.assertNotIn("AUTH", self.server.verbs())
        self.assertNotIn("MAIL", self.server.verbs())

    def test_not_offered(self):
        for ehlo, error in [
            (b"250 x.example\r\n", "SMTP_E_AUTH_NOT_OFFERED"),
            (b"250-x.example\r\n250 AUTH GSSAPI\r\n", "SMTP_E_NO_MECHANISM"),
        ]:
            self.answer(77, "--allow-plaintext-auth", class_="credentials", error=error, replies={"EHLO": ehlo})
            self.assertNotIn("MAIL", self.server.verbs())

    def test_refused(self):
        no = {"AUTH": b"535 5.7.8 no\r\n"}
        self.answer(
            77, "--allow-plaintext-auth", "--auth", "PLAIN", phase="auth", class_="permanent", code=535,
            enhanced="5.7.8", error="SMTP_E_AUTH_REFUSED", replies=no,
        )
        self.assertNotIn("MAIL", self.server.verbs())

    def test_refused_for_now(self):
        later = {"AUTH": b"454 4.7.0 later\r\n"}
        self.answer(
            75, "--allow-plaintext-auth", "--auth", "PLAIN", phase="auth", class_="transient", code=454,
            enhanced="4.7.0", error="SMTP_E_AUTH_TRANSIENT", replies=later,
        )

    def test_the_password_is_never_told(self):
        echo_plain = {"AUTH": b"535 5.7.8 no AGFubgBodW50ZXIy\r\n"}
        steps = {"AUTH": b"334 VXNlcm5hbWU6\r\n", "YW5U": b"334 UGFzc3dvcmQ6\r\n"}
        echo_login = {**steps, "AHVUDGVYMG==": b"535 5.7.8 no aHVudGVyMg==\r\n"}
        odd = [{}, {"AUTH": b"334 Zm9v\r\n"}, {"AUTH": b"250 ok\r\n"}, {"AUTH": b"334 ***\r\n"}]
        for mechanism, scripts in [("PLAIN", [echo_plain, *odd]), ("LOGIN", [echo_login, *odd])]:
            for replies in scripts:
                with self.subTest((mechanism, replies)):
                    self.tells_nothing(mechanism, replies)

    def tells_nothing(self, mechanism, replies):
        server = self.smarthost(EHLO=WITH_AUTH, **replies)
        arguments = ["--user", "ann", "--allow-plaintext-auth", "--trace", "--auth", mechanism]
        for result in [
            self.send(server, *arguments, password="hunter2"),
            run("--server", server.url, "--timeout=5", "--check", *arguments, password="hunter2"),
        ]:
            for form in ["hunter2", "aHVudGVyMg", "AGFubgBodW50ZXIy"]:
                self.assertNotIn(form, result.err)
                self.assertNotIn(form.encode(), result.out)
            self.assertIn("> EHLO", result.err)


class ForPeople(TestCase):
    """Without --json."""

    def say(self, *arguments, **replies):
        server = self.smarthost(**replies)
        first = ("--server", server.url, "--timeout", "5", "bob@example.net")
        result = run(*first, *arguments, stdin=b"From: a@b.example\n\nx\n")
        self.assertEqual(result.out, b"")
        return result

    def test_silent_when_sent(self):
        result = self.say()
        self.assertEqual((result.status, result.err), (0, ""))

    def test_refused(self):
        no = b"550-5.1.1 who\r\n550 5.1.1 is \x1b[31m\xc2\x9b\xffthat?\r\n"
        result = self.say("carl@example.net", RCPT=[b"250 ok\r\n", no])
        self.assertEqual(result.status, 69)
        lines = result.err.splitlines()
        self.assertTrue(lines[0].startswith("smtp-send: partial: "), result.err)
        self.assertTrue(lines[1].startswith("smtp-send: carl@example.net: refused: 550 5.1.1 "), result.err)
        self.assertNotIn("\x1b", result.err)
        self.assertIn("\\x1B[31m\\xC2\\x9B\\xFFthat?", result.err)

    def test_trace(self):
        result = self.say("--trace", connect=b"220 x.example \x1b]0;title\x07\r\n")
        self.assertEqual(result.status, 0)
        self.assertTrue(all(line[:2] in ("> ", "< ", "* ") for line in result.err.splitlines()), result.err)
        self.assertIn("< 220 x.example \\x1B]0;title\\x07\n", result.err)
        self.assertIn("> RCPT TO:<bob@example.net>", result.err)

    def closed(self, descriptor, server):
        """A run whose standard descriptor is not open."""
        command = f'exec "$0" "$@" {descriptor}>&-'
        arguments = [os.environ["SMTP_SEND"], "--trace", "--json", "--server", server.url, "bob@example.net"]
        shell = ["sh", "-c", command, *arguments]
        return subprocess.run(shell, input=RAW, capture_output=True, timeout=20, check=False)

    def test_closed_standard_files_do_not_become_the_connection(self):
        for descriptor in [1, 2]:
            server = self.smarthost()
            self.assertEqual(self.closed(descriptor, server).returncode, 0)
            self.assertEqual(server.content, RAW)
            self.assertEqual(server.verbs(), ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"])
        server = self.smarthost()
        self.assertEqual(self.closed(0, server).returncode, 66)
        self.assertEqual(server.connections, 0)

    def test_nobody_reads_the_trace(self):
        server = self.smarthost()
        reader, writer = os.pipe()
        os.close(reader)
        command = [os.environ["SMTP_SEND"], "--trace", "--server", server.url, "bob@example.net"]
        done = subprocess.run(command, input=RAW, stderr=writer, timeout=20, check=False)
        os.close(writer)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(server.content, RAW)

    def test_no_verify_warns(self):
        result = self.say("--no-verify")
        self.assertEqual(result.status, 0)
        self.assertIn("warning: --no-verify", result.err)


if __name__ == "__main__":
    unittest.main()
