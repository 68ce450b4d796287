"""Which questions let a held payment go: of real quizzes, with one right answer, the nearest to the payer."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from academy.models import Question, Quiz
from academy.quizzes.releasing import questions_for_release
from scams.release.questions import Question as Asked
from scams.release.questions import Wanted
from scams.release.relatives import line_of

pytestmark = pytest.mark.django_db


def draw(
    fraud_type: str = "task-rebate", seed: str = "1", seen: tuple[str, ...] = (), **wish: Any
) -> tuple[Asked, ...]:
    usual: dict[str, Any] = {"locale": "zh-Hans", "audience": "adult"}
    wanted = Wanted(fraud_types=line_of(fraud_type), seen=frozenset(seen), seed=seed, **{**usual, **wish})
    return questions_for_release(wanted)


def records(drawn: tuple[Asked, ...], language: str = "zh-hans") -> list[Question]:
    return [Question.objects.get(key=one.key, locale__language_code=language) for one in drawn]


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_they_are_of_the_type_in_the_payers_language_and_have_one_right_answer(language: str) -> None:
    for seed in "abcdef":
        drawn = draw(seed=seed, locale=language)
        found = records(drawn, language.lower())
        assert len({one.key for one in drawn}) == 3
        assert [one.prompt for one in found] == [one.prompt for one in drawn]
        assert {one.fraud_type.slug for one in found} == {"task-rebate"}
        assert {one.kind for one in found} <= {"verdict", "true-false", "single"}
        assert all(sum(option.right for option in one.options) == 1 for one in drawn)
        assert all(option.text and option.why for one in drawn for option in one.options)


def test_the_fixed_answers_are_in_the_payers_language() -> None:
    texts = {
        language: {
            option.text for seed in "abcdef" for one in draw(seed=seed, locale=language) for option in one.options
        }
        for language in ("zh-Hans", "zh-Hant", "en")
    }
    assert "It is a scam" in texts["en"]
    assert not texts["zh-Hans"] & texts["en"]
    assert not texts["zh-Hant"] & texts["en"]


def test_the_same_seed_draws_the_same_and_others_draw_others() -> None:
    assert draw(seed="x") == draw(seed="x")
    assert len({tuple(one.key for one in draw(seed=str(seed))) for seed in range(20)}) > 5


def test_what_was_seen_is_drawn_only_for_want_of_others() -> None:
    seen: list[str] = []
    for turn in range(4):
        drawn = [one.key for one in draw(seed=str(turn), seen=tuple(seen))]
        assert not set(drawn) & set(seen)
        seen += drawn
    everything = tuple(Question.objects.values_list("key", flat=True))
    assert len(draw(seen=everything)) == 3


def test_always_saying_it_is_a_scam_is_never_enough() -> None:
    for seed in range(40):
        right = Counter(next(option.text for option in one.options if option.right) for one in draw(seed=str(seed)))
        assert max(right.values()) <= 2


def test_a_type_without_questions_takes_its_relatives_then_the_everyday_ones() -> None:
    trained = set(Question.objects.filter(live=True).values_list("fraud_type__slug", flat=True))
    assert "fake-buyer" not in trained
    line = line_of("fake-buyer")
    assert line[:2] == ("fake-buyer", "purchase")
    assert {one.fraud_type.slug for one in records(draw("fake-buyer"))} == {"purchase"}
    everyday = set(Quiz.objects.get(slug="everyday", locale__language_code="en").entries.values_list("question__key"))
    unrelated = draw("other-unknown", locale="en")
    assert {(one.key,) for one in unrelated} <= everyday


def test_the_audiences_own_come_first() -> None:
    own = set(
        Quiz.objects.get(slug="elder", locale__language_code="zh-hans").entries.values_list("question__key", flat=True)
    )
    for slug in Question.objects.filter(key__in=own).values_list("fraud_type__slug", flat=True).distinct():
        keys = {one.key for one in draw(slug, audience="elder")}
        there = Question.objects.filter(key__in=own, fraud_type__slug=slug, locale__language_code="zh-hans")
        fitting = {one.key for one in there if one.kind in ("verdict", "true-false", "single")}
        assert keys & own or not fitting


def test_where_a_language_has_none_the_next_of_its_chain_is_asked() -> None:
    Quiz.objects.filter(locale__language_code="zh-hant").update(live=False)
    drawn = draw(locale="zh-Hant")
    assert [one.prompt for one in records(drawn)] == [one.prompt for one in drawn]


def test_a_quiz_taken_down_is_not_drawn_from() -> None:
    Quiz.objects.update(live=False)
    assert draw() == ()


def test_it_takes_two_queries_a_language() -> None:
    line_of("task-rebate")
    for kept in (13, 3):
        keep = list(Quiz.objects.filter(locale__language_code="en").values_list("pk", flat=True)[:kept])
        Quiz.objects.filter(locale__language_code="en").exclude(pk__in=keep).update(live=False)
        wanted = Wanted(fraud_types=("romance",), locale="en", audience="adult", seen=frozenset(), seed="1")
        with CaptureQueriesContext(connection) as queries:
            assert len(questions_for_release(wanted)) == 3
        # The pages that not everybody may see; the editions.
        assert len(queries) == 2
