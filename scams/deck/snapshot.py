"""What a server needs to answer: the newest deck and who may ask. Read from the database or a file.

Plain SQL over the database's own driver, so that the hot endpoint runs without Django.
"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import unquote, urlsplit

import msgspec

from scams.deck import wire

_DECK: Final = "SELECT id, version FROM scams_deckversion ORDER BY id DESC LIMIT 1"
_PAYLOAD: Final = "SELECT payload FROM scams_deckversion WHERE id = {}"
_CLIENTS: Final = "SELECT prefix, key_hash, name, scopes FROM scams_apiclient WHERE revoked_at IS NULL ORDER BY prefix"


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


class Snapshot(msgspec.Struct, frozen=True, array_like=True):
    """One state of the world: a deck's row and bytes, and the clients."""

    row: int
    payload: bytes
    clients: tuple[Client, ...]


class SourceDown(Exception):
    """The database cannot be read right now; the message says why."""


class Source(Protocol):
    """Where a server gets the newest snapshot from."""

    def newer_than(self, known: Snapshot | None) -> Snapshot | None:
        """Return the newest snapshot if it differs from `known`, else None; SourceDown when it cannot be read."""


class _Database:
    """The part SQLite and PostgreSQL share: two small queries, and a third when the deck is a new one."""

    placeholder = "?"

    def newer_than(self, known: Snapshot | None) -> Snapshot | None:
        """Return the newest snapshot if it differs from `known`, else None; SourceDown when it cannot be read."""
        latest = list(self._rows(_DECK))
        if not latest:
            return None
        row, version = latest[0]
        clients = tuple(
            Client(prefix, key_hash, name, frozenset(scopes.split()))
            for prefix, key_hash, name, scopes in self._rows(_CLIENTS)
        )
        if known and known.row == row and wire.version_of(known.payload) == version:
            return None if known.clients == clients else Snapshot(row, known.payload, clients)
        payload = next(iter(self._rows(_PAYLOAD.format(self.placeholder), row)))[0]
        return Snapshot(row, bytes(payload), clients)

    def _rows(self, query: str, *values: Any) -> Iterable[tuple[Any, ...]]:
        raise NotImplementedError


class SqliteSource(_Database):
    """Reads an SQLite file, opened anew each time: it may be moved away or replaced under a running server."""

    def __init__(self, path: Path) -> None:
        """Read from the file at `path`, which need not exist yet."""
        self.uri = f"{path.resolve().as_uri()}?mode=ro"

    def _rows(self, query: str, *values: Any) -> Iterable[tuple[Any, ...]]:
        try:
            connection = sqlite3.connect(self.uri, uri=True, timeout=1)
            try:
                return connection.execute(query, values).fetchall()
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise SourceDown(str(error)) from error


class PostgresSource(_Database):
    """Reads PostgreSQL over one connection, made again when it breaks."""

    placeholder = "%s"

    def __init__(self, url: str) -> None:
        """Read from the database at `url`; connects at the first reading."""
        self.url = url
        self.connection: Any = None

    def _rows(self, query: str, *values: Any) -> Iterable[tuple[Any, ...]]:
        import psycopg

        try:
            if self.connection is None or self.connection.closed:
                self.connection = psycopg.connect(self.url, autocommit=True, **_IMPATIENT)
            rows: list[tuple[Any, ...]] = self.connection.execute(query, values or None).fetchall()
            return rows
        except psycopg.Error as error:
            if self.connection is not None:
                self.connection.close()
            self.connection = None
            raise SourceDown(str(error)) from error


def source_for(database_url: str) -> Source:
    """Return the reader for a database URL; ValueError for a scheme nobody reads."""
    scheme, _separator, rest = database_url.partition("://")
    if scheme in ("postgres", "postgresql", "psql", "pgsql"):
        return PostgresSource(f"postgresql://{rest}")
    if scheme == "sqlite":
        return SqliteSource(Path(unquote(urlsplit(database_url).path[1:])))
    raise ValueError(f"the deck cannot be read from a database of scheme {scheme!r}")
