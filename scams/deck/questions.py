"""A card's questions as its answer has them, and what every answer to them leads to."""

from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec import Struct

from scams.deck.index import Variant


class Then(Struct, frozen=True, gc=False, omit_defaults=True):
    """What an answer means: a stronger level, a signal, another fraud type, or the question to ask next."""

    level: str | None = None
    signal: str | None = None
    fraud_type: str | None = None
    question: "Question | None" = None


class Choice(Struct, frozen=True, gc=False):
    """One answer to a question, and what follows from it."""

    value: str
    label: str
    then: Then | None = None


class Question(Struct, frozen=True, gc=False):
    """A closed question; its id stays the same in every variant."""

    id: str
    text: str = ""
    answers: tuple[Choice, ...] = ()


class _Asks(Struct):
    questions: tuple[Question, ...] = ()


_decode: Final = msgspec.json.Decoder(_Asks).decode


def questions_of(variant: Variant) -> tuple[Question, ...]:
    """Return the questions asked at once; the others hang on their answers."""
    return _decode(b"{%b}" % variant.asks).questions


def all_questions(questions: tuple[Question, ...]) -> Iterator[Question]:
    """Yield questions and, after each, those that its answers lead to."""
    for question in questions:
        yield question
        for choice in question.answers:
            if choice.then and choice.then.question:
                yield from all_questions((choice.then.question,))


def consequences(variant: Variant) -> dict[tuple[str, str], Then]:
    """Return what follows from an answer, by question and answer; answers without consequence are not there."""
    asked = all_questions(questions_of(variant))
    return {
        (question.id, choice.value): choice.then for question in asked for choice in question.answers if choice.then
    }
