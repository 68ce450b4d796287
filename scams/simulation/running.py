"""Write a simulation down, through the journal that real events go through, under the reserved client's name."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

from scams.outcomes.journal import Journal, JournalDown
from scams.outcomes.reading import Row
from scams.outcomes.words import SIMULATION

PAYMENTS_AT_ONCE: Final = 500
"""Payments whose events go into one transaction: others who write wait for no longer than that."""
_TRIES: Final = 20
_PAUSE_SECONDS: Final = 0.5

Progress = Callable[[int], None]
"""Is told how many payments are done."""


def write(journal: Journal, payments: Iterable[list[Row]], *, progress: Progress) -> Counter[str]:
    """Write down the events of each payment; return how many of each kind there were, and as "new" how many were new.

    JournalDown when the database cannot be written to for long.
    """
    counts: Counter[str] = Counter()
    done = 0
    for batch in _batches(iter(payments)):
        rows = [row for one in batch for row in one]
        counts.update(row.kind for row in rows)
        counts["new"] += _append(journal, rows)
        done += len(batch)
        progress(done)
    return counts


def _batches(payments: Iterator[list[Row]]) -> Iterator[list[list[Row]]]:
    while batch := list(islice(payments, PAYMENTS_AT_ONCE)):
        yield batch


def _append(journal: Journal, rows: list[Row]) -> int:
    """Write a batch down, again and again while others are writing."""
    for _try in range(_TRIES):
        try:
            return journal.append(SIMULATION, rows)
        except JournalDown:
            time.sleep(_PAUSE_SECONDS)
    return journal.append(SIMULATION, rows)
