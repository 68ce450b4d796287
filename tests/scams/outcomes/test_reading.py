"""What is an event and what is none; one bad event keeps no other out."""

import datetime as dt
import json
from typing import Any, get_args
from uuid import UUID

import pytest

from scams.deck.request import BAD_REQUEST
from scams.outcomes.events import AnyEvent, LabelWord
from scams.outcomes.reading import Batch, read_batch
from scams.outcomes.words import KINDS, LABELS
from scams.words import ANSWERS, LOCALES, SAFE_ACTIONS
from tests.scams.outcomes.sending import AMOUNT, CARD, NEEDED, SUBJECTS, WHOLE, body, event, rows


def read(*events: Any) -> Batch:
    return read_batch(body(*events), SUBJECTS)


def reason(sent: Any) -> str:
    """Return why an event is rejected, after checking that its good neighbours are not."""
    batch = read(event(), sent, event())
    assert (len(batch.rows), [one.index for one in batch.rejected]) == (2, [1])
    return batch.rejected[0].reason


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_kept_with_all_of_its_members(kind: str) -> None:
    sent = event(kind, **WHOLE[kind])
    (row,) = rows(sent)
    tokens = {name: WHOLE[kind][name] for name in ("subject", "payee") if name in WHOLE[kind]}
    kept = {name: value for name, value in WHOLE[kind].items() if name not in tokens}
    assert json.loads(row.body) == kept
    assert (row.kind, row.event_id, row.warning_id) == (kind, UUID(sent["id"]), UUID(sent["warning_id"]))
    assert row.at == dt.datetime(2026, 1, 2, 3, 4, 5, 678_000, dt.UTC)
    assert (row.subject, row.payee) == tuple(SUBJECTS.hashed(tokens.get(name)) for name in ("subject", "payee"))


def test_there_is_a_struct_for_each_kind_and_the_words_are_those_of_the_house() -> None:
    assert {one.__struct_config__.tag for one in get_args(AnyEvent)} == set(KINDS) == set(WHOLE)
    assert {word.replace(" ", "-").replace("_", "-") for word in get_args(LabelWord)} == set(LABELS)
    for answer in ANSWERS:
        rows(event("question_answered", question="q1", answer=answer))
    for action in SAFE_ACTIONS:
        rows(event("safe_action", action=action))
    for locale in LOCALES:
        rows(event("rerouted", card={**CARD, "locale": locale}))


@pytest.mark.parametrize("kind", KINDS)
def test_null_is_as_good_as_left_out_and_unknown_members_are_not_kept(kind: str) -> None:
    needed = NEEDED.get(kind, {})
    nothing = {name: None for name in WHOLE[kind] if name not in needed}
    (row,) = rows(event(kind, **needed, **nothing, name="张三", nested={"phone": ["13800000000"]}))
    assert json.loads(row.body) == needed
    assert (row.subject, row.payee) == ("", "")


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, needed in NEEDED.items() for name in needed])
def test_what_a_kind_cannot_do_without_is_asked_for(kind: str, name: str) -> None:
    others = {other: value for other, value in NEEDED[kind].items() if other != name}
    assert reason(event(kind, **others)).startswith(f"{name}: ")


@pytest.mark.parametrize("spelling", ["confirmed-scam", "confirmed scam", "confirmed_scam"])
def test_a_confirmed_scam_is_read_in_three_spellings(spelling: str) -> None:
    (row,) = rows(event("label", label=spelling))
    assert row.body == '{"label":"confirmed-scam"}'


def test_moments_are_kept_in_utc() -> None:
    (row,) = rows(event(at="2026-01-02T03:04:05+08:00"))
    assert row.at.isoformat() == "2026-01-01T19:04:05+00:00"


def test_an_empty_token_is_none() -> None:
    (row,) = rows(event("shown", card=CARD, subject="", payee=""))
    assert (row.subject, row.payee) == ("", "")


