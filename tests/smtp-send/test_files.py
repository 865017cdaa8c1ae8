# SPDX-License-Identifier: MIT
"""Files that are none: FIFOs that nobody writes to, pipes without an end, devices. The deadline bounds them all."""
import os
import shutil
import subprocess
import threading
import time
import unittest

from harness import RAW, TestCase, run

DEADLINE = {"outcome": "failed", "class": "timeout", "phase": "setup", "error": "SMTP_E_DEADLINE", "recipients": []}
COMPOSED = ("--from", "ann@example.org", "--to", "bob@example.net")


class Files(TestCase):
    def setUp(self):
        super().setUp()
        self.fifo = str(self.directory / "fifo")
        os.mkfifo(self.fifo)

    def refuse(self, status, *arguments, words="", **members):
        """Nothing is sent, and nothing is waited for."""
        server = self.smarthost()
        result = run("--json", "--server", server.url, "bob@example.net", *arguments, stdin=RAW, password="pw")
        answer = self.check(result, status, **members)
        self.assertIn(words, answer["message"])
        self.assertLess(result.seconds, 2)
        self.assertEqual(server.connections, 0)

    def test_a_fifo_without_a_writer_waits_for_the_deadline(self):
        for arguments in [
            ("--message", self.fifo),
            ("-t", "--message", self.fifo),
            (*COMPOSED, "--text", "@" + self.fifo),
            (*COMPOSED, "--html", "@" + self.fifo),
            ("--user", "ann", "--password-file", self.fifo),
            ("--user", "ann", "--check", "--password-file", self.fifo),
        ]:
            with self.subTest(arguments):
                self.refuse(75, "--deadline", "0.3", "--timeout", "0.2", *arguments, **DEADLINE)

    def test_a_writer_that_says_nothing_more(self):
        for arguments, begin in [
            (("--message",), RAW),
            (("--user", "ann", "--password-file"), b"hunter2\n"),
        ]:
            writer = os.open(self.fifo, os.O_RDWR)
            os.write(writer, begin)
            self.refuse(75, "--deadline", "0.3", *arguments, self.fifo, **DEADLINE)
            os.close(writer)

    def test_what_must_be_a_regular_file(self):
        words = "not a regular file"
        for path in [self.fifo, "/dev/zero", str(self.directory)]:
            self.refuse(66, *COMPOSED, "--attach", path, error="SMTP_E_NO_FILE", class_="input", words=words)
            self.refuse(78, "--ca-file", path, error="SMTP_E_CA", class_="config", words=words)
            for pair in [(path, self.file("pem", b"")), (self.file("pem", b""), path)]:
                certificate = ("--client-cert", pair[0], "--client-key", pair[1])
                self.refuse(78, *certificate, error="SMTP_E_CLIENT_CERTIFICATE", words=words)
        for path in [self.fifo, "/dev/zero", self.file("pem", b"")]:
            self.refuse(78, "--ca-dir", path, error="SMTP_E_CA", class_="config", words="not a directory")

    def test_a_copy_ends_at_what_cannot_be_sent(self):
        nul = {"error": "SMTP_E_NUL_IN_CONTENT", "class": "input", "phase": "setup"}
        self.refuse(65, "--message", "/dev/zero", **nul)
        writer = os.open(self.fifo, os.O_RDWR)
        for content, error in [
            (RAW + b"a\0b", "SMTP_E_NUL_IN_CONTENT"),
            (RAW + b"x" * 999, "SMTP_E_LINE_TOO_LONG"),
            (b"x" * 999, "SMTP_E_LINE_TOO_LONG"),
        ]:
            os.write(writer, content)
            self.refuse(65, "--message", self.fifo, error=error, class_="input", phase="setup")
        os.close(writer)

    def test_lines_that_just_fit_pass_through_a_pipe(self):
        server = self.smarthost()
        for end in [b"\n", b"\r", b"\r\n"]:
            self.check(self.send(server, stdin=(RAW + (b"x" * 998 + end) * 200)), 0, outcome="sent")

    def test_an_endless_pipe(self):
        stopped = threading.Event()

        def write():
            with open(self.fifo, "wb", buffering=0) as fifo:
                try:
                    fifo.write(RAW)
                    while not stopped.is_set():
                        fifo.write(b"and so on\r\n")
                        time.sleep(0.001)
                except BrokenPipeError:
                    pass

        writer = threading.Thread(target=write)
        writer.start()
        self.refuse(75, "--deadline", "0.5", "--message", self.fifo, **DEADLINE)
        stopped.set()
        writer.join(5)

    def test_the_deadline_counts_from_the_start(self):
        """What reading the mail took is no longer there for the server."""
        server = self.smarthost(EHLO=lambda connection: server.ended.wait(5))
        command = [os.environ["SMTP_SEND"], "--json", "--deadline", "1.5", "--server", server.url, "bob@example.net"]
        begun = time.monotonic()
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as sending:
            time.sleep(1)
            sending.communicate(RAW, timeout=10)
        self.assertEqual(sending.returncode, 75)
        self.assertEqual(server.connections, 1)
        self.assertLess(time.monotonic() - begun, 2.2)

    @unittest.skipUnless(shutil.which("bash"), "no bash for <(...)")
    def test_pipes_that_end(self):
        for words, message in [
            ("--message /dev/stdin", RAW),
            ("--message <(cat)", RAW),
            ("--from ann@example.org --text @/dev/stdin", b"Hello, Bob.\r\n"),
            ("--user ann --allow-plaintext-auth --password-file <(sleep 0.1; echo hunter2)", RAW),
        ]:
            server = self.smarthost(EHLO=b"250-x.example\r\n250 AUTH PLAIN\r\n")
            line = f'exec "$0" --json --deadline 9 --server {server.url} bob@example.net {words}'
            command = ["bash", "-c", line, os.environ["SMTP_SEND"]]
            done = subprocess.run(command, input=message, capture_output=True, timeout=20, check=False)
            self.assertEqual(done.returncode, 0, (words, done))
            self.assertTrue(server.content.endswith(b"Hello, Bob.\r\n"), words)
            if "--user" in words:
                self.assertIn(b"AUTH PLAIN AGFubgBodW50ZXIy", server.commands)


if __name__ == "__main__":
    unittest.main()
