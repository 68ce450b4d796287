"""Each thing that can break behind the warnings endpoint, broken for real under steady load: no answer fails."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from socket import gethostname

import psutil
import pytest

from scams.client import Client
from scams.deck import wire
from tests.conftest import Demo, RunningSite, missing, start_site, stop_site
from tests.scams.deck.database import add_deck, run
from tests.scams.deck.making import card, deck
from tests.services.conftest import VALKEY, free_port, wait_for
from tests.services.load import ClientLoad, Load


@pytest.fixture
def folder(demo: Demo, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo.data_dir, tmp_path / "data"))


@pytest.fixture
def start(demo: Demo, folder: Path) -> Iterator[Callable[..., RunningSite]]:
    """Start the warnings endpoint alone with two workers, given further variables; stopped afterwards."""
    started: list[RunningSite] = []

    def make(**variables: str) -> RunningSite:
        started.append(start_site(demo, folder, "serve_warnings", workers=2, **variables))
        return started[-1]

    yield make
    for one in started:
        stop_site(one)


def workers(site: RunningSite) -> list[psutil.Process]:
    """Return the processes that answer: those without children."""
    found = []
    for one in psutil.Process(site.process.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if not one.children() and one.cmdline() and "resource_tracker" not in " ".join(one.cmdline()):
                found.append(one)
    return found


def listens(process: psutil.Process) -> bool:
    """Return whether a worker takes connections: each does on a socket of its own, once it is ready."""
    with suppress(psutil.NoSuchProcess):
        return any(one.status == psutil.CONN_LISTEN for one in process.net_connections("tcp"))
    return False


def publish(site: RunningSite, load: Load, headline: str) -> None:
    """Change a card's row and build; returns once answers come from the new deck."""
    run(
        site.data_dir / "db.sqlite3",
        "UPDATE scams_warningcard SET what_is_happening = ? WHERE audience = 'adult' AND live",
        headline,
    )
    done = site.manage("build_deck")
    assert done.returncode == 0, done.stderr
    name = done.stdout.split()[1].rstrip(":")
    wait_for(lambda: load.sees(name), f"answers from deck {name}")


def newest(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "db.sqlite3")) as database:
        return str(database.execute("SELECT version FROM scams_deckversion ORDER BY id DESC").fetchone()[0])


def test_the_database_file_is_taken_away_and_comes_back(start: Callable[..., RunningSite], folder: Path) -> None:
    site = start()
    with Load(site.url, site.key) as load:
        away = [path.rename(f"{path}.away") for path in folder.glob("db.sqlite3*")]
        load.go_on(3)
        for path in away:
            path.rename(str(path).removesuffix(".away"))
        publish(site, load, "对方让您先垫钱。")
    load.check()


