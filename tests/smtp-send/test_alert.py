# SPDX-License-Identifier: MIT
"""The program of README.md, named by $ALERT."""
import os
import subprocess
import unittest

from harness import TestCase, free_port

VARIABLES = ["SMTP_URL", "SMTP_USER", "SMTP_PASSWORD"]


class Alert(TestCase):
    def alert(self, status, **variables):
        """What it says on standard error."""
        env = {name: value for name, value in os.environ.items() if name not in VARIABLES}
        command = [os.environ["ALERT"]]
        done = subprocess.run(command, capture_output=True, timeout=30, check=False, env={**env, **variables})
        self.assertEqual((done.returncode, done.stdout), (status, b""), done.stderr)
        return done.stderr.decode()

    def test_sent(self):
        server = self.smarthost()
        self.assertEqual(self.alert(0, SMTP_URL=server.url), "")
        self.assertIn(b"RCPT TO:<ann@example.com>", server.commands)
        self.assertIn(b"sensor.csv", server.content)

    def test_it_says_what_it_needs(self):
        for text in [
            self.alert(1),
            self.alert(1, SMTP_URL="http://smarthost.example"),
            self.alert(1, SMTP_URL="smtp://smarthost.example", SMTP_USER="ann"),
        ]:
            for name in VARIABLES:
                self.assertIn(name, text)

    def test_not_sent(self):
        text = self.alert(1, SMTP_URL=f"smtp+plain://127.0.0.1:{free_port()}")
        self.assertTrue(text.startswith("alert: the connection was refused"), text)


if __name__ == "__main__":
    unittest.main()