WRONG = [
    (5, "event: "),
    (None, "event: "),
    ([], "event: "),
    ({}, "type: "),
    ({"type": 5}, "type: "),
    (event("SHOWN"), "type: "),
    (event("x" * 10_000), "type: "),
    (event(id="1"), "id: "),
    (event(id=None), "id: "),
    (event(warning_id="00000000-0000-0000-0000-00000000000g"), "warning_id: "),
    (event(at=None), "at: "),
    (event(at=1_767_225_600), "at: "),
    (event(at="2026-01-02"), "at: "),
    (event(at="2026-01-02T03:04:05"), "at: "),
    (event(at="2026-02-30T03:04:05Z"), "at: "),
    (event(at="9999-12-31T23:59:59-14:00"), "at: "),
    (event(at="0001-01-01T00:00:00+14:00"), "at: "),
    (event(at="1999-12-31T23:59:59Z"), "at: "),
    (event("shown"), "card: "),
    (event("shown", card={**CARD, "level": "shout"}), "card.level: "),
    (event("shown", card={**CARD, "locale": "zh-HK"}), "card.locale: "),
    (event("shown", card={**CARD, "audience": None}), "card.audience: "),
    (event("shown", card={**CARD, "id": "a\n"}), "card.id: "),
    (event("shown", card={**CARD, "id": "a\0"}), "card.id: "),
    (event("shown", card={**CARD, "variant": "张三"}), "card.variant: "),
    (event("shown", card={**CARD, "variant": ""}), "card.variant: "),
    (event("shown", card={**CARD, "fraud_type": "x" * 129}), "card.fraud_type: "),
    (event("shown", card={**CARD, "revision": -1}), "card.revision: "),
    (event("shown", card={**CARD, "revision": 10**400}), "card.revision: "),
    (event("shown", card={**CARD, "revision": True}), "card.revision: "),
    (event("shown", card={name: CARD[name] for name in CARD if name != "variant"}), "card.variant: "),
    (event("shown", card=CARD, subject="x" * 65), "subject: "),
    (event("shown", card=CARD, payee=["p"]), "payee: "),
    (event("shown", card=CARD, amount={**AMOUNT, "value": "1e5"}), "amount.value: "),
    (event("shown", card=CARD, amount={**AMOUNT, "value": 5}), "amount.value: "),
    (event("shown", card=CARD, amount={**AMOUNT, "value": "٥"}), "amount.value: "),
    (event("shown", card=CARD, amount={**AMOUNT, "currency": "CNY\n"}), "amount.currency: "),
    (event("shown", card=CARD, held_out="yes"), "held_out: "),
    (event("time_on_card"), "milliseconds: "),
    (event("time_on_card", milliseconds=-1), "milliseconds: "),
    (event("time_on_card", milliseconds=2**31), "milliseconds: "),
    (event("time_on_card", milliseconds=1.5), "milliseconds: "),
    (event("question_answered", question="q1", answer="maybe"), "answer: "),
    (event("question_answered", answer="yes"), "question: "),
    (event("safe_action", action="run"), "action: "),
    (event("step_taken", step="s1"), "kind: "),
    (event("step_taken", step="s1", kind="x" * 33), "kind: "),
    (event("label"), "label: "),
    (event("label", label="scam"), "label: "),
]


@pytest.mark.parametrize(("sent", "begins"), WRONG)
def test_a_wrong_event_is_named_with_its_member_and_keeps_no_other_out(sent: Any, begins: str) -> None:
    found = reason(sent)
    assert found.startswith(begins)
    assert len(found) < 200


def test_nobody_is_told_a_token_again() -> None:
    for sent in ("secret-token" * 10, ["secret-token"], {"secret-token": 1}):
        assert "secret-token" not in reason(event("shown", card=CARD, subject=sent))


def test_a_clock_may_be_ahead_by_a_day() -> None:
    now = dt.datetime.now(dt.UTC)
    rows(event(at=(now + dt.timedelta(hours=23)).isoformat()))
    assert reason(event(at=(now + dt.timedelta(hours=25)).isoformat())).startswith("at: ")


def test_what_is_not_utf_8_is_that_events_fault_alone() -> None:
    bad = body(event(), event("shown", card=CARD, subject="?"), event()).replace(b'"?"', b'"\xff"')
    batch = read_batch(bad, SUBJECTS)
    assert (len(batch.rows), [one.index for one in batch.rejected]) == (2, [1])


@pytest.mark.parametrize("number", [1, 1000])
def test_a_batch_has_one_to_a_thousand_events(number: int) -> None:
    assert len(read(*(event() for _ in range(number))).rows) == number


ENVELOPES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"{}",
    b'{"events": null}',
    b'{"events": {}}',
    b'{"events": []}',
    b'{"events": [1, ]}',
    b'{"events": [{"type": "seen"}]} x',
    b'{"events": ' + b"[" * 100_000,
    b'{"events": [' + b'{"a":' * 50_000,
    b'{"events": ["\\ud800"]}',
    body(*range(1001)),
]


@pytest.mark.parametrize("sent", ENVELOPES)
def test_what_is_no_batch_is_refused_as_a_whole(sent: bytes) -> None:
    with pytest.raises(BAD_REQUEST):
        read_batch(sent, SUBJECTS)
