# SPDX-License-Identifier: MIT
"""Speaks to the smarthost, named by $SMARTHOST, as raw bytes over sockets."""
import base64
import os
import pathlib
import random
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import unittest

PASSWORD = "correct horse"


class Dialogue:
    """One connection: lines out, whole replies in."""

    def __init__(self, port, context=None):
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.bytes = b""
        if context is not None:
            self.start_tls(context)

    def start_tls(self, context):
        self.socket = context.wrap_socket(self.socket, server_hostname="localhost")

    def send(self, data):
        self.socket.sendall(data)

    def line(self):
        while b"\n" not in self.bytes:
            more = self.socket.recv(65536)
            if not more:
                raise EOFError(self.bytes)
            self.bytes += more
        line, self.bytes = self.bytes.split(b"\n", 1)
        return line.decode().rstrip("\r")

    def reply(self):
        lines = [self.line()]
        while lines[-1][3:4] == "-":
            lines.append(self.line())
        return "\n".join(lines)

    def say(self, command):
        self.send(command.encode() + b"\r\n")
        return self.reply()

    def is_closed(self):
        try:
            return self.socket.recv(1) == b""
        except ConnectionResetError:
            return True

    def close(self):
        self.socket.close()


class Server:
    """A smarthost in a directory of its own."""

    def __init__(self, *options, user=True):
        self.directory = pathlib.Path(tempfile.mkdtemp())
        account = ["--user", "alice"] if user else []
        self.process = subprocess.Popen(
            [os.environ["SMARTHOST"], "--directory", str(self.directory), "--die-with-parent", *account, *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "SMARTHOST_PASSWORD": PASSWORD})
        words = self.process.stdout.readline().split()
        self.port, self.tls_port = (int(words[i].rsplit(":", 1)[1]) for i in (2, 4))
        self.context = ssl.create_default_context(cafile=words[6])

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None and how is not None:
            self.process.send_signal(how)
        self.status = self.process.wait(15)
        self.errors = self.process.stderr.read()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()

    def files(self, folder):
        return sorted((self.directory / "mail" / folder).iterdir())

    def mail(self):
        (only,) = self.files("new")
        return only.read_bytes()

    def envelope(self):
        (only,) = self.files("envelope")
        return only.read_text()


def plain(user="alice", password=PASSWORD, identity=""):
    return base64.b64encode(f"{identity}\0{user}\0{password}".encode()).decode()


class Case(unittest.TestCase):
    def start(self, *options, user=True):
        server = Server(*options, user=user)
        self.addCleanup(self.end, server)
        return server

    def end(self, server):
        server.stop()
        shutil.rmtree(server.directory)
        self.assertEqual(server.status, 0, server.errors)
        self.assertNotIn("Sanitizer", server.errors)
        self.assertNotIn("runtime error", server.errors)

    def dial(self, server, tls=True):
        dialogue = Dialogue(server.tls_port if tls else server.port, server.context if tls else None)
        self.addCleanup(dialogue.close)
        self.expect(dialogue.reply(), "220 ")
        return dialogue

    def log_in(self, server, tls=True):
        dialogue = self.dial(server, tls)
        dialogue.say("EHLO client.example")
        self.expect(dialogue.say("AUTH PLAIN " + plain()), "235 2.7.0")
        return dialogue

    def expect(self, reply, start):
        self.assertTrue(reply.startswith(start), reply)

    def deliver(self, dialogue, content):
        for command in ("MAIL FROM:<a@b.c>", "RCPT TO:<d@e.f>"):
            self.expect(dialogue.say(command), "250 ")
        self.expect(dialogue.say("DATA"), "354 ")
        dialogue.send(content)
        return dialogue.reply()


