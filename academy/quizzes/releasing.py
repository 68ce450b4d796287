"""The questions that let a held payment go: drawn from the quizzes to take, of kinds with one right answer."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from django.db.models import OuterRef, Subquery
from django.utils import translation

from academy.lists import takeable
from academy.models import QuizEdition
from academy.quizzes.content import Message, Option, Question
from academy.quizzes.drawing import arranged, shuffled
from academy.quizzes.words import FIXED_LABELS, ONE_ANSWER
from scams.release import questions as release
from scams.words import DEFAULT_AUDIENCE, FALLBACK_TYPE, locale_chain

ALIKE_MOST: Final = 2
"""Questions of one draw with the same answer, such as “It is a scam”: always saying that must not be enough."""


class Candidate(NamedTuple):
    """A question and the language and kind of quiz it stands in."""

    question: Question
    locale: str
    audience: str
    everyday: bool
    """Whether its quiz is one about many types."""


def questions_for_release(wanted: release.Wanted) -> tuple[release.Question, ...]:
    """Return the questions `wanted`, in the payer's language as long as that has enough; other languages follow.

    Two queries a language: in most cases two.
    """
    found: list[Candidate] = []
    for locale in locale_chain(wanted.locale):
        found += _in_order(_candidates(locale), wanted)
        if len({one.question.key for one in found}) >= wanted.number:
            break
    return tuple(_content(one, wanted.seed) for one in _mixed(_once(found), wanted.number))


def _candidates(locale: str) -> Iterator[Candidate]:
    """Return the questions with one right answer in the newest editions of a language's quizzes. Two queries."""
    newest = QuizEdition.objects.filter(quiz=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    quizzes = takeable().filter(locale__language_code=locale.lower()).order_by()
    for edition in QuizEdition.objects.filter(pk__in=quizzes.values_list(Subquery(newest))).order_by("pk"):
        quiz = edition.decoded
        for question in quiz.questions:
            if question.kind in ONE_ANSWER:
                yield Candidate(question, locale, quiz.audience, quiz.fraud_type == FALLBACK_TYPE)


def _in_order(candidates: Iterable[Candidate], wanted: release.Wanted) -> list[Candidate]:
    """Return the candidates, the best first: not seen, near to the type, for the audience; else as chance has it."""
    near = {slug: place for place, slug in enumerate(wanted.fraud_types)}
    listeners = {DEFAULT_AUDIENCE: 1, wanted.audience: 0}

    def rank(one: Candidate) -> tuple[bool, int, bool, int]:
        question = one.question
        distance = near.get(question.fraud_type, len(near))
        everyday = distance == len(near) and one.everyday
        return question.key in wanted.seen, distance, not everyday, listeners.get(one.audience, 2)

    return sorted(shuffled(candidates, wanted.seed, lambda one: one.question.key), key=rank)


def _once(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates without those whose question is there already, in this or a nearer language."""
    first: dict[str, Candidate] = {}
    for one in candidates:
        first.setdefault(one.question.key, one)
    return list(first.values())


def _mixed(candidates: Sequence[Candidate], number: int) -> list[Candidate]:
    """Return the first so many, but no more alike than may be; those passed over only for want of others."""
    chosen: list[Candidate] = []
    over: list[Candidate] = []
    for one in candidates:
        alike = sum(other.question.right == one.question.right for other in chosen)
        fixed = one.question.right[0] in FIXED_LABELS
        (over if fixed and alike >= ALIKE_MOST else chosen).append(one)
    return [*chosen, *over][:number]


def _content(one: Candidate, seed: str) -> release.Question:
    question = arranged(one.question, seed, shuffle=True)
    with translation.override(one.locale.lower()):
        options = tuple(_choice(option) for option in question.options)
    message = _message(question.message) if question.message else None
    return release.Question(key=question.key, prompt=question.prompt, message=message, options=options)


def _choice(option: Option) -> release.Choice:
    return release.Choice(str(FIXED_LABELS.get(option.id, option.text)), option.right, option.why)


def _message(message: Message) -> release.Message:
    lines = tuple(release.Line(turn.who, turn.text) for turn in message.lines)
    return release.Message(
        form=message.form, sender=message.sender, title=message.title, button=message.button, lines=lines
    )
