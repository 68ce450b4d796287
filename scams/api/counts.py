"""What one process has answered, counted on the hot path by plain additions."""

import logging
from typing import Final

import msgspec

logger = logging.getLogger(__name__)

BUCKETS: Final = 32
"""Powers of two of microseconds (1.024 µs, to be exact): the last is over half an hour."""
MORE: Final = "(more)"
_UNKNOWN_MOST: Final = 200
"""How many different unknown codes are told apart; a broken caller must not fill the memory."""

Labels = tuple[str, str, str, str]
"""Client, matched fraud type, by which step, level."""


class Counts(msgspec.Struct):
    """Counts since the process started. Additions are single dictionary or list operations, so threads may share it."""

    answered: dict[Labels, int] = msgspec.field(default_factory=dict)
    refused: dict[int, int] = msgspec.field(default_factory=dict)
    """By status."""
    durations: list[int] = msgspec.field(default_factory=lambda: [0] * BUCKETS)
    """Answers by the bits of their duration in units of 1.024 µs."""
    nanoseconds: int = 0
    """All durations together."""
    unknown: dict[str, int] = msgspec.field(default_factory=dict)
    """Codes that no fraud type has."""
    events: dict[tuple[str, str], int] = msgspec.field(default_factory=dict)
    """Outcome events by client and what became of them: accepted, duplicate, rejected."""
    events_refused: dict[int, int] = msgspec.field(default_factory=dict)
    """Calls with events that were refused, by status."""
    searches_instead: dict[str, int] = msgspec.field(default_factory=dict)
    """Searches that the database answered in place of Elasticsearch, by the reason."""

    def add(self, labels: Labels, nanoseconds: int) -> int:
        """Count an answer and how long it took; return how many there are of its kind now."""
        number = self.answered[labels] = self.answered.get(labels, 0) + 1
        self.durations[(nanoseconds >> 10).bit_length()] += 1
        self.nanoseconds += nanoseconds
        return number

    def add_refused(self, status: int) -> None:
        """Count a request that was refused."""
        self.refused[status] = self.refused.get(status, 0) + 1

    def add_unknown(self, code: str) -> None:
        """Count a code that no fraud type has; the first time it is logged, too."""
        new = code not in self.unknown
        if new and len(self.unknown) >= _UNKNOWN_MOST:
            code = MORE
        elif new:
            logger.warning("a risk engine sent a code that no fraud type has: %r", code)
        self.unknown[code] = self.unknown.get(code, 0) + 1

    def add_events(self, client: str, **numbers: int) -> None:
        """Count a client's events by what became of them."""
        for result, number in numbers.items():
            labels = (client, result)
            self.events[labels] = self.events.get(labels, 0) + number

    def add_events_refused(self, status: int) -> None:
        """Count a call with events that was refused."""
        self.events_refused[status] = self.events_refused.get(status, 0) + 1
