"""The server's side for the client's tests: the real endpoints over a database file, with keys to sign with."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from scams.api.bundle import BundleEndpoint
from scams.api.health import not_found
from scams.api.warnings import WarningsEndpoint
from scams.deck import wire
from scams.deck.signing import Claims, SigningKey, new_seed
from scams.deck.snapshot import SqliteSource
from scams.deck.store import Store
from scams.deck.wire import Deck
from tests.scams.deck.database import add_client, run
from tests.scams.deck.making import card, deck

_ADD = """
    INSERT INTO scams_deckversion (id, version, built_at, previous, cards, left_out, payload, signatures, held)
    VALUES (?, ?, '2026-01-01', ?, 1, '[]', ?, ?, '{}')
"""


def new_key() -> SigningKey:
    return SigningKey(new_seed())


def small(*slugs: str) -> Deck:
    """Return a small deck with a card for each type."""
    return deck(*(card(slug) for slug in ("other-unknown", *slugs)))


def signatures(body: bytes, serial: int, keys: Iterable[SigningKey]) -> list[str]:
    digest = hashlib.sha256(body).hexdigest()
    return [key.sign(Claims(digest[:16], digest, serial, 1_767_225_600)) for key in keys]


def _rows(path: Path, query: str) -> list[tuple[bytes, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


class Academy:
    """A WSGI application: the warnings and the bundle as they are served, at first of the repository's own content."""

    def __init__(self, database: Path, *keys: SigningKey) -> None:
        self.database = database
        self.keys = keys or (new_key(),)
        self.key = add_client(database, "engine")
        self.serial = 1000
        self.store = Store(SqliteSource(database))
        self.endpoint = WarningsEndpoint(self.store, then=BundleEndpoint(self.store, then=not_found))
        ((payload,),) = _rows(database, "SELECT payload FROM scams_deckversion ORDER BY id DESC LIMIT 1")
        self.publish(bytes(payload))

    @property
    def version(self) -> str:
        assert self.store.state
        return self.store.state.version

    def publish(self, new: Deck | bytes, *, serial: int | None = None) -> str:
        """Serve a deck from now on; return its version. Bytes are a payload as it is in the database."""
        self.serial = serial or self.serial + 1
        payload = new if isinstance(new, bytes) else wire.encode(new)
        tokens = json.dumps(signatures(wire.body_of(payload), self.serial, self.keys))
        run(self.database, "DELETE FROM scams_deckversion")
        run(self.database, _ADD, self.serial, wire.version_of(payload), self.serial - 1, payload, tokens)
        assert self.store.refresh()
        return wire.version_of(payload)

    def __call__(self, environ: Any, start: Any) -> Iterable[bytes]:
        return self.endpoint(environ, start)
