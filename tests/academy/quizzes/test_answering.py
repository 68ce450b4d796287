"""From a submitted form to an answer."""

import pytest
from django.http import QueryDict

from academy.quizzes.answering import as_text, from_text, read_answer
from academy.quizzes.content import Question
from tests.academy.quizzes.samples import choice, flags, steps, truth, verdict


def read(question: Question, form: str) -> tuple[tuple[str, ...], bool]:
    given = read_answer(question, QueryDict(form), "q1")
    return given.response, bool(given.error)


@pytest.mark.parametrize(
    ("question", "form", "response"),
    [
        (verdict("q"), "q1=scam", ("scam",)),
        (truth("q", right=True), "q1=false", ("false",)),
        (choice("q"), "q1=b", ("b",)),
        (choice("q", "ab", "multiple"), "q1=c&q1=a", ("a", "c")),
        (choice("q", "ab", "multiple"), "q1=a&q1=a&q1=x", ("a",)),
        (flags("q"), "q1=b", ("b",)),
        (steps("q", 3), "q1-a=3&q1-b=1&q1-c=2", ("b", "c", "a")),
    ],
)
def test_an_answer_is_read(question: Question, form: str, response: tuple[str, ...]) -> None:
    assert read(question, form) == (response, False)


@pytest.mark.parametrize(
    ("question", "form"),
    [
        (verdict("q"), ""),
        (verdict("q"), "q1=a"),
        (verdict("q"), "q2=scam"),
        (verdict("q"), "q1=scam&q1=genuine"),
        (choice("q", "ab", "multiple"), "q1=x"),
        (flags("q"), ""),
        (steps("q", 3), ""),
        (steps("q", 3), "q1-a=1&q1-b=1&q1-c=2"),
        (steps("q", 3), "q1-a=0&q1-b=1&q1-c=2"),
        (steps("q", 3), "q1-a=1&q1-b=2&q1-c=9999999999999999999999"),
        (steps("q", 3), "q1-a=1&q1-b=2&q1-c=ⅲ"),
    ],
)
def test_what_is_no_answer_is_told(question: Question, form: str) -> None:
    assert read(question, form)[1]


def test_places_that_cannot_be_taken_are_shown_again() -> None:
    given = read_answer(steps("q", 3), QueryDict("q1-a=1&q1-b=1"), "q1")
    assert given.places == {"a": "1", "b": "1", "c": ""}


def test_a_response_comes_back_from_its_text() -> None:
    assert from_text(as_text(("b", "a"))) == ("b", "a")
    assert from_text("") == ()
