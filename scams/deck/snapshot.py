"""What a server needs to answer: the newest deck and who may ask. Read from the database or a file.

Plain SQL over the database's own driver, so that the hot endpoint runs without Django.
"""

import datetime as dt
import sqlite3
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, Generic, Protocol, TypeVar
from urllib.parse import unquote, urlsplit

import msgspec

from scams.deck import wire

_DECK: Final = "SELECT id, version FROM scams_deckversion ORDER BY id DESC LIMIT 1"
_PAYLOAD: Final = "SELECT payload, brotli, signatures, built_at FROM scams_deckversion WHERE id = {0}"
_CLIENTS: Final = """
    SELECT k.prefix, k.key_hash, c.name, c.scopes, k.expires_at, c.rate
    FROM scams_apikey k JOIN scams_apiclient c ON c.id = k.client_id
    WHERE c.revoked_at IS NULL AND k.revoked_at IS NULL ORDER BY k.prefix
"""
_USED: Final = """
    UPDATE scams_apikey SET last_used_on = {0} WHERE prefix = {0} AND (last_used_on IS NULL OR last_used_on < {0})
"""


_SURE_SECONDS: Final = 1.0
"""How long an SQLite file that looks untouched is believed to be: its times are no finer than the kernel's clock."""
_IMPATIENT: Final[dict[str, Any]] = {
    "connect_timeout": 2,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
    "tcp_user_timeout": 2000,
    "options": "-c statement_timeout=2000",
}
"""A server that no longer answers is one that is down, within seconds: s, s, s, times, ms, ms."""


class Client(msgspec.Struct, frozen=True, array_like=True):
    """A caller with a valid key: what its key begins with, the key's hash, its name and its scopes."""

    prefix: str
    key_hash: str
    name: str
    scopes: frozenset[str]
    expires: float = 0.0
    """Seconds since the epoch from which the key is no longer valid; 0 is never."""
    rate: int = 0
    """Requests a second; 0 is as many as it likes."""


class Snapshot(msgspec.Struct, frozen=True, array_like=True):
    """One state of the world: a deck's row and bytes, how it is given out, and the clients."""

    row: int
    payload: bytes
    clients: tuple[Client, ...]
    brotli: bytes = b""
    """The deck's JSON compressed with brotli."""
    signatures: tuple[str, ...] = ()
    """One compact JWS per signing key."""
    built: float = 0.0
    """Seconds since the epoch when the deck was built."""


class SourceDown(Exception):
    """The database cannot be read right now; the message says why."""


class Source(Protocol):
    """Where a server gets the newest snapshot from."""

    def newer_than(self, known: Snapshot | None) -> Snapshot | None:
        """Return the newest snapshot if it differs from `known`, else None; SourceDown when it cannot be read."""

    def note_use(self, prefixes: Iterable[str], day: dt.date) -> None:
        """Write down that these keys were used on a day; SourceDown when that cannot be done."""


Known = TypeVar("Known")


class Rows(Protocol):
    """Answers a query of plain SQL; SourceDown when that cannot be done."""

    placeholder: str

    def rows(self, query: str, *values: Any) -> Iterable[tuple[Any, ...]]:
        """Return the rows a query finds."""


def newest_deck(database: Rows, known: Snapshot | None) -> Snapshot | None:
    """Return the newest snapshot if it differs from `known`: two small queries, and a third for a new deck."""
    latest = list(database.rows(_DECK))
    if not latest:
        return None
    row, version = latest[0]
    clients = tuple(
        Client(prefix, key_hash, name, frozenset(scopes.split()), _seconds(expires), rate or 0)
        for prefix, key_hash, name, scopes, expires, rate in database.rows(_CLIENTS)
    )
    if known and known.row == row and wire.version_of(known.payload) == version:
        return None if known.clients == clients else msgspec.structs.replace(known, clients=clients)
    found = next(iter(database.rows(_PAYLOAD.format(database.placeholder), row)))
    payload, brotli, signatures, built = found
    return Snapshot(row, bytes(payload), clients, bytes(brotli or b""), _texts(signatures), _seconds(built))


