"""From a payment to what is asked of the warnings API: suspected types with scores, and a level."""

from collections import defaultdict
from typing import Final, NamedTuple

from scams.reference_engine.payment import Payment
from scams.reference_engine.rules import RULES, SHARPENING, UNREMARKABLE
from scams.words import FALLBACK_TYPE

MOST_TYPES: Final = 3
WORTH_SAYING: Final = 0.15
"""Below this a type is not worth a place in the request."""
LEVELS: Final = ((0.97, "stop"), (0.80, "hold"), (0.50, "warn"), (0.30, "notice"))
"""From which score on which level; below the last the payment goes through unasked."""


class Suspicion(NamedTuple):
    """How much a payment looks like a fraud type, and why."""

    fraud_type: str
    score: float
    reasons: tuple[str, ...]


class Assessment(NamedTuple):
    """What the engine makes of a payment."""

    suspicions: tuple[Suspicion, ...]
    """The strongest first, three at most."""
    level: str | None
    """The level to ask a card at; None: the payment goes through, and no card is asked for."""

    @property
    def fraud_types(self) -> list[tuple[str, float | None]]:
        """The types as the client takes them."""
        return [(one.fraud_type, one.score) for one in self.suspicions]


def assess(payment: Payment) -> Assessment:
    """Return what a payment looks like; the same payment always looks the same."""
    suspicions = sorted(_suspicions(payment), key=lambda one: (-one.score, one.fraud_type))
    worth = tuple(one for one in suspicions if one.score >= WORTH_SAYING)[:MOST_TYPES]
    return Assessment(worth, level_of(worth[0].score, payment.signals) if worth else None)


def level_of(score: float, signals: tuple[str, ...]) -> str | None:
    """Return the level for the strongest score; only a payee who was reported is a reason to stop a payment."""
    level = next((level for least, level in LEVELS if score >= least), None)
    return "hold" if level == "stop" and "payee-reported" not in signals else level


def _suspicions(payment: Payment) -> list[Suspicion]:
    weights, reasons = defaultdict[str, list[float]](list), defaultdict[str, list[str]](list)
    for rule in RULES:
        if rule.holds(payment):
            weights[rule.fraud_type].append(rule.weight)
            reasons[rule.fraud_type].append(rule.why)
    return [Suspicion(one, _score(one, weights[one], payment), tuple(reasons[one])) for one in weights]


def _score(fraud_type: str, weights: list[float], payment: Payment) -> float:
    """Return the chance that at least one reason is right, were they independent, rounded to hundredths."""
    sharper = [] if fraud_type == FALLBACK_TYPE else [SHARPENING[one] for one in payment.signals if one in SHARPENING]
    innocent = 1.0
    for weight in (*weights, *sharper):
        innocent *= 1 - weight
    return round((1 - innocent) * (1 if payment.signals else UNREMARKABLE), 2)
