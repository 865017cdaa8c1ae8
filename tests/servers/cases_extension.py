# SPDX-License-Identifier: MIT
"""Extensions: what is offered works, what is needed and not offered is an error before the mail."""
import corpus
import proxy
from server import PLAIN
from trial import MESSAGES, SENDER, SMALL, complete, expect, same

COMMANDS = {
    "VRFY": "VRFY alice@receiver.test",
    "EXPN": "EXPN staff@receiver.test",
    "HELP": "HELP",
    "ETRN": "ETRN sender.test",
}
LEVELS = {"off": "PIPELINING off", "mail": "PIPELINING within a mail", "max": "PIPELINING across mails"}
NOWHERE = ("BINARYMIME", "DELIVERBY", "FUTURERELEASE", "MT-PRIORITY", "LIMITS")
FEATURES = (
    "SIZE", "8BITMIME", "SMTPUTF8", *LEVELS.values(), "CHUNKING", "CHUNKING across mails", "REQUIRETLS",
    "ENHANCEDSTATUSCODES", *COMMANDS, *NOWHERE, "queue id", "all or nothing", "100 mails, one connection",
)  # fmt: skip


def run(trial):
    size(trial)
    octets(trial)
    for level, feature in LEVELS.items():
        pipelining(trial, level, feature)
    chunking(trial)
    require_tls(trial)
    enhanced(trial)
    for command, line in COMMANDS.items():
        ask(trial, command, line)
    for keyword in NOWHERE:
        trial.absent(keyword)
    binary(trial)
    queue_id(trial)
    all_or_nothing(trial)
    with trial.case("100 mails, one connection"):
        repeat(trial, trial.way(), 100)


def offered(trial, keyword, feature=None):
    if keyword not in trial.offers:
        trial.absent(feature or keyword)
    return keyword in trial.offers


def needs(trial, feature, error, *options, recipients=None):
    """A mail that needs what is not offered is not begun."""
    with trial.case(feature, "needed, not offered"):
        result = trial.run(trial.way(), SMALL, recipients or trial.recipients(), *options)
        expect("error", (result.error, result.outcome), (error, "failed"))
        expect("MAIL was sent", "> MAIL" in result.trace, False)


def size(trial):
    if offered(trial, "SIZE"):
        with trial.case("SIZE", "told"):
            trial.said(trial.send(trial.way(), SMALL, trial.recipients()), f"SIZE={len(SMALL)}")
        with trial.case("SIZE", "too large"):
            result = trial.run(trial.way(), corpus.body(b"x" * 62 + b"\r\n") * 350_000, trial.recipients())
            expect("error", (result.error, result.outcome), ("SMTP_E_TOO_LARGE", "failed"))


def octets(trial):
    if offered(trial, "8BITMIME"):
        with trial.case("8BITMIME"):
            result = trial.send(trial.way(), MESSAGES["latin-1"], trial.recipients())
            trial.said(result, "BODY=8BITMIME")
    if offered(trial, "SMTPUTF8"):
        for way in trial.server.ways:
            with trial.case("SMTPUTF8", way):
                result = trial.send(way, MESSAGES["utf-8"], trial.recipients(local="žluť-用户"))
                trial.said(result, "SMTPUTF8")
    else:
        needs(trial, "SMTPUTF8", "SMTP_E_NEEDS_SMTPUTF8", recipients=trial.recipients(local="žluť"))


def through_proxy(trial, message, recipients, *options):
    """What the client sent from the first MAIL on, flight by flight; without TLS, so that it can be seen."""
    way = PLAIN
    scheme, offset = trial.server.ways[way]
    with proxy.Proxy(trial.server.port(offset)) as between:
        result = trial.run(way, message, recipients, *options, url=f"{scheme}://127.0.0.1:{between.port}")
    if result.outcome != "sent":
        raise AssertionError(trial.why(result))
    flights = between.flights()
    first = next(index for index, flight in enumerate(flights) if b"MAIL FROM:" in flight)
    return [flight for flight in flights[first:] if flight != b"QUIT\r\n"]


def pipelining(trial, level, feature):
    """Off: each command and the content alone. Within a mail: two flights. Across mails: one for each, and one; but
    with LMTP one mail is under way at a time."""
    if level != "off" and not offered(trial, "PIPELINING", feature):
        with trial.case(feature, "not offered, asked for all the same"):
            repeat(trial, trial.way(), 3, "--pipelining", level)
        return
    if feature in trial.server.faults:
        trial.results.fault(feature, trial.server.name, trial.server.faults[feature])
        for way in trial.server.ways:
            with trial.case(feature, f"20 mails in spite of that, {way}"):
                survive(trial, way, 20, "--pipelining", level)
        return
    recipients = trial.recipients(3)
    count, most = {"off": (1, 6), "mail": (1, 2), "max": (20, 40 if trial.server.lmtp else 21)}[level]
    with trial.case(feature, "flights"):
        flights = through_proxy(trial, SMALL, recipients, "--pipelining", level, "--repeat", str(count))
        lines = [proxy.first_line(flight) for flight in flights]
        expect(f"{lines}: {len(flights)} flights, at most {most}", len(flights) <= most, True)
        for recipient in recipients:
            for stored in of_many(trial, recipient, count):
                same([stored], SMALL, recipient)
    for way in trial.server.ways:
        with trial.case(feature, f"20 mails, {way}"):
            repeat(trial, way, 20, "--pipelining", level)


