"""Servers that make their client first and fork their workers after it, and processes that share a folder."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.scams.client.academy import Academy
from tests.scams.client.servers import WsgiServer
from tests.scams.client.test_events import Taking

# A parent that uses its client, in the middle of which it forks twice; everybody answers, records and sends.
FORKING = """
import os, sys, threading, warnings
warnings.simplefilter("ignore", DeprecationWarning)  # later Pythons say that forking with threads is a risk: it is
from scams.client import Client
url, key, mode, folder = sys.argv[1:]
client = Client(url, key, mode=mode, folder=folder or None, timeout=30, refresh=0.1)
assert client.ready(30)
stop = threading.Event()
def use():
    while not stop.is_set():
        client.record("shown", client.warning("gain").warning_id)
        stop.wait(0.02)
users = [threading.Thread(target=use) for _ in range(3)]
for user in users:
    user.start()

def show(name):
    seen = {client.warning("task-rebate").source for _ in range(20)}
    ids = {client.warning("gain").warning_id for _ in range(50)}
    client.record("seen", client.warning("gain").warning_id, by=name)
    sent = client.flush(30)
    version = client.status().deck
    os.write(1, f"{name} {'+'.join(sorted(seen))} {len(ids)} {sent or bool(folder)} {version}\\n".encode())

children = []
for name in ("one", "two"):
    child = os.fork()
    if not child:
        show(name)
        client.close()
        os._exit(0)
    children.append(child)
codes = [os.waitpid(child, 0)[1] for child in children]
stop.set()
for user in users:
    user.join()
show("parent")
client.close()
assert codes == [0, 0], codes
"""


def run(url: str, key: str, mode: str, folder: str) -> list[list[str]]:
    command = [sys.executable, "-c", FORKING, url, key, mode, folder]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 0, done.stderr
    return sorted(line.split() for line in done.stdout.splitlines())


class Both:
    """The academy, which takes events as well."""

    def __init__(self, academy: Academy) -> None:
        self.academy = academy
        self.taking = Taking()

    def __call__(self, environ: dict[str, str], start: object) -> object:
        events = environ["PATH_INFO"].endswith("/events")
        return (self.taking if events else self.academy)(environ, start)


def shown_by(both: Both) -> set[str]:
    return {event["by"] for event in both.taking.taken if event["type"] == "seen"}


def test_children_of_a_client_in_use_answer_from_the_server(academy: Academy) -> None:
    both = Both(academy)
    with WsgiServer(both) as server:
        lines = run(server.url, academy.key, "remote", "")
    version = academy.version
    assert lines == [[name, "remote", "50", "True", version] for name in ("one", "parent", "two")]
    assert shown_by(both) == {"one", "two", "parent"}
    ids = [event["id"] for event in both.taking.taken]
    assert len(ids) == len(set(ids))


def test_children_of_a_client_in_use_answer_from_the_replica(academy: Academy, folder: Path) -> None:
    both = Both(academy)
    with WsgiServer(both) as server:
        lines = run(server.url, academy.key, "replica", os.fspath(folder))
    assert lines == [[name, "replica", "50", "True", academy.version] for name in ("one", "parent", "two")]
    assert shown_by(both) == {"one", "two", "parent"}
