/* SPDX-License-Identifier: MIT */
#include <smtp/finding.h>

struct finding {
    const char *name;
    int32_t severity;
    const char *text;
    const char *rule;
};

/* Rules of providers are named as they name them. */
static const struct finding findings[] = {
    [SMTP_FINDING_NO_DATE] = {"no_date", SMTP_SEVERITY_WARNING,
                              "There is no Date: smtp_client_send_message adds it where the platform has a clock; "
                              "elsewhere set it.",
                              "RFC 5322 s3.6"},
    [SMTP_FINDING_NO_FROM] = {"no_from", SMTP_SEVERITY_ERROR, "There is no From address: set one.", "RFC 5322 s3.6"},
    [SMTP_FINDING_SEVERAL_FROM] = {"several_from", SMTP_SEVERITY_WARNING,
                                   "There are several From addresses, which is often refused: keep one and name the "
                                   "others in the text.",
                                   "RFC 7489 s6.6.1"},
    [SMTP_FINDING_NO_SENDER] = {"no_sender", SMTP_SEVERITY_ERROR,
                                "There are several From addresses and no Sender: set the one who sends the mail.",
                                "RFC 5322 s3.6.2"},
    [SMTP_FINDING_NO_MESSAGE_ID] = {"no_message_id", SMTP_SEVERITY_WARNING,
                                    "There is no Message-ID and no seed to make one from: smtp_client_send_message "
                                    "adds it; elsewhere set either.",
                                    "RFC 5322 s3.6.4"},
    [SMTP_FINDING_NO_RECIPIENT] = {"no_recipient", SMTP_SEVERITY_ERROR, "The mail goes to nobody: add a recipient.",
                                   "RFC 5321 s3.3"},
    [SMTP_FINDING_ONLY_BCC] = {"only_bcc", SMTP_SEVERITY_WARNING,
                               "All recipients are hidden: name one in To, or open an empty group there, "
                               "\"undisclosed-recipients\".",
                               "RFC 5322 s3.6.3"},
    [SMTP_FINDING_MANY_RECIPIENTS] = {"many_recipients", SMTP_SEVERITY_WARNING,
                                      "There are more than 100 recipients, as many as a server must take: send several "
                                      "mails, or one to each.",
                                      "RFC 5321 s4.5.3.1.8"},
    [SMTP_FINDING_BARE_DOMAIN] = {"bare_domain", SMTP_SEVERITY_ERROR,
                                  "An address or the Message-ID has a domain without a dot, which means nothing "
                                  "elsewhere: write the whole domain.",
                                  "RFC 5321 s2.3.5"},
    [SMTP_FINDING_ADDRESS_LITERAL] = {"address_literal", SMTP_SEVERITY_WARNING,
                                      "An address has an IP address for its domain, which is often refused: use a "
                                      "name.",
                                      "RFC 5321 s4.1.3"},
    [SMTP_FINDING_REPLY_TO_IS_FROM] = {"reply_to_is_from", SMTP_SEVERITY_NOTE,
                                       "Reply-To is the From address, where replies go anyway: leave it out.",
                                       "RFC 5322 s3.6.2"},
    [SMTP_FINDING_ADDRESS_IN_NAME] = {"address_in_name", SMTP_SEVERITY_WARNING,
                                      "The name of a From address holds another address, as in mail that pretends to "
                                      "be from somebody else: write a name there.",
                                      "RFC 7489 s12.4"},
    [SMTP_FINDING_NO_SUBJECT] = {"no_subject", SMTP_SEVERITY_WARNING, "There is no Subject: set one.",
                                 "RFC 5322 s3.6.5"},
    [SMTP_FINDING_EMPTY_SUBJECT] = {"empty_subject", SMTP_SEVERITY_WARNING,
                                    "The Subject is empty: say what the mail is about.", "RFC 5322 s3.6.5"},
    [SMTP_FINDING_LONG_LINES] = {"long_lines", SMTP_SEVERITY_NOTE,
                                 "A line of the header passes 78 octets, for it has no blank to fold at: put blanks "
                                 "into the value if it may have them.",
                                 "RFC 5322 s2.1.1"},
    [SMTP_FINDING_OPEN_TEMPLATE] = {"open_template", SMTP_SEVERITY_WARNING,
                                    "Double braces stand in the subject, a field or the text: is there a key that was "
                                    "not filled in?",
                                    "smtp_merge(3)"},
    [SMTP_FINDING_HTML_WITHOUT_TEXT] = {"html_without_text", SMTP_SEVERITY_WARNING,
                                        "There is HTML and no plain text: set both.", "RFC 2046 s5.1.4"},
    [SMTP_FINDING_EMPTY_TEXT] = {"empty_text", SMTP_SEVERITY_WARNING, "The plain text is empty: say something.",
                                 "RFC 2046 s5.1.4"},
    [SMTP_FINDING_MISSING_INLINE] = {"missing_inline", SMTP_SEVERITY_WARNING,
                                     "The HTML shows a file by a Content-ID that no part has: add it with "
                                     "smtp_message_add_inline.",
                                     "RFC 2392 s2"},
    [SMTP_FINDING_UNUSED_INLINE] = {"unused_inline", SMTP_SEVERITY_NOTE,
                                    "The HTML does not show a file that was added for it: attach it, or refer to it "
                                    "as \"cid:\" and its identifier.",
                                    "RFC 2392 s2"},
    [SMTP_FINDING_ONLY_IMAGES] = {"only_images", SMTP_SEVERITY_WARNING,
                                  "The HTML has images and hardly any text, as much of spam has: write what they say.",
                                  "SpamAssassin, HTML_IMAGE_ONLY"},
    [SMTP_FINDING_LONG_HTML] = {"long_html", SMTP_SEVERITY_WARNING,
                                "The HTML passes 102 KiB: Gmail cuts what comes after, which may be how to "
                                "unsubscribe.",
                                "Gmail, \"Message clipped\""},
    [SMTP_FINDING_BLOCKED_ATTACHMENT] = {"blocked_attachment", SMTP_SEVERITY_ERROR,
                                         "A file is attached of a type that is refused because it can be run: send a "
                                         "link instead.",
                                         "Gmail Help, \"File types blocked in Gmail\""},
    [SMTP_FINDING_LARGE] = {"large", SMTP_SEVERITY_NOTE,
                            "The mail passes 10 MiB, more than some receivers take: send a link to large files.",
                            "RFC 5321 s4.5.3.1.7"},
    [SMTP_FINDING_TOO_LARGE] = {"too_large", SMTP_SEVERITY_ERROR,
                                "The mail is larger than the receiver takes: send a link to large files.",
                                "RFC 1870 s6.1"},
    [SMTP_FINDING_NEEDS_8BIT] = {"needs_8bit", SMTP_SEVERITY_WARNING,
                                 "The mail has octets above 127, for which every server on its way needs 8BITMIME, "
                                 "and SMTPUTF8 if they stand in the header.",
                                 "RFC 6152 s3, RFC 6531 s3.1"},
    [SMTP_FINDING_BULK_WITHOUT_UNSUBSCRIBE] = {"bulk_without_unsubscribe", SMTP_SEVERITY_ERROR,
                                               "Mail to many has no List-Unsubscribe: call "
                                               "smtp_message_set_one_click_unsubscribe.",
                                               "RFC 2369 s3.2; Google, \"Email sender guidelines\"; Yahoo, \"Sender "
                                               "Best Practices\""},
    [SMTP_FINDING_BULK_WITHOUT_ONE_CLICK] = {"bulk_without_one_click", SMTP_SEVERITY_WARNING,
                                             "Mail to many cannot be unsubscribed by one click: call "
                                             "smtp_message_set_one_click_unsubscribe with an https URL.",
                                             "RFC 8058 s3.1; Google, \"Email sender guidelines\"; Yahoo, \"Sender "
                                             "Best Practices\""},
    [SMTP_FINDING_BULK_WITHOUT_DKIM] = {"bulk_without_dkim", SMTP_SEVERITY_ERROR,
                                        "Mail to many is not signed: sign it, or let the smarthost.",
                                        "RFC 6376; Google, \"Email sender guidelines\"; Yahoo, \"Sender Best "
                                        "Practices\"; Microsoft, requirements for high-volume senders"},
    [SMTP_FINDING_DKIM_DOMAIN] = {"dkim_domain", SMTP_SEVERITY_WARNING,
                                  "The signature is of another domain than the From address, so that it does not count "
                                  "for DMARC: sign with the domain of From.",
                                  "RFC 7489 s3.1.1"},
};

enum { COUNT = sizeof findings / sizeof findings[0] };

_Static_assert(COUNT <= 64, "a set of findings has 64 places");

static const struct finding *find(int32_t finding) {
    static const struct finding none = {"", 0, "", ""};
    return finding >= 0 && finding < COUNT ? &findings[finding] : &none;
}

int32_t smtp_finding_next(uint64_t set, int32_t previous) {
    int32_t finding = previous < 0 ? 0 : previous >= COUNT ? COUNT : previous + 1;
    while (finding < COUNT && (set >> finding & 1) == 0) {
        finding++;
    }
    return finding < COUNT ? finding : -1;
}

int32_t smtp_finding_severity(int32_t finding) {
    return find(finding)->severity;
}

const char *smtp_finding_name(int32_t finding) {
    return find(finding)->name;
}

const char *smtp_finding_text(int32_t finding) {
    return find(finding)->text;
}

const char *smtp_finding_rule(int32_t finding) {
    return find(finding)->rule;
}
