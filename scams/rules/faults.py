"""What is wrong with a card's question tree, each fault with its place, so that it can be told and drawn."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from scams.rules import limits, tree
from scams.rules.card import Question


class Fault(NamedTuple):
    """One fault: the question it is about and, if it is one answer's, the answer; what to do, in the editor's words."""

    question: int
    answer: str
    message: str


def faults(questions: Sequence[Question]) -> list[Fault]:
    """Return everything that is wrong with how `questions` follow one another; empty when every walk ends."""
    following = (_missing, _loops, _never_asked, _idle, _depth) if tree.edges(questions) else ()
    rules = (_number, *following)
    return [fault for rule in rules for fault in rule(questions)]


def unknown(questions: Sequence[Question], *, signals: Iterable[str], fraud_types: Iterable[str]) -> list[Fault]:
    """Return a fault for every answer that leads to a signal, a fraud type or a level that does not exist."""
    found = tree.unknown_effects(questions, signals=signals, fraud_types=fraud_types)
    message = _("An answer leads to “%s”, which does not exist.")
    return [Fault(number, answer, message % getattr(questions[number - 1], answer)) for number, answer in found]


def _number(questions: Sequence[Question]) -> Iterator[Fault]:
    least, most = limits.LIMITS["questions"].least, limits.LIMITS["questions"].most
    number = len(tree.roots(questions))
    here, at_once = (
        _("There are %(number)d here; from %(least)d to %(most)d are needed."),
        _("There are %(number)d questions asked at once; from %(least)d to %(most)d are needed."),
    )
    if number > most or len(questions) < least:
        message = at_once if questions else here
        yield Fault(0, "", message % {"number": number, "least": least, "most": most})
    if len(questions) > limits.QUESTIONS_MOST:
        message = _("There are %(number)d questions; at most %(most)d are possible, follow-up questions included.")
        yield Fault(0, "", message % {"number": len(questions), "most": limits.QUESTIONS_MOST})


def _missing(questions: Sequence[Question]) -> Iterator[Fault]:
    for edge in tree.missing(questions):
        message = _("An answer to question %(question)d leads to question %(to)s, which is not there.")
        effect = getattr(questions[edge.question - 1], edge.answer).partition(":")[2]
        yield Fault(edge.question, edge.answer, message % {"question": edge.question, "to": effect})


def _loops(questions: Sequence[Question]) -> Iterator[Fault]:
    for loop in tree.loops(questions):
        message = _("The questions go round in a circle: %s.") % " → ".join(str(number) for number in loop)
        for answer in tree.answers_to(questions[loop[-2] - 1], loop[-1]):
            yield Fault(loop[-2], answer, message)


def _never_asked(questions: Sequence[Question]) -> Iterator[Fault]:
    asked = tree.reachable(questions)
    for number in range(1, len(questions) + 1):
        if number not in asked:
            message = _("Question %d is never asked: only a circle leads to it.")
            yield Fault(number, "", message % number)


def _idle(questions: Sequence[Question]) -> Iterator[Fault]:
    for number in tree.idle(questions):
        message = _("Question %d follows an answer, but none of its own answers leads anywhere.")
        yield Fault(number, "", message % number)


def _depth(questions: Sequence[Question]) -> Iterator[Fault]:
    if tree.loops(questions):
        return
    for number in tree.too_deep(questions):
        message = _("Question %(number)d comes too late: at most %(most)d questions one after another are possible.")
        yield Fault(number, "", message % {"number": number, "most": tree.DEEPEST})
    if not tree.too_deep(questions) and tree.unfolded(tree.nest(questions)) > tree.UNFOLDED_MOST:
        yield Fault(0, "", _("Too many answers lead to the same questions. Let fewer answers lead to each."))
