"""What an answer is worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.quizzes.content import Band, Question
from academy.quizzes.scoring import Response, Tally, band_for, points, score
from tests.academy.quizzes.samples import choice, flags, pool, steps, truth, verdict


@pytest.mark.parametrize(
    ("question", "response", "worth"),
    [
        (verdict("q"), ("scam",), 1),
        (verdict("q"), ("genuine",), 0),
        (verdict("q", genuine=True), ("genuine",), 1),
        (verdict("q", genuine=True), ("scam",), 0),
        (truth("q", right=True), ("true",), 1),
        (truth("q", right=False), ("true",), 0),
        (choice("q", "b"), ("b",), 1),
        (choice("q", "b"), ("a",), 0),
        (choice("q", "b"), (), 0),
        (choice("q", "ac", "multiple"), ("a", "c"), 1),
        (choice("q", "ac", "multiple"), ("a",), 0.5),
        (choice("q", "ac", "multiple"), ("a", "b", "c"), 0.5),
        (choice("q", "ac", "multiple"), ("a", "b"), 0),
        (choice("q", "ac", "multiple"), ("a", "b", "c", "d"), 0),
        (choice("q", "abc", "multiple"), ("a", "b"), 0.67),
        (flags("q"), ("a", "b"), 1),
        (flags("q"), ("a", "b", "c"), 0.5),
        (steps("q"), ("a", "b", "c", "d"), 1),
        (steps("q"), ("b", "a", "c", "d"), 0.5),
        (steps("q"), ("d", "a", "b", "c"), 0),
        (steps("q"), (), 0),
    ],
)
def test_an_answer_is_worth_what_its_kind_says(question: Question, response: Response, worth: float) -> None:
    assert points(question, response) == worth


def test_detection_and_over_suspicion_are_counted_apart_and_by_type() -> None:
    questions = [
        verdict("s1"), verdict("s2", fraud_type="romance"), verdict("g1", genuine=True), verdict("g2", genuine=True),
        choice("o", "a"),
    ]  # fmt: skip
    result = score(questions, {"s1": ("scam",), "s2": ("genuine",), "g1": ("scam",), "g2": ("genuine",), "o": ("b",)})
    assert result.overall == Tally(scams=2, noticed=1, genuine=2, suspected=1)
    assert result.by_type == {
        "task-rebate": Tally(scams=1, noticed=1, genuine=2, suspected=1),
        "romance": Tally(scams=1, noticed=0),
    }
    assert (result.score, result.maximum, result.percent) == (2, 5, 40)


def test_who_calls_everything_a_scam_notices_all_and_suspects_all() -> None:
    questions = pool(3, 3, 0)
    result = score(questions, {question.key: ("scam",) for question in questions})
    assert result.overall == Tally(scams=3, noticed=3, genuine=3, suspected=3)
    assert result.percent == 50


def test_a_question_without_an_answer_earns_nothing_and_suspects_nobody() -> None:
    result = score(pool(1, 1, 1), {})
    assert (result.score, result.overall) == (0, Tally(scams=1, genuine=1))


def test_nothing_asked_is_nothing_earned() -> None:
    assert score((), {}).percent == 0


@pytest.mark.parametrize(("percent", "title"), [(0, "low"), (49, "low"), (50, "middle"), (79, "middle"), (100, "high")])
def test_a_result_falls_into_the_highest_band_it_reaches(percent: int, title: str) -> None:
    bands = [
        Band(at_least=at_least, title=name, text="") for at_least, name in ((80, "high"), (0, "low"), (50, "middle"))
    ]
    found = band_for(bands, percent)
    assert found
    assert found.title == title


def test_no_band_is_found_below_the_lowest() -> None:
    assert band_for([Band(at_least=10, title="", text="")], 9) is None


@given(st.permutations("abcd"), st.sets(st.sampled_from("abcd")))
def test_points_are_between_nothing_and_one(order: list[str], chosen: set[str]) -> None:
    assert 0 <= points(steps("q"), tuple(order)) <= 1
    assert 0 <= points(choice("q", "ab", "multiple"), tuple(sorted(chosen))) <= 1


@given(st.permutations("abcd"))
def test_only_the_right_order_is_wholly_right(order: list[str]) -> None:
    assert (points(steps("q"), tuple(order)) == 1) == (order == list("abcd"))
