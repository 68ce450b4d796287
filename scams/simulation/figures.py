"""How often what happens. Where a figure is known its source stands beside it; the others are chosen to be plausible.

EVIDENCE is `reference/EVIDENCE.md` of the design. Nothing here may be quoted as a finding: a simulation gives back
what was put into it.
"""

from typing import Final, NamedTuple


class TypeFigures(NamedTuple):
    """How often a fraud type occurs, and how much is paid."""

    share: int
    """Of a thousand suspected payments."""
    amount: float
    """The median, in yuan."""


# Task-and-rebate is the most frequent type, investment the one with the highest loss a case (fraud_types.csv: MPS
# 2023, 2024); impersonated officers cost most a case in Singapore (S$71,842, first half of 2025). The rest is chosen.
TYPES: Final = {
    "task-rebate": TypeFigures(258, 3_000),
    "investment": TypeFigures(121, 26_000),
    "customer-service-impersonation": TypeFigures(112, 9_000),
    "loan-fee": TypeFigures(76, 4_000),
    "purchase": TypeFigures(74, 900),
    "authority-impersonation": TypeFigures(58, 38_000),
    "game-trade": TypeFigures(52, 600),
    "romance": TypeFigures(40, 12_000),
    "credit-repair": TypeFigures(36, 8_000),
    "family-friend-impersonation": TypeFigures(30, 6_000),
    "boss-colleague-impersonation": TypeFigures(24, 45_000),
    "phishing-takeover": TypeFigures(20, 2_000),
    "remote-control": TypeFigures(18, 15_000),
    "bank-platform-impersonation": TypeFigures(16, 20_000),
    "rental-service": TypeFigures(14, 2_500),
    "prize-subsidy": TypeFigures(12, 1_500),
    "job-fee": TypeFigures(10, 1_200),
    "elder-health": TypeFigures(8, 5_000),
    "extortion": TypeFigures(6, 3_000),
    "invoice-redirect": TypeFigures(5, 90_000),
    "recovery": TypeFigures(4, 5_000),
    "money-mule": TypeFigures(3, 8_000),
    "charity-appeal": TypeFigures(2, 300),
    "sexual-service": TypeFigures(1, 800),
}
AMOUNT_SPREAD: Final = 0.9
"""Of the logarithm of an amount."""

LEVELS: Final = {"notice": 22, "warn": 50, "hold": 24, "stop": 4}
"""Of a hundred warnings."""
GENUINE: Final = {"notice": 0.80, "warn": 0.60, "hold": 0.35, "stop": 0.08}
"""How many of the payments warned of are false alarms: the weaker the level, the less sure the engine was."""
AUDIENCES: Final = {"adult": 66, "elder": 18, "teen": 8, "sme": 8}
LOCALES: Final = {"zh-Hans": 84, "zh-Hant": 11, "en": 5}
UNKNOWN_CODE: Final = 0.01
"""Engines send codes of their own now and then."""
SIGNALS: Final = {
    "new-payee": 0.62, "amount-unusual": 0.28, "payee-reported": 0.15, "on-call": 0.14, "screen-sharing": 0.06,
    "name-mismatch": 0.05, "coached": 0.03,
}  # fmt: skip
PAYMENTS_A_PAYER: Final = 2.5
HOURS: Final = (2, 1, 1, 1, 1, 2, 3, 5, 7, 9, 10, 10, 8, 8, 9, 10, 9, 8, 8, 9, 10, 9, 6, 4)
"""When in the day payments are made, by the hour in UTC+8."""

# Of those whose payment is a scam, how many stop.
# EVIDENCE: of one wallet's victims 60% had been warned by a pop-up and still paid (2019); a call dissuaded 46% (2021).
STOPS: Final = {"notice": 0.16, "warn": 0.38, "hold": 0.52, "stop": 0.90}
STOPS_UNWARNED: Final = 0.05
"""Of those who were shown nothing, being in the share that is held out."""
# EVIDENCE: payment-page alerts, all payees: 20-30% go on. Of genuine payments most should; so fewer stop here.
STOPS_GENUINE: Final = {"notice": 0.04, "warn": 0.14, "hold": 0.28, "stop": 0.95}

# What makes people stop more or less often, added to the logarithm of the odds.
# EVIDENCE: asking for the reason and explaining that type: +135% relative over eight months.
REROUTED: Final = 0.8
ANSWERED: Final = 0.35
"""EVIDENCE: questions help; forewarning alone -50% of losses, with questions over -66%."""
HABITUATION: Final = (0.0, -0.5, -0.75, -0.9)
"""By earlier warnings of the same look. EVIDENCE: a sharp drop from the second exposure."""
FOR_AUDIENCE: Final = {"adult": 0.0, "elder": -0.25, "teen": -0.1, "sme": 0.2}
VARIANT_SPREAD: Final = 0.25
"""How much wordings differ: EVIDENCE only says that they do."""

SEEN: Final = 0.94
READ: Final = 0.33
"""EVIDENCE: one in three reads a bank's warning (2024)."""
ASKED: Final = 0.46
"""How many answer a question; EVIDENCE: between one in three who read and the sting tests."""
COACHED_YES: Final = 0.25
"""How many victims answer as they were told to. EVIDENCE: the same scripts in three places."""
HOTLINE: Final = 0.03
GUARDIAN: Final = {"adult": 0.03, "elder": 0.12, "teen": 0.08, "sme": 0.05}
DELAYED: Final = 0.05
CANCELLED_IN_WAIT: Final = 0.45
"""Of those at hold who stop, how many do so while they wait."""
SWITCHED: Final = {"notice": 0.02, "warn": 0.06, "hold": 0.11, "stop": 0.18}
"""EVIDENCE: blocking one app moves the victim to another (observed, without a number)."""
REPEATED: Final = 0.13
COMPLAINED: Final = {"notice": 0.001, "warn": 0.006, "hold": 0.025, "stop": 0.08}
RELEASED: Final = 0.6
"""Of genuine payments held that go on, how many by the payer's own proof."""
RELEASE_MINUTES: Final = (3.0, 7.0)
"""EVIDENCE: self-release in three minutes at fastest (2022); the median is chosen."""

# How many payments are ever labelled, and after how many days (median).
LABELLED_SCAM: Final = {True: 0.42, False: 0.66}
"""By whether the payer stopped: who lost money reports it."""
LABELLED_GENUINE: Final = 0.35
LABELLED_UNKNOWN: Final = 0.04
LABEL_DAYS: Final = 3.5
RELABELLED: Final = 0.03
"""How many were first taken for genuine."""
