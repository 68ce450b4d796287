"""The warnings endpoint beside a constant answer, one ORM query, and Wagtail's two APIs, all asked for the same card.

python -m tests.benchmarks.warnings [--seconds 5] [--json FILE] [--paced 20000]
"""

import sys

if not __package__:  # run as a file: its folder would hide the standard library's module of this name
    sys.path[0] = __file__.rpartition("/tests/")[0]

import json
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.benchmarks import running
from tests.benchmarks.load import Load, load, need_wrk, together

REQUEST: Final = {
    "fraud_types": [{"code": "task-rebate", "score": 0.93}, {"code": "ukf:advance-fee", "score": 0.4}],
    "level": "warn",
    "locale": "zh-HK",
    "audience": "elder",
    "channel": "app",
    "amount": {"value": "5000.00", "currency": "CNY"},
    "signals": ["new-payee", "on-call"],
    "subject": "u-7f3a91c2",
    "seen": {"task-rebate.elder.zh-Hant.a": 2},
}
SITE: Final = "tests.benchmarks.site:application"
SITE_SETTINGS: Final = "tests.benchmarks.site_settings"
PACED_CONNECTIONS: Final = 32
EXPLANATION: Final = """
constant     reads the same body and answers as many bytes with the same headers as a warning has: all else is work
warnings     the whole contract: key, rate, limits, level, locale, audience, signals, rotation, counters
ninja-orm    the same card by a NinjaAPI with one ORM query, without its hotlines
wagtail-v2   the same card by Wagtail's API v2, which can show snippets
wagtail-v3   the same card by the schema and access of Wagtail's API v3, which itself has addresses for pages only
One granian worker with one thread each; the demo's content in SQLite; the last three are asked without a key.
"""


class Row(NamedTuple):
    """One contender: its address, and what else its load is made of."""

    name: str
    url: str
    options: dict[str, Any]


def main() -> None:
    """Measure, print the table, write the JSON."""
    parser = running.options(__doc__)
    parser.add_argument("--seconds", type=int, default=5, help="per row (default: %(default)s)")
    parser.add_argument("--paced", type=int, metavar="RATE", help="also measure at so many requests a second")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    need_wrk()
    seconds = max(1, arguments.seconds)
    with running.demo_folder(arguments.data_dir) as data_dir, contenders(data_dir) as rows:
        report = as_report(measure(rows, seconds=seconds, connections=arguments.connections))
        if arguments.paced:
            report["paced"] = paced(rows[1], rate=arguments.paced, seconds=seconds)
    show_report(report)
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=1) + "\n")


@contextmanager
def contenders(data_dir: Path) -> Iterator[list[Row]]:
    """Start all five and give them when each has answered with the card."""
    key, body, answer = running.new_key(data_dir), json.dumps(REQUEST).encode(), data_dir / "answer.json"
    requests = data_dir / "requests"
    requests.write_bytes(b"200 " + body + b"\n")
    with ExitStack() as stack:

        def start(application: str, **variables: str) -> str:
            return stack.enter_context(running.one_worker(application, data_dir=data_dir, **variables)).url

        warnings = start(running.WARNINGS) + running.PATH
        answer.write_bytes(running.first_answer(warnings, key=key, body=body))
        card = json.loads(answer.read_bytes())["card"]
        constant = start("tests.benchmarks.constant:application", ANSWER=str(answer)) + running.PATH
        ninja, v2, v3 = (start(SITE, DJANGO_SETTINGS_MODULE=SITE_SETTINGS) for _ in range(3))
        pk, place = card_row(data_dir, card)
        posted = {"key": key, "bodies": requests}
        rows = [
            Row("constant", constant, posted),
            Row("warnings", warnings, posted),
            Row("ninja-orm", f"{ninja}/ninja/{place}", {}),
            Row("wagtail-v2", f"{v2}/v2/cards/{pk}/?fields=contacts(*)", {}),
            Row("wagtail-v3", f"{v3}/v3/cards/{pk}/", {}),
        ]
        for row in rows:
            content = running.first_answer(row.url, key=row.options.get("key", ""), body=body if row.options else None)
            if card["safe_action"]["label"] not in json.dumps(json.loads(content), ensure_ascii=False):
                sys.exit(f"{row.name} does not answer with the card: {content[:500]!r}")
        yield rows


