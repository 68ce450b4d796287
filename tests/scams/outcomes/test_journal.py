"""The journal over SQLite files; the same contract over PostgreSQL is among the services."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connections

from scams.models import OutcomeBacklog, OutcomeEvent
from scams.outcomes.journal import Journal, JournalDown, SqliteJournal, journal_for
from scams.outcomes.turns import InTurn
from tests.scams.outcomes.journals import JournalContract, Rows
from tests.scams.outcomes.sending import CARD, SUBJECTS, event, rows


class TestSqlite(JournalContract):
    path: Path

    @pytest.fixture
    def journal(self, database_file: Path) -> Iterator[Journal]:
        self.path = database_file
        with closing(journal_for(f"sqlite:///{database_file}")) as made:
            yield made

    @pytest.fixture
    def second(self, journal: Journal) -> Iterator[Journal]:
        with closing(journal_for(f"sqlite:///{self.path}")) as made:
            yield made

    def select(self, columns: str, table: str, client: str) -> Rows:
        query = f"SELECT {columns} FROM {table} WHERE client = ? ORDER BY rowid"  # noqa: S608 - our own names
        with closing(sqlite3.connect(self.path)) as file:
            return file.execute(query, (client,)).fetchall()

    def take_away(self) -> None:
        self.path.rename(self.path.with_name("away"))

    def give_back(self) -> None:
        self.path.with_name("away").rename(self.path)


@pytest.fixture
def journal(database_file: Path) -> Iterator[SqliteJournal]:
    with closing(SqliteJournal(database_file)) as made:
        yield made


def number(path: Path) -> int:
    with closing(sqlite3.connect(path)) as file:
        found: int = file.execute("SELECT count(*) FROM scams_outcomeevent").fetchone()[0]
        return found


def test_a_commit_waits_for_the_disk(journal: SqliteJournal) -> None:
    journal.append("engine", rows(event()))
    assert journal._open
    assert journal._open.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert journal._open.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


@pytest.mark.parametrize("at", ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.678Z"])
@pytest.mark.django_db
def test_django_reads_what_was_written_as_if_it_had_written_it(
    journal: SqliteJournal, database_file: Path, at: str
) -> None:
    (row,) = rows(event("shown", card=CARD, subject="u-1", at=at))
    journal.append("engine", [row])
    settings = {**connections["default"].settings_dict, "NAME": database_file, "TEST": {}}
    other = type(connections["default"])(settings, "other")
    connections["other"] = other
    try:
        found = OutcomeEvent.objects.using("other").get(event_id=row.event_id, at=row.at, warning_id=row.warning_id)
        assert (found.at, found.client, found.subject) == (row.at, "engine", SUBJECTS.hashed("u-1"))
        assert OutcomeEvent.objects.using("other").filter(received_at__gte=row.at).count() == 1
        assert OutcomeBacklog.objects.using("other").get().warning_id == row.warning_id
    finally:
        other.close()
        del connections["other"]


def test_a_batch_that_fails_half_way_leaves_nothing_behind(journal: SqliteJournal, database_file: Path) -> None:
    with closing(sqlite3.connect(database_file)) as file:
        file.execute(
            "CREATE TRIGGER full AFTER INSERT ON scams_outcomebacklog BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    sent = rows(event(), event())
    with pytest.raises(JournalDown, match="disk full"):
        journal.append("engine", sent)
    assert number(database_file) == 0
    with closing(sqlite3.connect(database_file)) as file:
        file.execute("DROP TRIGGER full")
    assert journal.append("engine", sent) == 2


def test_a_database_that_somebody_else_is_writing_to_is_waited_for_but_not_long(
    journal: SqliteJournal, database_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scams.outcomes.journal._LOCK_SECONDS", 0.05)
    with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalDown, match="locked"):
            journal.append("engine", rows(event()))
        other.execute("COMMIT")
    assert journal.append("engine", rows(event())) == 1


def test_a_file_that_was_replaced_is_the_one_that_is_written_to(journal: SqliteJournal, database_file: Path) -> None:
    journal.append("engine", rows(event()))
    copy = database_file.with_name("copy")
    with closing(sqlite3.connect(database_file)) as one, closing(sqlite3.connect(copy)) as other:
        one.backup(other)
    for ending in ("-wal", "-shm"):
        database_file.with_name(f"{database_file.name}{ending}").unlink(missing_ok=True)
    copy.replace(database_file)
    assert journal.append("engine", rows(event())) == 1
    assert number(database_file) == 2


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(JournalDown):
        SqliteJournal(tmp_path / "none").append("engine", rows(event()))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no database" * 1000])
def test_a_file_without_our_tables_is_down(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "db").write_bytes(content)
    with pytest.raises(JournalDown):
        SqliteJournal(tmp_path / "db").append("engine", rows(event()))


def test_what_django_reads_the_journal_writes() -> None:
    assert isinstance(journal_for("postgres://localhost/x"), InTurn)
    with pytest.raises(ValueError, match="mysql"):
        journal_for("mysql://localhost/x")


def test_a_journal_that_was_closed_goes_on_with_the_next_batch(database_file: Path) -> None:
    made = journal_for(f"sqlite:///{database_file}")
    for _ in range(2):
        assert made.append("engine", rows(event())) == 1
        made.close()
