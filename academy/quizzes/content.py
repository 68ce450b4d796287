"""What one edition of a quiz holds: everything an attempt shows and everything its scoring needs, as plain data.

An edition is made when a quiz or one of its questions is published, and never changes. No Django here.
"""

from collections.abc import Iterable
from string import ascii_lowercase
from typing import Literal

import msgspec

Kind = Literal["verdict", "red-flags", "single", "multiple", "true-false", "order"]


class Turn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing said in a message: by `them` or by `you`."""

    who: Literal["them", "you"]
    text: str


class Message(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A message to judge, drawn as what it would look like on a phone."""

    form: Literal["sms", "call", "chat", "web"]
    sender: str = msgspec.field(name="from")
    """The name or number it shows; for a web page the address in the address bar."""
    lines: tuple[Turn, ...]
    title: str = ""
    button: str = ""


class Option(msgspec.Struct, frozen=True):
    """One possible answer, and what somebody who gave it reads."""

    id: str
    """A letter by the place it was written in, or the word of a fixed option: `scam`, `genuine`, `true`, `false`."""
    text: str
    """Empty for the options of a verdict and of true or false, whose words are the interface's."""
    right: bool
    """Whether it belongs to the right answer; always so for the steps to put in order."""
    why: str


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question as one revision of it has it."""

    key: str
    """Its name in the bank, the same in all languages."""
    kind: Kind
    fraud_type: str
    """The slug of the type it trains; a genuine message carries the type it could be mistaken for."""
    channel: str
    prompt: str
    advice: str = ""
    message: Message | None = None
    options: tuple[Option, ...]

    @property
    def genuine(self) -> bool:
        """Whether it shows a genuine message."""
        return self.kind == "verdict" and self.right == ("genuine",)

    @property
    def right(self) -> tuple[str, ...]:
        """The ids of the right options; of steps, all in the right order, which is that of their letters."""
        return tuple(sorted(option.id for option in self.options if option.right))


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """What an editor tells everyone whose result is at least so many percent."""

    at_least: int
    title: str
    text: str
    next_page: int = 0
    """The id of the page to read next; 0 for none."""


class Quiz(msgspec.Struct, frozen=True, kw_only=True):
    """One edition of a quiz: its pool of questions, how many of them an attempt shows, and its result bands."""

    title: str
    locale: str
    audience: str
    fraud_type: str
    shown: int
    shuffle_questions: bool
    shuffle_options: bool
    questions: tuple[Question, ...]
    bands: tuple[Band, ...]


def verdict_options(*, genuine: bool, if_scam: str, if_genuine: str) -> tuple[Option, ...]:
    """Return the two options of "scam or genuine?"."""
    return (Option("scam", "", not genuine, if_scam), Option("genuine", "", genuine, if_genuine))


def truth_options(*, right: bool, if_true: str, if_false: str) -> tuple[Option, ...]:
    """Return the two options of true or false; `right` says whether the statement is true."""
    return (Option("true", "", right, if_true), Option("false", "", not right, if_false))


def lettered_options(options: Iterable[tuple[str, bool, str]]) -> tuple[Option, ...]:
    """Return options from text, rightness and explanation, named by letters in the order they are written in."""
    return tuple(Option(ascii_lowercase[place], *option) for place, option in enumerate(options))


def encode(quiz: Quiz) -> bytes:
    """Return an edition as JSON; equal editions give equal bytes."""
    return msgspec.json.encode(quiz)


def decode(content: bytes) -> Quiz:
    """Return the edition of `encode`'s bytes; msgspec.ValidationError if they are something else."""
    return msgspec.json.decode(content, type=Quiz)
