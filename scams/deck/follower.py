"""Keep the newest good version of something in memory: follow the database, survive its loss by a file or the cache.

What a version is, and how it is arranged for answering, is the subclass's: the deck's, or the checker's rules'.
"""

import logging
import threading
from collections.abc import Sequence
from typing import Any, ClassVar, Final, Generic, Protocol, TypeVar

import msgspec

from scams.deck.places import CachePlace, Place, PlaceDown
from scams.deck.snapshot import SourceDown

logger = logging.getLogger(__name__)

POLL_SECONDS: Final = 0.1
"""How often a server looks for a newer version: with the compile well within the promised second."""

_encoder: Final = msgspec.msgpack.Encoder()


class Numbered(Protocol):
    """A version has the number of its row: the higher, the newer."""

    @property
    def row(self) -> int:
        """The number."""


Version = TypeVar("Version", bound=Numbered)
Asked = TypeVar("Asked")


class Newest(Protocol[Asked]):
    """Where the newest version comes from."""

    def newer_than(self, known: Asked | None) -> Asked | None:
        """Return the newest version if it differs from `known`, else None; SourceDown when it cannot be read."""


class Follower(Generic[Version]):
    """Follows one source from a thread of its own, and keeps the last good version in some places."""

    name: ClassVar[str] = ""
    """What it is that is followed, for logs and threads."""
    kind: ClassVar[Any]
    """The struct that a version is."""

    def __init__(self, source: Newest[Version], places: Sequence[Place]) -> None:
        """Follow `source`, and keep the last good version in `places`."""
        self._newest = source
        self._places = places
        self._seen: Version | None = None
        self._down = False
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stop = threading.Event()

    def start(self) -> None:
        """Load what there is and follow the source from threads of their own; returns at once."""
        self.refresh()
        if self.held() is None:
            self._load_kept()
        threading.Thread(target=self._follow, name=self.name, daemon=True).start()
        for place in self._places:
            if isinstance(place, CachePlace):
                arguments = (self._wake, self._stop)
                threading.Thread(target=place.listen, args=arguments, name=f"{self.name}-word", daemon=True).start()

    def stop(self) -> None:
        """Stop following; what is held stays."""
        self._stop.set()
        self._wake.set()

    def refresh(self) -> bool:
        """Take a newer version if there is one; return whether anything changed.

        A source that is down or a version that cannot be read leaves everything as it is.
        """
        with self._lock:
            newer = self._ask()
            if newer and self.take(newer):
                self._keep()
                return True
            return self.tend()

    def held(self) -> Version | None:
        """Return the version that is answered from."""
        raise NotImplementedError

    def take(self, version: Version) -> bool:
        """Answer from `version` from now on; return whether anything changed. One that is no good is refused."""
        raise NotImplementedError

    def tend(self) -> bool:
        """Do what time alone makes due, at every look without news; return whether anything changed."""
        return False

    def kept(self, version: Version) -> Version:
        """Return a version that was kept as it is to be taken."""
        return version

    def _ask(self) -> Version | None:
        try:
            newer = self._newest.newer_than(self._seen)
        except SourceDown as error:
            if not self._down:
                logger.warning("%s source down, serving what there is: %s", self.name, error)
            self._down = True
            return None
        if self._down:
            logger.warning("%s source is back", self.name)
        self._down = False
        self._seen = newer or self._seen
        return newer

    def _keep(self) -> None:
        """Keep the last good version; a full disk is no reason to stop."""
        content = _encoder.encode(self.held())
        for place in self._places:
            try:
                place.keep(content)
            except PlaceDown as error:
                logger.warning("the last good %s could not be kept: %s", self.name, error)

    def _load_kept(self) -> None:
        """Take the newest version that was kept and can be read."""
        found = [version for place in self._places if (version := self._kept_in(place))]
        for version in sorted(found, key=lambda one: -one.row):
            if self.take(self.kept(version)):
                logger.warning("serving the last good %s, row %s", self.name, version.row)
                return

    def _kept_in(self, place: Place) -> Version | None:
        try:
            content = place.load()
            found: Version | None = msgspec.msgpack.decode(content, type=self.kind) if content is not None else None
        except (PlaceDown, msgspec.DecodeError) as error:
            logger.warning("no last good %s: %s", self.name, error)
            return None
        return found

    def _follow(self) -> None:
        while not self._stop.is_set():
            self._wake.wait(POLL_SECONDS)
            self._wake.clear()
            try:
                self.refresh()
                self.now_and_then()
            except Exception:
                logger.exception("the %s could not be refreshed", self.name)

    def now_and_then(self) -> None:
        """Do what is done besides, after every look."""
