"""Whether the endpoint stays as quick, and how much memory it takes, when the deck grows; and how long a compile takes.

python -m tests.benchmarks.deck_size [--seconds 5] [--sizes 25,1000,10000] [--compile 10000]
"""

import json
import shutil
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from scams.deck import wire
from tests.benchmarks import running
from tests.benchmarks.large_decks import large_deck, put, with_one_edit
from tests.benchmarks.load import Load, load, need_wrk, together
from tests.benchmarks.mix import newest_deck, write_requests

SWAPS: Final = 2
SWAP_SECONDS: Final = 10
"""How long a load goes on in which a deck is swapped."""
PLAIN: Final = b'{"fraud_types": []}'
EXPLANATION: Final = """
One granian worker with one thread each; 20,000 different requests in turn, over all codes, languages, audiences and
levels. CPU is the worker's own time for a request. Unless told otherwise no two cards have a sentence in common.
Afterwards a deck with one edit is published twice under full load: the longest wait of any request then, and the
resident memory of the worker before and after.
"""


class Contender(NamedTuple):
    """A server over a deck of a size."""

    size: int
    server: running.Server
    folder: Path
    deck: wire.Deck
    options: dict[str, Any]

    def load(self, seconds: int) -> Load:
        """Put load on it."""
        return load(self.server.url + running.PATH, seconds=seconds, **self.options)


class Found(NamedTuple):
    """What was measured with one deck: memory in MB, the worker's own time for a request in microseconds."""

    steady: Load
    swapping: Load
    cpu: float
    memory: float
    memory_after: float


def main() -> None:
    """Measure and print both tables."""
    parser = running.options(__doc__)
    parser.add_argument("--seconds", type=int, default=5, help="per deck (default: %(default)s)")
    parser.add_argument("--sizes", default="25,1000,10000", help="cards in three languages (default: %(default)s)")
    parser.add_argument("--same-words", action="store_true", help="repeat the real cards' sentences as they are")
    parser.add_argument("--compile", type=int, default=10_000, metavar="CARDS", help="0 for none (default: 10000)")
    arguments = parser.parse_args()
    need_wrk()
    with running.demo_folder(arguments.data_dir) as data_dir:
        load_options = {"key": running.new_key(data_dir), "connections": arguments.connections}
        sizes = [int(size) for size in arguments.sizes.split(",")]
        with ExitStack() as stack:
            made = [contender(size, data_dir, load_options, own_words=not arguments.same_words) for size in sizes]
            contenders = [stack.enter_context(one) for one in made]
            show_sizes(measure(contenders, max(1, arguments.seconds)))
        if arguments.compile:
            running.say(f"compiling {arguments.compile} cards …")
            lines = running.python("-m", "tests.benchmarks.compiling", str(arguments.compile), data_dir=data_dir)
            show_compiles([json.loads(line) for line in lines.splitlines()])


@contextmanager
def contender(size: int, demo: Path, load_options: dict[str, Any], *, own_words: bool) -> Iterator[Contender]:
    """Serve a deck of `size` cards in three languages, and put a first load on it."""
    running.say(f"making {size} cards × 3 …")
    folder = demo.with_name(f"deck-{size}")
    shutil.copytree(demo, folder)
    deck = large_deck(newest_deck(demo), size, own_words=own_words)
    put(wire.encode(deck), folder)
    write_requests(folder / "requests", deck, count=20_000, bad=False)
    with running.one_worker(running.WARNINGS, data_dir=folder) as server:
        running.first_answer(server.url + running.PATH, key=load_options["key"], body=PLAIN)
        made = Contender(size, server, folder, deck, {**load_options, "bodies": folder / "requests"})
        made.load(1)
        yield made


def measure(contenders: list[Contender], seconds: int) -> dict[int, Found]:
    """Return what each reached: first second by second in turn, so that all have the same weather, then with swaps."""
    running.say(f"measuring {seconds} s each …")
    before = [one.server.cpu_seconds() for one in contenders]
    rounds = [[one.load(1) for one in contenders] for _ in range(seconds)]
    used = [one.server.cpu_seconds() - then for one, then in zip(contenders, before, strict=True)]
    found = {}
    for one, loads, cpu in zip(contenders, zip(*rounds, strict=True), used, strict=True):
        steady, (memory,) = together(loads), one.server.memory()
        swapping = with_swaps(one)
        found[one.size] = Found(steady, swapping, cpu / steady.requests * 1e6, memory, one.server.memory()[0])
    return found


def with_swaps(one: Contender) -> Load:
    """Return what a load is answered with while decks are published under it."""
    running.say(f"swapping decks of {one.size} cards × 3 …")
    edited = [wire.encode(with_one_edit(one.deck, number)) for number in range(1, SWAPS + 1)]
    with ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(one.load, SWAP_SECONDS)
        for payload in edited:
            time.sleep(1)
            put(payload, one.folder)
            running.wait_for_deck(one.server, wire.version_of(payload))
        return under_way.result()


def show_sizes(found: dict[int, Found]) -> None:
    """Print the table of decks."""
    base = next(iter(found.values())).steady.rps
    rows = []
    for size, (steady, swapping, cpu, *memory) in found.items():
        speed = (f"{steady.rps:,.0f}", f"{steady.rps / base:.3f}", f"{cpu:.1f}")
        times = (f"{steady.p50_ms:.2f}", f"{steady.p99_ms:.2f}", f"{swapping.longest_ms:.0f}")
        errors = str(steady.errors + swapping.errors)
        rows.append([f"{size:,}", *speed, *times, errors, *(f"{one:.0f}" for one in memory)])
    times = ("p50 ms", "p99 ms", "longest ms")
    running.show(["cards × 3", "requests/s", "× first", "CPU µs", *times, "errors", "MB", "MB after"], rows)
    sys.stdout.write(EXPLANATION)


def show_compiles(found: list[dict[str, float]]) -> None:
    """Print the table of compiles."""
    sys.stdout.write("\n")
    rows = [
        [f"{one['cards']:,}", f"{one['left_out']}", *(f"{one[name]:.2f}" for name in ("compile", "encode", "build"))]
        for one in found
    ]
    running.show(["cards", "left out", "compile s", "encode s", "whole build s"], rows)


if __name__ == "__main__":
    main()