class Tls(Case):
    def test_starttls_forgets_what_was_said_before(self):
        server = self.start()
        dialogue = self.dial(server, tls=False)
        self.assertIn("250-STARTTLS", dialogue.say("EHLO client.example"))
        self.expect(dialogue.say("STARTTLS"), "220 ")
        dialogue.start_tls(server.context)
        self.expect(dialogue.say("MAIL FROM:<a@b.c>"), "503 5.5.1")
        reply = dialogue.say("EHLO client.example")
        self.assertNotIn("STARTTLS", reply)
        self.assertIn("250-AUTH PLAIN LOGIN", reply)
        self.expect(dialogue.say("STARTTLS"), "503 5.5.1")

    def test_bytes_after_starttls_end_the_connection(self):
        dialogue = self.dial(self.start(), tls=False)
        dialogue.say("EHLO client.example")
        dialogue.send(b"STARTTLS\r\nEHLO injected\r\n")
        self.expect(dialogue.reply(), "421 4.5.0")
        self.assertTrue(dialogue.is_closed())

    def test_no_starttls(self):
        dialogue = self.dial(self.start("--no-starttls"), tls=False)
        self.assertNotIn("STARTTLS", dialogue.say("EHLO client.example"))
        self.expect(dialogue.say("STARTTLS"), "503 5.5.1")

    def test_garbage_in_place_of_a_handshake(self):
        server = self.start()
        dialogue = Dialogue(server.tls_port)
        dialogue.send(b"EHLO client.example\r\n" * 50)
        dialogue.socket.settimeout(5)
        while dialogue.socket.recv(4096):
            pass
        dialogue.close()
        self.expect(self.log_in(server).say("NOOP"), "250")


class Login(Case):
    def test_login_is_needed_and_only_in_tls(self):
        dialogue = self.dial(self.start(), tls=False)
        self.assertNotIn("AUTH", dialogue.say("EHLO client.example"))
        self.expect(dialogue.say("AUTH PLAIN " + plain()), "538 5.7.11")
        self.expect(dialogue.say("MAIL FROM:<a@b.c>"), "530 5.7.0")

    def test_plain(self):
        dialogue = self.dial(self.start())
        dialogue.say("EHLO client.example")
        self.expect(dialogue.say("MAIL FROM:<a@b.c>"), "530 5.7.0")
        self.expect(dialogue.say("AUTH PLAIN " + plain(password="wrong")), "535 5.7.8")
        self.expect(dialogue.say("AUTH PLAIN"), "334 ")
        self.expect(dialogue.say("*"), "501 5.7.0")
        self.expect(dialogue.say("AUTH PLAIN !"), "501 5.5.2")
        self.expect(dialogue.say("AUTH PLAIN ="), "501 5.5.2")
        self.expect(dialogue.say("AUTH CRAM-MD5"), "504 5.5.4")
        self.expect(dialogue.say("AUTH PLAIN"), "334 ")
        self.expect(dialogue.say(plain(identity="alice")), "235 2.7.0")
        self.expect(dialogue.say("AUTH PLAIN " + plain()), "503 5.5.1")

    def test_login(self):
        for initial in ("", " " + base64.b64encode(b"alice").decode()):
            dialogue = self.dial(self.start("--plaintext-auth"), tls=False)
            dialogue.say("EHLO client.example")
            reply = dialogue.say("auth login" + initial)
            if not initial:
                self.expect(reply, "334 VXNlcm5hbWU6")
                reply = dialogue.say(base64.b64encode(b"alice").decode())
            self.expect(reply, "334 UGFzc3dvcmQ6")
            self.expect(dialogue.say(base64.b64encode(PASSWORD.encode()).decode()), "235 2.7.0")

    def test_three_wrong_logins_end_the_connection(self):
        dialogue = self.dial(self.start())
        dialogue.say("EHLO client.example")
        for _ in range(3):
            self.expect(dialogue.say("AUTH PLAIN " + plain(user="bob")), "535 5.7.8")
        self.expect(dialogue.reply(), "421 4.7.0")

    def test_nobody_needs_to_log_in_without_an_account(self):
        dialogue = self.dial(self.start(user=False), tls=False)
        self.assertNotIn("AUTH", dialogue.say("EHLO client.example"))
        self.expect(self.deliver(dialogue, b"x\r\n.\r\n"), "250 2.0.0 Ok: queued as ")


