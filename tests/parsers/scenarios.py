# SPDX-License-Identifier: MIT
"""The mails of corpus/, by name. Each shows one side of the message builder and is small enough to be read."""

from mail import Group, Mail, Merge, Part

ANN = ("Ann", "ann@example.org")
BOB = ("Bob", "bob@example.net")
TO_BOB = {"from": [ANN], "to": [BOB]}
OCTETS = bytes(range(256))

# A file name in every script that a mail program has stumbled over.
SCRIPTS = ["Übersicht.pdf", "Каталог.pdf", "Κατάλογος.pdf", "目录.pdf", "カタログ.pdf", "카탈로그.pdf", "فهرس.pdf", "קטלוג.pdf",
           "सूची.pdf", "แคตตาล็อก.pdf", "🧾.pdf", "e\u0301.pdf", "a \"quoted\" one.pdf", "semi;colon=.pdf", "100%.pdf",
           "it's.pdf", "=?utf-8?Q?x?=.pdf", "two  blanks.pdf", ".hidden", "l" * 90 + ".pdf"]

FLOWED = ("A paragraph that is longer than a line and is broken where there is a blank, so that any reader can wrap it to the"
          " width that it has.\n\n> quoted, and long enough to be broken, too: both lines of it have the mark of quoting in"
          " front\n>> deeper\n>no blank\nFrom here\n trailing blanks   \n\n-- \nAnn\n")
PNG = b"\x89PNG\r\n\x1a\n"
INLINE = [("logo@example.org", "img/", "Logo ü.png", "image/png", PNG), ("two@example.org", "", "", "image/gif", b"GIF89a")]
EVENT = ("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\nSUMMARY:Grüße\r\nEND:VEVENT\r\n"
         "END:VCALENDAR\r\n")
SHOW = "<p><img src=\"cid:logo@example.org\">"

OTHER = Mail(addresses={"from": [("Ann", "ann@example.org")], "to": [("", "bob@example.net")]}, subject="Another",
             text="Grüße\n.\n", message_id="other@example.org", date=(1795314707, 0))
OTHER_TEXT = ("From: Ann <ann@example.org>\nTo: bob@example.net\nSubject: Another\nMessage-ID: <other@example.org>\n"
              "Date: Sun, 22 Nov 2026 02:31:47 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
              "Content-Transfer-Encoding: %s\n\n%s")
MAIL_7BIT = (OTHER_TEXT % ("quoted-printable", "Gr=C3=BC=C3=9Fe\n.\n")).encode()
MAIL_8BIT = (OTHER_TEXT % ("8bit", "Grüße\n.\n")).encode()

REPORT = Part("multipart/report; report-type=delivery-status", parts=[
    Part("text/plain", text="The mail could not be delivered.\n", headers=[("Content-Description", "Notification")]),
    Part("message/delivery-status", content=b"Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; b@example.net\n"
                                            b"Action: failed\nStatus: 5.1.1\n"),
    Part("message/rfc822", content=MAIL_7BIT, mail=OTHER)])
SIGNED = Part("multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256", parts=[
    Part("multipart/alternative", parts=[
        Part("text/plain", text="Grüße\n"),
        Part("multipart/related; type=\"text/html\"", parts=[
            Part("text/html", text=SHOW), Part("image/png", content=PNG, identifier="logo@example.org", disposition=2,
                                               name="Λογότυπο.png", headers=[("Content-Language", "el, en")])])]),
    Part("application/pkcs7-signature", content=OCTETS, disposition=1, name="smime.p7s",
         headers=[("Content-Description", "Größe"), ("Content-Location", "https://example.org/a?b")])])

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

RAW = ("Received: from a.example by b.example; Sun, 22 Nov 2026 03:00:00 +0100\nFrom: Ann <ann@example.org>\n"
       "To: Bob <bob@example.net>\nBcc: hidden@example.org,\n\tother@example.org\nSubject: As it came\n"
       "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nIts line ends become CRLF.\n.\n")
AS_IT_CAME = {"subject": "As it came", "text": "Its line ends become CRLF.\n.\n", "raw": RAW,
              "headers": [("Received", "from a.example by b.example; Sun, 22 Nov 2026 03:00:00 +0100")],
              "message_id": "missing@example.org"}

TEMPLATE = Mail(addresses={"from": [ANN]}, subject="Dear {{name}}", text="Dear {{ name }},\n\nthe {{{{ stay.\n",
                html="<p>Dear {{name}}</p>", headers=[("X-Order", "{{order}}")])


