"""The real deck's answers, as far as a simulated payer acts on them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import Raw, Struct

from scams.deck.index import Index
from scams.deck.match import match, splice
from scams.deck.request import WarningRequest

FACTS: Final = ("id", "revision", "variant", "fraud_type", "level", "locale", "audience")
"""What events say of a card."""


class _Then(Struct):
    fraud_type: str | None = None


class _Choice(Struct):
    value: str
    then: _Then | None = None


class _Question(Struct):
    id: str
    answers: list[_Choice] = []


class Card(Struct):
    """The card of an answer: which it is, and what it asks."""

    id: str
    revision: int
    variant: str
    fraud_type: str
    level: str
    locale: str
    audience: str
    questions: list[_Question] = []

    @property
    def facts(self) -> dict[str, Any]:
        """Return the members that events carry."""
        return {name: getattr(self, name) for name in FACTS}

    def answer_to(self, fraud_type: str) -> tuple[str, str] | None:
        """Return the question, and the answer to it, that lead to a fraud type's card; None where none does."""
        for question in self.questions:
            for choice in question.answers:
                if choice.then and choice.then.fraud_type == fraud_type:
                    return question.id, choice.value
        return None


class _Answer(Struct):
    card: Card
    held_out: bool = False
    ladder: Raw = Raw(b"null")


class Answered(NamedTuple):
    """What the payer is shown, or, held out, would have been."""

    card: Card
    held_out: bool
    has_ladder: bool


_decode: Final = msgspec.json.Decoder(_Answer).decode


class Desk:
    """Answers as the server does, in this process."""

    def __init__(self, index: Index) -> None:
        """Answer from a deck."""
        self._index = index

    def ask(self, members: Mapping[str, Any], answers: Sequence[tuple[str, str]] = ()) -> Answered:
        """Return the answer to a request, after the payer answered so many of the first card's questions."""
        given = [{"question": question, "answer": answer} for question, answer in answers]
        request = msgspec.convert({**members, "answers": given or None}, WarningRequest)
        said = _decode(splice(match(self._index, request), warning_id=""))
        return Answered(said.card, said.held_out, said.ladder != b"null")
