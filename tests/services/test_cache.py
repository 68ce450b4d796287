"""What a Valkey adds: word of a new deck at once, a deck to start from, and rates that processes share."""

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from scams.api.limits import Limits
from scams.deck import follower
from scams.deck.places import CachePlace, PlaceDown
from scams.deck.snapshot import Client, SqliteSource
from scams.deck.store import Store
from tests.conftest import Demo
from tests.scams.deck.database import add_deck
from tests.scams.deck.making import card, deck
from tests.services.conftest import lose_all_messages, wait_for


@pytest.fixture
def cache(valkey_url: str) -> CachePlace:
    lose_all_messages(valkey_url)
    return CachePlace(valkey_url)


@pytest.fixture
def database(demo: Demo, tmp_path: Path) -> Path:
    with (
        closing(sqlite3.connect(demo.data_dir / "db.sqlite3")) as whole,
        closing(sqlite3.connect(tmp_path / "db.sqlite3")) as copy,
    ):
        whole.backup(copy)
    return tmp_path / "db.sqlite3"


@pytest.fixture
def slow_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers that look by themselves once an hour, so that only word makes them look."""
    monkeypatch.setattr(follower, "POLL_SECONDS", 3600)


def version(store: Store) -> str:
    return store.state.version if store.state else ""


def test_servers_look_as_soon_as_they_hear_of_a_new_deck(slow_to_look: None, cache: CachePlace, database: Path) -> None:
    stores = [Store(SqliteSource(database), CachePlace(cache._url)) for _ in range(2)]
    for store in stores:
        store.start()
    name = add_deck(database, deck(card("purchase")))

    def heard() -> bool:
        cache.announce(name)  # again, for a listener may not have been there yet
        return all(version(store) == name for store in stores)

    wait_for(heard, "word of the new deck")
    for store in stores:
        store.stop()


def test_a_server_can_start_from_the_cache_alone(cache: CachePlace, database: Path, tmp_path: Path) -> None:
    first = Store(SqliteSource(database), cache)
    first.refresh()
    database.unlink()
    second = Store(SqliteSource(database), CachePlace(cache._url))
    second.start()
    second.stop()
    assert version(second) == version(first) != ""
    assert first.state
    assert second.state
    assert second.state.clients == first.state.clients


def test_junk_in_the_cache_is_no_deck(cache: CachePlace, tmp_path: Path) -> None:
    cache.keep(b"\xc1junk")
    store = Store(SqliteSource(tmp_path / "no"), cache)
    store.start()
    store.stop()
    assert store.state is None


def test_a_server_that_is_not_there_is_down(tmp_path: Path) -> None:
    nowhere = CachePlace("valkey://127.0.0.1:1/0")
    for ask in (nowhere.load, lambda: nowhere.keep(b""), lambda: nowhere.announce("")):
        with pytest.raises(PlaceDown):
            ask()


def test_a_server_that_does_not_answer_is_down_within_seconds(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        with pytest.raises(PlaceDown):
            CachePlace(f"redis://127.0.0.1:{silent.getsockname()[1]}/0").load()
        assert time.monotonic() - began < 15


# --- Rates

ENGINE = Client("sc_1", "", "engine", frozenset(), rate=50)


def test_processes_share_a_clients_rate(valkey_url: str, cache: CachePlace) -> None:
    """Each lets a full bucket through at first; then, together, they come to the rate and not to twice the rate."""
    stop = threading.Event()
    both = [Limits(), Limits()]
    threads = [threading.Thread(target=one.share, args=(valkey_url, stop)) for one in both]
    for thread in threads:
        thread.start()
    try:
        wait_for(lambda: all(any(one.take(ENGINE) for _ in range(500)) for one in both), "empty buckets")
        began, passed = time.monotonic(), 0
        while time.monotonic() - began < 4:
            passed += sum(one.take(ENGINE) == 0 for one in both)
            time.sleep(0.002)
        rate = passed / (time.monotonic() - began)
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=10)
    assert rate < ENGINE.rate * 1.8


def test_what_one_process_took_another_does_not_have(valkey_url: str, cache: CachePlace) -> None:
    from scams.deck.places import connected

    server: Any = connected(valkey_url)
    one, other = Limits(), Limits()
    other.take(ENGINE)
    other._sync(server)
    one._sync(server)
    taken = sum(one.take(ENGINE) == 0 for _ in range(60))
    one._sync(server)
    other._sync(server)
    left = sum(other.take(ENGINE) == 0 for _ in range(200))
    assert taken == 60
    assert left < 80, "a hundred, less the sixty that the other took, and what came back since"
    server.close()
