"""Which proofs were used: each may let one payment go, once. In memory for one process, in a file for several."""

import os
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Final, Protocol

MOST: Final = 100_000
"""Proofs remembered in memory: each is for the few minutes that it is good, so this is hundreds a second."""


class CannotTell(Exception):
    """Whether a proof was used cannot be told right now; the message says why."""


class Used(Protocol):
    """What remembers the proofs that were used."""

    def take(self, proof: str, until: float) -> bool:
        """Take a proof by its id, remembered `until` then (seconds since the epoch); return whether it was unused.

        CannotTell when that cannot be told or remembered: the proof is not to be believed then.
        """


class UsedInMemory:
    """For one process."""

    def __init__(self, most: int = MOST) -> None:
        """Remember so many at most."""
        self._most = most
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def take(self, proof: str, until: float) -> bool:
        """Return whether a proof was unused until now; CannotTell when there are too many to remember another."""
        with self._lock:
            if proof in self._until:
                return False
            if len(self._until) >= self._most:
                now = time.time()
                self._until = {one: end for one, end in self._until.items() if end > now}
            if len(self._until) >= self._most:  # to forget one that is still good would be to take it twice
                raise CannotTell(f"{self._most} proofs were used within minutes")
            self._until[proof] = until
            return True


class UsedInFile:
    """For all processes of a machine that know the same SQLite file; it outlives them."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Keep them in the file at `path`, made at the first use."""
        self._path = Path(path)

    def take(self, proof: str, until: float) -> bool:
        """Return whether a proof was unused until now; CannotTell when the file cannot be written."""
        try:
            with closing(sqlite3.connect(self._path, timeout=5, isolation_level=None)) as file:
                file.execute("CREATE TABLE IF NOT EXISTS used (proof TEXT PRIMARY KEY, until REAL) WITHOUT ROWID")
                file.execute("DELETE FROM used WHERE until <= ?", (time.time(),))
                done = file.execute("INSERT OR IGNORE INTO used VALUES (?, ?)", (proof, until))
                return done.rowcount == 1
        except sqlite3.Error as error:
            raise CannotTell(f"the used proofs in {self._path} cannot be read or written: {error}") from error
