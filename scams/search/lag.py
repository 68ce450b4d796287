"""Which index lacks changes: it is not asked until it has them all.

A row says so, for every process on every machine. It is written when a change could not be, and deleted after the
index was compared with the content.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

from django.db.models import F

from scams.models import SearchLag
from scams.search.contract import EngineDown

LOOKED_EVERY: Final = 1.0
"""Seconds between two looks of a process."""

_seen: dict[str, tuple[float, bool]] = {}


def is_behind(engine: str) -> bool:
    """Return whether an engine's index lacks changes, as it was a second ago at most. One query a second."""
    until, behind = _seen.get(engine, (0.0, False))
    if until < monotonic():
        behind = failures(engine) > 0
        _seen[engine] = (monotonic() + LOOKED_EVERY, behind)
    return behind


def failures(engine: str) -> int:
    """Return how many changes could not be written since an index last had them all."""
    return SearchLag.objects.filter(engine=engine).values_list("failures", flat=True).first() or 0


@contextmanager
def noted(engine: str) -> Iterator[None]:
    """Note that an engine lacks what could not be written within, and raise on."""
    try:
        yield
    except EngineDown:
        row, _created = SearchLag.objects.get_or_create(engine=engine)
        SearchLag.objects.filter(pk=row.pk).update(failures=F("failures") + 1)
        _seen.pop(engine, None)
        raise


def has_all(engine: str, since: int) -> None:
    """Note that an engine has all changes, unless more failed since there were so many failures."""
    SearchLag.objects.filter(engine=engine, failures=since).delete()
    _seen.pop(engine, None)