def merged(name, order, is_first, is_last):
    html_name = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Mail(addresses={"from": [ANN], "to": [(name, "b@example.net")]}, subject=f"Dear {name}",
                text=f"Dear {name},\n\nthe {{{{ stay.\n", html=f"<p>Dear {html_name}</p>", headers=[("X-Order", order)],
                merge=Merge(TEMPLATE, {"name": name, "order": order}, is_first, is_last))


SCENARIOS = {
    "text": Mail(addresses=TO_BOB, subject="Hello", text="Hello,\n\n.\n.. and dots\nFrom here\nbye"),
    "no-body": Mail(addresses={"from": [("", "ann@example.org")]}),
    "message-id": Mail(addresses=TO_BOB, message_id="<given@example.org>", date=(86340, -1439), text="\n"),
    "alternative": Mail(addresses=TO_BOB, subject="Grüße aus Köln 😀", text="Grüße aus Köln\n.\n..\nFrom here\n",
                        html="<p>a line that is longer than the seventy-eight octets which we aim at in a mail"),
    "base64-text": Mail(addresses=TO_BOB, subject="日本語の件名、かなり長いので二行になるはずです。", text="日本語の文章。\n" * 3),
    "cyrillic": Mail(addresses={"from": [("Почта и Каталог, отдел длинных имён получателей", "ann@example.org")], "to": [BOB]},
                     subject="Длинная тема письма, которая не помещается в одно закодированное слово 😀😀😀", text="x"),
    "long-lines": Mail(addresses=TO_BOB, subject="w" * 200, text="a" * 998 + "\n" + "b" * 999 + "\r" + "c " * 500),
    "line-ends": Mail(addresses=TO_BOB, text="cr\rlf\ncrlf\r\nnone"),
    "all-addresses": Mail(addresses={
        "from": [ANN], "sender": [("The, Sender", "sender@example.org")], "reply-to": [("", "reply@example.org"), ANN],
        "to": [("Jürgen Müller", "j@example.org"), ("Bob \"B\" Builder", "bob@example.net"), ("", "carol@example.com")],
        "cc": [("\\ (x) <y>", "\"a b\"@example.com"), ("", "root@[192.0.2.1]")],
        "bcc": [("Hidden", "hidden@example.com"), ("", "carol@EXAMPLE.COM"), ("", "CAROL@example.com")]}, subject="Addresses", text="x"),
    "many-recipients": Mail(addresses={"from": [ANN], "to": [(f"Person {n}", f"p{n}@example.org") for n in range(12)]},
                            text="x"),
    "attachments": Mail(addresses=TO_BOB, subject="Files", text="See there.", attach=[
        ("a/b/", "data.bin", "", OCTETS), ("", "empty.txt", "text/plain; charset=utf-8", b""),
        ("", "", "application/x-thing; answer=42; text=\"a; b\"", b"x"),
        ("", "table.xlsx", "", b"PK")]),
    "only-attachment": Mail(addresses=TO_BOB, attach=[("", "empty", "", b"")]),
    "file-names": Mail(addresses=TO_BOB, subject="Every script",
                       attach=[("", name, "application/pdf", b"%PDF") for name in SCRIPTS]),
    "groups": Mail(addresses={
        "from": [ANN], "to": [("", "first@example.org"), Group("A Group, named", [BOB, ("Grüße", "g@example.org")]), ANN],
        "cc": [Group("undisclosed-recipients", []), Group("Köln", [("", "k@example.org")])],
        "bcc": [("", "hidden@example.org")]}, subject="Groups", text="x"),
    "several-authors": Mail(addresses={"from": [ANN, BOB], "sender": [("", "office@example.org")], "to": [BOB],
                                       "disposition-notification-to": [ANN], "return-receipt-to": [ANN]}, text="x"),
    "idn": Mail(addresses={"from": [("Müller", "mueller@münchen.example")], "to": [("", "info@例え.example"),
                                                                                   ("", "почта@почта.example")]},
                subject="Domains in A-labels, a local part in UTF-8", text="x"),
    "smtputf8": Mail(smtputf8=True, addresses={"from": [("Müller", "müller@münchen.example")],
                                               "to": [Group("グループ", [("用户", "用户@例え.example")])]},
                     subject="Grüße aus Köln, in a header of UTF-8 that is a good deal longer than seventy-eight octets 😀",
                     keywords=["Grüße", "a, b"], headers=[("X-Unicode", "日本語")], list_id=("Größe", "l.example.org"),
                     text="日本語\n"),
    "thread": Mail(addresses=TO_BOB, subject="Re: a thread", message_id="3@example.org", in_reply_to=["<2@example.org>"],
                   references=[f"{n}.{'r' * 30}@example.org" for n in range(9)] + ["2@example.org"], text="x"),
    "notes": Mail(addresses=TO_BOB, keywords=["one", "two words", "drei, Grüße", "日本語のとても長いキーワードがここに入ります", "q\"q"],
                  comments=["first", "the second one: Grüße"], auto_submitted=1, importance=1, text="x"),
    "low": Mail(addresses=TO_BOB, auto_submitted=3, importance=-1, text="x"),
    "list": Mail(addresses=TO_BOB, list_id=("News of Example, weekly", "news.example.org"), list_urls=[
        (1, "https://example.org/help"), (2, "mailto:leave@example.org?subject=leave"), (2, "https://example.org/leave"),
        (3, "https://example.org/join?" + "x" * 100), (4, "NO"), (5, "mailto:owner@example.org"),
        (6, "https://example.org/archive")], text="x"),
    "one-click": Mail(addresses=TO_BOB, one_click=("https://example.org/u/2f6c8a0b", "mailto:leave@example.org"),
                      list_id=("", "news.example.org"), auto_submitted=2, importance=0, text="x"),
    "resent": Mail(addresses={"from": [ANN], "to": [BOB], "resent-from": [BOB], "resent-sender": [("", "s@example.net")],
                              "resent-to": [("Carol", "carol@example.org"), Group("G", [("", "g@example.org")])],
                              "resent-cc": [("", "dave@example.org")], "resent-bcc": [("", "eve@example.org")]},
                   resent=(1795318307, -300, "resent.1@example.net"), subject="Sent again", text="x"),
    "raw": Mail(addresses=TO_BOB, **AS_IT_CAME),
    "raw-resent": Mail(addresses={**TO_BOB, "resent-from": [("Jürgen", "j@example.org")],
                                  "resent-to": [("", "carol@example.org")]},
                       resent=(1795318307, 0, "<resent.2@example.org>"), **AS_IT_CAME),
    "merge-1": merged("Ann & <Bob>", "{\"id\": 1}", True, False),
    "merge-2": merged("Jürgen", "{\"id\": 2, \"note\": \"Grüße\"}", False, True),
    "flowed": Mail(addresses=TO_BOB, subject="Flowed", text=FLOWED, is_flowed=True),
    "flowed-japanese": Mail(addresses=TO_BOB, text="日本語の文章 " * 20 + "\n> 引用", is_flowed=True, html="<p>日本語"),
    "all-alternatives": Mail(addresses=TO_BOB, text="Text", amp="<!doctype html>\n<html ⚡4email>", html="<p>HTML",
                             calendar=("REQUEST", EVENT)),
    "calendar": Mail(addresses=TO_BOB, calendar=("CANCEL", EVENT)),
    "inline": Mail(addresses=TO_BOB, html=SHOW, inline=INLINE),
    "inline-without-html": Mail(addresses=TO_BOB, text="x", inline=INLINE),
    "everything": Mail(addresses=TO_BOB, text="Text\n", is_flowed=True, amp="<html ⚡4email>", html=SHOW, inline=INLINE,
                       calendar=("REQUEST", EVENT), attach=[("", "invite.ics", "application/ics", EVENT.encode())],
                       mails=[("Ä.eml", OTHER, MAIL_7BIT)]),
    "message-7bit": Mail(addresses=TO_BOB, text="See there.", mails=[("a.eml", OTHER, MAIL_7BIT)]),
    "message-8bit": Mail(addresses=TO_BOB, mails=[("", OTHER, MAIL_8BIT), ("b.eml", OTHER, MAIL_8BIT.replace(b"\n", b"\r"))]),
    "report": Mail(addresses=TO_BOB, subject="Undelivered", auto_submitted=2, root=REPORT),
    "signed": Mail(addresses=TO_BOB, subject="Signed", root=SIGNED),
    "one-part": Mail(addresses=TO_BOB, root=Part("text/x-log; level=\"a; b\"", text="Grüße\n", identifier="1@example.org")),
    "services": Mail(addresses=TO_BOB, subject="Fields of services", headers=SERVICES, text="x"),
}
