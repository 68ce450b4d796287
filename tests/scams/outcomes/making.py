"""Events of warnings, as short as tests want to write them."""

import datetime as dt
import itertools
from typing import Any

from scams.outcomes.facts import Amount, Body, Card, Event

BEGIN = dt.datetime(2026, 3, 5, 2, 0, tzinfo=dt.UTC)
_numbers = itertools.count(1)


def card(key: str = "a", slug: str = "task-rebate", **changes: Any) -> Card:
    """Return the facts about a card; `key` is its variant's."""
    name = f"{slug}.adult.zh-Hans"
    own = {"id": name, "revision": 7, "variant": f"{name}.{key}", "fraud_type": slug}
    return Card(**{**own, "level": "warn", "locale": "zh-Hans", "audience": "adult", **changes})


def at(seconds: float) -> dt.datetime:
    return BEGIN + dt.timedelta(seconds=seconds)


def event(kind: str, seconds: float = 0, *, name: str = "", subject: str = "", payee: str = "", **body: Any) -> Event:
    """Return an event some seconds after the beginning."""
    amount = body.pop("amount", None)
    said = Body(**body, amount=Amount(*amount.split()) if amount else None)
    return Event(name or f"e{next(_numbers):06}", kind, at(seconds), said, subject, payee)


def shown(seconds: float = 0, of: Card | None = None, **rest: Any) -> Event:
    return event("shown", seconds, card=of or card(), **rest)


def label(value: str, seconds: float = 90, **rest: Any) -> Event:
    return event("label", seconds, label=value, **rest)
