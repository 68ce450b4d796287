"""Which questions an attempt shows and in which order: a pure function of an edition and a seed. No Django here."""

import hashlib
from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

import msgspec

from academy.quizzes.content import Option, Question, Quiz

Thing = TypeVar("Thing")


def draw(quiz: Quiz, seed: str, seen: Collection[str] = ()) -> tuple[Question, ...]:
    """Return the questions one attempt shows, options arranged; those whose key is in `seen` only for want of others.

    Scams to judge, genuine messages and other questions are drawn in the shares they have in the pool, and
    at least one of each there is: without genuine messages, a person who calls everything a scam would look wise.
    """
    pool = _fresh(quiz, seen)
    parts = _parts(pool)
    drawn: set[str] = set()
    for part, share in zip(parts, _shares([len(part) for part in parts], min(quiz.shown, len(pool))), strict=True):
        mixed = shuffled(part, seed, lambda question: question.key)
        drawn |= {question.key for question in sorted(mixed, key=lambda question: question.key in seen)[:share]}
    shown = [question for question in pool if question.key in drawn]
    if quiz.shuffle_questions:
        shown = shuffled(shown, seed, lambda question: question.key)
    return tuple(arranged(question, seed, shuffle=quiz.shuffle_options) for question in shown)


def _fresh(quiz: Quiz, seen: Collection[str]) -> tuple[Question, ...]:
    """Return the questions nobody has `seen` if they make an attempt with both scams and genuine messages, else all."""
    fresh = tuple(question for question in quiz.questions if question.key not in seen)
    scams, genuine, _others = _parts(fresh)
    return fresh if len(fresh) >= quiz.shown and scams and genuine else quiz.questions


def arranged(question: Question, seed: str, *, shuffle: bool) -> Question:
    """Return the question with its options as they are shown. Steps to put in order are never shown in order.

    The options of a verdict and of true or false stay where people expect them, and so do words in a message.
    """
    if question.kind == "order":
        return msgspec.structs.replace(question, options=_out_of_order(question.options, seed))
    if shuffle and question.kind in {"single", "multiple"}:
        return msgspec.structs.replace(question, options=tuple(_mixed(question.options, seed)))
    return question


def shuffled(things: Iterable[Thing], seed: str, name: Callable[[Thing], str]) -> list[Thing]:
    """Return things in an order that follows from the seed and their names alone, on every machine and for ever."""
    return sorted(things, key=lambda thing: hashlib.sha256(f"{seed}/{name(thing)}".encode()).digest())


def _mixed(options: tuple[Option, ...], seed: str) -> list[Option]:
    return shuffled(options, seed, lambda option: f"{option.id}/{option.text}")


def _out_of_order(options: tuple[Option, ...], seed: str) -> tuple[Option, ...]:
    mixed = tuple(_mixed(options, seed))
    return mixed[::-1] if mixed == options else mixed


def _parts(questions: tuple[Question, ...]) -> tuple[list[Question], list[Question], list[Question]]:
    """Return the scams to judge, the genuine messages, and all else."""
    verdicts = [question for question in questions if question.kind == "verdict"]
    return (
        [question for question in verdicts if not question.genuine],
        [question for question in verdicts if question.genuine],
        [question for question in questions if question.kind != "verdict"],
    )


def _shares(sizes: list[int], places: int) -> list[int]:
    """Divide places by size, largest remainder first; at least one for each size above 0, if there are so many."""
    total = sum(sizes) or 1
    shares = [min(size, max(1, size * places // total)) if size else 0 for size in sizes]
    while sum(shares) > places:
        shares[max(range(len(shares)), key=lambda part: (shares[part], part))] -= 1  # scams are the last to go
    while sum(shares) < places:
        wanting = [
            size * places / total - share if share < size else -1 for size, share in zip(sizes, shares, strict=True)
        ]
        shares[wanting.index(max(wanting))] += 1
    return shares
