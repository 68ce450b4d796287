"""What works for a client in one process: connections, replica, buffer and the threads behind them.

Threads, connections and locks do not survive a fork. So nothing is repaired in a child: it gets parts of its own,
and its threads start when it first needs them.
"""

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from scams.client.buffer import Buffer
from scams.client.remote import Remote
from scams.client.replica import Replica
from scams.client.routine import Routine
from scams.client.sender import Sender
from scams.client.transport import Transport
from scams.client.trust import Trust

_EVENTS: Final = "events.sqlite3"
_LOCK: Final = "events.lock"
_LAST_SECONDS: Final = 2.0
"""How long ending waits for events that can still be sent, and for each thread."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a client was told."""

    url: str
    key: str = field(repr=False)
    folder: Path | None
    timeout: float
    refresh: float
    events_most: int


class Parts:
    """The parts of one client in one process."""

    def __init__(self, setup: Setup, trust: Trust, transport: Transport, before: Replica | None = None) -> None:
        """Put the parts together, with the deck of the replica `before` or what the folder has; starts nothing."""
        folder = setup.folder
        trust.transport = transport
        self.setup = setup
        self.trust = trust
        self.transport = transport
        self.remote = Remote(transport, setup.timeout)
        self.replica = Replica(transport, trust, folder=folder, refresh=setup.refresh, before=before)
        self.buffer = Buffer(folder and folder / _EVENTS, most=setup.events_most)
        self.sender = Sender(transport, self.buffer, folder and folder / _LOCK)
        self.started = False
        self._starting = threading.Lock()
        self._routines = (
            Routine("scams-deck", self.replica.work),
            Routine("scams-server", self.remote.probe),
            Routine("scams-events", self.sender.work),
        )

    def start(self) -> None:
        """Start the threads, once."""
        with self._starting:
            if not self.started:
                self.started = True
                for routine in self._routines:
                    routine.start()

    def end(self) -> None:
        """Stop the threads, send what can be sent at once, and close connections and files."""
        with self._starting:
            self.started = True
            for routine in self._routines:
                routine.stop()
        if not self.sender.trouble:
            self.sender.try_to_drain(_LAST_SECONDS)
        for routine in self._routines:
            routine.join(_LAST_SECONDS)
        self.transport.close()
        self.buffer.close()

    def for_child(self) -> "Parts":
        """Return parts for the process that was just forked off; these are not used there any more."""
        self.buffer.release()
        self.buffer.close()
        transport = Transport(self.setup.url, self.setup.key, context=self.transport.context)
        return Parts(self.setup, self.trust, transport, self.replica)
