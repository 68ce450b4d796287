"""A day in a run: a million requests of a realistic mix against two workers, with decks published under them.

python -m tests.benchmarks.soak [--requests 1000000] [--svg FILE] [--json FILE]
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from academy.environment import BASE_DIR
from tests.benchmarks import running
from tests.benchmarks.load import Load, load, need_wrk
from tests.benchmarks.mix import newest_deck, write_requests
from tests.benchmarks.picture import Chart, draw

WORKERS: Final = 2
SLICE_SECONDS: Final = 2
DIFFERENT: Final = 50_000
"""How many different requests there are; they come again in the same order."""
PICTURE: Final = BASE_DIR / "static" / "academy" / "soak.svg"
PLAIN: Final = b'{"fraud_types": []}'
EXPLANATION: Final = """
Errors are answers other than a card for a good request and a 422 for a bad one, and broken connections; wrk looks at
every answer. Refused are the bad requests, one of a hundred. Decks are those published so far. Memory is resident, MB.
"""


class Slice(NamedTuple):
    """What happened in a few seconds."""

    seconds: float
    """Since the start, when they ended."""
    load: Load
    decks: int
    """Published since the start."""
    memory: list[float]
    """Of each worker, in MB."""


def main() -> None:
    """Run, print the table, write picture and JSON; exit with 1 if there was an error."""
    parser = running.options(__doc__)
    parser.set_defaults(connections=32)
    parser.add_argument("--requests", type=int, default=1_000_000, help="at least (default: %(default)s)")
    parser.add_argument("--publish-every", type=float, default=3.0, metavar="SECONDS", help="default: %(default)s")
    parser.add_argument("--svg", type=Path, default=PICTURE, metavar="FILE", help="default: static/academy/soak.svg")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    need_wrk()
    with running.demo_folder(arguments.data_dir) as data_dir, served(data_dir) as server:
        key, log = running.new_key(data_dir), data_dir / "decks"
        running.first_answer(server.url + running.PATH, key=key, body=PLAIN)
        write_requests(data_dir / "requests", newest_deck(data_dir), count=DIFFERENT)
        with editor(data_dir, log, arguments.publish_every):
            slices = list(replay(server, key, data_dir, requests=arguments.requests, connections=arguments.connections))
        running.wait_for_deck(server, versions(log)[-1])
    show_slices(slices)
    arguments.svg.write_text(picture(slices), encoding="utf-8")
    if arguments.json:
        arguments.json.write_text(json.dumps(report(slices), indent=1) + "\n")
    if sum(one.load.errors for one in slices):
        sys.exit(1)


@contextmanager
def served(data_dir: Path) -> Iterator[running.Server]:
    """Serve the warnings alone as one does: by the project's own command, with two workers."""
    port = running.free_port()
    arguments = ["serve_warnings", "--port", str(port), "--workers", str(WORKERS)]
    with running.serving([sys.executable, "manage.py", *arguments], port, data_dir) as server:
        yield server


@contextmanager
def editor(data_dir: Path, log: Path, seconds: float) -> Iterator[None]:
    """Have an editor publish every few seconds until the end of the block; the decks' versions are written to `log`."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.publishing", str(seconds)],
            cwd=BASE_DIR,
            env=running.environment_for(data_dir),
            stdin=subprocess.PIPE,
            stdout=output,
        )
    try:
        while process.poll() is None and not versions(log):
            time.sleep(0.1)
        yield
    finally:
        process.communicate(timeout=60)
    if process.returncode:
        sys.exit("the editor failed")


def versions(log: Path) -> list[str]:
    """Return the versions of the deck there was and of those published since."""
    return log.read_text(encoding="utf-8").splitlines()


def replay(server: running.Server, key: str, data_dir: Path, *, requests: int, connections: int) -> Iterator[Slice]:
    """Yield slice after slice until there were so many requests."""
    sent, seconds = 0, 0.0
    while sent < requests:
        found = load(
            server.url + running.PATH,
            seconds=SLICE_SECONDS,
            connections=connections,
            key=key,
            bodies=data_dir / "requests",
            start=sent % DIFFERENT + 1,
            watch=1,
        )
        sent, seconds = sent + found.requests, seconds + found.seconds
        decks = len(versions(data_dir / "decks")) - 1
        running.say(f"{sent:,} requests, {decks} decks, {found.errors} errors")
        yield Slice(seconds, found, decks, server.memory())


def show_slices(slices: list[Slice]) -> None:
    """Print a line for each slice, and the sum."""
    rows = [
        [f"{one.seconds:.0f}", *_load_cells(one.load), str(one.decks), *(f"{memory:.0f}" for memory in one.memory)]
        for one in slices
    ]
    head = ["second", "requests", "requests/s", "p50 ms", "p99 ms", "longest ms", "refused", "errors", "decks"]
    running.show([*head, *(f"MB {number + 1}" for number in range(WORKERS))], rows)
    sys.stdout.write(f"\n{summary(slices)}\n{EXPLANATION}")


def _load_cells(found: Load) -> list[str]:
    times = (f"{one:.2f}" for one in (found.p50_ms, found.p99_ms, found.longest_ms))
    return [f"{found.requests:,}", f"{found.rps:,.0f}", *times, f"{found.refused:,}", str(found.errors)]


def summary(slices: list[Slice]) -> str:
    """Return the run in a sentence."""
    loads = [one.load for one in slices]
    memory = max(max(one.memory) for one in slices)
    return (
        f"{sum(one.requests for one in loads):,} requests in {slices[-1].seconds:.0f} s: "
        f"{sum(one.errors for one in loads)} errors, {sum(one.refused for one in loads):,} bad ones refused, "
        f"{slices[-1].decks} decks published, at most {max(one.longest_ms for one in loads):.0f} ms and {memory:.0f} MB"
    )


def picture(slices: list[Slice]) -> str:
    """Return the run as an SVG."""
    workers = {f"worker {number + 1}": [one.memory[number] for one in slices] for number in range(WORKERS)}
    times = {"p50": [one.load.p50_ms for one in slices], "p99": [one.load.p99_ms for one in slices]}
    charts = [
        Chart("Requests a second", {"": [one.load.rps for one in slices]}),
        Chart("Milliseconds to an answer", times),
        Chart("Resident memory, MB", workers),
    ]
    return draw(
        "Two workers under full load, decks published meanwhile", summary(slices), [s.seconds for s in slices], charts
    )


def report(slices: list[Slice]) -> dict[str, object]:
    """Return what is written as JSON."""
    return {
        "summary": summary(slices),
        "slices": [
            {"seconds": one.seconds, **one.load._asdict(), "decks": one.decks, "memory_mb": one.memory}
            for one in slices
        ],
    }


if __name__ == "__main__":
    main()
