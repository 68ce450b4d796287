"""What the wallet believes of a browser."""

import json
import uuid
from typing import Any

import msgspec
import pytest

from academy.demo_pay.browser_events import KINDS, read

WARNING = str(uuid.uuid4())


def event(**changes: Any) -> dict[str, Any]:
    usual = {"id": str(uuid.uuid4()), "warning_id": WARNING, "type": "seen", "at": "2026-05-01T08:00:00.000Z"}
    return {**usual, **changes}


def body(*events: dict[str, Any]) -> bytes:
    return json.dumps({"events": events}).encode()


def test_what_was_looked_at_and_answered_is_taken_with_its_own_id():
    one = event(type="question_answered", question="q1", answer="yes", card="c", event_id="x", payee="y")
    (found,) = read(body(one), WARNING)
    assert (str(found.id), found.type) == (one["id"], "question_answered")
    assert found.fields == {"question": "q1", "answer": "yes", "card": "c"}


@pytest.mark.parametrize("kind", ["shown", "proceed", "safe_action", "released", "label", "step_taken"])
def test_what_became_of_the_payment_the_wallet_says_itself(kind: str):
    assert kind not in KINDS
    assert read(body(event(type=kind)), WARNING) == []


def test_another_warning_s_events_are_not_taken():
    assert read(body(event(warning_id=str(uuid.uuid4()))), WARNING) == []


@pytest.mark.parametrize(
    "sent", [b"", b"[]", body(event(id="7")), body(event(at="yesterday")), body(*[event()] * 51)], ids=str
)
def test_what_is_no_batch_is_refused(sent: bytes):
    with pytest.raises(msgspec.DecodeError):
        read(sent, WARNING)
