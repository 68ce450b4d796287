"""Outcome events to real servers: from the client's folder to the database, and through kill -9."""

import os
import shutil
import signal
import sqlite3
import subprocess
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from academy.processes import end_with_parent
from academy.web import granian_command
from scams.client import Client
from scams.outcomes.journal import Journal, journal_for
from scams.outcomes.words import KINDS
from tests.benchmarks.running import copying
from tests.conftest import ROOT, Demo, RunningSite, environment_for, free_port, start_site, stop_site
from tests.scams.outcomes.journals import JournalContract, Rows
from tests.scams.outcomes.sending import CARD, WHOLE, event
from tests.services.conftest import wait_for
from tests.services.load import Load
from tests.services.postgres import Postgres, migrated_postgres
from tests.services.senders import Sender

__all__ = ["migrated_postgres"]

EVENTS = "SELECT event_id FROM scams_outcomeevent"
SENDERS = 3


def sqlite_rows(path: Path, query: str, *values: Any) -> Rows:
    with closing(sqlite3.connect(path.as_uri() + "?mode=ro", uri=True, timeout=20)) as file:
        return file.execute(query, values).fetchall()


def postgres_rows(url: str, query: str, *values: Any) -> Rows:
    import psycopg

    with psycopg.connect(url) as connection:
        return connection.execute(query, values or None).fetchall()


# --- From the client's folder


def kinds_of(running: RunningSite, warning_id: str) -> Counter[str]:
    query = "SELECT kind FROM scams_outcomeevent WHERE warning_id = ?"
    return Counter(kind for (kind,) in sqlite_rows(running.data_dir / "db.sqlite3", query, uuid.UUID(warning_id).hex))


def test_what_the_client_records_is_in_the_database(site: RunningSite, tmp_path: Path) -> None:
    with Client(site.url, site.key, timeout=30, folder=tmp_path) as client:
        warning = client.warning("task-rebate", level="hold")
        card = warning.answer.card
        facts = {name: getattr(card, name) for name in CARD}
        client.record("shown", warning.warning_id, card=facts, subject="u-1", amount={"value": "1", "currency": "CNY"})
        for kind in KINDS[1:]:
            client.record(kind, warning.warning_id, **WHOLE[kind])
        client.record("seen", warning.warning_id, unheard_of=[1, {"more": "x"}])
        wait_for(lambda: client.status().events_waiting == 0, "the events to be sent")
        assert client.status().events_rejected == 0
    assert kinds_of(site, warning.warning_id) == Counter({**dict.fromkeys(KINDS, 1), "seen": 2})


def test_what_the_server_rejects_the_client_keeps_with_the_reason(site: RunningSite, tmp_path: Path) -> None:
    warning_id = str(uuid.uuid4())
    with Client(site.url, site.key, folder=tmp_path) as client:
        for fields in ({}, {"milliseconds": -1}, {"milliseconds": 1}):
            client.record("time_on_card", warning_id, **fields)
        wait_for(lambda: client.status().events_waiting == 0, "the events to be sent")
        assert client.status().events_rejected == 2
    reasons = [reason for (reason,) in sqlite_rows(tmp_path / "events.sqlite3", "SELECT reason FROM rejected")]
    assert [reason.split(":")[0] for reason in reasons] == ["milliseconds"] * 2
    assert kinds_of(site, warning_id) == Counter(time_on_card=1)


def test_events_too_large_for_one_call_are_sent_in_several(site: RunningSite, tmp_path: Path) -> None:
    warning_id = str(uuid.uuid4())
    with Client(site.url, site.key, folder=tmp_path) as client:
        for _ in range(100):
            client.record("seen", warning_id, ignored="x" * 15_000)
        wait_for(lambda: client.status().events_waiting == 0, "the events to be sent")
    assert kinds_of(site, warning_id) == Counter(seen=100)


def test_a_server_of_warnings_alone_takes_none_and_the_client_loses_none(demo: Demo, tmp_path: Path) -> None:
    data_dir = Path(shutil.copytree(demo.data_dir, tmp_path / "data"))
    warning_id = str(uuid.uuid4())
    alone = start_site(demo, data_dir, "serve_warnings", workers=1)
    try:
        reply = alone.request("/api/v1/events", body={"events": [event()]}, Authorization=f"Bearer {alone.key}")
        assert (reply.status, reply.json()["status"]) == (503, 503)
        with Client(alone.url, alone.key, folder=tmp_path / "client") as client:
            client.record("seen", warning_id)
            wait_for(lambda: "503" in str(client.status().troubles), "the refusal")
    finally:
        stop_site(alone)
    whole = start_site(demo, data_dir, "serve", workers=1)
    try:
        with Client(whole.url, whole.key, folder=tmp_path / "client") as client:
            wait_for(lambda: client.status().events_waiting == 0, "the events to be sent")
        assert kinds_of(whole, warning_id) == Counter(seen=1)
    finally:
        stop_site(whole)


def test_what_was_taken_is_counted(site: RunningSite) -> None:
    sent = {"events": [event(), 5]}
    headers = {"Authorization": f"Bearer {site.key}"}
    assert [site.request("/api/v1/events", body=sent, **headers).status for _ in range(2)] == [202, 202]
    wait_for(lambda: b'events_taken_total{client="demo-engine"' in site.request("/metrics").body, "the counters")