class Envelope(Case):
    def test_recipients_with_answers_of_their_own(self):
        dialogue = self.log_in(self.start())
        dialogue.say("MAIL FROM:<>")
        for name, answer in (("nobody", "550 5.1.1"), ("LATER", "451 4.3.0"), ("full", "452 4.2.2"), ("ann", "250")):
            self.expect(dialogue.say(f"RCPT TO:<{name}@any.example>"), answer)
        reply = dialogue.say("RCPT TO:<long@any.example>").split("\n")
        self.assertEqual([line[:10] for line in reply], ["550-5.1.1 "] * 4 + ["550 5.1.1 "])

    def test_mailboxes_and_parameters(self):
        dialogue = self.log_in(self.start("--max-size", "1000"))
        for command, answer in (
                ("MAIL FROM: <a@b.c>", "501"), ("MAIL FROM:a@b.c", "501"), ("MAIL FROM:<a b@c>", "501"),
                ("MAIL FROM:<a@b.c", "501"), ("MAIL FROM:<a@b.c>x", "501"), ("MAIL FROM:<a>", "553 5.1.7"),
                ("MAIL FROM:<@b>", "553"), ("MAIL FROM:<a@>", "553"), ("MAIL FROM:<ü@b.c>", "553 5.6.7"),
                ("MAIL FROM:<a@b.c> SIZE=1001", "552 5.3.4"), ("MAIL FROM:<a@b.c> SIZE=99999999999999999999", "552"),
                ("MAIL FROM:<a@b.c> SIZE=", "501"), ("MAIL FROM:<a@b.c> SIZE=1x", "501"),
                ("MAIL FROM:<a@b.c> BODY=9BIT", "501"), ("MAIL FROM:<a@b.c> FOO=1", "555 5.5.4"),
                ("MAIL FROM:<a@b.c>  SIZE=1", "501"), ("RCPT TO:<d@e.f>", "503"), ("DATA", "503"),
                ("mail from:<ü@b.c> size=1000 body=8bitmime smtputf8 auth=<>", "250"), ("MAIL FROM:<a@b.c>", "503"),
                ("DATA", "554 5.5.1"), ("RCPT TO:<>", "553"), ("RCPT TO:<ü@e.f>", "250"),
                ('RCPT TO:<"a> b@c\\""@e.f>', "250"), ("RCPT TO:<d@e.f> NOTIFY=NEVER", "555"),
                (f"RCPT TO:<{'l' * 65}@e.f>", "553"), (f"RCPT TO:<d@{'e' * 300}>", "501"), ("RSET", "250"),
                ("RCPT TO:<d@e.f>", "503")):
            with self.subTest(command):
                self.expect(dialogue.say(command), answer)

    def test_a_thousand_recipients(self):
        server = self.start()
        dialogue = self.log_in(server)
        dialogue.say("MAIL FROM:<a@b.c>")
        address = "d" * 60 + "@" + "e" * 180
        dialogue.send(b"".join(b"RCPT TO:<%d%s>\r\n" % (i % 10, address.encode()) for i in range(1001)))
        for _ in range(1000):
            self.expect(dialogue.reply(), "250")
        self.expect(dialogue.reply(), "452 4.5.3")
        self.expect(dialogue.say("DATA"), "354")
        dialogue.send(b".\r\n")
        self.expect(dialogue.reply(), "250")
        lines = server.envelope().split("\n")
        self.assertEqual(sum(line.startswith("RCPT TO:<") for line in lines), 1000)
        self.assertEqual(lines[-4:], ["user alice", "tls " + dialogue.socket.version(), "ehlo client.example", ""])

    def test_other_commands(self):
        dialogue = self.log_in(self.start())
        for command, answer in (("NOOP x", "250"), ("VRFY ann", "252"), ("EXPN all", "502"), ("RSET x", "501"),
                                ("", "500"), ("HELO", "501"), ("EHLO " + "x" * 300, "501"),
                                ("NOOP " + "x" * 2000, "500 5.5.2"), ("NOOP " + "x" * 70000, "500 5.5.2"),
                                ("NOOP a\rb", "500"), ("NOOP a\0b", "500"), ("NOOP a\nNOOP", "500")):
            with self.subTest(command[:20]):
                self.expect(dialogue.say(command), answer)
        self.expect(dialogue.reply(), "250")
        self.expect(dialogue.say("QUIT"), "221")
        self.assertTrue(dialogue.is_closed())

    def test_endless_faults(self):
        dialogue = self.dial(self.start(), tls=False)
        for _ in range(21):
            self.expect(dialogue.say("HELLO"), "500")
        self.expect(dialogue.reply(), "421 4.7.0")


