"""What cards bring about, over the days and places asked for: counts, money and times, put together in any grouping."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import Any, Final, NamedTuple

from django.db.models import BooleanField, Case, QuerySet, Sum, Value, When

from scams.models import EffectCell, WarningOutcome
from scams.outcomes.counting import COUNTS
from scams.outcomes.intervals import Rate
from scams.outcomes.words import CONFIRMED_SCAM, SIMULATION

PARTS: Final = ("card", "revision", "variant", "fraud_type", "level", "locale", "audience")
"""What figures can be grouped by."""
SIMULATED: Final = Case(When(client=SIMULATION, then=Value(True)), default=Value(False), output_field=BooleanField())

Key = tuple[Any, ...]


class Line(NamedTuple):
    """The counts of one variant at one level."""

    parts: dict[str, Any]
    counts: dict[str, int]
    held_out: bool
    simulated: bool


class Stopped(NamedTuple):
    """A confirmed scam that was stopped."""

    parts: dict[str, Any]
    simulated: bool
    payment: Key
    """The payer, the payee and their bank where all are known; else this warning alone."""
    amount: Decimal
    currency: str


class Released(NamedTuple):
    """A payment that was released, after so many seconds."""

    parts: dict[str, Any]
    simulated: bool
    seconds: float


class Day(NamedTuple):
    """A day's warnings."""

    day: dt.date
    shown: int
    stopped: int


class Figures:
    """The numbers of one group. Rates are counts with what they are of; money is exact, by currency."""

    def __init__(self, key: Key, counts: Mapping[str, int], stops: Iterable[Stopped], times: Iterable[float]) -> None:
        self.key, self.counts, self._stops, self._times = key, counts, list(stops), list(times)

    @property
    def shown(self) -> int:
        """Warnings in which the card was shown."""
        return self.counts["shown"]

    @property
    def seen(self) -> Rate:
        """On the screen for a second, of those shown."""
        return Rate(self.counts["seen"], self.counts["shown"])

    @property
    def stop(self) -> Rate:
        """Stopped, of the confirmed scams: what it is all about."""
        return Rate(self.counts["confirmed_stopped"], self.counts["confirmed"])

    @property
    def paid(self) -> Rate:
        """Gone on with, of the confirmed scams."""
        return Rate(self.counts["confirmed_proceeded"], self.counts["confirmed"])

    @property
    def proceed(self) -> Rate:
        """Gone on with, of the genuine payments: should be high."""
        return Rate(self.counts["genuine_proceeded"], self.counts["genuine"])

    @property
    def false_alarm(self) -> Rate:
        """Genuine, of those of which it is known."""
        return Rate(self.counts["genuine"], self.counts["genuine"] + self.counts["confirmed"])

    @property
    def leak(self) -> Rate:
        """Paid another way within a day, of those stopped."""
        return Rate(self.counts["leaked"], self.counts["stopped"])

    @property
    def repeat(self) -> Rate:
        """Tried again within a week, of those stopped."""
        return Rate(self.counts["repeated"], self.counts["stopped"])

    @cached_property
    def protected(self) -> dict[str, Decimal]:
        """The money of confirmed scams that were stopped, by currency; a payer and payee once, at their most."""
        most: dict[Key, Decimal] = {}
        for one in self._stops:
            key = (one.currency, one.payment)
            most[key] = max(most.get(key, one.amount), one.amount)
        total: dict[str, Decimal] = defaultdict(Decimal)
        for (currency, _payment), amount in sorted(most.items(), key=str):
            total[currency] += amount
        return dict(total)

    @property
    def release(self) -> float | None:
        """The median of the seconds to release."""
        return median(self._times) if self._times else None

    @property
    def releases(self) -> int:
        """How many were released."""
        return len(self._times)


class Sheet:
    """All that was asked for, in the finest grouping; four queries."""

    def __init__(self, cells: QuerySet[EffectCell], outcomes: QuerySet[WarningOutcome]) -> None:
        self.lines = _lines(cells)
        self.stops = _stops(outcomes)
        self.times = _times(outcomes)
        self.days = _days(cells)

    def by(self, *names: str, held_out: bool = False, simulated: bool | None = None) -> list[Figures]:
        """Return the figures of each group of equal parts, most often shown first.

        Money and times are of those who saw a card, so of a group that was held out there are none.
        """
        counts: dict[Key, Counter[str]] = defaultdict(Counter)
        for line in self.lines:
            if line.held_out == held_out and simulated in {None, line.simulated}:
                counts[_key(line, names)].update(line.counts)
        stops, times = _grouped(self.stops, names, simulated), _grouped(self.times, names, simulated)
        groups = [
            Figures(key, of, () if held_out else stops[key], () if held_out else [one.seconds for one in times[key]])
            for key, of in counts.items()
        ]
        return sorted(groups, key=lambda one: (-one.shown, str(one.key)))

    @cached_property
    def total(self) -> Figures:
        """The figures of everything that was shown."""
        return next(iter(self.by()), Figures((), Counter(), (), ()))

    @property
    def simulated(self) -> int:
        """How many of the cards shown were shown in a simulation."""
        return sum(line.counts["shown"] for line in self.lines if line.simulated)


def _key(one: Any, names: Iterable[str]) -> Key:
    return tuple(one.simulated if name == "simulated" else one.parts[name] for name in names)


def _grouped(rows: Iterable[Any], names: tuple[str, ...], simulated: bool | None) -> dict[Key, list[Any]]:
    found: dict[Key, list[Any]] = defaultdict(list)
    for one in rows:
        if simulated in {None, one.simulated}:
            found[_key(one, names)].append(one)
    return found


def _lines(cells: QuerySet[EffectCell]) -> list[Line]:
    sums = {f"sum_{name}": Sum(name) for name in COUNTS}
    rows = cells.order_by().annotate(simulated=SIMULATED).values(*PARTS, "held_out", "simulated").annotate(**sums)
    return [
        Line(
            {name: row[name] for name in PARTS},
            {name: row[f"sum_{name}"] for name in COUNTS},
            row["held_out"],
            row["simulated"],
        )
        for row in rows
    ]


def _stops(outcomes: QuerySet[WarningOutcome]) -> list[Stopped]:
    stopped = outcomes.filter(label=CONFIRMED_SCAM, stopped=True, held_out=False, day__isnull=False)
    rows = stopped.exclude(amount="").order_by()
    return list(_read_stops(rows.values_list("pk", "client", "subject", "payee", "amount", "currency", *PARTS)))


def _read_stops(rows: Iterable[Any]) -> Iterator[Stopped]:
    for pk, client, subject, payee, amount, currency, *parts in rows:
        payment = (client, subject, payee) if subject and payee else (pk,)
        simulated = client == SIMULATION
        yield Stopped(dict(zip(PARTS, parts, strict=True)), simulated, payment, Decimal(amount), currency)


def _times(outcomes: QuerySet[WarningOutcome]) -> list[Released]:
    rows = outcomes.filter(released_after__isnull=False, held_out=False, day__isnull=False).order_by()
    return [
        Released(dict(zip(PARTS, parts, strict=True)), client == SIMULATION, seconds)
        for client, seconds, *parts in rows.values_list("client", "released_after", *PARTS)
    ]


def _days(cells: QuerySet[EffectCell]) -> list[Day]:
    rows = cells.filter(held_out=False).order_by("day").values_list("day")
    return [Day(*row) for row in rows.annotate(Sum("shown"), Sum("stopped"))]
