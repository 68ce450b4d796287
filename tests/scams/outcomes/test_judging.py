import pytest

from academy.celery import app
from scams.deck import history
from scams.deck.build import build, is_due
from scams.deck.compile import compile_deck
from scams.models import DeckChange, EffectCell, VariantDemotion
from scams.outcomes.judging import demote, judge, reinstate
from scams.outcomes.sequential import Interval, Rate, Worse
from scams.outcomes.words import SIMULATION
from scams.tasks import judge_variants
from tests.scams.deck.content import compiled_cards, live_card, publish
from tests.scams.editing.desk import person
from tests.scams.outcomes.stream import BEGIN

pytestmark = pytest.mark.django_db

TASK = "task-rebate.adult.zh-Hans"


def deck_card():
    return next(card for card in history.deck_of(build()).cards if card.id == TASK)


def count(key, stopped, confirmed, **changes):
    """Write down that so many of so many confirmed scams were stopped by a variant of the live card."""
    card = deck_card()
    EffectCell.objects.create(
        **{
            "day": BEGIN.date(),
            "client": "bank-a",
            "card": TASK,
            "revision": card.revision,
            "variant": f"{TASK}.{key}",
            "fraud_type": "task-rebate",
            "level": "warn",
            "locale": "zh-Hans",
            "audience": "adult",
            "shown": confirmed,
            "confirmed": confirmed,
            "confirmed_stopped": stopped,
            **changes,
        }
    )


def keys():
    """Return the letters of the card's variants that the next deck rotates."""
    return [one.id[-1] for one in compiled_cards()[TASK].variants]


def test_a_variant_that_stops_fewer_scams_is_taken_out_with_the_evidence():
    before = keys()
    count("a", 420, 600)
    count("b", 240, 600)
    (only,) = judge()
    assert (only.card, only.variant, only.revision) == (TASK, f"{TASK}.b", deck_card().revision)
    assert (only.evidence["own"]["hits"], only.evidence["own"]["total"]) == (240, 600)
    assert (only.evidence["best"]["variant"], only.evidence["alpha"]) == (f"{TASK}.a", 0.05)
    assert f"{TASK}.b stopped 240 of 600, " in VariantDemotion.objects.get().reason
    assert f"{TASK}.a 420 of 600, " in VariantDemotion.objects.get().reason
    assert keys() == [key for key in before if key != "b"]


def test_the_deck_is_compiled_again_and_says_why():
    count("a", 420, 600)
    count("b", 240, 600)
    judge()
    assert is_due()
    version = build()
    change = version.changes.get()
    assert (change.action, change.subject) == (DeckChange.Action.DEMOTED, f"{TASK}.b")
    assert f"{TASK}.b" not in str(history.deck_of(version).cards)


def test_it_is_not_said_twice():
    count("a", 420, 600)
    count("b", 240, 600)
    assert [len(judge()), len(judge())] == [1, 0]
    build()
    assert judge() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"client": SIMULATION},
        {"held_out": True},
        {"revision": 1},
        {"card": "task-rebate.elder.zh-Hans"},
        {"variant": f"{TASK}.zzz"},
    ],
    ids=lambda one: next(iter(one)),
)
def test_what_says_nothing_about_the_variant_as_it_is_shown_takes_nothing_out(changes):
    count("a", 420, 600, **changes)
    count("b", 240, 600, **{key: value for key, value in changes.items() if key != "variant"})
    assert judge() == []


def test_a_difference_that_may_be_chance_takes_nothing_out():
    count("a", 33, 60)
    count("b", 25, 60)
    assert judge() == []


def test_a_published_wording_begins_anew():
    count("a", 420, 600)
    count("b", 240, 600)
    judge()
    publish(live_card(TASK), headline="先垫钱的，都是骗局")
    assert "b" in keys()
    assert judge() == []


def test_the_last_variant_is_never_taken_out():
    card = deck_card()
    for variant in card.variants:
        best = Worse(variant.id, Rate(1, 9), Interval(0, 0.1), "x", Rate(9, 9), Interval(0.5, 1), 0.025)
        demote(card, best)
    assert keys() == [one.id[-1] for one in card.variants]


def test_a_variant_put_back_is_rotated_again_and_stays():
    count("a", 420, 600)
    count("b", 240, 600)
    before = keys()
    (demotion,) = judge()
    build()
    reviewer = person("reviewer")
    assert reinstate(demotion, user=reviewer) is True
    assert (keys(), is_due()) == (before, True)
    build()
    assert judge() == []
    assert reinstate(demotion, user=None) is False
    demotion.refresh_from_db()
    assert demotion.reinstated_by == reviewer
    assert DeckChange.objects.filter(action=DeckChange.Action.REINSTATED).count() == 1


def test_another_card_s_variants_stay():
    others = {card.id: card for card in compile_deck().deck.cards if card.id != TASK}
    count("a", 420, 600)
    count("b", 240, 600)
    judge()
    assert {card.id: card for card in compile_deck().deck.cards if card.id != TASK} == others


def test_without_a_deck_there_is_nothing_to_judge():
    history.versions().delete()
    assert judge() == []


def test_beat_sends_the_task_and_it_judges():
    assert [entry["task"] for entry in app.conf.beat_schedule.values()].count("scams.judge_variants") == 1
    count("a", 420, 600, variant=f"{TASK}.a")
    count("b", 240, 600)
    judge_variants()
    assert VariantDemotion.objects.count() == 1