def card_row(data_dir: Path, card: dict[str, Any]) -> tuple[int, str]:
    """Return the card's primary key, and its place as Ninja's row has it in its address."""
    query = """
        SELECT card.id FROM scams_warningcard card JOIN scams_fraudtype type ON type.id = card.fraud_type_id
        JOIN wagtailcore_locale locale ON locale.id = card.locale_id
        WHERE type.slug = ? AND audience = ? AND language_code = ?
    """
    place = (card["fraud_type"], card["audience"], card["locale"].lower())
    with closing(sqlite3.connect(data_dir / "db.sqlite3")) as database:
        return database.execute(query, place).fetchone()[0], "/".join(place)


def measure(rows: list[Row], *, seconds: int, connections: int) -> dict[str, Load]:
    """Return what each row reached: the first two second by second in turn, so that both have the same weather."""

    def run(row: Row, seconds: int) -> Load:
        return load(row.url, seconds=seconds, connections=connections, **row.options)

    running.say("warming up …")
    for row in rows:
        run(row, 1)
    running.say(f"measuring {seconds} s each …")
    constant, warnings, *others = rows
    rounds = [(run(constant, 1), run(warnings, 1)) for _ in range(seconds)]
    found = {constant.name: together([one for one, _ in rounds]), warnings.name: together([one for _, one in rounds])}
    return found | {row.name: run(row, seconds) for row in others}


def paced(row: Row, *, rate: int, seconds: int) -> dict[str, Any]:
    """Return how quickly a row answers at a steady rate."""
    running.say(f"measuring {seconds} s at {rate} requests/s …")
    found = load(row.url, seconds=seconds, connections=PACED_CONNECTIONS, rate=rate, **row.options)
    return {"name": row.name, "asked_rps": rate, **figures(found)}


def figures(found: Load) -> dict[str, float]:
    """Return what the report says of a load."""
    times = {"p50_ms": round(found.p50_ms, 3), "p99_ms": round(found.p99_ms, 3)}
    return {"rps": round(found.rps, 1), **times, "errors": found.errors}


def as_report(found: dict[str, Load]) -> dict[str, Any]:
    """Return what is written as JSON."""
    rps = found["warnings"].rps
    return {
        "rows": [{"name": name, **figures(one)} for name, one in found.items()],
        "ratios": {f"warnings/{other}": round(rps / found[other].rps, 3) for other in ("constant", "wagtail-v2")},
    }


def show_report(report: dict[str, Any]) -> None:
    """Print the table, and what its rows are."""
    rps = {row["name"]: row["rps"] for row in report["rows"]}
    rows = []
    for row in report["rows"]:
        times, errors = (f"{row['p50_ms']:.2f}", f"{row['p99_ms']:.2f}"), str(row["errors"])
        ratios = (f"{row['rps'] / rps['constant']:.4f}", f"{row['rps'] / rps['wagtail-v2']:,.1f}")
        rows.append([row["name"], f"{row['rps']:,.0f}", *times, errors, *ratios])
    running.show(["", "requests/s", "p50 ms", "p99 ms", "errors", "× constant", "× wagtail-v2"], rows)
    if at := report.get("paced"):
        sys.stdout.write(
            f"\nwarnings at {at['asked_rps']:,} requests/s ({at['rps']:,.0f} reached): "
            f"p50 {at['p50_ms']:.2f} ms, p99 {at['p99_ms']:.2f} ms, {at['errors']} errors\n"
        )
    sys.stdout.write(EXPLANATION)


if __name__ == "__main__":
    main()
