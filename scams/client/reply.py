"""What a caller gets: the card, and where it came from."""

from typing import Final, Literal

import msgspec

from scams.api.answer import WarningAnswer
from scams.deck.index import Index
from scams.deck.match import match, splice
from scams.deck.request import WarningRequest
from scams.uuid7 import uuid7

Source = Literal["remote", "replica", "last-resort"]

_decode: Final = msgspec.json.Decoder(WarningAnswer).decode


class WarningReply:
    """The answer to one request. Pass `body` to the payment page as it is."""

    __slots__ = ("_answer", "body", "source", "warning_id")

    def __init__(self, body: bytes, source: Source, warning_id: str) -> None:
        """Hold the body of an answer."""
        self.body = body
        """The answer as JSON."""
        self.source = source
        """Who answered: the server, the replica of its deck, or the card that ships with this package."""
        self.warning_id = warning_id
        """What events about this warning carry."""
        self._answer: WarningAnswer | None = None

    @property
    def answer(self) -> WarningAnswer:
        """What the body says, decoded when first asked for; `msgspec.ValidationError` where this client is too old."""
        if self._answer is None:
            self._answer = _decode(self.body)
        return self._answer

    def __repr__(self) -> str:
        return f"<WarningReply {self.warning_id} from {self.source}>"


def local_reply(index: Index, request: WarningRequest, source: Source) -> WarningReply:
    """Return the answer of a deck in memory, by the functions that the server answers with."""
    warning_id = request.warning_id or uuid7()
    return WarningReply(splice(match(index, request), warning_id=warning_id), source, warning_id)
