"""What the benchmarks share: a data folder with the demo, and servers that are started and stopped."""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import psutil

from academy.environment import BASE_DIR
from academy.processes import end_with_parent
from academy.web import granian_command

PATH: Final = "/api/v1/warnings"
WARNINGS: Final = "academy.warnings_wsgi:application"
RATE: Final = 1_000_000
"""Requests a second that the client may make: its bucket is looked at for every request, and never empty."""
_PATIENCE: Final = 60.0
"""Seconds within which a server answers for the first time, or comes to a new deck."""
_FRESH: Final = 20
"""Answers over connections of their own after which, of two workers, both will have been asked."""
_OURS: Final = ("DATABASE_URL", "CACHE_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE", "DEBUG", "PUBLIC_URL")
_NEW_CLIENT: Final = """
import secrets
from scams.api.clients import create_client
print(create_client("benchmark-" + secrets.token_hex(4), rate={rate}))
"""

_COPY: Final = """
import json, sqlite3
from scams.models import ApiClient, ApiKey, DeckVersion
file = sqlite3.connect({path!r})
version, cards, payload, signatures = file.execute(
    "SELECT version, cards, payload, signatures FROM scams_deckversion ORDER BY id DESC LIMIT 1").fetchone()
DeckVersion.objects.create(version=version, cards=cards, payload=payload, signatures=json.loads(signatures), previous=0)
for name, scopes, prefix, key_hash in file.execute(
        "SELECT name, scopes, prefix, key_hash FROM scams_apikey k JOIN scams_apiclient c ON c.id = k.client_id"):
    client, _new = ApiClient.objects.get_or_create(name=name, defaults={{"scopes": scopes}})
    ApiKey.objects.create(client=client, prefix=prefix, key_hash=key_hash)
"""


class Server(NamedTuple):
    """A server that was started here, and its address."""

    url: str
    process: subprocess.Popen[bytes]

    def workers(self) -> list[psutil.Process]:
        """Return the processes that answer: granian's, which have none below them."""
        below = psutil.Process(self.process.pid).children(recursive=True)
        return [one for one in below if "granian" in " ".join(one.cmdline()) and not one.children()]

    def cpu_seconds(self) -> float:
        """Return how long the workers have been at work since they started."""
        times = [worker.cpu_times() for worker in self.workers()]
        return float(sum(one.user + one.system for one in times))

    def memory(self) -> list[float]:
        """Return the resident memory of each worker, in MB."""
        return [worker.memory_info().rss / 1e6 for worker in self.workers()]


def options(description: str | None) -> argparse.ArgumentParser:
    """Return a parser with what every benchmark takes."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--connections", type=int, default=16, help="kept open by the load (default: %(default)s)")
    parser.add_argument("--data-dir", type=Path, help="a folder that `manage.py demo` made; it is copied")
    return parser


def say(text: str) -> None:
    """Tell the person who waits."""
    sys.stderr.write(f"{text}\n")


def show(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table to standard output: the first column to the left, numbers to the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, *rows):
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        sys.stdout.write("  ".join([row[0].ljust(widths[0]), *cells[1:]]) + "\n")
    sys.stdout.flush()


def environment_for(data_dir: Path, **variables: str) -> dict[str, str]:
    """Return the environment of a process over a data folder, with everything else at its default."""
    inherited = {name: value for name, value in os.environ.items() if name not in _OURS}
    return {**inherited, "DATA_DIR": str(data_dir), **variables}


def python(*arguments: str, data_dir: Path, **variables: str) -> str:
    """Run Python over a data folder, in the project's root; return what it printed. Ends when it fails."""
    command, environment = [sys.executable, *arguments], environment_for(data_dir, **variables)
    done = subprocess.run(command, cwd=BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(arguments[:2])} failed with {done.returncode}")
    return done.stdout


@contextmanager
def demo_folder(given: Path | None) -> Iterator[Path]:
    """Give a data folder with the demo in it for a while: a copy of the given one, or one that is made."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as temporary:
        folder = Path(temporary) / "data"
        if given:
            shutil.copytree(given, folder, ignore=shutil.ignore_patterns("broker", "deck.last-good"))
        else:
            say("making the demo …")
            python("manage.py", "demo", "--no-serve", data_dir=folder)
        yield folder


def new_key(data_dir: Path) -> str:
    """Make a client who may ask as often as it likes, but is counted; return its key."""
    return python("manage.py", "shell", "--no-imports", "-c", _NEW_CLIENT.format(rate=RATE), data_dir=data_dir).strip()


def copying(database: Path) -> str:
    """Return a program for the shell that copies the newest deck and the API clients of an SQLite file into another."""
    return _COPY.format(path=str(database))


@contextmanager
def one_worker(application: str, *, data_dir: Path, **variables: str) -> Iterator[Server]:
    """Serve a WSGI application by one granian worker that answers one request at a time, as the warnings are served."""
    port = free_port()
    command = granian_command(application, host="127.0.0.1", port=port, workers=1, threads=1)
    with serving(command, port, data_dir, **variables) as server:
        yield server


@contextmanager
def serving(command: Sequence[str], port: int, data_dir: Path, **variables: str) -> Iterator[Server]:
    """Run a server until the end of the block; it may still be starting when the block begins."""
    log = data_dir / f"{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=BASE_DIR,
            env=environment_for(data_dir, **variables),
            stdout=output,
            stderr=output,
            preexec_fn=partial(end_with_parent, os.getpid(), signal.SIGTERM),
        )
    try:
        yield Server(f"http://127.0.0.1:{port}", process)
    except SystemExit:
        say(log.read_text(errors="replace")[-2000:])
        raise
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    """Return a port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def first_answer(url: str, *, key: str = "", body: bytes | None = None) -> bytes:
    """Return the first answer of a server that may be starting; ends if it is not a success within a minute."""
    request = urllib.request.Request(url, data=body, headers={"Authorization": f"Bearer {key}"} if key else {})
    deadline, last = time.monotonic() + _PATIENCE, ""
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:
                content: bytes = reply.read()
                return content
        except urllib.error.HTTPError as error:
            last = f"{error}: {error.read().decode(errors='replace')[:500]}"
            if error.code != 503:
                break
        except OSError as error:
            last = str(error)
        time.sleep(0.05)
    sys.exit(f"{url} did not answer: {last}")


def wait_for_deck(server: Server, version: str) -> None:
    """Return when all workers answer from a version; ends if they do not come to it within a minute."""
    deadline = time.monotonic() + _PATIENCE
    while any(json.loads(first_answer(f"{server.url}/readyz"))["deck"] != version for _ in range(_FRESH)):
        if time.monotonic() > deadline:
            sys.exit(f"deck {version} never came")
        time.sleep(0.1)
