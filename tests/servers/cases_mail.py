# SPDX-License-Identifier: MIT
"""Contents, which are stored as they were sent, and recipients."""
import hashlib

import corpus
import programs
from server import PASSWORD, PLAIN, TLS, USER
from trial import MESSAGES, SENDER, SMALL, complete, expect, same

CONTENTS = {
    "empty body": ("empty-body", "header-only"),
    "small": ("small",),
    "dots": ("dots", "last-line-is-a-dot", "10000-lines"),
    "lines of 998": ("long-lines",),
    "8-bit": ("utf-8", "latin-1"),
    "line ends": ("lf-only", "mixed-line-ends", "no-final-line-end", "blank-lines", "spaces-at-line-ends"),
    "control characters": ("control-characters",),
    "From line": ("from-line",),
    "1 MiB": ("1-MiB",),
}
COUNTS = {"1 recipient": 1, "3 recipients": 3, "500 recipients": 500}
FEATURES = (
    *CONTENTS, "30 MB", "as libcurl", *COUNTS, "some refused", "all refused", "refused for now", "UTF-8 domain",
)  # fmt: skip


def large():
    """30 MB of lines of all lengths and octets, many of which begin with a dot."""
    lines = []
    for number in range(400):
        block = b"".join(hashlib.sha512(b"%d %d" % (number, index)).digest() for index in range(1180))
        lines.append(block.translate(None, b"\0\r\n"))
    text = b"".join(b"." * (index % 3) + line[at : at + 1 + at % 990] + b"\r\n"
                    for index, line in enumerate(lines) for at in range(0, len(line), 990))  # fmt: skip
    return complete(corpus.body((text * (30_000_000 // len(text) + 1))[:30_000_000]))


LARGE = large()


def run(trial):
    for feature, names in CONTENTS.items():
        for way in trial.server.ways:
            for name in names:
                with trial.case(feature, f"{name}, {way}"):
                    send(trial, way, name)
    with trial.case("30 MB"):
        trial.send(trial.way(), LARGE, trial.recipients())
    like_libcurl(trial)
    for feature, count in COUNTS.items():
        with trial.case(feature):
            trial.send(trial.way(), SMALL, trial.recipients(count))
    refused(trial)
    with trial.case("UTF-8 domain"):  # which does not need SMTPUTF8
        [recipient] = trial.recipients()
        local = recipient.split("@")[0]
        trial.send(trial.way(), SMALL, [f"{local}@bücher.test"], stored=[f"{local}@xn--bcher-kva.test"])


def send(trial, way, name):
    """A content that the server itself changes is to be stored as it is when libcurl sends it."""
    message = MESSAGES[name]
    if name not in trial.server.changes:
        trial.send(way, message, trial.recipients())
        return
    [ours], [theirs] = trial.recipients(), trial.recipients()
    expect("outcome", trial.run(way, message, [ours]).outcome, "sent")
    by_libcurl(trial, message, [theirs])
    expect("what is stored", trial.server.mail(ours), trial.server.mail(theirs))


def by_libcurl(trial, message, recipients):
    way = trial.way()
    url = trial.server.url(way).replace("smtp+plain:", "smtp:")
    user = USER if trial.server.mechanisms.get(way) else ""
    done = programs.curl_send(
        url, trial.server.certificate("ca.pem"), user, PASSWORD, "PLAIN", SENDER, trial.file(message, "curl"),
        recipients,
    )  # fmt: skip
    expect("exit status of libcurl", done.returncode, 0)


def like_libcurl(trial):
    if trial.server.lmtp:
        trial.absent("as libcurl")
        return
    for names in CONTENTS.values():
        for name in names:
            with trial.case("as libcurl", name):
                [recipient] = trial.recipients()
                by_libcurl(trial, MESSAGES[name], [recipient])
                if name not in trial.server.changes:
                    same(trial.server.mail(recipient), MESSAGES[name], recipient)


def refused(trial):
    """Those who are refused are told apart from those who get the mail."""
    way, codes = trial.way(), trial.server.refused
    bad, later = f"nobody@{trial.server.domain}", [local for local in codes if codes[local] < 500]
    good = trial.recipients(2)
    with trial.case("some refused"):
        result = trial.run(way, SMALL, [good[0], bad, good[1]])
        expect("outcome", (result.outcome, result.status), ("partial", 69))
        expect("accepted", [one["accepted"] for one in result.recipients], [True, False, True])
        expect("code", result.recipients[1]["code"], codes["nobody"])
        for recipient in good:
            same(trial.server.mail(recipient), SMALL, recipient)
    with trial.case("all refused"):
        result = trial.run(way, SMALL, [bad])
        expect("outcome", (result.outcome, result.code, result.class_), ("refused", codes["nobody"], "permanent"))
    for local in later:
        with trial.case("refused for now", local):
            result = trial.run(way, SMALL, [f"{local}@{trial.server.domain}"])
            expect("outcome", (result.outcome, result.code, result.status), ("deferred", codes[local], 75))
    if not later:
        trial.absent("refused for now")
