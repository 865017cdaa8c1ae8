# SPDX-License-Identifier: MIT
"""The mails of corpus/, by name. Each shows one side of the message builder and is small enough to be read."""

from mail import Mail

ANN = ("Ann", "ann@example.org")
BOB = ("Bob", "bob@example.net")
TO_BOB = {"from": [ANN], "to": [BOB]}
OCTETS = bytes(range(256))

# A file name in every script that a mail program has stumbled over.
SCRIPTS = ["Übersicht.pdf", "Каталог.pdf", "Κατάλογος.pdf", "目录.pdf", "カタログ.pdf", "카탈로그.pdf", "فهرس.pdf", "קטלוג.pdf",
           "सूची.pdf", "แคตตาล็อก.pdf", "🧾.pdf", "e\u0301.pdf", "a \"quoted\" one.pdf", "semi;colon=.pdf", "100%.pdf",
           "it's.pdf", "=?utf-8?Q?x?=.pdf", "two  blanks.pdf", ".hidden", "l" * 90 + ".pdf"]

# What sending services read in fields of their own.
SERVICES = [
    ("X-SMTPAPI", "{\"category\": [\"newsletter\", \"week 47\"], \"unique_args\": {\"order\": \"A-0815\", \"note\": \"two"
                  "  blanks\"}, \"filters\": {\"clicktrack\": {\"settings\": {\"enable\": 0}}}}"),
    ("X-Mailgun-Variables", "{\"first\": \"a\", \"second\": {\"list\": [1, 2, 3]}}"),
    ("X-MSYS-API", "{\"campaign_id\": \"spring\", \"metadata\": {\"user\": \"12345\"}, \"options\": {\"open_tracking\": false}}"),
    ("X-MC-Tags", "welcome,password-reset"),
    ("X-PM-Tag", "invoice"),
    ("X-Unicode", "{\"name\": \"Grüße\"}"),
]

SCENARIOS = {
    "text": Mail(addresses=TO_BOB, subject="Hello", text="Hello,\n\n.\n.. and dots\nFrom here\nbye"),
    "no-body": Mail(addresses={"from": [("", "ann@example.org")]}),
    "message-id": Mail(addresses=TO_BOB, message_id="<given@example.org>", date=(86340, -1439), text="\n"),
    "alternative": Mail(addresses=TO_BOB, subject="Grüße aus Köln 😀", text="Grüße aus Köln\n.\n..\nFrom here\n",
                        html="<p>a line that is longer than the seventy-eight octets which we aim at in a mail"),
    "base64-text": Mail(addresses=TO_BOB, subject="日本語の件名、かなり長いので二行になるはずです。", text="日本語の文章。\n" * 3),
    "long-lines": Mail(addresses=TO_BOB, subject="w" * 200, text="a" * 998 + "\n" + "b" * 999 + "\r" + "c " * 500),
    "line-ends": Mail(addresses=TO_BOB, text="cr\rlf\ncrlf\r\nnone"),
    "all-addresses": Mail(addresses={
        "from": [ANN], "sender": [("The, Sender", "sender@example.org")], "reply-to": [("", "reply@example.org"), ANN],
        "to": [("Jürgen Müller", "j@example.org"), ("Bob \"B\" Builder", "bob@example.net"), ("", "carol@example.com")],
        "cc": [("\\ (x) <y>", "\"a b\"@example.com"), ("", "root@[192.0.2.1]")],
        "bcc": [("Hidden", "hidden@example.com"), ("", "CAROL@EXAMPLE.COM")]}, subject="Addresses", text="x"),
    "many-recipients": Mail(addresses={"from": [ANN], "to": [(f"Person {n}", f"p{n}@example.org") for n in range(12)]},
                            text="x"),
    "attachments": Mail(addresses=TO_BOB, subject="Files", text="See there.", attach=[
        ("a/b/", "data.bin", "", OCTETS), ("", "empty.txt", "text/plain; charset=utf-8", b""),
        ("", "", "application/x-thing; answer=42; text=\"a; b\"", b"x")]),
    "only-attachment": Mail(addresses=TO_BOB, attach=[("", "empty", "", b"")]),
    "file-names": Mail(addresses=TO_BOB, subject="Every script",
                       attach=[("", name, "application/pdf", b"%PDF") for name in SCRIPTS]),
    "services": Mail(addresses=TO_BOB, subject="Fields of services", headers=SERVICES, text="x"),
}
