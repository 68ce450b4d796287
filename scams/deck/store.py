"""Keep the newest good deck in memory, follow the database, and survive its loss by a file."""

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from scams.deck import wire
from scams.deck.match import Index
from scams.deck.snapshot import Client, Snapshot, Source, SourceDown
from scams.files import put_in_place

logger = logging.getLogger(__name__)

POLL_SECONDS: Final = 0.1
"""How often a server looks for a newer deck: with the compile well within the promised second."""

_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(Snapshot)


@dataclass(frozen=True, slots=True)
class State:
    """What requests are answered from; replaced as a whole, never changed."""

    index: Index
    version: str
    clients: Mapping[str, Client]


class Store:
    """Holds the state of one server process."""

    def __init__(self, source: Source, file: Path) -> None:
        """Follow `source`, and keep the last good snapshot in `file`."""
        self.state: State | None = None
        self._source = source
        self._file = file
        self._snapshot: Snapshot | None = None
        self._refused = -1
        self._down = False
        self._lock = threading.Lock()
        self._stop = threading.Event()

    def start(self) -> None:
        """Load what there is and follow the source from a thread of its own; returns at once."""
        self.refresh()
        if self._snapshot is None:
            self._load_file()
        threading.Thread(target=self._follow, name="deck", daemon=True).start()

    def stop(self) -> None:
        """Stop following; the state stays."""
        self._stop.set()

    def refresh(self) -> bool:
        """Take a newer snapshot if there is one, or drop expired cards; return whether the state changed.

        A source that is down or a deck that cannot be read leaves the state as it is.
        """
        with self._lock:
            newer = self._ask()
            if newer and self._take(newer):
                self._keep(newer)
                return True
            return self._drop_expired()

    def _ask(self) -> Snapshot | None:
        try:
            newer = self._source.newer_than(self._snapshot)
        except SourceDown as error:
            if not self._down:
                logger.warning("deck source down, serving what there is: %s", error)
            self._down = True
            return None
        if self._down:
            logger.warning("deck source is back")
        self._down = False
        return newer

    def _take(self, snapshot: Snapshot) -> bool:
        try:
            index = Index(wire.decode(snapshot.payload), now=time.time())
        except (wire.DeckError, ValueError) as error:
            if self._refused != snapshot.row:
                logger.error("deck %s refused, serving the one before: %s", snapshot.row, error)
            self._refused = snapshot.row
            return False
        clients = {client.prefix: client for client in snapshot.clients}
        self.state = State(index, wire.version_of(snapshot.payload), clients)
        self._snapshot = snapshot
        return True

    def _drop_expired(self) -> bool:
        if self.state is None or self._snapshot is None:
            return False
        expiry = self.state.index.next_expiry
        return expiry is not None and expiry <= time.time() and self._take(self._snapshot)

    def _keep(self, snapshot: Snapshot) -> None:
        """Keep the last good snapshot, key hashes included, in the file; a full disk is no reason to stop."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            put_in_place(self._file, _encoder.encode(snapshot))
        except OSError as error:
            logger.warning("the last good deck could not be kept: %s", error)

    def _load_file(self) -> None:
        try:
            snapshot = _decoder.decode(self._file.read_bytes())
        except (OSError, msgspec.DecodeError) as error:
            logger.warning("no last good deck: %s", error)
            return
        if self._take(snapshot):
            logger.warning("serving the last good deck from %s", self._file)

    def _follow(self) -> None:
        while not self._stop.wait(POLL_SECONDS):
            try:
                self.refresh()
            except Exception:
                logger.exception("the deck could not be refreshed")
