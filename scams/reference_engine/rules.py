"""What makes a payment look like a fraud type: a table to read, change and extend.

The weights are chosen so that the demonstration's stories come out as an expert would have them; they are measured
from nothing. A production engine learns its own, and has features that no table like this can hold.
"""

from decimal import Decimal
from typing import Final, NamedTuple

from scams.reference_engine.payment import Payment
from scams.reference_engine.words import BANKS, BOSSES, FAMILY, FEES, GAINS, GAMES, LOVE, OFFICERS, SERVICE, TASKS


class Rule(NamedTuple):
    """One reason to suspect one fraud type. Every condition that is given must hold."""

    fraud_type: str
    weight: float
    """How sure this reason alone makes the engine, from 0 to 1."""
    why: str
    """The reason in words, for the engineers' panel; payers never see it."""
    words: tuple[str, ...] = ()
    """Any of these, in lower case, in the payee's name or the note."""
    signals: tuple[str, ...] = ()
    """All of these."""
    audiences: tuple[str, ...] = ()
    """Any of these."""
    at_least: Decimal = Decimal(0)
    """An amount in yuan."""

    def holds(self, payment: Payment) -> bool:
        """Return whether the payment gives this reason."""
        return (
            (not self.words or any(word in payment.words for word in self.words))
            and set(self.signals) <= set(payment.signals)
            and (not self.audiences or payment.audience in self.audiences)
            and payment.yuan >= self.at_least
        )


LARGE: Final = Decimal(20_000)
"""In yuan."""

RULES: Final = (
    # What is written on it.
    Rule("task-rebate", 0.60, "words of paid tasks and commission", TASKS),
    Rule("customer-service-impersonation", 0.60, "words of customer service and refunds", SERVICE),
    Rule("authority-impersonation", 0.65, "words of officers and safe accounts", OFFICERS),
    Rule("bank-platform-impersonation", 0.60, "words of a bank that secures accounts", BANKS),
    Rule("romance", 0.50, "tender words to a payee", LOVE),
    Rule("investment", 0.45, "words of investing", GAINS),
    Rule("boss-colleague-impersonation", 0.50, "words of a superior in a hurry", BOSSES),
    Rule("family-friend-impersonation", 0.50, "words of a relative in trouble", FAMILY),
    Rule("game-trade", 0.55, "words of game accounts and items", GAMES),
    Rule("rental-service", 0.25, "words of fees for a home or a course", FEES),
    # Who pays, with what is written on it.
    Rule("family-friend-impersonation", 0.25, "an older payer, a relative in trouble", FAMILY, audiences=("elder",)),
    Rule("game-trade", 0.25, "a young payer, a game", GAMES, audiences=("teen",)),
    Rule("boss-colleague-impersonation", 0.25, "a company pays, a superior asks", BOSSES, audiences=("sme",)),
    # What goes on while it is made.
    Rule("customer-service-impersonation", 0.30, "a call, and words of service", SERVICE, ("on-call",)),
    Rule("authority-impersonation", 0.40, "a call, and words of officers", OFFICERS, ("on-call",)),
    Rule("authority-impersonation", 0.15, "a large sum during a call", signals=("on-call",), at_least=LARGE),
    Rule("bank-platform-impersonation", 0.15, "a large sum during a call", signals=("on-call",), at_least=LARGE),
    Rule("remote-control", 0.55, "the screen is shared", signals=("screen-sharing",)),
    # What is known of the payee.
    Rule("task-rebate", 0.25, "paid tasks, a payee never paid before", TASKS, ("new-payee",)),
    Rule("boss-colleague-impersonation", 0.30, "a superior, an account of another name", BOSSES, ("name-mismatch",)),
    Rule("family-friend-impersonation", 0.30, "a relative, an account of another name", FAMILY, ("name-mismatch",)),
    Rule("invoice-redirect", 0.35, "a company pays an account of another name", (), ("name-mismatch",), ("sme",)),
    Rule("rental-service", 0.45, "an unusual fee to a new payee", FEES, ("new-payee", "amount-unusual")),
    Rule("rental-service", 0.50, "a fee to an account of another name", FEES, ("name-mismatch",)),
    # What is suspicious whatever the story is.
    Rule("other-unknown", 0.50, "the payee was reported", signals=("payee-reported",)),
    Rule("other-unknown", 0.60, "somebody tells the payer what to do", signals=("coached",)),
    Rule("other-unknown", 0.30, "an account of another name", signals=("name-mismatch",)),
    Rule("other-unknown", 0.20, "a call while paying", signals=("on-call",)),
    Rule("other-unknown", 0.15, "an unusual sum to a new payee", signals=("new-payee", "amount-unusual")),
)

SHARPENING: Final = {"payee-reported": 0.35, "coached": 0.35, "amount-unusual": 0.10, "screen-sharing": 0.15}
"""How much surer a signal makes the engine of whatever else it suspects."""

UNREMARKABLE: Final = 0.4
"""What is left of a suspicion from words alone: the payee was paid before, and there is no signal at all."""
