# SPDX-License-Identifier: MIT
"""Runs smtp-doctor, named by $SMTP_DOCTOR, as a program of its own, against the scripted servers of smtp-send's tests."""
import os
import pathlib
import ssl
import subprocess
import sys
import threading
import time

sys.path.append(str(pathlib.Path(__file__).parent.parent / "smtp-send"))
import harness  # noqa: E402
import smarthost  # noqa: E402

KEYS = "target address domain server found_by provider dns ports advice test_mail status error message".split()
DNS_KEYS = "mx submissions submission addresses took_ms".split()
PORT_KEYS = (
    "port tls works reachable greeting tls_session capabilities mechanisms size_limit login mechanism phase_ms "
    "elapsed_ms outcome phase class code enhanced text error message explanation"
).split()
ADVICE_KEYS = "url host port tls user mechanism command".split()
TEST_KEYS = "from to queue_id outcome phase class code enhanced text error message".split()
CERTIFICATE_KEYS = "subject issuer names not_before not_after days_left sha256 chain verified".split()


def run(*arguments, password=None):
    env = {k: v for k, v in os.environ.items() if k != "SMTP_PASSWORD"}
    if password is not None:
        env["SMTP_PASSWORD"] = password
    begun = time.monotonic()
    done = subprocess.run(
        [os.environ["SMTP_DOCTOR"], *arguments], capture_output=True, stdin=subprocess.DEVNULL, timeout=60, env=env,
        check=False,
    )  # fmt: skip
    return harness.Result(done, time.monotonic() - begun)


class Smarthost(smarthost.Smarthost):
    """Serves all connections at the same time, as they come from a doctor."""

    def __init__(self, wrap=None, **replies):
        super().__init__(wrap=lambda connection: self.serve_one(connection, wrap), **replies)

    def serve_one(self, connection, wrap):
        """Goes on in a thread of its own; whoever called is free for the next one."""
        threading.Thread(target=self.talk_to, args=(connection.dup(), wrap), daemon=True).start()
        connection.close()
        raise OSError

    def talk_to(self, connection, wrap):
        connection.settimeout(10)
        try:
            connection = wrap(connection) if wrap else connection
            with connection, connection.makefile("rb") as lines:
                self.talk(connection, lines)
        except OSError:
            pass


class TestCase(harness.TestCase):
    def smarthost(self, **replies):
        server = Smarthost(**replies)
        self.addCleanup(server.__exit__)
        return server

    def certificate(self, name):
        return str(pathlib.Path(os.environ["SMTP_TEST_CERTIFICATES"]) / name)

    def tls(self, name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate(f"{name}.pem"), self.certificate(f"{name}.key"))
        return context

    def smtps(self, name="good", **replies):
        """A server that speaks TLS at once."""
        context = self.tls(name)
        return self.smarthost(wrap=lambda connection: context.wrap_socket(connection, server_side=True), **replies)

    def starttls(self, name="good", **replies):
        ehlo = replies.pop("EHLO", b"250-x.example\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS\r\n")
        ready = {"STARTTLS": b"220 2.0.0 go\r\n", "EHLO": ehlo}
        return self.smarthost(tls=self.tls(name), **ready, **replies)

    def needs_providers(self):
        """Skips the test where the library has no table of them."""
        if "is not known" in run("--json", "--provider", "ses").json["message"]:
            self.skipTest("a build without the table of providers")

    def check_shape(self, result):
        answer = result.json
        self.assertEqual(list(answer), KEYS, result)
        self.assertEqual(list(answer["dns"]), DNS_KEYS)
        self.assertEqual(answer["status"], result.status, result)
        for port in answer["ports"]:
            self.assertEqual(list(port), PORT_KEYS)
            if port["tls_session"] and port["tls_session"]["certificate"]:
                self.assertEqual(list(port["tls_session"]["certificate"]), CERTIFICATE_KEYS)
        for name, keys in [("advice", ADVICE_KEYS), ("test_mail", TEST_KEYS)]:
            if answer[name] is not None:
                self.assertEqual(list(answer[name]), keys)
        return answer

    def look(self, status, *arguments, **more):
        """The answer in JSON, whose shape is looked at as well."""
        result = run("--json", "--timeout", "2", *arguments, **more)
        self.assertEqual(result.status, status, result)
        self.assertEqual(result.out.count(b"\n"), 1, result)
        return self.check_shape(result)

    def port(self, answer, tls):
        [port] = [port for port in answer["ports"] if port["tls"] == tls]
        return port
