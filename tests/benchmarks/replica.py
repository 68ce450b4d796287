"""What a warning costs the engine that asks: from a replica, over loopback from a server, and from the last resort.

python -m tests.benchmarks.replica [--json FILE]
"""

import argparse
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter_ns
from typing import Any, Final, NamedTuple

from scams.client import Client, WarningReply
from tests.benchmarks import running
from tests.benchmarks.warnings import REQUEST

AIM_US: Final = 10.0
"""The median of a replica's answer that was promised, in microseconds."""
WARM_UP: Final = 200
REMOTE_SHARE: Final = 20
"""Of so many calls, one of the remote row: each takes that much longer."""
PATIENCE: Final = 5.0
EXPLANATION: Final = """
replica        client.warning(...) from a replica: the request built, checked and matched, the card put together
replica, code  the same with nothing but one code
remote         the same request answered by a server over loopback, one granian worker, connections kept open
last-resort    the same request with neither a server nor a replica
One thread; each call by itself, with a tenth of a microsecond for the clock; the demo's 180 cards.
"""


class Row(NamedTuple):
    """One way to ask, and who is to answer."""

    name: str
    source: str
    ask: Callable[[], WarningReply]
    calls: int


class Figure(NamedTuple):
    """What a row took, in microseconds."""

    name: str
    median_us: float
    p99_us: float
    calls: int


def main() -> None:
    """Measure, print the table, write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=100_000, help="per row (default: %(default)s)")
    parser.add_argument("--data-dir", type=Path, help="a folder that `manage.py demo` made; it is copied")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    with running.demo_folder(arguments.data_dir) as data_dir, clients(data_dir) as (replica, remote, alone):
        figures = [measure(row) for row in rows_of(replica, remote, alone, max(100, arguments.calls))]
    report = as_report(figures)
    show_report(figures, report)
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=1) + "\n")


@contextmanager
def clients(data_dir: Path) -> Iterator[tuple[Client, Client, Client]]:
    """Give a client with a replica, one that asks a server, and one that has neither."""
    key = running.new_key(data_dir)
    with ExitStack() as stack:
        server = stack.enter_context(running.one_worker(running.WARNINGS, data_dir=data_dir))
        running.first_answer(server.url + running.PATH, key=key, body=b'{"fraud_types":[]}')
        replica = stack.enter_context(Client(server.url, key, mode="replica"))
        remote = stack.enter_context(Client(server.url, key, timeout=PATIENCE))
        alone = stack.enter_context(Client(f"http://127.0.0.1:{running.free_port()}", key, mode="replica"))
        if not (replica.ready(60) and remote.ready(60)):
            raise SystemExit(f"no replica: {replica.status().troubles}")
        yield replica, remote, alone


def rows_of(replica: Client, remote: Client, alone: Client, calls: int) -> list[Row]:
    """Return the ways to ask, each in the public way."""
    said = {name: value for name, value in REQUEST.items() if name != "fraud_types"}
    codes = [(one["code"], one["score"]) for one in REQUEST["fraud_types"]]

    def full(client: Client) -> Callable[[], WarningReply]:
        return lambda: client.warning(codes, **said)

    return [
        Row("replica", "replica", full(replica), calls),
        Row("replica, code", "replica", lambda: replica.warning("task-rebate"), calls),
        Row("remote", "remote", full(remote), calls // REMOTE_SHARE),
        Row("last-resort", "last-resort", full(alone), calls),
    ]


def measure(row: Row) -> Figure:
    """Return what each of many calls took; ends when somebody else answered."""
    running.say(f"{row.name} …")
    for _ in range(min(WARM_UP, row.calls)):
        row.ask()
    taken = []
    for _ in range(row.calls):
        began = perf_counter_ns()
        reply = row.ask()
        taken.append(perf_counter_ns() - began)
        if reply.source != row.source:
            raise SystemExit(f"{row.name} was answered by {reply.source}")
    taken.sort()
    return Figure(row.name, taken[row.calls // 2] / 1000, taken[row.calls * 99 // 100] / 1000, row.calls)


def as_report(figures: list[Figure]) -> dict[str, Any]:
    """Return the figures as the JSON has them."""
    first = figures[0].median_us
    ratios = {f"{one.name}/replica": round(one.median_us / first, 2) for one in figures[1:]}
    return {"rows": [one._asdict() for one in figures], "ratios": ratios, "aim_us": AIM_US}


def show_report(figures: list[Figure], report: dict[str, Any]) -> None:
    """Print the table."""
    ratios = ["1.00", *(f"{ratio:.2f}" for ratio in report["ratios"].values())]
    lines = [
        [one.name, f"{one.median_us:.1f}", f"{one.p99_us:.1f}", ratio, f"{one.calls:,}"]
        for one, ratio in zip(figures, ratios, strict=True)
    ]
    running.show(["", "median µs", "p99 µs", "to replica", "calls"], lines)
    running.say(EXPLANATION)


if __name__ == "__main__":
    main()
