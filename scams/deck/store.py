"""Keep the newest good deck in memory, follow the database, and survive its loss by a file or the cache."""

import datetime as dt
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from msgspec.structs import replace

from scams.deck import wire
from scams.deck.follower import Follower
from scams.deck.index import Index, Shelved
from scams.deck.places import CachePlace, Place
from scams.deck.snapshot import Client, Snapshot, Source, SourceDown

logger = logging.getLogger(__name__)

USE_SECONDS: Final = 30.0
"""How often the keys that were used are written down."""


@dataclass(frozen=True, slots=True)
class State:
    """What requests are answered from; replaced as a whole, never changed."""

    index: Index
    clients: Mapping[str, Client]
    """By what their keys begin with."""
    snapshot: Snapshot
    admitted: dict[str, Client] = field(default_factory=dict)
    """Authorization headers that were found good since keys were last written down as used."""

    @property
    def version(self) -> str:
        """The version of the deck."""
        return self.index.version


class Store(Follower[Snapshot]):
    """Holds the state of one server process."""

    name = "deck"
    kind = Snapshot

    def __init__(self, source: Source, *places: Place) -> None:
        """Follow `source`, and keep the last good snapshot in `places`."""
        super().__init__(source, places)
        self.state: State | None = None
        self.used: set[str] = set()
        """What the keys used begin with, since they were last written down."""
        self._source = source
        self._shelved = Shelved()
        self._noted: set[tuple[str, dt.date]] = set()
        self._due = time.monotonic() + USE_SECONDS

    def held(self) -> Snapshot | None:
        """Return the snapshot that is answered from, key hashes included."""
        return self.state.snapshot if self.state else None

    def take(self, snapshot: Snapshot) -> bool:
        """Answer from `snapshot` from now on; return whether anything changed.

        Of one whose deck cannot be served the clients are taken all the same: a revoked key is revoked.
        """
        try:
            index = self._index_of(snapshot)
        except (wire.DeckError, ValueError) as error:
            logger.error("deck %s refused, serving the one before: %s", snapshot.row, error)
            if self.state is None or self.state.snapshot.clients == snapshot.clients:
                return False
            snapshot = replace(self.state.snapshot, clients=snapshot.clients)
            index = self.state.index
        clients = {client.prefix: client for client in snapshot.clients}
        self.state = State(index, clients, snapshot)
        return True

    def _index_of(self, snapshot: Snapshot) -> Index:
        """Return the deck of `snapshot` arranged, as it is already when only the clients are others."""
        state, now = self.state, time.time()
        if state and state.snapshot.payload is snapshot.payload and not state.index.expired(now):
            return state.index
        return self._shelved.read(snapshot.payload, now=now)

    def tend(self) -> bool:
        """Drop cards that have expired."""
        state = self.state
        return state is not None and state.index.expired(time.time()) and self.take(state.snapshot)

    def kept(self, version: Snapshot) -> Snapshot:
        """Return a snapshot that was kept; its clients only where the database told none."""
        return replace(version, clients=self._seen.clients) if self._seen else version

    def now_and_then(self) -> None:
        """Write down which keys were used, every half a minute."""
        if time.monotonic() >= self._due:
            self._due = time.monotonic() + USE_SECONDS
            self.note_use()

    def note_use(self) -> None:
        """Write down which keys were used today, once a day each; what cannot be written now is next time."""
        day = dt.datetime.now(dt.UTC).date()
        if self.state:
            self.state.admitted.clear()  # so that keys in use are seen again
        new = sorted(prefix for prefix in self.used.copy() if (prefix, day) not in self._noted)
        self.used.clear()
        if not new:
            return
        try:
            self._source.note_use(new, day)
        except SourceDown as error:
            logger.debug("the use of keys was not written down: %s", error)
            self.used.update(new)
            return
        self._noted = {(prefix, when) for prefix, when in self._noted if when == day} | {(one, day) for one in new}


def places_for(file: Place, cache_url: str, name: str = Store.name) -> Sequence[Place]:
    """Return where the last good version of something is kept: the file, and the cache server if there is one."""
    return (file, CachePlace(cache_url, name)) if cache_url else (file,)
