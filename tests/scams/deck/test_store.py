import os
import stat
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from socket import gethostname

import pytest
import time_machine

from scams.deck import wire
from scams.deck.match import match
from scams.deck.places import FilePlace
from scams.deck.request import WarningRequest
from scams.deck.snapshot import SqliteSource
from scams.deck.store import Store
from tests.scams.deck.database import add_client, add_deck, revoke
from tests.scams.deck.making import ask, card, deck


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "state" / "deck.last-good"


@pytest.fixture
def store(database_file: Path, kept: Path) -> Store:
    return Store(SqliteSource(database_file), FilePlace(kept))


def version(store: Store) -> str | None:
    return store.state.version if store.state else None


def again(database_file: Path, kept: Path) -> Store:
    """Return another process's store on the same file, with the database gone."""
    database_file.unlink()
    return Store(SqliteSource(database_file), FilePlace(kept))


def eventually(holds: Callable[[], bool], within: float = 10.0) -> None:
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_before_the_first_look_there_is_nothing(store: Store) -> None:
    assert store.state is None


def test_the_first_look_takes_what_is_there_the_next_changes_nothing(store: Store) -> None:
    assert store.refresh()
    state = store.state
    assert not store.refresh()
    assert store.state is state


def test_a_newer_deck_is_taken(store: Store, database_file: Path) -> None:
    store.refresh()
    name = add_deck(database_file, deck(card("purchase")))
    assert store.refresh()
    assert version(store) == name


def corrupt() -> list[bytes]:
    whole = wire.encode(deck())
    return [
        b"",
        whole[:-1],
        b"JUNK" + whole[4:],
        wire.encode(deck(format=wire.FORMAT + 1)),
        wire.encode(deck(card("other-unknown", "elder"))),
    ]


@pytest.mark.parametrize("payload", corrupt(), ids=["empty", "cut", "junk", "format", "no-fallback"])
def test_a_deck_that_cannot_be_served_is_refused_and_the_one_before_stays(
    store: Store, database_file: Path, kept: Path, payload: bytes
) -> None:
    store.refresh()
    before, file = version(store), kept.read_bytes()
    add_deck(database_file, payload)
    assert not store.refresh()
    assert (version(store), kept.read_bytes()) == (before, file)
    name = add_deck(database_file, deck(card("purchase")))
    assert store.refresh()
    assert version(store) == name


def test_a_bad_deck_is_reported_once(store: Store, database_file: Path, caplog: pytest.LogCaptureFixture) -> None:
    store.refresh()
    add_deck(database_file, b"junk")
    for _ in range(3):
        store.refresh()
    assert [record.levelname for record in caplog.records if "refused" in record.message] == ["ERROR"]


