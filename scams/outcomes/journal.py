"""Where events are written down before anybody is told that they were taken. Plain SQL, no Django.

A batch is one transaction: its events that are new, and the warnings they are about for the roll-up. Once `append`
returns, it survives kill -9 and a power cut. When it raises, nothing of the batch was kept, or all of it was and the
answer got lost: either way it may be sent again, for what is there already is not written twice.
"""

import datetime as dt
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import msgspec

from scams.outcomes.reading import Row
from scams.outcomes.turns import InTurn, Journal, JournalDown

__all__ = ["Journal", "JournalDown", "PostgresJournal", "SqliteJournal", "journal_for"]

_SQLITE_EVENTS: Final = """
    INSERT INTO scams_outcomeevent (event_id, client, warning_id, kind, at, received_at, subject, payee, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (event_id, client) DO NOTHING
"""
_SQLITE_BACKLOG: Final = "INSERT INTO scams_outcomebacklog (client, warning_id) VALUES (?, ?)"
_LOCK_SECONDS: Final = 2.0
"""How long to wait for another process that is writing."""
# Django's own connections sync less often; an event that was acknowledged must survive a power cut, too.
_SQLITE_SETUP: Final = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")

# One statement, hence one transaction and one way there and back. The rows go as JSON: the driver takes ten times as
# long for arrays.
_POSTGRES: Final = """
    WITH added AS (
        INSERT INTO scams_outcomeevent (event_id, client, warning_id, kind, at, received_at, subject, payee, body)
        SELECT event_id, %s, warning_id, kind, at, %s, subject, payee, body
        FROM json_to_recordset(%s::json) AS event
            (event_id uuid, warning_id uuid, kind text, at timestamptz, subject text, payee text, body text)
        ON CONFLICT (event_id, client) DO NOTHING
        RETURNING warning_id
    ), noted AS (
        INSERT INTO scams_outcomebacklog (client, warning_id) SELECT DISTINCT %s, warning_id FROM added
    )
    SELECT count(*) FROM added
"""
_POSTGRES_OPTIONS: Final[dict[str, Any]] = {
    "connect_timeout": 2,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
    "tcp_user_timeout": 5000,
    "options": "-c statement_timeout=5000 -c lock_timeout=2000 -c synchronous_commit=on",
}
"""A server that no longer answers is one that is down, within seconds; a commit is on its disk: s, s, s, times, ms."""


class SqliteJournal:
    """Writes to an SQLite file, which may be moved away under a running server. For one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Write to the file at `path`, opened at the first batch; it must have been made by then."""
        self.path = path.resolve()
        self._open: sqlite3.Connection | None = None
        self._inode = 0

    def append(self, client: str, events: Sequence[Row]) -> int:
        """Write down a client's events that are not there yet; return how many. JournalDown when that failed."""
        try:
            added = self._write(client, events)
            is_there = self._inode == self._inode_now()
        except (sqlite3.Error, OSError) as error:
            self.close()
            raise JournalDown(str(error)) from error
        except BaseException:
            self.close()
            raise
        if not is_there:  # what was written is gone with the file
            raise JournalDown("the database file was taken away")
        return added

    def _write(self, client: str, events: Sequence[Row]) -> int:
        file, received = self._opened(), _sqlite_moment(dt.datetime.now(dt.UTC))
        rows = [
            (
                *(event.event_id.hex, client, event.warning_id.hex, event.kind, _sqlite_moment(event.at), received),
                *(event.subject, event.payee, event.body),
            )
            for event in events
        ]
        file.execute("BEGIN IMMEDIATE")
        added = file.executemany(_SQLITE_EVENTS, rows).rowcount
        if added:
            warnings = {event.warning_id.hex for event in events}
            file.executemany(_SQLITE_BACKLOG, [(client, warning) for warning in sorted(warnings)])
        file.execute("COMMIT")
        return added

    def _opened(self) -> sqlite3.Connection:
        """Return the connection to the file that is at our path now."""
        inode = self._inode_now()
        if self._open and self._inode != inode:
            self.close()
        if self._open is None:
            uri = f"{self.path.as_uri()}?mode=rw"
            self._open = sqlite3.connect(
                uri, uri=True, timeout=_LOCK_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._inode = inode
            for pragma in _SQLITE_SETUP:
                self._open.execute(pragma)
        return self._open

    def close(self) -> None:
        """Close the connection, and take back what was not committed; the next batch opens it again."""
        if self._open:
            self._open.close()
        self._open = None

    def _inode_now(self) -> int:
        return self.path.stat().st_ino


def _sqlite_moment(moment: dt.datetime) -> str:
    """Return a moment as Django keeps it in SQLite, so that texts compare as moments do."""
    return str(moment.replace(tzinfo=None))


class PostgresJournal:
    """Writes to PostgreSQL over one connection, made again when it breaks. For one thread at a time."""

    def __init__(self, url: str) -> None:
        """Write to the database at `url`; connects at the first batch."""
        self.url = url
        self.connection: Any = None

    def append(self, client: str, events: Sequence[Row]) -> int:
        """Write down a client's events that are not there yet; return how many. JournalDown when that failed."""
        import psycopg

        # In one order everywhere: two processes that write the same events would else wait for each other for ever.
        in_order = sorted(events, key=lambda event: event.event_id.int)
        rows = msgspec.json.encode([event._asdict() for event in in_order]).decode()
        values = (client, dt.datetime.now(dt.UTC), rows, client)
        try:
            if self.connection is None or self.connection.closed:
                self.connection = psycopg.connect(self.url, autocommit=True, **_POSTGRES_OPTIONS)
            added: int = self.connection.execute(_POSTGRES, values).fetchone()[0]
        except psycopg.Error as error:
            self.close()
            raise JournalDown(error.diag.message_primary or str(error)) from error
        return added

    def close(self) -> None:
        """Close the connection; the next batch opens it again."""
        if self.connection is not None:
            self.connection.close()
        self.connection = None


def journal_for(database_url: str) -> Journal:
    """Return the journal of a database URL, for any number of threads; ValueError for a scheme nobody writes to."""
    scheme, _separator, rest = database_url.partition("://")
    if scheme in ("postgres", "postgresql", "psql", "pgsql"):
        return InTurn(PostgresJournal(f"postgresql://{rest}"))
    if scheme == "sqlite":
        return InTurn(SqliteJournal(Path(unquote(urlsplit(database_url).path[1:]))))
    raise ValueError(f"events cannot be written to a database of scheme {scheme!r}")
