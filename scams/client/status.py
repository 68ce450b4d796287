"""How a client is doing, for its owner's monitoring."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Status:
    """What `Client.status` tells."""

    source: str
    """Who gave the last answer: `remote`, `replica` or `last-resort`; empty before the first."""
    answers: dict[str, int]
    """How many answers each of the three has given in this process."""
    failures: int
    """Payments in a row for which the server had no answer in time; from five on it is left alone until it is back."""
    deck: str
    """The version of the deck held in this process; empty for none."""
    deck_age: float | None
    """Seconds since the server last said that this is its newest deck; None before it ever did."""
    events_waiting: int
    """Events that were recorded and not sent yet; -1 when that cannot be told."""
    events_rejected: int
    """Events that the server would not have; -1 when that cannot be told."""
    troubles: dict[str, str]
    """What goes wrong now, in words, by part: `remote`, `replica`, `events`; empty when all is well."""
