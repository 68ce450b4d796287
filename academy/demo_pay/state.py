"""Where a payment of the demonstration stands: kept in the visitor's session, without anything about a person."""

from typing import Any, Final, Literal

import msgspec

from scams.reference_engine.engine import Suspicion

KEPT_UNDER: Final = "demo-pay"
_EVENTS_MOST: Final = 60
"""So many of the newest events are shown."""

Stage = Literal["warned", "called", "waiting", "held", "ended"]
End = Literal["", "stopped", "cooled-off", "released", "paid"]


class Bill(msgspec.Struct, frozen=True):
    """What the page says of the payment."""

    payee: str
    """With all but its first character hidden."""
    amount: str
    currency: str
    locale: str
    audience: str
    signals: tuple[str, ...]
    story: str = ""
    """The story it was taken from, if any."""


class Told(msgspec.Struct, frozen=True):
    """An event that was recorded, as far as the panel shows it."""

    kind: str
    at: str
    fields: dict[str, Any] = {}


class State(msgspec.Struct, kw_only=True):
    """A payment on its way."""

    bill: Bill
    warning_id: str
    """Chosen by the form that was sent: sent twice, it is one payment."""
    turn: int = 0
    """Rises with every act; a form of an earlier turn was sent twice, and counts once."""
    stage: Stage = "warned"
    end: End = ""
    suspicions: tuple[Suspicion, ...] = ()
    level: str = ""
    request: dict[str, Any] = {}
    """What the API was asked last."""
    answer: str = ""
    """What it answered, JSON; empty when it was never asked."""
    source: str = ""
    """Who answered: the server, the replica, or the card that ships with the client."""
    milliseconds: float = 0.0
    since: float = 0.0
    """When the step began, in seconds since the epoch."""
    release: dict[str, Any] | None = None
    brief: dict[str, Any] | None = None
    said: str = ""
    """The kind of the last act that left the payment where it is."""
    proof: dict[str, Any] | None = None
    """What the proof of a release said, once it was checked."""
    events: list[Told] = []
    reroutes: list[str] = []
    """The fraud types that answers led to."""

    @property
    def answered(self) -> dict[str, Any]:
        """The API's answer."""
        found: dict[str, Any] = msgspec.json.decode(self.answer or "{}")
        return found

    def note(self, told: Told) -> None:
        """Remember an event for the panel."""
        self.events = [*self.events, told][-_EVENTS_MOST:]


def masked(name: str) -> str:
    """Return a name as a payment page shows it, and as much of it as is kept."""
    name = name.strip()
    return f"{name[:1]}{'*' * min(3, max(1, len(name) - 1))}"


def packed(state: State) -> str:
    """Return a state as text for the session."""
    return msgspec.json.encode(state).decode()


def unpacked(text: object) -> State | None:
    """Return the state in a session's text; None where there is none, or one of an older program."""
    try:
        return msgspec.json.decode(text, type=State) if isinstance(text, str) else None
    except msgspec.DecodeError:
        return None