class Content(Case):
    CONTENT = "From: a@b.c\r\n\r\n..two\r\n.\r\n8-bit: °\r\n\r\n.x\r\n..\r\n"

    def test_octets_are_kept_whatever_the_pieces(self):
        content = self.CONTENT.encode()
        stuffed = b"".join(b"." * line.startswith(b".") + line for line in content.splitlines(True)) + b".\r\n"
        server = self.start()
        dialogue = self.log_in(server)
        for piece in (1, 2, 3, len(stuffed)):
            for command in ("MAIL FROM:<a@b.c>", "RCPT TO:<d@e.f>", "DATA"):
                dialogue.say(command)
            for at in range(0, len(stuffed), piece):
                dialogue.send(stuffed[at:at + piece])
            self.expect(dialogue.reply(), "250 2.0.0")
        self.assertEqual([path.read_bytes() for path in server.files("new")], [content] * 4)
        self.assertEqual(server.files("tmp"), [])

    def test_only_crlf_dot_crlf_ends_the_content(self):
        server = self.start()
        dialogue = self.log_in(server)
        for bad in (b"a\n.\n", b"a\n.\r\n", b"a\r.\r", b"a\r\n.\n", b"a\r\n.\r", b"a\r.\r\n", b"\0", b"\r\r\n", b".\r.\r\n"):
            with self.subTest(bad):
                self.expect(self.deliver(dialogue, b"x\r\n" + bad + b"MAIL FROM:<e@f.g>\r\n\r\n.\r\n"), "554 5.6.0")
        self.expect(dialogue.say("NOOP"), "250")
        self.assertEqual(server.files("new") + server.files("tmp") + server.files("envelope"), [])

    def test_line_length(self):
        dialogue = self.log_in(self.start())
        self.expect(self.deliver(dialogue, b".." + b"x" * 997 + b"\r\n.\r\n"), "250")
        self.expect(self.deliver(dialogue, b"x" * 999 + b"\r\n.\r\n"), "554 5.6.0")

    def test_size(self):
        server = self.start("--max-size", "1000")
        dialogue = self.log_in(server)
        self.expect(self.deliver(dialogue, b"." + b"..xxxxxxx\r\n" * 100 + b".\r\n"), "552 5.3.4")
        self.expect(self.deliver(dialogue, b"..xxxxxxx\r\n" * 100 + b".\r\n"), "250")
        self.assertEqual(len(server.mail()), 1000)

    def test_a_connection_that_dies_leaves_nothing(self):
        server = self.start()
        dialogue = self.log_in(server)
        for command in ("MAIL FROM:<a@b.c>", "RCPT TO:<d@e.f>", "DATA"):
            dialogue.say(command)
        dialogue.send(b"half a mail\r\n")
        time.sleep(0.1)
        self.assertEqual(len(server.files("tmp")), 1)
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(10)
        self.assertEqual(server.files("new") + server.files("tmp") + server.files("envelope"), [])


class Pipelining(Case):
    GROUP = b"MAIL FROM:<a@b.c>\r\nRCPT TO:<nobody@e.f>\r\nRCPT TO:<d@e.f>\r\nDATA\r\n"

    def test_a_group_is_answered_in_one_piece(self):
        dialogue = self.log_in(self.start("--plaintext-auth"), tls=False)
        dialogue.send(self.GROUP)
        time.sleep(0.1)
        answers = dialogue.socket.recv(65536).decode().split("\r\n")
        self.assertEqual([line[:3] for line in answers], ["250", "550", "250", "354", ""])
        dialogue.send(b".\r\n" + self.GROUP)
        self.assertEqual([dialogue.reply()[:3] for _ in range(5)], ["250", "250", "550", "250", "354"])
        dialogue.send(b".\r\nRSET\r\nQUIT\r\n")
        self.assertEqual([dialogue.reply()[:3] for _ in range(3)], ["250", "250", "221"])

    def test_who_does_not_wait_is_sent_away(self):
        for options, data in (((), self.GROUP + b".\r\n"), (("--no-pipelining",), self.GROUP), ((), b"EHLO x\r\nRSET\r\n")):
            dialogue = self.log_in(self.start(*options))
            dialogue.send(data)
            self.assertIn("421 4.5.0", [dialogue.reply()[:9] for _ in range(1 + 3 * (len(data) > len(self.GROUP)))])

    def test_it_is_not_offered(self):
        self.assertNotIn("PIPELINING", self.dial(self.start("--no-pipelining")).say("EHLO x"))


