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
        "INSERT INTO scams_deckversion (version, built_at, previous, cards, left_out, payload)"
        " SELECT ?, '2026-01-01', max(id), 1, '[]', ? FROM scams_deckversion",
        wire.version_of(payload),
        payload,
    )
    return wire.version_of(payload)


def add_client(path: Path, name: str, scopes: tuple[str, ...] = SCOPES, *, revoked: bool = False) -> str:
    """Add an API client; return its key."""
    new = make_key()
    run(
        path,
        "INSERT INTO scams_apiclient (name, prefix, key_hash, scopes, created_at, revoked_at)"
        " VALUES (?, ?, ?, ?, '2026-01-01', ?)",
        *(name, new.prefix, new.key_hash, " ".join(scopes), "2026-01-02" if revoked else None),
    )
    return new.key


def revoke(path: Path, name: str) -> None:
    run(path, "UPDATE scams_apiclient SET revoked_at = '2026-01-02' WHERE name = ?", name)
