# SPDX-License-Identifier: MIT
"""What was delivered, fetched by libcurl over IMAP."""
import subprocess
import time

from cases_mail import LARGE
from server import PASSWORD, PATIENCE
from trial import MESSAGES, same

FEATURES = ("fetched over IMAP",)


def run(trial):
    if not trial.server.imap:
        trial.absent("fetched over IMAP")
        return
    for name, message in (*MESSAGES.items(), ("30 MB", LARGE)):
        with trial.case("fetched over IMAP", name):
            user = trial.recipients()[0].replace(trial.server.domain, "imap.test")
            result = trial.run(trial.way(), message, [user])
            if result.outcome != "sent":
                raise AssertionError(trial.why(result))
            fetched = fetch(trial.server, user)
            found = trial.server.imap.match(fetched)
            if not found:
                raise AssertionError(f"fetched {fetched[:200]!r}")
            same([fetched[found.end() :]], message, user)


def fetch(server, user):
    """The first mail of a user, when there is one."""
    url = f"imaps://localhost:{server.port(4)}/INBOX;MAILINDEX=1"
    command = ["curl", "-sS", "--cacert", server.certificate("ca.pem"), "--user", f"{user}:{PASSWORD}", url]
    end = time.monotonic() + PATIENCE
    while True:
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        if done.returncode == 0 or time.monotonic() > end:
            return done.stdout or done.stderr
        time.sleep(0.05)