class Life(Case):
    def run_once(self, *options):
        return subprocess.run([os.environ["SMARTHOST"], *options], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=10)

    def test_once(self):
        server = self.start("--once", "2")
        dialogue = self.log_in(server)
        self.expect(self.deliver(dialogue, b".\r\n"), "250")
        self.expect(self.deliver(dialogue, b".\r\n"), "250")
        self.expect(dialogue.say("QUIT"), "221")
        self.assertEqual(server.process.wait(1.5), 0)

    def test_it_ends_with_its_parent(self):
        server = self.start()
        dialogue = self.log_in(server)
        server.process.stdin.close()
        self.assertEqual(server.process.wait(5), 0)
        self.assertTrue(dialogue.is_closed())

    def test_a_killed_server_takes_its_connections_along(self):
        server = Server()
        dialogue = self.log_in(server)
        server.stop(signal.SIGKILL)
        shutil.rmtree(server.directory)
        self.assertTrue(dialogue.is_closed())

    def test_silence(self):
        dialogue = self.dial(self.start("--timeout", "1"))
        self.assertTrue(dialogue.is_closed())

    def test_more_connections_than_it_serves_at_once(self):
        server = self.start()
        dialogues = [Dialogue(server.port) for _ in range(80)]
        for dialogue in dialogues:
            self.expect(dialogue.reply(), "220 ")
            dialogue.send(b"QUIT\r\n")
            dialogue.close()

    def test_bad_options(self):
        with tempfile.TemporaryDirectory() as directory:
            here = ("--directory", directory)
            for options, status in (((), 64), ((*here, "--port", "70000"), 64), ((*here, "--port"), 64),
                                    ((*here, "--port", "-1"), 64), ((*here, "--user", "a"), 64), ((*here, "--foo"), 64),
                                    ((*here, "--key", "x"), 64), ((*here, "--certificate", "x", "--key", "x"), 78),
                                    ((*here, "--listen", "0.0.0.0"), 69), ((*here, "--listen", "localhost"), 69),
                                    ((*here, "--user", "a", "--password-file", "/no"), 66),
                                    (("--directory", "/dev/null/x"), 73)):
                with self.subTest(options):
                    done = self.run_once(*options)
                    self.assertEqual(done.returncode, status, done.stderr)
                    self.assertTrue(done.stderr.startswith("smarthost: "), done.stderr)
        self.assertIn("--die-with-parent", self.run_once("--help").stdout)

    def test_a_certificate_of_the_caller(self):
        first = self.start()
        files = [str(first.directory / name) for name in ("server.pem", "server-key.pem")]
        second = self.start("--certificate", files[0], "--key", files[1])
        second.context = first.context
        self.log_in(second)
        self.assertFalse((second.directory / "ca.pem").exists())

    def test_garbage(self):
        server = self.start("--plaintext-auth", "--timeout", "2")
        random_bytes = random.Random(84)
        words = [b"EHLO x\r\n", b"MAIL FROM:<", b"RCPT TO:<a@b", b">\r\n", b"\r\n", b"\n", b"\r", b".", b"\0", b'"', b"\\",
                 b"AUTH PLAIN " + plain().encode() + b"\r\n", b"AUTH LOGIN\r\n", b"DATA\r\n", b" SIZE=", b"9" * 30, b"@",
                 b"\xff" * 100, b"x" * 20000, b"STARTTLS\r\n", b"*\r\n", b"RSET\r\n"]
        for _ in range(100):
            dialogue = Dialogue(server.port)
            data = b"".join(random_bytes.choice(words) for _ in range(random_bytes.randrange(1, 60)))
            try:
                dialogue.send(data)
            except OSError:
                pass
            dialogue.close()
        self.expect(self.log_in(server).say("NOOP"), "250")


if __name__ == "__main__":
    unittest.main()