def test_a_source_that_is_down_leaves_the_state_and_is_reported_once(
    store: Store, database_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store.refresh()
    state = store.state
    away = database_file.rename(database_file.with_suffix(".away"))
    for _ in range(3):
        assert not store.refresh()
    assert store.state is state
    add_deck(away, deck(card("purchase")))
    away.rename(database_file)
    assert store.refresh()
    assert [record.message.split(",")[0] for record in caplog.records] == ["deck source down", "deck source is back"]


def test_clients_follow_the_database_while_the_deck_stays(store: Store, database_file: Path) -> None:
    store.refresh()
    before = version(store)
    key, other = add_client(database_file, "engine"), add_client(database_file, "other")
    assert store.refresh()
    assert store.state
    assert {one.name for one in store.state.clients.values()} == {"engine", "other"}
    revoke(database_file, "engine")
    assert store.refresh()
    assert set(store.state.clients) == {other[:12]}
    assert key[:12] not in store.state.clients
    assert version(store) == before


# --- The last good deck


def test_the_last_good_deck_is_kept_for_its_owner_alone(store: Store, kept: Path) -> None:
    store.refresh()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(kept.parent.iterdir()) == [kept]


def test_a_process_that_starts_without_the_database_serves_the_last_good_deck(
    store: Store, database_file: Path, kept: Path
) -> None:
    add_client(database_file, "engine")
    store.refresh()
    second = again(database_file, kept)
    second.start()
    second.stop()
    assert second.state
    assert store.state
    assert (second.state.version, second.state.clients) == (store.state.version, store.state.clients)
    assert match(second.state.index, WarningRequest([])) == match(store.state.index, WarningRequest([]))


def test_the_database_is_followed_again_once_it_is_there(store: Store, database_file: Path, kept: Path) -> None:
    store.refresh()
    away = database_file.rename(database_file.with_suffix(".away"))
    second = Store(SqliteSource(database_file), FilePlace(kept))
    second.start()
    name = add_deck(away, deck(card("purchase")))
    away.rename(database_file)
    eventually(lambda: version(second) == name)
    second.stop()


def test_a_process_that_starts_with_nothing_at_all_waits_for_a_deck(database_file: Path, kept: Path) -> None:
    away = database_file.rename(database_file.with_suffix(".away"))
    store = Store(SqliteSource(database_file), FilePlace(kept))
    store.start()
    assert store.state is None
    away.rename(database_file)
    eventually(lambda: store.state is not None)
    store.stop()


@pytest.mark.parametrize(
    "content", [b"", b"\xc1junk", b"\x93\x01\xc4\x00\x90", b"\x90"], ids=["", "junk", "no-deck", "shape"]
)
def test_a_broken_file_is_no_deck(database_file: Path, kept: Path, content: bytes) -> None:
    kept.parent.mkdir()
    kept.write_bytes(content)
    store = again(database_file, kept)
    store.start()
    store.stop()
    assert store.state is None


def test_the_database_comes_before_the_file(store: Store, database_file: Path, kept: Path) -> None:
    store.refresh()
    name = add_deck(database_file, deck(card("purchase")))
    second = Store(SqliteSource(database_file), FilePlace(kept))
    second.start()
    second.stop()
    assert version(second) == name


def test_a_full_disk_is_no_reason_to_stop(
    store: Store, database_file: Path, kept: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store.refresh()
    file = kept.read_bytes()
    # What the store writes aside goes to a device that is always full.
    kept.with_name(f"{kept.name}.{gethostname()}.{os.getpid()}").symlink_to("/dev/full")
    name = add_deck(database_file, deck(card("purchase")))
    assert store.refresh()
    assert version(store) == name
    assert "No space left" in caplog.text
    assert kept.read_bytes() == file
    assert list(kept.parent.iterdir()) == [kept]


def _a_folder_in_its_place(kept: Path) -> None:
    (kept / "within").mkdir(parents=True)


def _a_file_for_a_folder(kept: Path) -> None:
    kept.parent.touch()


@pytest.mark.parametrize("obstacle", [_a_folder_in_its_place, _a_file_for_a_folder])
def test_a_file_that_cannot_be_written_is_no_reason_to_stop(
    store: Store, database_file: Path, kept: Path, obstacle: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    obstacle(kept)
    store.start()
    store.stop()
    assert store.state is not None
    assert "could not be kept" in caplog.text


# --- Time


def test_cards_leave_by_the_clock_with_the_database_gone(store: Store, database_file: Path) -> None:
    noon = datetime(2030, 1, 1, 12, tzinfo=UTC)
    cards = (card("fake-buyer", expires=noon.timestamp()), card("purchase"))
    add_deck(database_file, deck(*cards))
    with time_machine.travel(noon.timestamp() - 1, tick=False) as clock:
        store.refresh()
        database_file.unlink()
        assert not store.refresh()
        assert store.state
        assert ask(store.state.index, "fake-buyer")["matched"]["by"] == "exact"
        clock.move_to(noon)
        assert store.refresh()
        assert ask(store.state.index, "fake-buyer")["matched"] == {
            "fraud_type": "purchase", "by": "parent", "code": "fake-buyer", "score": None,
        }  # fmt: skip
        assert not store.refresh()


def test_a_file_from_long_ago_is_served_without_what_has_expired_since(
    store: Store, database_file: Path, kept: Path
) -> None:
    noon = datetime(2030, 1, 1, 12, tzinfo=UTC)
    cards = [card(slug, expires=noon.timestamp()) for slug in ("purchase", "other-unknown")]
    add_deck(database_file, deck(*cards))
    with time_machine.travel(noon.timestamp() - 1, tick=False) as clock:
        store.refresh()
        clock.move_to(noon.timestamp() + 86400)
        second = again(database_file, kept)
        second.start()
        second.stop()
        assert second.state
        assert ask(second.state.index, "purchase")["matched"]["by"] == "fallback"


# --- Threads


def test_start_follows_and_stop_ends_following(store: Store, database_file: Path) -> None:
    store.start()
    threads = [one for one in threading.enumerate() if one.name == "deck"]
    name = add_deck(database_file, deck(card("purchase")))
    eventually(lambda: version(store) == name, within=1.0)
    store.stop()
    for thread in threads:
        thread.join(timeout=5)
    assert not any(thread.is_alive() for thread in threads)


def test_requests_see_one_whole_state_while_decks_change(store: Store, database_file: Path) -> None:
    store.refresh()
    names = {version(store)}
    done = threading.Event()
    torn: list[str] = []

    def look() -> None:
        while not done.is_set():
            state = store.state
            if state and not state.version == state.index.version == wire.version_of(state.snapshot.payload):
                torn.append(state.version)

    looker = threading.Thread(target=look)
    looker.start()
    for number in range(20):
        names.add(add_deck(database_file, deck(card("purchase", revision=number))))
        store.refresh()
    done.set()
    looker.join()
    assert torn == []
    assert len(names) == 21
