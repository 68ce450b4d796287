"""Kept pages beside the same pages made for every reader: time to the first byte, and pages a second.

python -m tests.benchmarks.pages [--seconds 5] [--json FILE]
"""

import json
import re
import socket
import statistics
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from tests.benchmarks import running
from tests.benchmarks.load import Load, load, need_wrk, together

PAGES: Final = {"home": "/zh-hans/", "article": "/zh-hans/gain/task-rebate/", "quiz": "/zh-hans/quizzes/everyday/"}
SITE: Final = "academy.wsgi:application"
KINDS: Final = {"kept": "600", "made": "0"}
"""How pages are served, and the PAGE_CACHE_SECONDS for it."""
_PATIENCE: Final = 60.0
EXPLANATION: Final = """
kept   the page was made once and is sent from memory; made: it is made for every reader, as it is without the cache
first byte: one reader after the other on one open connection, from the request's last byte sent to the answer's first
byte received, asked for in brotli as browsers do. requests/s: wrk with several connections, without compression.
One granian worker with one thread each; the demo's content in SQLite; both in turn, second by second.
"""


class Row(NamedTuple):
    """What was found for a page served in one way."""

    first_bytes: Sequence[float]
    """In ms."""
    load: Load

    def figures(self) -> dict[str, float]:
        """Return what the report says."""
        cuts = statistics.quantiles(self.first_bytes, n=100, method="inclusive")
        times = {"p50_ms": round(cuts[49], 3), "p99_ms": round(cuts[98], 3)}
        return {**times, "rps": round(self.load.rps, 1), "errors": self.load.errors}


def main() -> None:
    """Measure, print the table, write the JSON."""
    parser = running.options(__doc__)
    parser.add_argument("--seconds", type=int, default=5, help="per figure (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    need_wrk()
    with running.demo_folder(arguments.data_dir) as data_dir, servers(data_dir) as urls:
        found = {name: measure(urls, path, arguments.seconds, arguments.connections) for name, path in PAGES.items()}
    report = as_report(found)
    show_report(report)
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=1) + "\n")


@contextmanager
def servers(data_dir: Path) -> Iterator[dict[str, str]]:
    """Serve the demo in both ways at once; give their addresses by kind when every page is answered as it should be."""
    kept, made = (running.one_worker(SITE, data_dir=data_dir, PAGE_CACHE_SECONDS=seconds) for seconds in KINDS.values())
    with kept as first, made as second:
        urls = dict(zip(KINDS, (first.url, second.url), strict=True))
        for kind, url in urls.items():
            for path in PAGES.values():
                running.first_answer(url + path)
                wait_until(kind, url + path)
        yield urls


def wait_until(kind: str, url: str) -> None:
    """Return when a page is sent in its way; ends if that never comes."""
    deadline, wanted = time.monotonic() + _PATIENCE, {"kept": "academy; hit", "made": None}[kind]
    while time.monotonic() < deadline:
        with urllib.request.urlopen(url, timeout=10) as reply:
            if reply.headers["Cache-Status"] == wanted:
                return
        time.sleep(0.05)
    sys.exit(f"{url} is never {kind}")


def measure(urls: dict[str, str], path: str, seconds: int, connections: int) -> dict[str, Row]:
    """Return what was found for one page, by kind."""
    running.say(f"measuring {path} …")
    times: dict[str, list[float]] = {kind: [] for kind in urls}
    loads: dict[str, list[Load]] = {kind: [] for kind in urls}
    for _second in range(max(1, seconds)):
        for kind, url in urls.items():
            times[kind] += first_bytes(url + path, seconds=1)
        for kind, url in urls.items():
            loads[kind].append(load(url + path, seconds=1, connections=connections))
    return {kind: Row(times[kind], together(loads[kind])) for kind in urls}


def first_bytes(url: str, *, seconds: float) -> list[float]:
    """Ask for a page again and again over one connection; return how long each first byte took, in ms."""
    place = urlsplit(url)
    asked = f"GET {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\nAccept-Encoding: gzip, br\r\n\r\n".encode()
    found, end = [], time.monotonic() + seconds
    with socket.create_connection((place.hostname or "", place.port or 80), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while not found or time.monotonic() < end:
            began = time.perf_counter()
            connection.sendall(asked)
            piece = connection.recv(65536)
            found.append((time.perf_counter() - began) * 1000)
            read_rest(connection, piece)
    return found


def read_rest(connection: socket.socket, piece: bytes) -> None:
    """Read what is left of an answer that begins with `piece`; ends if it is not the page."""
    while piece and b"\r\n\r\n" not in piece:
        piece += connection.recv(65536)
    head, _blank, body = piece.partition(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: (\d+)", head.lower())
    if not head.startswith(b"HTTP/1.1 200 ") or not length:
        sys.exit(f"not a page: {head!r}")
    left = int(length[1]) - len(body)
    while left > 0:
        left -= len(connection.recv(left))


def as_report(found: dict[str, dict[str, Row]]) -> dict[str, Any]:
    """Return what is written as JSON: a row for each page and kind, and how many times better the kept ones are."""
    figures = {page: {kind: row.figures() for kind, row in kinds.items()} for page, kinds in found.items()}
    return {
        "rows": [{"page": page, "kind": kind, **one} for page, kinds in figures.items() for kind, one in kinds.items()],
        "ratios": {
            page: {
                "first_byte": round(kinds["made"]["p50_ms"] / kinds["kept"]["p50_ms"], 1),
                "requests": round(kinds["kept"]["rps"] / kinds["made"]["rps"], 1),
            }
            for page, kinds in figures.items()
        },
    }


def show_report(report: dict[str, Any]) -> None:
    """Print the table, and what its rows are."""
    rows = []
    for row in report["rows"]:
        ratios = report["ratios"][row["page"]] if row["kind"] == "kept" else {"first_byte": 1.0, "requests": 1.0}
        times = [f"{row['p50_ms']:.2f}", f"{row['p99_ms']:.2f}", f"{ratios['first_byte']:.1f}"]
        rows.append(
            [
                *(f"{row['page']}, {row['kind']}", *times, f"{row['rps']:,.0f}", f"{ratios['requests']:.1f}"),
                str(row["errors"]),
            ]
        )
    running.show(["", "first byte p50 ms", "p99 ms", "× sooner", "requests/s", "× more", "errors"], rows)
    sys.stdout.write(EXPLANATION)


if __name__ == "__main__":
    main()
