# SPDX-License-Identifier: MIT
"""The messages that are sent, and the form in which a server must have stored them."""

HEADER = b"From: Ann <ann@sender.test>\r\nTo: Bob <bob@receiver.test>\r\nSubject: a test\r\n"


def canonical(message):
    """Every line ended by CRLF: what goes over the wire, before dot-stuffing (RFC 5321 s2.3.8)."""
    lines = message.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)


def body(text):
    return HEADER + b"\r\n" + text


MESSAGES = {
    "small": body(b"Hello.\r\n"),
    "empty-body": body(b""),
    "header-only": HEADER,
    "blank-lines": body(b"\r\n\r\n\r\n"),
    "dots": body(b".\r\n..\r\n...\r\n.a\r\n. \r\na.\r\n.\r\n"),
    "last-line-is-a-dot": body(b"text\r\n."),
    "no-final-line-end": body(b"the end"),
    "lf-only": body(b"one\r\n.two\r\n\r\nthree\r\n").replace(b"\r\n", b"\n"),
    "mixed-line-ends": body(b"one\r\ntwo\n.three\r\n.four\n"),
    "long-lines": body((b"x" * 998 + b"\r\n") * 20 + b"." * 998 + b"\r\n"),
    "utf-8": body("Grüße, žluťoučký kůň, 日本語, 🙂\r\n".encode()),
    "latin-1": body(bytes(range(128, 256)) + b"\r\n"),
    "control-characters": body(bytes(b for b in range(1, 128) if b not in b"\r\n") + b"\r\n"),
    "spaces-at-line-ends": body(b"a \r\nb\t\r\n \r\n\t\r\n-- \r\n"),
    "from-line": body(b"From here on\r\n>From there\r\n"),
    "1-MiB": body((b"0123456789abcdef" * 4)[:62] + b"\r\n" + ((b"0123456789abcdef" * 4)[:62] + b"\r\n") * 16383),
    "10000-lines": body(b"".join(b".%d\r\n" % number for number in range(10000))),
}
