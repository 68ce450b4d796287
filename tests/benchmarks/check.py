"""How long “is this a scam?” takes in a process of its own: `python -m tests.benchmarks.check [--json FILE]`.

Reads the labelled messages by the rules of the content files, again and again, and messages of the greatest length
made of them. Wall time is what a caller waits; processor time is what it takes on a machine with nothing else to do.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from scams.checking.automaton import Ready, arrange
from scams.checking.rules import TEXT_MOST
from scams.checking.verdict import check
from scams.loading.checking import rules_of_files
from tests.scams.checking.messages import PARTS, Message, messages


def percentile(some: Iterable[float], share: float) -> float:
    ordered = sorted(some)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def timed(ready: Ready, some: list[Message], clock: Callable[[], float]) -> list[float]:
    """Return how many milliseconds each message took by a clock."""
    found = []
    for one in some:
        began = clock()
        check(ready, one.text, one.locale)
        found.append((clock() - began) * 1000)
    return found


def longest(some: list[Message]) -> list[Message]:
    """Return messages of the greatest length: every one of the labelled ones, over and over from another place."""
    whole = "\n".join(one.text for one in some)
    return [Message("", "zh-Hans", (whole[place:] + whole)[:TEXT_MOST]) for place in range(0, 10_000, 500)]


def measure(rounds: int) -> list[dict[str, Any]]:
    rules, some = rules_of_files(), [one for part in PARTS for one in messages(part)]
    ready, by_rules_alone = arrange(rules), arrange(replace(rules, examples=()))
    rows = []
    for name, batch in (("labelled messages", some), ("10,000 characters", longest(some))):
        timed(ready, batch, time.perf_counter)  # the first time, characters are folded that were never seen
        wall = [took for _round in range(rounds) for took in timed(ready, batch, time.perf_counter)]
        cpu = [took for _round in range(rounds) for took in timed(ready, batch, time.process_time)]
        alone = [took for _round in range(rounds) for took in timed(by_rules_alone, batch, time.process_time)]
        row = {"name": name, "messages": len(wall)}
        row["times_rules_alone"] = percentile(cpu, 0.5) / percentile(alone, 0.5)
        for kind, took in (("wall", wall), ("cpu", cpu)):
            row |= {f"{kind}_p50_ms": percentile(took, 0.5), f"{kind}_p95_ms": percentile(took, 0.95)}
        rows.append(row)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    rows = measure(chosen.rounds)
    for row in rows:
        figures = ", ".join(f"{name} {value:.2f}" for name, value in row.items() if name.endswith("_ms"))
        times = f"{row['times_rules_alone']:.2f} times the processor time of the rules alone"
        sys.stdout.write(f"{row['name']:20} {row['messages']:6} · {figures} · {times}\n")
    if chosen.json:
        chosen.json.write_text(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