def of_many(trial, recipient, count):
    stored = trial.server.mail(recipient, count)
    expect(f"number of mails of {recipient}", len(stored), count)
    return stored


def repeat(trial, way, count, *options, message=SMALL):
    """The same mail so many times over one connection."""
    [recipient] = trial.recipients()
    result = trial.run(way, message, [recipient], "--repeat", str(count), *options)
    if (result.status, result.outcome) != (0, "sent"):
        raise AssertionError(trial.why(result))
    for stored in of_many(trial, recipient, count):
        same([stored], message, recipient)
    expect("number of connections", result.trace.count("\n> EHLO") + result.trace.count("\n> LHLO") <= 2, True)
    return result


def survive(trial, way, count, *options):
    """Where the server breaks off, a mail is lost sight of at most twice, and what is said of the others is true."""
    [recipient] = trial.recipients()
    report = trial.run(way, SMALL, [recipient], "--repeat", str(count), *options).report["repeat"]
    sent, unknown = report["sent"], report["unknown"]
    expect("mails sent or not known", (sent + unknown, unknown <= 2), (count, True))
    stored = len(trial.server.mail(recipient, count))
    expect(f"{stored} mails stored, {sent} sent, {unknown} not known", sent <= stored <= count, True)


def chunking(trial):
    if not offered(trial, "CHUNKING"):
        trial.absent("CHUNKING across mails")
        with trial.case("CHUNKING", "not offered, wished for"):
            result = trial.send(trial.way(), SMALL, trial.recipients(), "--chunking")
            trial.said(result, "DATA")
        return
    for name, message in MESSAGES.items():
        if name not in trial.server.changes:
            with trial.case("CHUNKING", name):
                trial.said(trial.send(trial.way(), message, trial.recipients(), "--chunking"), "BDAT")
    with trial.case("CHUNKING", "500 recipients"):
        trial.send(trial.way(), SMALL, trial.recipients(500), "--chunking")
    for way in trial.server.ways:
        with trial.case("CHUNKING across mails", f"50 mails, {way}"):
            trial.said(repeat(trial, way, 50, "--chunking", "--pipelining", "max"), "BDAT")
    with trial.case("CHUNKING across mails", "20 mails of 1 MiB"):
        repeat(trial, trial.way(), 20, "--chunking", "--pipelining", "max", message=MESSAGES["1-MiB"])


def require_tls(trial):
    if offered(trial, "REQUIRETLS"):
        with trial.case("REQUIRETLS"):
            [recipient] = trial.recipients()
            result = trial.send(trial.way(), SMALL, [recipient], "--require-tls")
            trial.said(result, "REQUIRETLS")
            expect("REQUIRETLS", trial.server.envelopes[recipient]["envelope"]["requireTLS"], True)
    else:
        needs(trial, "REQUIRETLS", "SMTP_E_NEEDS_REQUIRETLS", "--require-tls")


def enhanced(trial):
    if offered(trial, "ENHANCEDSTATUSCODES"):
        with trial.case("ENHANCEDSTATUSCODES"):
            result = trial.send(trial.way(), SMALL, trial.recipients())
            expect("enhanced code", result.enhanced[:2], "2.")


def ask(trial, command, line):
    """2yz, or a 5yz by which a server that takes the command says that it does not know the name."""
    if offered(trial, command):
        with trial.case(command):
            said = trial.special("command", line)
            expect(f"the code of {said}", said[1] in trial.server.answers.get(command, ("250", "252", "214")), True)


def binary(trial):
    with trial.case("BINARYMIME", "needed, not offered"):
        [recipient] = trial.recipients()
        said = trial.special("binary", SENDER, trial.file(complete(corpus.body(b"\0\n\r"))), recipient)
        expect("result", said[0], "SMTP_E_NEEDS_BINARYMIME")


def queue_id(trial):
    """It is the one that stands in the stored mail."""
    with trial.case("queue id"):
        [recipient] = trial.recipients()
        result = trial.send(trial.way(), SMALL, [recipient])
        expect("a queue id", bool(result.queue_id), True)
        expect(f"{result.queue_id} in the trace", result.queue_id in trial.server.traces[recipient], True)


def all_or_nothing(trial):
    with trial.case("all or nothing"):
        good, bad = trial.recipients()[0], f"nobody@{trial.server.domain}"
        result = trial.run(trial.way(), SMALL, [good, bad], "--all-or-nothing")
        expect("outcome", (result.outcome, result.code), ("refused", trial.server.refused["nobody"]))
        trial.send(trial.way(), SMALL, trial.recipients(), "--all-or-nothing")
        expect("mails of the other recipient", trial.server.seen.get(good), None)
