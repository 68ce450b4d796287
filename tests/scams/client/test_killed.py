"""Processes that are killed with -9: what was acknowledged is there, what was not answered for is kept."""

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from scams.uuid7 import uuid7
from tests.conftest import ROOT, free_port
from tests.scams.client.conftest import MakeClient
from tests.scams.client.servers import eventually

# Records events as fast as it can, and says of each that it was taken.
RECORD = """
import sys
from scams.client import Client
from scams.uuid7 import uuid7
client = Client("http://127.0.0.1:1", "key", folder=sys.argv[1])
while True:
    sys.stdout.write(client.record("shown", uuid7()) + "\\n")
    sys.stdout.flush()
"""


class Recorder:
    """A process that records events; there once it has recorded the first."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-c", RECORD, str(folder)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        assert self.process.stdout
        self.said = self.process.stdout
        self.first = self.said.readline()

    def kill(self) -> list[str]:
        """Kill it; return the events that it said were taken."""
        self.process.kill()
        lines = (self.first + self.said.read()).decode().splitlines(keepends=True)
        self.said.close()
        self.process.wait()
        return [line.strip() for line in lines if line.endswith("\n")]


PAUSES = (0.0, 0.03, 0.1, 0.2, 0.3)
"""Seconds after which something is killed."""


def waiting(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "events.sqlite3")) as file:
        return [json.loads(event)["id"] for (event,) in file.execute("SELECT event FROM events ORDER BY number")]


@pytest.mark.parametrize("processes", [1, 2])
def test_everything_acknowledged_survives_being_killed(folder: Path, processes: int) -> None:
    taken: list[str] = []
    for pause in PAUSES:
        running = [Recorder(folder) for _ in range(processes)]
        time.sleep(pause)
        taken += [event for one in running for event in one.kill()]
    there = waiting(folder)
    assert not set(taken) - set(there)
    # Of each process one event may have been written down that it had no time to tell of.
    assert len(taken) <= len(there) <= len(taken) + len(PAUSES) * processes
    assert len(taken) >= len(PAUSES) * processes


class EventsServer:
    """The events' server as a process of its own, always at the same port and on the same file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.scams.client.events_server", str(self.port), str(self.file)]
        self.process = subprocess.Popen(command, cwd=ROOT)

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    def has(self) -> list[str]:
        """Return the events it has committed."""
        if not self.file.exists():
            return []
        with closing(sqlite3.connect(self.file, timeout=30)) as database:
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():
                return []
            return [event for (event,) in database.execute("SELECT id FROM events")]


@pytest.fixture
def events_server(tmp_path: Path) -> Iterator[EventsServer]:
    server = EventsServer(tmp_path / "server.sqlite3")
    yield server
    server.kill()


def test_a_server_that_is_killed_between_batches_loses_nothing_and_gets_nothing_twice(
    make_client: MakeClient, events_server: EventsServer, folder: Path
) -> None:
    client = make_client(events_server.url, folder=folder)
    ids = [client.record("shown", uuid7(), number=number) for number in range(6000)]
    for pause in PAUSES:
        events_server.start()
        ids += [client.record("seen", uuid7()) for _ in range(200)]
        client.flush(2 * pause)
        events_server.kill()
        # What the client has forgotten, the server has: looked at in this order, nothing can slip through.
        kept = set(waiting(folder))
        assert set(ids) <= kept | set(events_server.has())
    events_server.start()
    eventually(lambda: client.flush(2), within=120)
    assert sorted(events_server.has()) == sorted(ids)
    assert client.status().events_waiting == 0


def test_what_the_server_rejects_does_not_come_back_after_it_is_killed(
    make_client: MakeClient, events_server: EventsServer, folder: Path
) -> None:
    client = make_client(events_server.url, folder=folder)
    events_server.start()
    good = [client.record("shown", uuid7()) for _ in range(3)]
    client.record("odd", uuid7())
    eventually(lambda: client.flush(2), within=60)
    events_server.kill()
    assert sorted(events_server.has()) == sorted(good)
    assert (client.status().events_waiting, client.status().events_rejected) == (0, 1)
