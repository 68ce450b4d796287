"""What makes a question and a quiz fit to publish. Each problem names its field; the texts are for editors."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from academy.quizzes.content import Band, Option, Question
from academy.quizzes.words import MULTIPLE, ORDER, RED_FLAGS, SINGLE

QUESTIONS_LEAST: Final = 8
"""Questions a quiz holds at least."""


class Problem(NamedTuple):
    """What is wrong, and where."""

    field: str
    text: Any
    """A lazily translated text."""


def question_problems(question: Question) -> list[Problem]:
    """Return what keeps a question from being published."""
    check = _CHECKS.get(question.kind)
    return [*_missing_words(question), *(check(question) if check else ())]


def quiz_problems(questions: Sequence[Question], bands: Sequence[Band]) -> list[Problem]:
    """Return what keeps a quiz of these questions and bands from being published."""
    return [*_pool_problems(questions), *_band_problems(bands)]


def _missing_words(question: Question) -> Iterator[Problem]:
    if not question.prompt:
        yield Problem("prompt", _("Ask something."))
    if question.kind in {"verdict", RED_FLAGS} and not (question.message and question.message.lines):
        yield Problem("message", _("This kind of question needs a message to judge."))
    if not all(option.why for option in question.options):
        yield Problem("options", _("Every answer needs an explanation."))


def _single(question: Question) -> Iterator[Problem]:
    yield from _enough(question.options, 2)
    if len(question.right) != 1:
        yield Problem("options", _("Exactly one option is the right one."))


def _multiple(question: Question) -> Iterator[Problem]:
    yield from _enough(question.options, 3)
    if not 1 < len(question.right) < len(question.options):
        yield Problem("options", _("At least two options are right, and at least one is not."))


def _order(question: Question) -> Iterator[Problem]:
    yield from _enough(question.options, 3)


def _red_flags(question: Question) -> Iterator[Problem]:
    if not 0 < len(question.right) < len(question.options):
        yield Problem("options", _("Mark at least one red flag and one harmless phrase."))
    said = "\n".join(turn.text for turn in question.message.lines) if question.message else ""
    for option in question.options:
        if said.count(option.text) != 1:
            yield Problem("options", _("“%s” must stand in the message exactly once.") % option.text)
    if _overlap(said, [option.text for option in question.options]):
        yield Problem("options", _("Two of the phrases overlap in the message."))


def _enough(options: Sequence[Option], least: int) -> Iterator[Problem]:
    if len(options) < least:
        yield Problem("options", _("Give at least %d options.") % least)
    if len({option.text for option in options}) < len(options):
        yield Problem("options", _("Two options say the same."))


def _overlap(said: str, phrases: list[str]) -> bool:
    spans = sorted((said.find(phrase), said.find(phrase) + len(phrase)) for phrase in phrases if phrase in said)
    return any(before[1] > after[0] for before, after in pairwise(spans))


_CHECKS: Final[dict[str, Callable[[Question], Iterator[Problem]]]] = {
    SINGLE: _single,
    MULTIPLE: _multiple,
    ORDER: _order,
    RED_FLAGS: _red_flags,
}


def _pool_problems(questions: Sequence[Question]) -> Iterator[Problem]:
    verdicts = [question for question in questions if question.kind == "verdict"]
    if len(questions) < QUESTIONS_LEAST:
        yield Problem("questions", _("A quiz needs at least %d published questions.") % QUESTIONS_LEAST)
    if not any(question.genuine for question in verdicts) or all(question.genuine for question in verdicts):
        yield Problem("questions", _("Mix genuine messages with scams: at least one “scam or genuine?” of each."))
    if len({question.key for question in questions}) < len(questions):
        yield Problem("questions", _("The same question is in it twice."))


def _band_problems(bands: Sequence[Band]) -> Iterator[Problem]:
    if 0 not in {band.at_least for band in bands}:
        yield Problem("bands", _("One result band must begin at 0 percent, so that everyone gets one."))
    if len({band.at_least for band in bands}) < len(bands):
        yield Problem("bands", _("Two result bands begin at the same percentage."))
