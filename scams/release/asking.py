"""What a payment company sends for a release and what it gets, as the API has it. No Django here."""

import re
from collections.abc import Iterable
from string import ascii_lowercase
from typing import Annotated, Final
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from scams.deck.request import Audience, Code, Locale
from scams.release.questions import Message, Question

_ID: Final = re.compile(r"d([1-9][0-9]*)q[1-9]").fullmatch

QuestionId = Annotated[str, Meta(min_length=1, max_length=8)]
OptionId = Annotated[str, Meta(min_length=1, max_length=8)]


class ReleaseRequest(Struct, frozen=True):
    """Which warning the payer asks to be released from, and what kind of questions they can read."""

    warning_id: UUID
    fraud_type: Code
    """A canonical slug or a crosswalk code; best the `fraud_type` of the card last shown."""
    locale: Locale | None = None
    audience: Audience | None = None
    subject: Annotated[str, Meta(max_length=64)] | None = None


class ReleaseAnswers(Struct, frozen=True):
    """An option for each question that is asked."""

    answers: Annotated[dict[QuestionId, OptionId], Meta(min_length=1, max_length=8)]


class ReleaseOption(Struct, frozen=True):
    """One option to choose."""

    id: str
    text: str


class ReleaseMessage(Struct, frozen=True, rename={"sender": "from"}):
    """A message to judge: what it looks like, whom it shows as its sender, and what is said in it."""

    form: str
    sender: str
    title: str
    button: str
    lines: list[dict[str, str]]
    """Each with `who` (`them` or `you`) and `text`."""


class ReleaseQuestion(Struct, frozen=True, omit_defaults=True):
    """A question; its id is good for one draw."""

    id: str
    prompt: str
    options: list[ReleaseOption]
    message: ReleaseMessage | None = None


class ReleaseBegun(Struct, frozen=True):
    """A release under way: the questions, how many must be right, and until when (RFC 3339)."""

    release_id: str
    warning_id: str
    questions: list[ReleaseQuestion]
    right: int = msgspec.field(name="pass")
    expires: str


class WrongAnswer(Struct, frozen=True):
    """Which question was answered wrongly, and why the option chosen is not right."""

    question: str
    why: str


class ReleasePassed(Struct, frozen=True):
    """All were right: the proof (a JWT of type `release+jwt`), and until when it is good (RFC 3339)."""

    passed: bool
    proof: str
    expires: str


class ReleaseNotPassed(Struct, frozen=True):
    """Some were wrong: which and why, how many tries are left, and the questions of the next one."""

    passed: bool
    wrong: list[WrongAnswer]
    tries_left: int
    questions: list[ReleaseQuestion]


read_request: Final = msgspec.json.Decoder(ReleaseRequest).decode
read_answers: Final = msgspec.json.Decoder(ReleaseAnswers).decode


def shown(questions: Iterable[Question], draw: int) -> list[ReleaseQuestion]:
    """Return the questions of a release's draw, counted from 1, without anything that tells right from wrong."""
    return [_shown(one, question_id(draw, place)) for place, one in enumerate(questions, start=1)]


def question_id(draw: int, place: int) -> str:
    """Return the id of a question by its draw and its place: an old form is known by it, the bank is not."""
    return f"d{draw}q{place}"


def is_earlier(name: str, draw: int) -> bool:
    """Return whether a question's id belongs to a draw before this one."""
    found = _ID(name)
    return found is not None and int(found[1]) < draw


def option_id(place: int) -> str:
    """Return the id of an option by its place: the same option is another letter the next time."""
    return ascii_lowercase[place]


def _shown(question: Question, name: str) -> ReleaseQuestion:
    options = [ReleaseOption(option_id(place), one.text) for place, one in enumerate(question.options)]
    return ReleaseQuestion(name, question.prompt, options, _message(question.message) if question.message else None)


def _message(message: Message) -> ReleaseMessage:
    lines = [{"who": line.who, "text": line.text} for line in message.lines]
    return ReleaseMessage(message.form, message.sender, message.title, message.button, lines)
