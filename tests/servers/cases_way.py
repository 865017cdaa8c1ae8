# SPDX-License-Identifier: MIT
"""How a connection is protected, and who logs in by which mechanism."""
from server import PLAIN, STARTTLS, TLS
from trial import SMALL, expect

WAYS = (STARTTLS, TLS, PLAIN)
MECHANISMS = (
    "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512", "SCRAM-SHA-1-PLUS",
    "SCRAM-SHA-256-PLUS", "SCRAM-SHA-512-PLUS", "XOAUTH2", "OAUTHBEARER", "EXTERNAL", "ANONYMOUS",
)  # fmt: skip
FEATURES = (*WAYS, *MECHANISMS)


def run(trial):
    for way in WAYS:
        if way in trial.server.ways:
            try_way(trial, way)
        else:
            trial.absent(way)
    for mechanism in MECHANISMS:
        try_mechanism(trial, mechanism)


def try_way(trial, way):
    with trial.case(way, "what EHLO offers"):
        found = trial.server.ehlo(way)
        expect("AUTH", set(found.pop("AUTH", "").split()), set(trial.server.mechanisms.get(way, "").split()))
        under_tls = {"REQUIRETLS"} if way == PLAIN else set()
        expect("what EHLO offers", set(found) - {"STARTTLS"}, trial.offers - under_tls)
    with trial.case(way, "a mail"):
        trial.send(way, SMALL, trial.recipients())
    if way != PLAIN:
        with trial.case(way, "another name in the certificate"):
            result = trial.run(way, SMALL, trial.recipients(), "--tls-name", "elsewhere.test")
            expect("error", result.error, "SMTP_E_CERTIFICATE_NAME")


def try_mechanism(trial, mechanism):
    ways = [way for way in trial.server.ways if mechanism in trial.server.mechanisms.get(way, "").split()]
    if not ways:
        refuse(trial, mechanism)
    for way in ways if mechanism != "EXTERNAL" else sorted({STARTTLS, TLS} & set(ways)):
        with trial.case(mechanism, way):
            result = trial.send(way, SMALL, trial.recipients(), login=trial.login(way, mechanism))
            trial.said(result, f"AUTH {mechanism}")
        if mechanism != "EXTERNAL":
            with trial.case(mechanism, f"{way}, wrong secret"):
                login = trial.login(way, mechanism, secret="wr0ng-w0rd")
                result = trial.run(way, SMALL, trial.recipients(), login=login)
                expect("error", (result.error, result.code), ("SMTP_E_AUTH_REFUSED", 535))


def refuse(trial, mechanism):
    """What is not offered is not sent either."""
    trial.absent(mechanism)
    if mechanism not in ("ANONYMOUS", "EXTERNAL") and not mechanism.endswith("-PLUS"):
        with trial.case(mechanism, "asked for all the same"):
            result = trial.run(trial.way(), SMALL, trial.recipients(), login=trial.login(trial.way(), mechanism))
            offers_some = bool(trial.server.mechanisms.get(trial.way()))
            expect("error", result.error, "SMTP_E_NO_MECHANISM" if offers_some else "SMTP_E_AUTH_NOT_OFFERED")
