/* SPDX-License-Identifier: MIT */
/* Every code of the registry (RFC 3463 s3 and those that came later), and what is none. */
#include "support/test.h"

#include <smtp/explain.h>
#include <string.h>

static int32_t bounce(int32_t class_digit, int32_t subject, int32_t detail) {
    return smtp_enhanced_bounce(class_digit * 1000000 + subject * 1000 + detail);
}

enum { SOFT = SMTP_BOUNCE_SOFT, HARD = SMTP_BOUNCE_HARD, REFUSED = SMTP_BOUNCE_REFUSED };

/* The registry as of December 2024, where no RFC is named of RFC 3463. */
static const struct {
    int32_t subject;
    int32_t detail;
    int32_t bounce;
    const char *name;
} registry[] = {
    {0, 0, REFUSED, "Other undefined status"},
    {1, 0, HARD, "Other address status"},
    {1, 1, HARD, "Bad destination mailbox address"},
    {1, 2, HARD, "Bad destination system address"},
    {1, 3, HARD, "Bad destination mailbox address syntax"},
    {1, 4, HARD, "Destination mailbox address ambiguous"},
    {1, 5, REFUSED, "Destination address valid"},
    {1, 6, HARD, "Destination mailbox has moved"},
    {1, 7, REFUSED, "Bad sender's mailbox address syntax"},
    {1, 8, REFUSED, "Bad sender's system address"},
    {1, 9, REFUSED, "Message relayed to non-compliant mailer (RFC 3886)"},
    {1, 10, HARD, "Recipient address has null MX (RFC 7505)"},
    {2, 0, SOFT, "Other or undefined mailbox status"},
    {2, 1, HARD, "Mailbox disabled, not accepting messages"},
    {2, 2, SOFT, "Mailbox full"},
    {2, 3, REFUSED, "Message length exceeds administrative limit"},
    {2, 4, SOFT, "Mailing list expansion problem"},
    {3, 0, SOFT, "Other or undefined mail system status"},
    {3, 1, SOFT, "Mail system full"},
    {3, 2, SOFT, "System not accepting network messages"},
    {3, 3, REFUSED, "System not capable of selected features"},
    {3, 4, REFUSED, "Message too big for system"},
    {3, 5, SOFT, "System incorrectly configured"},
    {3, 6, REFUSED, "Requested priority was changed (RFC 6710)"},
    {4, 0, SOFT, "Other or undefined network or routing status"},
    {4, 1, SOFT, "No answer from host"},
    {4, 2, SOFT, "Bad connection"},
    {4, 3, SOFT, "Directory server failure"},
    {4, 4, HARD, "Unable to route"},
    {4, 5, SOFT, "Mail system congestion"},
    {4, 6, SOFT, "Routing loop detected"},
    {4, 7, SOFT, "Delivery time expired"},
    {5, 0, REFUSED, "Other or undefined protocol status"},
    {5, 1, REFUSED, "Invalid command"},
    {5, 2, REFUSED, "Syntax error"},
    {5, 3, REFUSED, "Too many recipients"},
    {5, 4, REFUSED, "Invalid command arguments"},
    {5, 5, REFUSED, "Wrong protocol version"},
    {5, 6, REFUSED, "Authentication exchange line is too long (RFC 4954)"},
    {6, 0, REFUSED, "Other or undefined media error"},
    {6, 1, REFUSED, "Media not supported"},
    {6, 2, REFUSED, "Conversion required and prohibited"},
    {6, 3, REFUSED, "Conversion required but not supported"},
    {6, 4, REFUSED, "Conversion with loss performed"},
    {6, 5, REFUSED, "Conversion failed"},
    {6, 6, REFUSED, "Message content not available (RFC 4468)"},
    {6, 7, REFUSED, "Non-ASCII addresses not permitted (RFC 6531)"},
    {6, 8, REFUSED, "UTF-8 string reply is required (RFC 6531)"},
    {6, 9, REFUSED, "UTF-8 header message cannot be transferred (RFC 6531)"},
    {6, 10, REFUSED, "duplicate of X.6.8 (RFC 6531)"},
    {7, 0, REFUSED, "Other or undefined security status"},
    {7, 1, REFUSED, "Delivery not authorized, message refused"},
    {7, 2, REFUSED, "Mailing list expansion prohibited"},
    {7, 3, REFUSED, "Security conversion required but not possible"},
    {7, 4, REFUSED, "Security features not supported"},
    {7, 5, REFUSED, "Cryptographic failure"},
    {7, 6, REFUSED, "Cryptographic algorithm not supported"},
    {7, 7, REFUSED, "Message integrity failure"},
    {7, 8, REFUSED, "Authentication credentials invalid (RFC 4954)"},
    {7, 9, REFUSED, "Authentication mechanism is too weak (RFC 4954)"},
    {7, 10, REFUSED, "Encryption needed (RFC 5248)"},
    {7, 11, REFUSED, "Encryption required for requested mechanism (RFC 4954)"},
    {7, 12, REFUSED, "A password transition is needed (RFC 4954)"},
    {7, 13, REFUSED, "User account disabled (RFC 5248)"},
    {7, 14, REFUSED, "Trust relationship required (RFC 5248)"},
    {7, 15, REFUSED, "Priority level is too low (RFC 6710)"},
    {7, 16, REFUSED, "Message is too big for the priority (RFC 6710)"},
    {7, 17, HARD, "Mailbox owner has changed (RFC 7293)"},
    {7, 18, HARD, "Domain owner has changed (RFC 7293)"},
    {7, 19, REFUSED, "RRVS test cannot be completed (RFC 7293)"},
    {7, 20, REFUSED, "No passing DKIM signature found (RFC 7372)"},
    {7, 21, REFUSED, "No acceptable DKIM signature found (RFC 7372)"},
    {7, 22, REFUSED, "No valid author-matched DKIM signature (RFC 7372)"},
    {7, 23, REFUSED, "SPF validation failed (RFC 7372)"},
    {7, 24, REFUSED, "SPF validation error (RFC 7372)"},
    {7, 25, REFUSED, "Reverse DNS validation failed (RFC 7372)"},
    {7, 26, REFUSED, "Multiple authentication checks failed (RFC 7372)"},
    {7, 27, REFUSED, "Sender address has null MX (RFC 7505)"},
    {7, 28, REFUSED, "Mail flood detected"},
    {7, 29, REFUSED, "ARC validation failure (RFC 8617)"},
    {7, 30, REFUSED, "REQUIRETLS support required (RFC 8689)"},
};