def test_payments_are_answered_while_the_database_is_locked_and_no_event_is_lost(demo: Demo, tmp_path: Path) -> None:
    data_dir = Path(shutil.copytree(demo.data_dir, tmp_path / "data"))
    running = start_site(demo, data_dir, "serve", workers=1)
    senders = [Sender(running.url, demo.key, seed) for seed in range(SENDERS)]
    try:
        with closing(sqlite3.connect(data_dir / "db.sqlite3", timeout=20, isolation_level=None)) as other:
            with Load(running.url, demo.key) as load:
                other.execute("BEGIN IMMEDIATE")
                for sender in senders:
                    sender.start()
                load.go_on(6)
            assert number_acknowledged(senders) == 0
            other.execute("COMMIT")
        wait_for(lambda: number_acknowledged(senders) > 0, "the first acknowledgement")
        for sender in senders:
            sender.finish()
        load.check()
        check(senders, sqlite_rows(data_dir / "db.sqlite3", EVENTS))
    finally:
        stop_site(running)


# --- The journal's contract over PostgreSQL


class TestPostgresJournal(JournalContract):
    @pytest.fixture(autouse=True)
    def server(self, migrated_postgres: Postgres) -> None:
        self.postgres = migrated_postgres

    @pytest.fixture
    def journal(self) -> Iterator[Journal]:
        with closing(journal_for(self.postgres.url)) as made:
            yield made

    @pytest.fixture
    def second(self) -> Iterator[Journal]:
        with closing(journal_for(self.postgres.url)) as made:
            yield made

    def select(self, columns: str, table: str, client: str) -> Rows:
        key = "number" if table == "scams_outcomeevent" else "id"
        query = f"SELECT {columns} FROM {table} WHERE client = %s ORDER BY {key}"  # noqa: S608 - our own names
        return postgres_rows(self.postgres.url, query, client)

    def take_away(self) -> None:
        self.postgres.stop()

    def give_back(self) -> None:
        self.postgres.start()


# --- Kill -9


class Web:
    """The site's web process as production runs it, to be killed and started again at the same port."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = environment
        self.log = log
        self.start()

    def start(self) -> None:
        command = granian_command("academy.wsgi:application", host="127.0.0.1", port=self.port, workers=1, threads=2)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=partial(end_with_parent, os.getpid(), signal.SIGTERM),
            )  # fmt: skip

    def kill(self) -> None:
        """End it and its worker at once, wherever they are."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def under_load(environment: dict[str, str], key: str, folder: Path) -> Iterator[tuple[Web, list[Sender]]]:
    web = Web(environment, folder / "web.log")
    senders = [Sender(web.url, key, seed) for seed in range(SENDERS)]
    try:
        for sender in senders:
            sender.start()
        yield web, senders
    finally:
        web.kill()


def kill_again_and_again(web: Web, senders: list[Sender], times: int, kept: Callable[[], set[uuid.UUID]]) -> None:
    """Kill the server at random moments of its work; after each, what was acknowledged is there."""
    random = Random("moments")  # noqa: S311 - chance that can be repeated is wanted
    for _ in range(times):
        before = number_acknowledged(senders)
        wait_for(lambda before=before: number_acknowledged(senders) > before, "the first acknowledgement", 120)
        time.sleep(random.uniform(0, 0.4))
        web.kill()
        assert len(acknowledged(senders) - kept()) == 0
        web.start()
    for sender in senders:
        sender.finish()


def number_acknowledged(senders: list[Sender]) -> int:
    return sum(len(sender.acknowledged) for sender in senders)


def acknowledged(senders: list[Sender]) -> set[uuid.UUID]:
    return {uuid.UUID(one) for sender in senders for one in sender.acknowledged.copy()}


def check(senders: list[Sender], rows: Rows) -> None:
    """Everything that was sent is there once, and the kills did hit somebody."""
    assert [sender.wrong for sender in senders] == [[]] * SENDERS
    there, sent = Counter(uuid.UUID(str(one)) for (one,) in rows), acknowledged(senders)
    assert (len(sent - there.keys()), len(there.keys() - sent)) == (0, 0)
    assert max(there.values()) == 1
    assert sum(sender.repeated for sender in senders) > 0


@pytest.mark.timeout(900)
def test_nothing_acknowledged_is_lost_and_nothing_doubled_though_the_server_is_killed_twenty_times(
    demo: Demo, tmp_path: Path
) -> None:
    data_dir = Path(shutil.copytree(demo.data_dir, tmp_path / "data"))
    database = data_dir / "db.sqlite3"

    def kept() -> set[uuid.UUID]:
        return {uuid.UUID(one) for (one,) in sqlite_rows(database, EVENTS)}

    with under_load(environment_for(data_dir), demo.key, tmp_path) as (web, senders):
        kill_again_and_again(web, senders, 20, kept)
        check(senders, sqlite_rows(database, EVENTS))
    tables = ("scams_outcomeevent", "scams_outcomebacklog")
    told, waiting = (set(sqlite_rows(database, f"SELECT client, warning_id FROM {table}")) for table in tables)  # noqa: S608
    assert len(told - waiting) == 0
    assert sqlite_rows(database, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.timeout(900)
def test_the_same_on_postgresql_a_few_times(demo: Demo, migrated_postgres: Postgres, tmp_path: Path) -> None:
    postgres = migrated_postgres
    postgres.manage("shell", "--no-imports", "-c", copying(demo.data_dir / "db.sqlite3"))
    environment = {**environment_for(postgres.data_dir), "DATABASE_URL": postgres.url}
    query = f"{EVENTS} WHERE client = 'demo-engine'"

    def kept() -> set[uuid.UUID]:
        return {uuid.UUID(str(one)) for (one,) in postgres_rows(postgres.url, query)}

    with under_load(environment, demo.key, tmp_path) as (web, senders):
        kill_again_and_again(web, senders, 4, kept)
        check(senders, postgres_rows(postgres.url, query))
