import shutil
from pathlib import Path

import pytest

from scams.deck import wire
from scams.deck.snapshot import Client, PostgresSource, SourceDown, SqliteSource, source_for
from tests.scams.deck.database import add_client, add_deck, revoke, run
from tests.scams.deck.making import card, deck


def test_the_newest_deck_and_the_clients_are_read(database_file: Path) -> None:
    key = add_client(database_file, "b-engine", ("warnings:read", "deck:read"))
    add_client(database_file, "revoked", revoked=True)
    add_deck(database_file, deck(card("purchase")))
    payload = wire.encode(deck(card("task-rebate")))
    add_deck(database_file, payload)
    found = SqliteSource(database_file).newer_than(None)
    assert found
    assert found.payload == payload
    assert [(one.name, one.prefix, one.scopes) for one in found.clients] == [
        ("b-engine", key[:12], frozenset({"warnings:read", "deck:read"}))
    ]


def test_nothing_new_is_none(database_file: Path) -> None:
    source = SqliteSource(database_file)
    assert source.newer_than(source.newer_than(None)) is None


def test_a_new_deck_is_new(database_file: Path) -> None:
    source = SqliteSource(database_file)
    first = source.newer_than(None)
    version = add_deck(database_file, deck())
    second = source.newer_than(first)
    assert first
    assert second
    assert (second.row, wire.version_of(second.payload)) == (first.row + 1, version)


def test_a_client_made_or_revoked_is_new_with_the_same_deck(database_file: Path) -> None:
    source = SqliteSource(database_file)
    first = source.newer_than(None)
    add_client(database_file, "engine")
    second = source.newer_than(first)
    assert first
    assert second
    assert (second.row, second.payload, len(second.clients)) == (first.row, first.payload, 1)
    revoke(database_file, "engine")
    assert source.newer_than(second) == first


def test_another_database_in_its_place_is_new_though_its_rows_have_the_same_numbers(database_file: Path) -> None:
    source = SqliteSource(database_file)
    first = source.newer_than(None)
    run(database_file, "DELETE FROM scams_deckversion WHERE id > 1")
    other = wire.encode(deck(card("purchase")))
    run(database_file, "UPDATE scams_deckversion SET version = ?, payload = ?", wire.version_of(other), other)
    found = source.newer_than(first)
    assert first
    assert found
    assert (found.row, found.payload, found.clients) == (first.row, other, first.clients)


def test_a_database_without_a_deck_has_nothing_new(database_file: Path) -> None:
    run(database_file, "DELETE FROM scams_deckchange")
    run(database_file, "DELETE FROM scams_deckversion")
    assert SqliteSource(database_file).newer_than(None) is None


def test_a_file_moved_away_is_down_and_back_when_it_is_back(database_file: Path) -> None:
    source = SqliteSource(database_file)
    first = source.newer_than(None)
    away = database_file.rename(database_file.with_suffix(".away"))
    with pytest.raises(SourceDown):
        source.newer_than(first)
    assert not database_file.exists()
    add_deck(away, deck())
    away.rename(database_file)
    second = source.newer_than(first)
    assert first
    assert second
    assert second.row == first.row + 1


@pytest.mark.parametrize(
    "content", [b"", b"this is no database, whatever its name may be" * 100], ids=["empty", "text"]
)
def test_a_file_that_is_no_database_of_ours_is_down(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "db.sqlite3"
    path.write_bytes(content)
    with pytest.raises(SourceDown):
        SqliteSource(path).newer_than(None)


def test_a_folder_with_odd_characters_is_read(database_file: Path) -> None:
    folder = database_file.parent / "数据 ? # %41"
    folder.mkdir()
    path = Path(shutil.copy(database_file, folder))
    assert SqliteSource(path).newer_than(None) == SqliteSource(database_file).newer_than(None)


def test_reading_writes_nothing(database_file: Path) -> None:
    before = database_file.read_bytes()
    SqliteSource(database_file).newer_than(None)
    assert list(database_file.parent.iterdir()) == [database_file]
    assert database_file.read_bytes() == before


@pytest.mark.parametrize(
    ("url", "uri"),
    [
        ("sqlite:////var/lib/academy/db.sqlite3", "file:///var/lib/academy/db.sqlite3"),
        ("sqlite:////var/a%20b.sqlite3", "file:///var/a%20b.sqlite3"),
    ],
)
def test_the_reader_for_an_sqlite_address(url: str, uri: str) -> None:
    source = source_for(url)
    assert isinstance(source, SqliteSource)
    assert source.uri == uri


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "psql", "pgsql"])
def test_the_reader_for_a_postgresql_address_connects_only_when_it_reads(scheme: str) -> None:
    source = source_for(f"{scheme}://user:p@h/name")
    assert isinstance(source, PostgresSource)
    assert (source.url, source.connection) == ("postgresql://user:p@h/name", None)


def test_a_postgresql_server_that_is_not_there_is_down() -> None:
    with pytest.raises(SourceDown):
        source_for("postgresql://user@127.0.0.1:1/name").newer_than(None)


@pytest.mark.parametrize("url", ["mysql://h/name", "", "db.sqlite3"])
def test_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        source_for(url)


def test_a_client_is_equal_to_another_with_the_same_values() -> None:
    assert Client("p", "h", "n", frozenset({"a"})) == Client("p", "h", "n", frozenset({"a"}))