static void each_registered_code(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof registry / sizeof registry[0]; i++) {
        int32_t subject = registry[i].subject;
        int32_t detail = registry[i].detail;
        if (bounce(5, subject, detail) != registry[i].bounce) {
            fail_msg("5.%d.%d, %s: %d", subject, detail, registry[i].name, bounce(5, subject, detail));
        }
        assert_int_equal(bounce(4, subject, detail), SMTP_BOUNCE_SOFT);
        assert_int_equal(bounce(2, subject, detail), SMTP_BOUNCE_NONE);
    }
}

static void what_is_not_registered_goes_by_its_subject(void **state) {
    (void)state;
    assert_int_equal(bounce(5, 1, 11), SMTP_BOUNCE_HARD);
    assert_int_equal(bounce(5, 1, 999), SMTP_BOUNCE_HARD);
    assert_int_equal(bounce(5, 2, 30), SMTP_BOUNCE_SOFT);
    assert_int_equal(bounce(5, 2, 31), SMTP_BOUNCE_SOFT);
    assert_int_equal(bounce(5, 7, 31), SMTP_BOUNCE_REFUSED);
    assert_int_equal(bounce(5, 7, 139), SMTP_BOUNCE_REFUSED);
    assert_int_equal(bounce(5, 0, 1), SMTP_BOUNCE_REFUSED);
    assert_int_equal(bounce(5, 8, 0), SMTP_BOUNCE_REFUSED);
    assert_int_equal(bounce(5, 999, 999), SMTP_BOUNCE_REFUSED);
    assert_int_equal(bounce(4, 999, 999), SMTP_BOUNCE_SOFT);
}

static void what_is_no_refusal(void **state) {
    (void)state;
    const int32_t none[] = {0, 1, -1, 999999, 1000000, 3000000, 3999999, 6000000, INT32_MAX, INT32_MIN, -5001001};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_int_equal(smtp_enhanced_bounce(none[i]), SMTP_BOUNCE_NONE);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_registered_code),
        cmocka_unit_test(what_is_not_registered_goes_by_its_subject),
        cmocka_unit_test(what_is_no_refusal),
    };
    return cmocka_run_group_tests_name("explain/bounce", tests, NULL, NULL);
}
