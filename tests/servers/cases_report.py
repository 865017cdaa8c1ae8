# SPDX-License-Identifier: MIT
"""Reports that the server writes: whether they come, and what of the mail and the envelope they have."""
import re

from trial import SMALL, complete, expect

ENVID = "an id+1=2"
FEATURES = ("DSN: RET", "DSN: ENVID", "DSN: NOTIFY", "DSN: ORCPT")
MARK = b"the end of the body"
MESSAGE = complete(b"From: Ann <ann@sender.test>\r\nSubject: a report\r\n\r\n" + MARK + b"\r\n")


def run(trial):
    if "DSN" not in trial.offers:
        for feature in FEATURES:
            trial.absent(feature)
        for feature, options in (("DSN: RET", ("--dsn-ret", "full")), ("DSN: ENVID", ("--envid", ENVID)),
                                 ("DSN: NOTIFY", ("--dsn-notify", "never"))):  # fmt: skip
            with trial.case(feature, "needed, not offered"):
                result = trial.run(trial.way(), SMALL, trial.recipients(), *options)
                expect("error", result.error, "SMTP_E_NEEDS_DSN")
    elif trial.server.reports:
        reports(trial)
    else:
        envelope(trial)


def report(trial, recipients, *options, comes=True):
    """Sends, and takes the report that comes to the sender."""
    [sender] = trial.recipients(local="sender")
    result = trial.run(trial.way(), MESSAGE, recipients, *options, sender=sender)
    if result.outcome != "sent":
        raise AssertionError(trial.why(result))
    if comes:
        stored = trial.server.mail(sender)
        expect("number of reports", len(stored), 1)
        return stored[0]
    return sender


def reports(trial):
    failing = ["bounce@bounce.test"]
    with trial.case("DSN: RET", "full"):
        text = report(trial, failing, "--dsn-ret", "full", "--dsn-notify", "failure")
        expect("the body in the report", MARK in text, True)
    with trial.case("DSN: RET", "hdrs"):
        text = report(trial, failing, "--dsn-ret", "hdrs", "--dsn-notify", "failure")
        expect("the body in the report", MARK in text, False)
    with trial.case("DSN: ENVID"):
        text = report(trial, failing, "--envid", ENVID, "--dsn-notify", "failure")
        told(trial, "DSN: ENVID", rb"Original-Envelope-Id: an(?: |\+20)id(?:\+|\+2B)1(?:=|\+3D)2", text)
    with trial.case("DSN: NOTIFY", "success"):
        [recipient] = trial.recipients()
        text = report(trial, [recipient], "--dsn-notify", "success")
        expect("the recipient in the report", recipient.encode() in text, True)
        expect("number of mails", len(trial.server.mail(recipient)), 1)
    with trial.case("DSN: NOTIFY", "never"):
        silent = report(trial, failing, "--dsn-notify", "never", comes=False)
        report(trial, failing, "--dsn-notify", "failure")
        expect("reports that nobody asked for", trial.server.seen.get(silent), None)
    with trial.case("DSN: ORCPT"):
        [sender] = trial.recipients(local="sender")
        trial.special("original", sender, trial.file(MESSAGE), failing[0], "before+alias@list.test")
        [text] = trial.server.mail(sender)
        told(trial, "DSN: ORCPT", rb"Original-Recipient: rfc822; ?before\+(?:2B)?alias@list\.test", text)


def told(trial, feature, field, text):
    """The report says it, be it as the xtext that it came in."""
    found = re.search(rb"\n%s\r\n" % field, text, re.IGNORECASE)
    expect(f"{field.decode()} in the report", bool(found), feature not in trial.server.untold)


def envelope(trial):
    """A server that stores what the envelope said."""
    [recipient] = trial.recipients()
    with trial.case("DSN: RET"):
        options = ("--dsn-ret", "hdrs", "--envid", ENVID, "--dsn-notify", "success,delay")
        trial.send(trial.way(), SMALL, [recipient], *options)
        found = trial.server.envelopes[recipient]["envelope"]
        expect("RET", found["dsn"]["ret"], "HDRS")
    with trial.case("DSN: ENVID"):
        expect("ENVID", found["dsn"]["envid"], ENVID)
    with trial.case("DSN: NOTIFY"):
        expect("NOTIFY", sorted(found["rcptTo"][0]["dsn"]["notify"]), ["DELAY", "SUCCESS"])
    with trial.case("DSN: ORCPT"):
        [recipient] = trial.recipients()
        trial.special("original", "ann@sender.test", trial.file(SMALL), recipient, "before+alias@list.test")
        trial.server.mail(recipient)
        found = trial.server.envelopes[recipient]["envelope"]
        expect("ORCPT", found["rcptTo"][0]["dsn"]["orcpt"], "rfc822;before+alias@list.test")