class _Database(Generic[Known]):
    """The part SQLite and PostgreSQL share."""

    placeholder = "?"
    _newest: Callable[[Rows, Known | None], Known | None]

    def newer_than(self, known: Known | None) -> Known | None:
        """Return the newest version if it differs from `known`, else None; SourceDown when it cannot be read."""
        return self._newest(self, known)

    def note_use(self, prefixes: Iterable[str], day: dt.date) -> None:
        """Write down that these keys were used on a day; SourceDown when that cannot be done."""
        for prefix in prefixes:
            self._write(_USED.format(self.placeholder), day.isoformat(), prefix, day.isoformat())

    def rows(self, query: str, *values: Any) -> Iterable[tuple[Any, ...]]:
        """Return the rows a query finds; SourceDown when the database cannot be asked."""
        raise NotImplementedError

    def _write(self, statement: str, *values: Any) -> None:
        raise NotImplementedError


def _seconds(moment: Any) -> float:
    """Return a moment as seconds since the epoch: SQLite has it as text in UTC, PostgreSQL as a datetime."""
    if moment is None:
        return 0.0
    if isinstance(moment, str):
        moment = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
    seconds: float = moment.timestamp()
    return seconds


def _texts(texts: Any) -> tuple[str, ...]:
    """Return a list of texts: SQLite has it as JSON, PostgreSQL as a list."""
    return tuple(msgspec.json.decode(texts) if isinstance(texts, str | bytes) else texts)


class SqliteSource(_Database[Known]):
    """Reads an SQLite file, opened anew each time: it may be moved away or replaced under a running server.

    As long as neither it nor its log was written to, it is not even opened: requests would wait for that.
    """

    def __init__(self, path: Path, newest: Any = newest_deck) -> None:
        """Read what `newest` asks for, from the file at `path`, which need not exist yet."""
        self._newest = newest
        self.uri = path.resolve().as_uri()
        self._files = (path, path.with_name(f"{path.name}-wal"))
        self._pulse: tuple[Any, ...] = ()
        self._open_by = 0.0

    def newer_than(self, known: Known | None) -> Known | None:
        """Return the newest version if it differs from `known`, else None; SourceDown when it cannot be read."""
        pulse, now = tuple(_pulse(file) for file in self._files), time.monotonic()
        if known and pulse == self._pulse and now < self._open_by:
            return None
        newer = super().newer_than(known)
        self._pulse, self._open_by = pulse, now + _SURE_SECONDS
        return newer

    def rows(self, query: str, *values: Any) -> Iterable[tuple[Any, ...]]:
        """Return the rows a query finds; SourceDown when the database cannot be asked."""
        return self._run("ro", query, values)

    def _write(self, statement: str, *values: Any) -> None:
        self._run("rw", statement, values)

    def _run(self, mode: str, query: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        try:
            connection = sqlite3.connect(f"{self.uri}?mode={mode}", uri=True, timeout=1)
            try:
                with connection:
                    return connection.execute(query, values).fetchall()
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise SourceDown(str(error)) from error


class PostgresSource(_Database[Known]):
    """Reads PostgreSQL over one connection, made again when it breaks."""

    placeholder = "%s"

    def __init__(self, url: str, newest: Any = newest_deck) -> None:
        """Read what `newest` asks for, from the database at `url`; connects at the first reading."""
        self._newest = newest
        self.url = url
        self.connection: Any = None

    def rows(self, query: str, *values: Any) -> Iterable[tuple[Any, ...]]:
        """Return the rows a query finds; SourceDown when the database cannot be asked."""
        rows: list[tuple[Any, ...]] = self._run(query, values).fetchall()
        return rows

    def _write(self, statement: str, *values: Any) -> None:
        self._run(statement, values)

    def _run(self, query: str, values: tuple[Any, ...]) -> Any:
        import psycopg

        try:
            if self.connection is None or self.connection.closed:
                self.connection = psycopg.connect(self.url, autocommit=True, **_IMPATIENT)
            return self.connection.execute(query, values or None)
        except psycopg.Error as error:
            if self.connection is not None:
                self.connection.close()
            self.connection = None
            raise SourceDown(str(error)) from error


def _pulse(file: Path) -> tuple[int, ...]:
    """Return what is another when a file was written to or replaced; empty when it is not there."""
    try:
        found = file.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size


def source_for(database_url: str, newest: Any = newest_deck) -> Any:
    """Return the reader of what `newest` asks for; ValueError for a URL whose scheme nobody reads."""
    scheme, _separator, rest = database_url.partition("://")
    if scheme in ("postgres", "postgresql", "psql", "pgsql"):
        return PostgresSource(f"postgresql://{rest}", newest)
    if scheme == "sqlite":
        return SqliteSource(Path(unquote(urlsplit(database_url).path[1:])), newest)
    raise ValueError(f"the deck cannot be read from a database of scheme {scheme!r}")
