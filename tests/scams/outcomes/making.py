<<<<<<< HEAD
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
=======
"""Outcome events as a payment company's program sends them."""

import json
import uuid
from typing import Any, Final

from scams.outcomes.reading import Row, read_batch
from scams.outcomes.subjects import Subjects

CARD: Final = {
    "id": "task-rebate.elder.zh-Hans",
    "revision": 7,
    "variant": "task-rebate.elder.zh-Hans.a",
    "fraud_type": "task-rebate",
    "level": "warn",
    "locale": "zh-Hans",
    "audience": "elder",
}
SUBJECTS: Final = Subjects(subject_key="", secret_key="a secret of the tests")
AMOUNT: Final = {"value": "5000.00", "currency": "CNY"}

# One of every kind, with everything it may have.
WHOLE: Final[dict[str, dict[str, Any]]] = {
    "shown": {"card": CARD, "subject": "u-7f3a", "payee": "p-91c2", "amount": AMOUNT, "held_out": True},
    "seen": {},
    "time_on_card": {"milliseconds": 4200},
    "question_answered": {"question": "q1", "answer": "unsure", "card": CARD["id"]},
    "rerouted": {"card": CARD, "question": "q1", "answer": "yes"},
    "safe_action": {"action": "call"},
    "proceed": {},
    "delayed": {"minutes": 1440},
    "cancelled_in_wait": {},
    "hotline_taken": {},
    "guardian_told": {},
    "switched_channel": {},
    "repeat_attempt": {},
    "complaint": {},
    "step_taken": {"step": "s2", "kind": "cooling-off", "answer": "waited"},
    "released": {},
    "label": {"label": "genuine"},
}
NEEDED: Final[dict[str, dict[str, Any]]] = {
    "shown": {"card": CARD},
    "time_on_card": {"milliseconds": 0},
    "question_answered": {"question": "q1", "answer": "no"},
    "rerouted": {"card": CARD},
    "step_taken": {"step": "s1", "kind": "call"},
    "label": {"label": "unknown"},
}
"""What a kind cannot do without; every other one can do without anything."""


def event(kind: str = "seen", /, **members: Any) -> dict[str, Any]:
    """Return an event with an id of its own, of a warning of its own unless `members` say otherwise."""
    own = {"id": str(uuid.uuid4()), "warning_id": str(uuid.uuid4()), "at": "2026-01-02T03:04:05.678Z"}
    return {**own, "type": kind, **members}


def body(*events: Any) -> bytes:
    return json.dumps({"events": events}, ensure_ascii=False).encode()


def rows(*events: dict[str, Any]) -> list[Row]:
    """Return events as a journal takes them."""
    batch = read_batch(body(*events), SUBJECTS)
    assert batch.rejected == []
    return batch.rows
>>>>>>> 5ef4b50 (Document events, forget a payer, prune what is old; tests of events through the door)
