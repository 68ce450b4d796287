"""How long it takes to fold and count the events of many warnings, and to show what they say.

python -m tests.benchmarks.effect [--warnings 100000] [--json FILE] works on an empty database of its own and prints how
many warnings a second are folded and counted, and how long the dashboard takes over all of them.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="effect-")
os.environ |= {"DJANGO_SETTINGS_MODULE": "academy.settings.test", "DATA_DIR": FOLDER.name}
os.environ.pop("DATABASE_URL", None)

import django  # noqa: E402

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from academy.processes import say  # noqa: E402
from scams.models import EffectCell, OutcomeBacklog, WarningOutcome  # noqa: E402
from scams.outcomes.facts import Event, read_body  # noqa: E402
from scams.outcomes.figures import Sheet  # noqa: E402
from scams.outcomes.fold import fold  # noqa: E402
from scams.outcomes.rollup import roll_up  # noqa: E402
from tests.scams.outcomes.stream import stream, take_in  # noqa: E402

PART = 10_000
"""So many warnings are made at a time."""
TIMES = 5


def main(warnings: int) -> dict[str, float]:
    """Return the figures of so many warnings."""
    call_command("migrate", verbosity=0)
    folding = events = 0.0
    for part in range(0, warnings, PART):
        told = sorted(stream(min(PART, warnings - part), seed=part, days=30), key=lambda one: one.at)
        folding += timed(lambda told=told: folded(told))  # type: ignore[misc]
        events += len(told)
        take_in(told)
        say(f"{part + PART:,} warnings, {events:,.0f} events")
    backlog = OutcomeBacklog.objects.count()
    counting = timed(count_all)
    return {
        "warnings": warnings,
        "events": events,
        "folded_a_second": warnings / folding,
        "backlog_rows": backlog,
        "counted_rows_a_second": backlog / counting,
        "counting_seconds": counting,
        "cells": EffectCell.objects.count(),
        **showing(),
    }


def folded(told: list) -> None:  # type: ignore[type-arg]
    """Read and fold the events of each warning."""
    by_warning = defaultdict(list)
    for one in told:
        event = Event(str(one.event_id), one.kind, one.at, read_body(one.body), one.subject, one.payee)
        by_warning[one.client, one.warning_id].append(event)
    for events in by_warning.values():
        fold(events)


def count_all() -> None:
    """Count until nothing waits."""
    while roll_up():
        pass


def showing() -> dict[str, float]:
    """Return the median seconds of the dashboard's figures, and of its whole page."""
    user = get_user_model().objects.create_superuser("bench", "bench@example.org", "x")
    browser = Client(headers={"host": "localhost"})
    browser.force_login(user)

    def page() -> None:
        reply = browser.get("/admin/reports/effect/", {"simulated": "with"})
        if reply.status_code != 200:
            sys.exit(f"the dashboard answered {reply.status_code}")

    figures = [timed(lambda: Sheet(EffectCell.objects.all(), WarningOutcome.objects.all())) for _time in range(TIMES)]
    return {
        "figures_seconds": statistics.median(figures),
        "page_seconds": statistics.median(timed(page) for _time in range(TIMES)),
    }


def timed(work: Callable[[], object]) -> float:
    """Return the seconds some work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--warnings", type=int, default=100_000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    found = main(options.warnings)
    for name, value in found.items():
        say(f"{name:24} {value:,.2f}")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1))
