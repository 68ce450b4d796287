"""Keep the newest good deck in memory, follow the database, and survive its loss by a file or the cache."""

import datetime as dt
import logging
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec
from msgspec.structs import replace

from scams.deck import wire
from scams.deck.index import Index, Shelved
from scams.deck.places import CachePlace, Place, PlaceDown
from scams.deck.snapshot import Client, Snapshot, Source, SourceDown

logger = logging.getLogger(__name__)

POLL_SECONDS: Final = 0.1
"""How often a server looks for a newer deck: with the compile well within the promised second."""
USE_SECONDS: Final = 30.0
"""How often the keys that were used are written down."""

_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(Snapshot)


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


class Store:
    """Holds the state of one server process."""

    def __init__(self, source: Source, *places: Place) -> None:
        """Follow `source`, and keep the last good snapshot in `places`."""
        self.state: State | None = None
        self.used: set[str] = set()
        """What the keys used begin with, since they were last written down."""
        self._source = source
        self._places = places
        self._shelved = Shelved()
        self._seen: Snapshot | None = None
        self._down = False
        self._noted: set[tuple[str, dt.date]] = set()
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stop = threading.Event()

    def start(self) -> None:
        """Load what there is and follow the source from threads of their own; returns at once."""
        self.refresh()
        if self.state is None:
            self._load_kept()
        threading.Thread(target=self._follow, name="deck", daemon=True).start()
        for place in self._places:
            if isinstance(place, CachePlace):
                arguments = (self._wake, self._stop)
                threading.Thread(target=place.listen, args=arguments, name="deck-word", daemon=True).start()

    def stop(self) -> None:
        """Stop following; the state stays."""
        self._stop.set()
        self._wake.set()

    def refresh(self) -> bool:
        """Take a newer snapshot if there is one, or drop expired cards; return whether the state changed.

        A source that is down or a deck that cannot be read leaves the state as it is.
        """
        with self._lock:
            newer = self._ask()
            if newer and self._take(newer):
                self._keep()
                return True
            return self._drop_expired()

    def _ask(self) -> Snapshot | None:
        try:
            newer = self._source.newer_than(self._seen)
        except SourceDown as error:
            if not self._down:
                logger.warning("deck source down, serving what there is: %s", error)
            self._down = True
            return None
        if self._down:
            logger.warning("deck source is back")
        self._down = False
        self._seen = newer or self._seen
        return newer

    def _take(self, snapshot: Snapshot) -> bool:
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

    def _drop_expired(self) -> bool:
        state = self.state
        return state is not None and state.index.expired(time.time()) and self._take(state.snapshot)

    def _keep(self) -> None:
        """Keep the last good snapshot, key hashes included; a full disk is no reason to stop."""
        content = _encoder.encode(self.state and self.state.snapshot)
        for place in self._places:
            try:
                place.keep(content)
            except PlaceDown as error:
                logger.warning("the last good deck could not be kept: %s", error)

    def _load_kept(self) -> None:
        """Take the newest snapshot that was kept and can be read; its clients only where the database told none."""
        kept = [snapshot for place in self._places if (snapshot := _kept_in(place))]
        for snapshot in sorted(kept, key=lambda one: one.row, reverse=True):
            if self._take(replace(snapshot, clients=self._seen.clients) if self._seen else snapshot):
                logger.warning("serving the last good deck, %s", wire.version_of(snapshot.payload))
                return

    def _follow(self) -> None:
        due = time.monotonic() + USE_SECONDS
        while not self._stop.is_set():
            self._wake.wait(POLL_SECONDS)
            self._wake.clear()
            try:
                self.refresh()
                if time.monotonic() >= due:
                    due = time.monotonic() + USE_SECONDS
                    self.note_use()
            except Exception:
                logger.exception("the deck could not be refreshed")

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


def _kept_in(place: Place) -> Snapshot | None:
    try:
        content = place.load()
        return _decoder.decode(content) if content is not None else None
    except (PlaceDown, msgspec.DecodeError) as error:
        logger.warning("no last good deck: %s", error)
        return None


def places_for(file: Place, cache_url: str) -> Sequence[Place]:
    """Return where the last good snapshot is kept: the file, and the cache server where `cache_url` names one."""
    return (file, CachePlace(cache_url)) if cache_url else (file,)
