"""What the processes of one machine have counted: each keeps its counts in a file, any of them can read them all.

A scrape reaches one process, and is to see the others, too. A file outlives its process for a while, so that the
last counts are seen.
"""

import logging
import os
import threading
import time
from contextlib import suppress
from pathlib import Path
from socket import gethostname
from typing import Final

import msgspec

from scams.api.counts import Counts
from scams.deck.store import Store
from scams.files import put_in_place

logger = logging.getLogger(__name__)

WRITE_SECONDS: Final = 1.0
KEPT_SECONDS: Final = 120.0
"""How long a file stays that nobody writes to."""


class Page(msgspec.Struct, array_like=True):
    """What one process has to say."""

    process: str
    counts: Counts
    deck: str = ""
    """The version it serves; empty for none."""
    built: float = 0.0
    """Seconds since the epoch when that was built."""
    cards: int = 0


_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(Page)


class Ledger:
    """The folder of pages, and this process's own."""

    def __init__(self, folder: Path, counts: Counts, store: Store) -> None:
        """Keep the pages in `folder`; this process's says what is in `counts`, and what `store` serves."""
        self.folder = folder
        self.counts = counts
        self.store = store
        self.name = f"{gethostname()}:{os.getpid()}"
        self._file = folder / f"{gethostname()}.{os.getpid()}.{time.time_ns()}"

    def follow(self, stop: threading.Event) -> None:
        """Write this process's page every second until `stop`."""
        while not stop.wait(WRITE_SECONDS):
            self.write()

    def write(self) -> None:
        """Write this process's page; a full disk is no reason to stop."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            put_in_place(self._file, _encoder.encode(self.page()))
        except (OSError, RuntimeError) as error:  # a dictionary that grows meanwhile is written next time
            logger.debug("the counts were not written: %s", error)

    def page(self) -> Page:
        """Return what this process has to say now."""
        state = self.store.state
        if state is None:
            return Page(self.name, self.counts)
        return Page(self.name, self.counts, state.version, state.snapshot.built, state.index.cards)

    def pages(self) -> list[Page]:
        """Return what all processes have to say, this one first; files nobody writes to any more are put away."""
        return [self.page(), *pages_in(self.folder, but=self._file)]


def pages_in(folder: Path, *, but: Path | None = None) -> list[Page]:
    """Return what the processes whose pages are in a folder have to say, but for one."""
    files: list[Path] = []
    with suppress(OSError):
        files = sorted(file for file in folder.iterdir() if file != but)
    return [page for file in files if (page := _read(file))]


def _read(file: Path) -> Page | None:
    try:
        if time.time() - file.stat().st_mtime > KEPT_SECONDS:
            file.unlink()
            return None
        return _decoder.decode(file.read_bytes())
    except (OSError, msgspec.DecodeError):  # gone meanwhile, or of another version of the program
        return None
