"""What a journal of events is, and how the threads of one process take turns at it."""

import logging
import threading
import time
from collections.abc import Sequence
from typing import Final, Protocol

from scams.outcomes.reading import Row

logger = logging.getLogger(__name__)

_TURN_SECONDS: Final = 0.25
"""How long a batch may take before the next one stops waiting for it: whoever waits holds a thread for payments."""
_REST_SECONDS: Final = 1.0
"""How long a database that failed is left alone."""


class JournalDown(Exception):
    """The database cannot be written to right now; the message says why, and holds nothing of an event."""


class Journal(Protocol):
    """Where events are written down."""

    def append(self, client: str, events: Sequence[Row]) -> int:
        """Write down a client's events that are not there yet; return how many. JournalDown when that failed."""

    def close(self) -> None:
        """Let go of the database; the next batch takes it up again."""


class InTurn:
    """One batch at a time to a journal, and none while it is known to be down.

    A process has one or two threads, which answer payments, too: they must not all wait for a database.
    """

    def __init__(self, journal: Journal) -> None:
        """Write to `journal`."""
        self.journal = journal
        self._turn = threading.Lock()
        self._began = 0.0
        self._down_until = 0.0

    def append(self, client: str, events: Sequence[Row]) -> int:
        """Write down a client's events that are not there yet; return how many. JournalDown when that failed."""
        if not events:
            return 0
        if time.monotonic() < self._down_until or not self._turn.acquire(timeout=self._patience()):
            raise JournalDown("busy, or not reached a moment ago")
        self._began = time.monotonic()
        try:
            added = self.journal.append(client, events)
        except JournalDown as error:
            if not self._down_until:
                logger.error("events cannot be written down, and are refused until they can: %s", error)
            self._down_until = time.monotonic() + _REST_SECONDS
            raise
        finally:
            self._turn.release()
        self._down_until = 0.0
        return added

    def close(self) -> None:
        """Let go of the database once nobody is writing; the next batch takes it up again."""
        with self._turn:
            self.journal.close()

    def _patience(self) -> float:
        """Return how long to wait for a turn: not at all while somebody is slow, or tries a database that was down."""
        return 0.0 if self._down_until else max(0.0, self._began + _TURN_SECONDS - time.monotonic())
