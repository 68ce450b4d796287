"""A simulation's rows: the same from the same seed, events as the API takes them, within the days asked for."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator

import msgspec
import pytest

from scams.outcomes.events import AnyEvent
from scams.outcomes.reading import Row
from scams.outcomes.words import KINDS
from scams.simulation import figures
from tests.scams.simulation.conftest import UNTIL, Simulate


def every(payments: list[list[Row]]) -> Iterator[Row]:
    return (row for rows in payments for row in rows)


def test_the_same_seed_gives_the_same_events(simulate: Simulate):
    assert simulate(100, seed=7) == simulate(100, seed=7)


def test_another_seed_gives_others(simulate: Simulate):
    one, other = ({row.event_id for row in every(simulate(50, seed=seed))} for seed in (7, 8))
    assert one.isdisjoint(other)


def test_every_event_is_one_that_the_api_takes(simulate: Simulate):
    for row in every(simulate(400)):
        told = {
            "id": str(row.event_id), "warning_id": str(row.warning_id), "type": row.kind, "at": row.at.isoformat(),
            **json.loads(row.body),
        }  # fmt: skip
        msgspec.json.decode(json.dumps(told), type=AnyEvent)


def test_every_kind_of_event_happens(simulate: Simulate):
    assert {row.kind for row in every(simulate(6000))} == set(KINDS)


def test_a_payment_begins_with_what_was_shown_of_a_payer_and_a_payee(simulate: Simulate):
    firsts = [rows[0] for rows in simulate()]
    assert {row.kind for row in firsts} == {"shown"}
    assert all(row.subject and row.payee for row in firsts)
    assert {(row.subject, row.payee) for row in every(simulate()) if row.kind != "shown"} == {("", "")}


def test_no_event_is_outside_the_days(simulate: Simulate):
    moments = [row.at for row in every(simulate(500, days=5))]
    assert UNTIL - dt.timedelta(days=6) <= min(moments)
    assert max(moments) <= UNTIL


def test_payments_come_in_their_order_and_share_no_warning(simulate: Simulate):
    firsts = [rows[0] for rows in simulate()]
    assert [row.at for row in firsts] == sorted(row.at for row in firsts)
    assert len({row.warning_id for row in firsts}) == len(firsts)


def test_labels_come_late(simulate: Simulate):
    late = [
        row.at - rows[0].at for rows in simulate(1500) for row in rows if row.kind == "label"
    ]  # fmt: skip
    assert min(late) > dt.timedelta(hours=1)
    assert sorted(late)[len(late) // 2] > dt.timedelta(days=1)


def test_types_occur_as_the_figures_say(simulate: Simulate):
    cards = Counter(json.loads(rows[0].body)["card"]["fraud_type"] for rows in simulate(6000))
    wanted = figures.TYPES["task-rebate"].share / sum(one.share for one in figures.TYPES.values())
    assert cards.most_common(1)[0][0] == "task-rebate"
    assert cards["task-rebate"] / 6000 == pytest.approx(wanted, abs=0.03)


def test_a_payer_who_comes_again_is_shown_another_wording(simulate: Simulate):
    shown: dict[tuple[str, str], list[str]] = {}
    for rows in simulate(3000):
        card = json.loads(rows[0].body)["card"]
        shown.setdefault((rows[0].subject, card["id"]), []).append(card["variant"])
    twice = [variants[:2] for variants in shown.values() if len(variants) > 1]
    assert len(twice) > 20
    assert all(first != second for first, second in twice)
