"""What keeps a question or a quiz from going live."""

import msgspec
import pytest

from academy.quizzes.checking import question_problems, quiz_problems
from academy.quizzes.content import Band, Question, lettered_options
from tests.academy.quizzes.samples import BANDS, choice, flags, pool, steps, truth, verdict

change = msgspec.structs.replace
PHRASES = [("马上转账", True, "因为"), ("您的账户", False, "因为")]


def fields(question: Question) -> list[str]:
    return [problem.field for problem in question_problems(question)]


@pytest.mark.parametrize(
    "question",
    [verdict("q"), verdict("q", genuine=True), truth("q", right=True), choice("q"), choice("q", "ab", "multiple"),
     steps("q", 3), flags("q")],
)  # fmt: skip
def test_a_whole_question_has_no_problem(question: Question) -> None:
    assert fields(question) == []


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (change(verdict("q"), prompt=""), "prompt"),
        (change(verdict("q"), message=None), "message"),
        (change(flags("q"), message=None), "message"),
        (choice("q", ""), "options"),
        (choice("q", "ab"), "options"),
        (choice("q", "a", count=1), "options"),
        (choice("q", "a", "multiple"), "options"),
        (choice("q", "abcd", "multiple"), "options"),
        (choice("q", "ab", "multiple", count=2), "options"),
        (steps("q", 2), "options"),
        (change(choice("q"), options=lettered_options([("x", True, "y"), ("x", False, "y")])), "options"),
        (change(choice("q"), options=lettered_options([("x", True, "y"), ("z", False, "")])), "options"),
        (change(flags("q"), options=lettered_options(PHRASES[:1])), "options"),
        (change(flags("q"), options=lettered_options([*PHRASES, ("没有", False, "因为")])), "options"),
        (change(flags("q"), options=lettered_options([*PHRASES, ("账户", False, "因为")])), "options"),
        (change(flags("q"), options=lettered_options([*PHRASES, ("请马上", False, "因为")])), "options"),
    ],
)
def test_a_problem_names_its_field(question: Question, field: str) -> None:
    assert field in fields(question)


@pytest.mark.parametrize(
    ("questions", "bands", "field"),
    [
        (pool(3, 2, 2), BANDS, "questions"),
        (pool(8, 0, 2), BANDS, "questions"),
        (pool(0, 8, 2), BANDS, "questions"),
        ((*pool(), pool()[0]), BANDS, "questions"),
        (pool(), BANDS[1:], "bands"),
        (pool(), (*BANDS, Band(at_least=80, title="", text="")), "bands"),
    ],
)
def test_a_quiz_needs_enough_of_both_and_a_band_for_everyone(
    questions: tuple[Question, ...], bands: tuple[Band, ...], field: str
) -> None:
    assert [problem.field for problem in quiz_problems(questions, bands)] == [field]


def test_a_whole_quiz_has_no_problem() -> None:
    assert quiz_problems(pool(), BANDS) == []
