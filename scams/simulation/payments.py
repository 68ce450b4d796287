"""Suspected payments, drawn at random: who pays whom how much when, what it truly is, and what the engine asks."""

import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import Any, Final, NamedTuple

from scams.simulation import figures
from scams.words import FALLBACK_TYPE

_BEIJING: Final = dt.timedelta(hours=8)
_LOCAL_MONEY: Final = {"zh-Hans": ("CNY", 1.0), "zh-Hant": ("HKD", 1.09), "en": ("SGD", 0.185)}
"""The currency paid in, and how much of it one yuan is, about."""


class Suspected(NamedTuple):
    """A payment that an engine asks a card for."""

    at: dt.datetime
    payer: int
    payee: int
    value: str
    currency: str
    fraud_type: str
    """What it is, or would be if it were a scam."""
    genuine: bool
    level: str
    audience: str
    locale: str
    signals: tuple[str, ...]
    codes: tuple[tuple[str, float], ...]


class Person(NamedTuple):
    """What stays the same from payment to payment."""

    audience: str
    locale: str


class Drawing:
    """Draws payments of the days before a moment, in the order they are made."""

    def __init__(self, chance: Random, *, payments: int, days: int, until: dt.datetime) -> None:
        """Draw `payments` of them, within `days` before `until`."""
        self._chance = chance
        self._moments = sorted(_moment(chance, days, until) for _number in range(payments))
        self._people = max(1, round(payments / figures.PAYMENTS_A_PAYER))
        self._known: dict[int, Person] = {}

    def __iter__(self) -> Iterator[Suspected]:
        return (self._payment(at) for at in self._moments)

    def _payment(self, at: dt.datetime) -> Suspected:
        chance = self._chance
        payer = self._payer()
        person = self._known.get(payer) or self._known.setdefault(payer, _person(chance))
        fraud_type = _one_of(chance, _TYPES)
        level = _one_of(chance, _LEVELS)
        genuine = chance.random() < figures.GENUINE[level]
        currency, factor = _LOCAL_MONEY[person.locale]
        amount = chance.lognormvariate(0, figures.AMOUNT_SPREAD) * figures.TYPES[fraud_type].amount * factor
        return Suspected(
            at, payer, chance.randrange(self._people), f"{max(1.0, amount):.2f}", currency, fraud_type, genuine, level,
            *person, _signals(chance), _codes(chance, fraud_type),
        )  # fmt: skip

    def _payer(self) -> int:
        """Return a payer; a few are warned of often, most once or twice."""
        return int(self._people * self._chance.random() ** 1.6)


def _weighted(shares: dict[str, int]) -> tuple[list[str], list[int]]:
    total, sums = 0, []
    for share in shares.values():
        total += share
        sums.append(total)
    return list(shares), sums


_TYPES: Final = _weighted({slug: one.share for slug, one in figures.TYPES.items()})
_LEVELS: Final = _weighted(figures.LEVELS)
_AUDIENCES: Final = _weighted(figures.AUDIENCES)
_LOCALES: Final = _weighted(figures.LOCALES)


def _one_of(chance: Random, weighted: tuple[list[str], list[int]]) -> str:
    names, sums = weighted
    return chance.choices(names, cum_weights=sums)[0]


def _moment(chance: Random, days: int, until: dt.datetime) -> dt.datetime:
    """Return a moment within so many days before `until`, at a likely hour of the day."""
    (hour,) = chance.choices(range(24), weights=figures.HOURS)
    day = (until + _BEIJING).replace(hour=0, minute=0, second=0, microsecond=0) - dt.timedelta(
        days=chance.randrange(days)
    )
    at = day - _BEIJING + dt.timedelta(hours=hour, seconds=chance.random() * 3600)
    return at if at < until else at - dt.timedelta(days=days)


def _person(chance: Random) -> Person:
    return Person(_one_of(chance, _AUDIENCES), _one_of(chance, _LOCALES))


def _signals(chance: Random) -> tuple[str, ...]:
    return tuple(signal for signal, share in figures.SIGNALS.items() if chance.random() < share)


def _codes(chance: Random, fraud_type: str) -> tuple[tuple[str, float], ...]:
    """Return what the engine suspects: mostly the right type, sometimes another first, sometimes a code of its own."""
    score = round(chance.uniform(0.5, 0.98), 2)
    if (draw := chance.random()) < figures.UNKNOWN_CODE:
        return (("own:17", score),)
    other = _one_of(chance, _TYPES)
    if draw < _WRONG_FIRST:
        return ((other, score), (fraud_type, round(score / 2, 2)))
    return ((fraud_type, score), (other, round(score / 3, 2))) if draw < _SECOND else ((fraud_type, score),)


_WRONG_FIRST: Final = 0.12
_SECOND: Final = 0.5


def request_of(one: Suspected, seen: dict[str, int] | None) -> dict[str, Any]:
    """Return what the engine asks the warnings API."""
    return {
        "fraud_types": [{"code": code, "score": score} for code, score in one.codes] or [{"code": FALLBACK_TYPE}],
        "level": one.level,
        "locale": one.locale,
        "audience": one.audience,
        "amount": {"value": one.value, "currency": one.currency},
        "signals": one.signals,
        "subject": f"payer-{one.payer}",
        "seen": seen,
    }
