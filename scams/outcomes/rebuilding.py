"""Everything again from the raw events: each warning folded anew, then each day's cells recounted.

Warnings whose first events were pruned keep what they came to, and days without any warnings left keep their cells.
"""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from django.db.models import Q

from scams.models import EffectCell, OutcomeEvent, WarningOutcome
from scams.outcomes.cells import write
from scams.outcomes.counting import COUNTS
from scams.outcomes.rollup import Key, refold, turn

CHUNK: Final = 500


class Rebuilt(NamedTuple):
    """How much was gone through."""

    warnings: int
    days: int


def rebuild() -> Rebuilt:
    """Fold every warning again and recount every day that has warnings; safe to repeat, and to be cut short."""
    warnings = 0
    for keys in _chunks():
        with turn(wait=True):
            refold(keys)
        warnings += len(keys)
    days = _days()
    for day in days:
        with turn(wait=True):
            _recount(day)
    return Rebuilt(warnings, len(days))


def _chunks() -> Iterator[list[Key]]:
    """Yield the warnings that there are events of."""
    rest = OutcomeEvent.objects.order_by("client", "warning_id").values_list("client", "warning_id").distinct()
    after = Q()
    while keys := list(rest.filter(after)[:CHUNK]):
        yield keys
        client, warning = keys[-1]
        after = Q(client__gt=client) | Q(client=client, warning_id__gt=warning)


def _days() -> list[dt.date]:
    """Return the days that there are warnings of."""
    days = WarningOutcome.objects.order_by("day").values_list("day", flat=True).distinct()
    return [day for day in days if day is not None]


def _recount(day: dt.date) -> None:
    """Make a day's cells the sum of what its warnings say they add."""
    sums: dict[int, Counter[str]] = defaultdict(Counter)
    rows: Any = WarningOutcome.objects.filter(day=day).values_list("counted", flat=True)
    for counted in rows.iterator(chunk_size=5000):
        for cell, names in json.loads(counted).items():
            sums[int(cell)].update(names)
    cells = list(EffectCell.objects.filter(day=day))
    wrong = [cell for cell in cells if any(getattr(cell, name) != sums[cell.pk][name] for name in COUNTS)]
    for cell in wrong:
        for name in COUNTS:
            setattr(cell, name, sums[cell.pk][name])
    write(wrong)
