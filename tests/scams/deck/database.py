"""A database file as other processes change it, while a server reads it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from scams.api.keys import SCOPES, make_key
from scams.deck import wire
from scams.deck.wire import Deck


def run(path: Path, query: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(query, values)


def add_deck(path: Path, deck: Deck | bytes) -> str:
    """Add the next version of the deck; return its name."""
    payload = deck if isinstance(deck, bytes) else wire.encode(deck)
    run(
        path,
        "INSERT INTO scams_deckversion (version, built_at, previous, cards, left_out, payload, signatures, held)"
        " SELECT ?, '2026-01-01', max(id), 1, '[]', ?, '[]', '{}' FROM scams_deckversion",
        wire.version_of(payload),
        payload,
    )
    return wire.version_of(payload)


def add_client(
    path: Path, name: str, scopes: tuple[str, ...] = SCOPES, *, revoked: bool = False, rate: int | None = None
) -> str:
    """Add an API client; return its key."""
    run(
        path,
        "INSERT INTO scams_apiclient (name, scopes, rate, created_at, revoked_at) VALUES (?, ?, ?, '2026-01-01', ?)",
        *(name, " ".join(scopes), rate, "2026-01-02" if revoked else None),
    )
    return add_key(path, name)


def add_key(path: Path, client: str, expires_at: str | None = None) -> str:
    """Add a key to a client; return it."""
    new = make_key()
    run(
        path,
        "INSERT INTO scams_apikey (client_id, prefix, key_hash, created_at, expires_at)"
        " SELECT id, ?, ?, '2026-01-01', ? FROM scams_apiclient WHERE name = ?",
        *(new.prefix, new.key_hash, expires_at, client),
    )
    return new.key


def revoke(path: Path, name: str) -> None:
    run(path, "UPDATE scams_apiclient SET revoked_at = '2026-01-02' WHERE name = ?", name)
