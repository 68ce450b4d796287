import pytest
from django.utils import translation

from scams.rules import faults, gate
from tests.scams.rules.fit import TODAY, fit
from tests.scams.rules.test_tree import FORK, LINE, LOOP, TWINS, asks

WHOLE = asks("level:hold", "level:hold", "level:hold")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("questions", [LINE, FORK, TWINS, WHOLE, asks(*["next:4"] * 3, "level:hold")])
def test_a_tree_whose_walks_all_end_has_no_faults(questions):
    assert faults.faults(questions) == []
    assert gate.check(fit(questions=questions), today=TODAY) == []


@pytest.mark.parametrize(
    ("questions", "found"),
    [
        ((), [(0, "", "There are 0 here; from 1 to 3 are needed.")]),
        (
            asks(*["level:hold"] * 4),
            [(0, "", "There are 4 questions asked at once; from 1 to 3 are needed.")],
        ),
        (
            asks(("next:2", "next:3", "next:4"), *[("level:hold",)] * 3, ("next:6", "next:7"), *["level:hold"] * 5),
            [
                (0, "", "There are 5 questions asked at once; from 1 to 3 are needed."),
                (0, "", "There are 10 questions; at most 9 are possible, follow-up questions included."),
            ],
        ),
        (
            asks("level:hold", ("", "next:7"), "next:x"),
            [
                (2, "no", "An answer to question 2 leads to question 7, which is not there."),
                (3, "yes", "An answer to question 3 leads to question x, which is not there."),
            ],
        ),
        (LOOP, [(3, "yes", "The questions go round in a circle: 2 → 3 → 2.")]),
        (
            asks("level:hold", "next:3", ("next:2", "next:2")),
            [
                (3, "yes", "The questions go round in a circle: 2 → 3 → 2."),
                (3, "no", "The questions go round in a circle: 2 → 3 → 2."),
                (2, "", "Question 2 is never asked: only a circle leads to it."),
                (3, "", "Question 3 is never asked: only a circle leads to it."),
            ],
        ),
        (asks("next:2", ""), [(2, "", "Question 2 follows an answer, but none of its own answers leads anywhere.")]),
        (
            asks("next:2", "next:3", "next:4", "next:5", "level:stop"),
            [(5, "", "Question 5 comes too late: at most 4 questions one after another are possible.")],
        ),
        (
            asks(("next:2",) * 3, ("next:3",) * 3, ("next:4",) * 3, "level:hold"),
            [(0, "", "Too many answers lead to the same questions. Let fewer answers lead to each.")],
        ),
    ],
)
def test_every_fault_is_named_with_its_place(questions, found):
    assert faults.faults(questions) == found


def test_a_loop_of_two_answers_is_one_problem_at_the_questions():
    problems = gate.check(fit(questions=asks("next:2", ("next:1", "next:1"), "level:hold")), today=TODAY)
    assert problems == [
        ("questions", "The questions go round in a circle: 1 → 2 → 1."),
        ("questions", "Question 1 is never asked: only a circle leads to it."),
        ("questions", "Question 2 is never asked: only a circle leads to it."),
    ]


def test_an_answer_that_leads_to_nothing_known_is_named():
    found = faults.unknown(asks(("", "type:no-such")), signals=(), fraud_types=("romance",))
    assert found == [(1, "no", "An answer leads to “type:no-such”, which does not exist.")]
