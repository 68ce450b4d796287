"""The questions of a release, as plain data, and where they come from: another app says here how to draw them.

No Django here.
"""

from collections.abc import Callable
from typing import Final, Literal

from msgspec import Struct

NUMBER: Final = 3
"""Questions asked at once; all answered right is passed."""


class Line(Struct, frozen=True):
    """One thing said in a message: by `them` or by `you`."""

    who: Literal["them", "you"]
    text: str


class Message(Struct, frozen=True, kw_only=True):
    """A message to judge, to be drawn as what it would look like on a phone."""

    form: Literal["sms", "call", "chat", "web"]
    sender: str
    """The name or number it shows; for a web page the address in the address bar."""
    title: str
    button: str
    lines: tuple[Line, ...]


class Choice(Struct, frozen=True):
    """One option of a question, whether it is the right one, and what somebody who chose it reads."""

    text: str
    right: bool
    why: str


class Question(Struct, frozen=True, kw_only=True):
    """A question with exactly one right option, its options in the order they are shown."""

    key: str
    """Its name in the bank, by which the next draw leaves it out."""
    prompt: str
    message: Message | None = None
    options: tuple[Choice, ...]


class Wanted(Struct, frozen=True, kw_only=True):
    """What questions are to be drawn."""

    fraud_types: tuple[str, ...]
    """The type itself, then those that will do for want of its own, the nearest first."""
    locale: str
    """One of LOCALES."""
    audience: str
    seen: frozenset[str]
    """The keys of questions to be drawn again only for want of others."""
    seed: str
    """What chance follows from: the same questions for the same seed, from the same bank."""
    number: int = NUMBER


Provider = Callable[[Wanted], tuple[Question, ...]]

_providers: Final[list[Provider]] = []


def provide_questions(provider: Provider) -> None:
    """Have releases ask `provider` for questions; called once, when the app is ready."""
    if provider not in _providers:
        _providers.append(provider)


def draw_questions(wanted: Wanted) -> tuple[Question, ...]:
    """Return the questions to ask, as many as wanted or as there are."""
    drawn = [question for provider in _providers for question in provider(wanted)]
    return tuple(drawn[: wanted.number])
