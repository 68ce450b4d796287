"""What makes simulated payers stop: the level, the warning itself, an answer, a better card, and not having seen it."""

import datetime as dt
from random import Random

import pytest

from scams.simulation.answers import Answered, Card
from scams.simulation.behaviour import Happening, Mind, events_of, stop_chance
from scams.simulation.payments import Suspected


def payment(*, genuine: bool = False, level: str = "warn", audience: str = "adult") -> Suspected:
    at = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    return Suspected(at, 1, 2, "10.00", "CNY", "task-rebate", genuine, level, audience, "zh-Hans", (), ())


def card(level: str = "warn", variant: str = "c.a") -> Card:
    return Card("c", 1, variant, "task-rebate", level, "zh-Hans", "adult")


def chance(level: str = "warn", *, genuine: bool = False, **changes: object) -> float:
    usual = {"card": card(level), "warned": True, "answered": False, "rerouted": False, "earlier": 0}
    return stop_chance(payment(genuine=genuine, level=level), Mind(**{**usual, **changes}))  # type: ignore[arg-type]


def test_a_stronger_level_stops_more():
    chances = [chance(level) for level in ("notice", "warn", "hold", "stop")]
    assert chances == sorted(chances)


def test_a_genuine_payment_is_stopped_less():
    assert all(chance(level, genuine=True) < chance(level) for level in ("notice", "warn", "hold"))


def test_habituation_makes_a_sharp_drop_at_the_second_sight_and_less_after():
    first, second, third = (chance(earlier=earlier) for earlier in (0, 1, 2))
    assert first - second > second - third > 0


@pytest.mark.parametrize("help_", ["answered", "rerouted"])
def test_answers_and_better_cards_stop_more(help_: str):
    assert chance(**{help_: True}) > chance()


def test_who_is_not_warned_hardly_stops():
    assert chance(warned=False) < chance("notice")


def test_wordings_differ():
    assert len({chance(card=card(variant=f"c.{key}")) for key in "abcd"}) == 4


def kinds(shown: Answered, seed: int) -> set[str]:
    return {one.kind for one in happenings(shown, seed)}


def happenings(shown: Answered, seed: int) -> list[Happening]:
    return events_of(Random(seed), payment(), shown, lambda _answers: shown, 0)  # noqa: S311


def test_who_is_held_out_sees_and_answers_nothing():
    shown = Answered(card(), held_out=True, has_ladder=True)
    for seed in range(200):
        assert happenings(shown, seed)[0].members["held_out"] is True
        assert kinds(shown, seed).isdisjoint({"seen", "time_on_card", "question_answered", "rerouted"})


def test_nobody_who_looks_goes_on_at_stop():
    shown = Answered(card("stop"), held_out=False, has_ladder=True)
    looked = [found for seed in range(200) if "seen" in (found := kinds(shown, seed))]
    assert len(looked) > 100
    assert all("proceed" not in found and "safe_action" in found for found in looked)
