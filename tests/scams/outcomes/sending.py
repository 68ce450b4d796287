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
