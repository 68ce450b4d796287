"""A payer's walk, replayed: every stop is what the API answers."""

import json
from typing import Any

import pytest

from scams.deck.build import build
from scams.deck.index import Index, index_of
from scams.deck.match import match, splice
from scams.deck.request import Given, StepTaken, SuspectedType, WarningRequest
from scams.deck.wire import decode
from scams.editing.walking.walk import PRESSES_MOST, WALK_ID, Press, Start, given_of, read, walk, written
from scams.models import DeckVersion

pytestmark = pytest.mark.django_db

CARD = "other-unknown.adult.zh-Hans"


@pytest.fixture
def index() -> Index:
    return index_of(decode(bytes((DeckVersion.objects.first() or build()).payload)), now=0.0)


def answered(question: str, answer: str, card: str = CARD, act: str = "answer") -> Press:
    given = given_of(card, question, answer)
    assert given
    return Press(act, (given,))


def cards(stops: Any) -> list[str]:
    return [stop.answer["card"]["id"] for stop in stops]


def test_a_walk_begins_with_what_the_api_answers(index: Index) -> None:
    start = Start("mps:刷单返利类", "elder", "zh-Hant", "hold", ("on-call",))
    [stop] = walk(index, start, [])
    request = WarningRequest(
        [SuspectedType("mps:刷单返利类", 1.0)],
        level="hold", locale="zh-Hant", audience="elder", signals=["on-call"], warning_id=WALK_ID,
    )  # fmt: skip
    assert stop == (None, json.loads(splice(match(index, request), warning_id=WALK_ID)), "")


def test_an_answer_re_routes_and_a_question_that_follows_counts_too(index: Index) -> None:
    both = Press("answer", (*answered("q2", "yes").answers, *answered("q4", "yes").answers))
    stops = walk(index, Start(), [both])
    assert cards(stops) == [CARD, "authority-impersonation.adult.zh-Hans"]
    assert stops[1].answer["reroute"] == {"from": CARD, "question": "q4", "answer": "yes"}


def test_pressing_on_climbs_the_ladder_to_its_end(index: Index) -> None:
    stops = walk(index, Start("trade", step="first"), [Press("proceed")] * 5)
    kinds = [(stop.answer["ladder"]["step"] or {}).get("kind") for stop in stops]
    assert (kinds, stops[-1].end) == (["notice", "warn", "cooling-off", None], "pay")


def test_a_walk_may_begin_at_any_step_and_at_the_first_where_the_playbook_has_none_such(index: Index) -> None:
    def first(step: str) -> str:
        [stop] = walk(index, Start("gain", step=step), [])
        kind: str = stop.answer["ladder"]["step"]["kind"]
        return kind

    assert [first(step) for step in ("first", "notice", "call", "hold")] == ["notice", "notice", "call", "hold"]
    [stop] = walk(index, Start("trade", step="hold"), [])
    assert stop.answer["ladder"]["step"]["kind"] == "notice"


def test_nothing_comes_after_the_end(index: Index) -> None:
    stops = walk(index, Start("gain"), [Press("safe_action"), Press("proceed")])
    assert [stop.end for stop in stops] == ["", "stop"]


def test_without_a_playbook_the_card_s_own_buttons_end_the_walk() -> None:
    deck = decode(bytes(build().payload))
    bare = index_of(type(deck)(deck.format, deck.parents, deck.codes, deck.signals, cards=deck.cards), now=0.0)
    ends = [walk(bare, Start("gain"), [Press(act)])[-1].end for act in ("proceed", "safe_action", "ask-family")]
    assert ends == ["pay", "stop", ""]


def test_a_walk_has_an_end_however_often_one_presses(index: Index) -> None:
    assert len(walk(index, Start("gain"), [Press("ask-family")] * 99)) == PRESSES_MOST + 1


def test_a_press_is_read_back_from_the_address_and_rubbish_is_none() -> None:
    press = Press("proceed", (Given("q1", "yes", CARD), Given("q12", "unsure", CARD)))
    assert read(written(press)) == press
    assert read("proceed|x|a b|a b maybe|a b c d|") == Press("proceed")
    assert read("") == Press("")
    assert StepTaken() is not None
