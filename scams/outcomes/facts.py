"""What the fold reads and writes: events, what was on the screen, what became of a warning."""

import datetime as dt
from typing import Any, Final, NamedTuple

import msgspec


class Card(msgspec.Struct, frozen=True, order=True):
    """The facts about a card that events carry."""

    id: str
    revision: int
    variant: str
    fraud_type: str
    level: str
    locale: str
    audience: str


class Amount(msgspec.Struct, frozen=True):
    """What was to be paid: a decimal number as text, and its currency."""

    value: str
    currency: str


class Body(msgspec.Struct, frozen=True):
    """The members of an event that outcomes depend on; each kind has its own, and the others stay empty."""

    card: Any = None
    """A `Card` where a card was shown; the asked card's id where a question was answered."""
    amount: Amount | None = None
    held_out: bool = False
    milliseconds: int | None = None
    label: str = ""


class Event(NamedTuple):
    """One outcome event: its id, kind, moment, what it says, and the keyed hashes of payer and payee."""

    id: str
    kind: str
    at: dt.datetime
    body: Body = Body()
    subject: str = ""
    payee: str = ""

    @property
    def card(self) -> Card | None:
        """The card that this event brought on the screen; None for an event that brought none."""
        return self.body.card if isinstance(self.body.card, Card) else None


class Display(NamedTuple):
    """One card that was on the screen: since when, what was done meanwhile, and what took it away."""

    card: Card
    at: dt.datetime
    held_out: bool = False
    seen: bool = False
    answered: bool = False
    left: str = ""
    """`rerouted` by an answer, `stepped` to another card or level by the ladder; empty: what came of it is its own."""


class Outcome(msgspec.Struct, frozen=True):
    """What became of one warning. What happened once is true; a moment or an amount nobody told is None or empty."""

    displays: tuple[Display, ...] = ()
    """Each card once, the one that the outcome counts for last."""
    stopped: bool = False
    proceeded: bool = False
    delayed: bool = False
    cancelled: bool = False
    hotline: bool = False
    guardian: bool = False
    complained: bool = False
    leaked: bool = False
    """Stopped here, and paid by another way within a day."""
    repeated: bool = False
    """Stopped, and tried again within a week."""
    label: str = ""
    labelled_at: dt.datetime | None = None
    amount: str = ""
    currency: str = ""
    subject: str = ""
    payee: str = ""
    released_after: float | None = None
    """Seconds from the first sight of a card to the release of the payment."""
    milliseconds: int | None = None
    """The longest time on a card that was reported."""

    @property
    def first_shown(self) -> dt.datetime | None:
        """When the first card appeared."""
        return min((one.at for one in self.displays), default=None)

    @property
    def last(self) -> Display | None:
        """The card that the outcome counts for."""
        return self.displays[-1] if self.displays else None


_bodies: Final = msgspec.json.Decoder(Body)


def read_body(text: str) -> Body:
    """Return what an event's stored body says; msgspec.ValidationError when it is of another shape."""
    body: Body = _bodies.decode(text)
    if isinstance(body.card, dict):
        return msgspec.structs.replace(body, card=msgspec.convert(body.card, Card))
    return body
