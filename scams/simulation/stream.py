"""From a seed to rows of events: payment after payment, each with the events that have happened by the end."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from random import Random
from typing import Final

import msgspec

from scams.deck.index import Index
from scams.outcomes.reading import Row
from scams.simulation.answers import Desk
from scams.simulation.behaviour import Happening, events_of
from scams.simulation.payments import Drawing, Suspected, request_of

_json: Final = msgspec.json.Encoder().encode
_VERSION_7: Final = 7 << 76 | 0b10 << 62
_RANDOM_BITS: Final = ((1 << 12) - 1) << 64 | (1 << 62) - 1

Hashed = Callable[[str], str]
"""Makes of a payer's or payee's token what is kept of it."""


class Stream:
    """The rows of a simulation. Iterating gives those of one payment at a time, oldest payment first."""

    def __init__(
        self, index: Index, *, payments: int, days: int, seed: int, until: dt.datetime, hashed: Hashed
    ) -> None:
        """Simulate `payments` in the `days` before `until`, answered by a deck; nothing happens after `until`."""
        self._desk = Desk(index)
        self._chance = Random(seed)  # noqa: S311 -- the same events from the same seed is what is wanted
        self._drawing = Drawing(self._chance, payments=payments, days=days, until=until)
        self._until = until
        self._hashed = hashed
        self._seen: defaultdict[int, Counter[str]] = defaultdict(Counter)

    def __iter__(self) -> Iterator[list[Row]]:
        return map(self._rows, self._drawing)

    def _rows(self, payment: Suspected) -> list[Row]:
        warning, rows = self._warning_id(payment.at), []
        for one in self._events(payment):
            at = payment.at + dt.timedelta(seconds=round(one.after, 3))
            if at <= self._until:
                rows.append(self._row(warning, payment, one, at))
        return rows

    def _events(self, payment: Suspected) -> list[Happening]:
        seen = self._seen[payment.payer]
        request = request_of(payment, dict(seen) or None)
        first = self._desk.ask(request)
        earlier = seen[first.card.variant]
        seen[first.card.variant] += not first.held_out
        return events_of(self._chance, payment, first, lambda answers: self._desk.ask(request, answers), earlier)

    def _row(self, warning: uuid.UUID, payment: Suspected, one: Happening, at: dt.datetime) -> Row:
        subject = payee = ""
        if one.kind == "shown":
            subject, payee = self._hashed(f"payer-{payment.payer}"), self._hashed(f"payee-{payment.payee}")
        event_id = uuid.UUID(int=self._chance.getrandbits(128), version=4)
        return Row(event_id, warning, one.kind, at, subject, payee, _json(one.members).decode())

    def _warning_id(self, at: dt.datetime) -> uuid.UUID:
        """Return a UUID of version 7, as the server gives them, of the payment's moment."""
        milliseconds = int(at.timestamp() * 1000)
        return uuid.UUID(int=milliseconds << 80 | self._chance.getrandbits(128) & _RANDOM_BITS | _VERSION_7)
