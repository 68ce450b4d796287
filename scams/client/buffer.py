"""Events on their way to the server, in an SQLite file: what was taken survives the end of the process.

Several processes may use one file. Without a file they are kept in memory, and end with the process.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

logger = logging.getLogger(__name__)

_LOCK_SECONDS: Final = 5.0
"""How long to wait for another process that is writing."""
_DAMAGED: Final = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)

# In write-ahead mode without a sync for each event: a killed process loses nothing, only a power cut may.
_SETUP: Final = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY AUTOINCREMENT, event BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS rejected (
        number INTEGER PRIMARY KEY, event BLOB NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL
    );
"""
# Events are sent and deleted in the order of their numbers, so there are as many as between the first and the last.
_WAITING: Final = """
    SELECT coalesce((SELECT max(number) FROM events) - (SELECT min(number) FROM events) + 1, 0)
"""
_ADD: Final = f"INSERT INTO events (event) SELECT ? WHERE ({_WAITING}) < ?"
_REJECT: Final = """
    INSERT OR REPLACE INTO rejected (number, event, reason, at)
    SELECT number, event, ?, strftime('%Y-%m-%dT%H:%M:%SZ') FROM events WHERE number = ?
"""

_Result = TypeVar("_Result")


class NotRecorded(Exception):
    """An event was not taken: the buffer is full, or cannot be written to; the message says which."""


class Waiting(NamedTuple):
    """One event that has not been sent yet, and its place in the queue."""

    number: int
    event: bytes


class Buffer:
    """A queue of events, first in first out."""

    def __init__(self, file: Path | None, *, most: int) -> None:
        """Keep `most` events at most in `file`, made at first need; without a file in memory."""
        self._file = file
        self._most = most
        self._lock = threading.Lock()
        self._open: sqlite3.Connection | None = None
        self._inode = 0
        self._closed = False

    def add(self, event: bytes) -> None:
        """Take an event: once this returns, it survives kill -9. NotRecorded when it cannot be taken."""
        try:
            added = self._run(lambda file: file.execute(_ADD, (event, self._most)).rowcount)
        except (sqlite3.Error, OSError) as error:
            raise NotRecorded(f"the event could not be written down: {error}") from error
        if not added:
            raise NotRecorded(f"{self._most} events are waiting already: is the server being reached?")

    def first(self, number: int) -> list[Waiting]:
        """Return the events that have waited longest, so many at most."""
        query = "SELECT number, event FROM events ORDER BY number LIMIT ?"
        return self._run(lambda file: [Waiting(*row) for row in file.execute(query, (number,))])

    def settle(self, sent: Sequence[Waiting], rejected: dict[int, str]) -> None:
        """Forget events that the server has; those it rejected are put aside, by number with the reason."""
        numbers = [(one.number,) for one in sent]

        def change(file: sqlite3.Connection) -> None:
            file.execute("BEGIN IMMEDIATE")
            try:
                file.executemany(_REJECT, [(reason, number) for number, reason in rejected.items()])
                file.executemany("DELETE FROM events WHERE number = ?", numbers)
                file.execute("COMMIT")
            except BaseException:
                file.execute("ROLLBACK")
                raise

        self._run(change)

    def waiting(self) -> int:
        """Return how many events are waiting."""
        return self._count(_WAITING)

    def rejected(self) -> int:
        """Return how many events the server rejected; they stay in the table `rejected`, with the reason."""
        return self._count("SELECT count(*) FROM rejected")

    def close(self) -> None:
        """Close the file for good."""
        with self._lock:
            self._closed = True
            if self._open:
                self._open.close()
            self._open = None

    def hold(self) -> None:
        """Get ready for a fork: let nobody in until `release`, and close the file.

        SQLite keeps its locks by process: a child that inherited an open file would believe that it has them.
        """
        self._lock.acquire()
        if self._open and self._file:
            self._open.close()
            self._open = None

    def release(self) -> None:
        """Go on after a fork; the file is opened again when it is next needed."""
        self._lock.release()

    def _count(self, query: str) -> int:
        number: int = self._run(lambda file: file.execute(query).fetchone()[0])
        return number

    def _run(self, work: Callable[[sqlite3.Connection], _Result]) -> _Result:
        """Do work on the file; one that turns out damaged is put aside and begun anew."""
        with self._lock:
            try:
                return work(self._opened())
            except sqlite3.DatabaseError as error:
                if not self._file or getattr(error, "sqlite_errorcode", None) not in _DAMAGED:
                    raise
                self._put_aside(self._file)
                return work(self._opened())

    def _opened(self) -> sqlite3.Connection:
        if self._closed:
            raise sqlite3.ProgrammingError("the client is closed")
        if self._open and self._inode != self._inode_now():
            # Somebody took the file away. What is written to it now would be gone with it.
            self._open.close()
            self._open = None
        if self._open is None:
            if self._file:
                self._file.touch(mode=0o600)
            connection = sqlite3.connect(
                self._file or ":memory:", timeout=_LOCK_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                connection.executescript(_SETUP)
            except BaseException:
                connection.close()
                raise
            self._open, self._inode = connection, self._inode_now()
        return self._open

    def _inode_now(self) -> int:
        """Return which file is at our path now; 0 for none."""
        try:
            return self._file.stat().st_ino if self._file else 0
        except FileNotFoundError:
            return 0

    def _put_aside(self, file: Path) -> None:
        if self._open:
            self._open.close()
        self._open = None
        aside = file.with_name(f"{file.name}.damaged.{time.time_ns()}")
        logger.error("the buffer of events is damaged; it is put aside as %s, and a new one begun", aside)
        for ending in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                file.with_name(file.name + ending).rename(aside.with_name(aside.name + ending))