def test_the_cache_server_is_stopped_and_started_again(start: Callable[..., RunningSite]) -> None:
    port = free_port()

    def valkey() -> subprocess.Popen[bytes]:
        server = subprocess.Popen(
            [sys.executable, "-c", VALKEY, str(port)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert server.stdout
        if server.stdout.readline() != b"ready\n":
            missing("Valkey did not start")
        return server

    server = valkey()
    site = start(CACHE_URL=f"valkey://127.0.0.1:{port}/0")
    run(site.data_dir / "db.sqlite3", "UPDATE scams_apiclient SET rate = 5000")
    with Load(site.url, site.key) as load:
        publish(site, load, "第一次。")
        server.communicate(timeout=30)
        load.go_on(2)
        publish(site, load, "第二次。")
        server = valkey()
        publish(site, load, "第三次。")
    server.communicate(timeout=30)
    load.check()


def test_the_disk_is_full_when_the_last_good_deck_is_to_be_kept(
    start: Callable[..., RunningSite], folder: Path
) -> None:
    site = start()
    kept = folder / "deck.last-good"
    before = kept.read_bytes()
    full = [kept.with_name(f"{kept.name}.{gethostname()}.{worker.pid}") for worker in workers(site)]
    assert len(full) == 2
    for path in full:
        path.symlink_to("/dev/full")  # what a worker writes aside goes to a device that is always full
    with Load(site.url, site.key) as load:
        publish(site, load, "磁盘满了。")
        wait_for(lambda: not any(path.is_symlink() for path in full), "the workers to have tried")
        assert kept.read_bytes() == before
        load.go_on(1)
        publish(site, load, "又有空间了。")
        wait_for(lambda: kept.read_bytes() != before, "the deck to be kept again")
    assert "No space left" in (folder / "serve_warnings.log").read_text()
    load.check()


@pytest.mark.parametrize("fault", ["corrupt", "half-written", "another program's", "without a card to fall back on"])
def test_a_deck_is_bad(start: Callable[..., RunningSite], folder: Path, fault: str) -> None:
    whole = wire.encode(deck(card("task-rebate")))
    payload = {
        "corrupt": whole[:60] + bytes(byte ^ 0x55 for byte in whole[60:90]) + whole[90:],
        "half-written": whole[: len(whole) // 2],
        "another program's": wire.encode(deck(format=wire.FORMAT + 1)),
        "without a card to fall back on": wire.encode(deck(card("other-unknown", "elder"))),
    }[fault]
    site = start()
    good = newest(folder)
    with Load(site.url, site.key) as load:
        add_deck(folder / "db.sqlite3", payload)
        load.go_on(2)
        assert list(load.decks) == [good]
        publish(site, load, "又好了。")
    load.check()


def test_the_last_good_file_is_half_written_and_the_database_gone(
    start: Callable[..., RunningSite], folder: Path
) -> None:
    """Nothing to start from: a server says that it is not ready; the ones that run go on, and it joins them."""
    site = start()
    with Load(site.url, site.key) as load:
        kept, database = folder / "deck.last-good", folder / "db.sqlite3"
        away = database.rename(folder / "away")
        kept.write_bytes(kept.read_bytes()[:1000])
        workers(site)[0].kill()
        load.go_on(3)
        away.rename(database)
        wait_for(lambda: len(workers(site)) == 2, "the other worker")
        wait_for(lambda: site.request("/readyz").status == 200, "it to be ready")
        load.failures.clear()  # until then it answered 503, and what it was asked when it was killed nobody answered
        load.go_on(2)
    load.check()


def test_the_clock_is_set_back_and_forth(start: Callable[..., RunningSite], folder: Path) -> None:
    clock = folder / "clock"
    clock.write_text("0")
    site = start(PYTHONPATH=str(Path(__file__).with_name("clock")), CLOCK_FILE=str(clock))
    with Load(site.url, site.key) as load:
        for days in (-1, -400, 2):
            clock.write_text(str(days * 86_400))
            wait_for(lambda off=days: abs(days_off(site) - off) < 0.1, "the server's clock to be another")
            load.go_on(1.5)
            publish(site, load, f"时钟改动 {days}。")
    load.check()


def days_off(site: RunningSite) -> float:
    """Return how many days the server's clock is off, by the id of an answer."""
    milliseconds = int(site.warn().json()["warning_id"].replace("-", "")[:12], 16)
    return (milliseconds / 1000 - time.time()) / 86_400


def test_a_bad_publish(start: Callable[..., RunningSite], folder: Path) -> None:
    """Rows that no form would have let through: one card without words, then no live card at all."""
    site, database = start(), folder / "db.sqlite3"
    with Load(site.url, site.key) as load:
        run(database, "UPDATE scams_warningcard SET headline = '', why_you = '' WHERE audience = 'adult'")
        publish(site, load, "")
        load.go_on(1)
        run(database, "UPDATE scams_warningcard SET live = 0")
        publish(site, load, "")
        load.go_on(1)
    load.check()


def test_workers_are_killed_and_whoever_asks_by_the_client_notices_nothing(
    start: Callable[..., RunningSite], tmp_path: Path
) -> None:
    """A killed worker breaks its open connections: the client asks again over a new one, or answers by itself."""
    site = start()
    with Client(site.url, site.key, folder=tmp_path / "client") as client, ClientLoad(client, callers=6) as load:
        for _turn in range(3):
            kill_one(site)
            load.go_on(2)
        assert client.ready(30)
    load.check()
    assert load.sources["remote"] > 0


def test_workers_are_killed_and_their_callers_are_cut_off_once_and_nobody_else(
    start: Callable[..., RunningSite],
) -> None:
    site = start()
    with Load(site.url, site.key, callers=6) as load:
        for _turn in range(2):
            before = len(load.failures)
            kill_one(site)
            load.go_on(2)
            assert len(load.failures) - before <= 6, "at most one each"
    assert load.good > 100


def kill_one(site: RunningSite) -> None:
    """Kill a worker with -9 while another can answer, and wait for the one that takes its place."""
    wait_for(lambda: len(found := workers(site)) == 2 and all(map(listens, found)), "both workers to listen")
    there = workers(site)
    os.kill(there[0].pid, signal.SIGKILL)
    wait_for(lambda: len({*workers(site)} - {*there}) == 1 == len(workers(site)) - 1, "another worker")
