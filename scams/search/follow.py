"""Keep the index as the content is: after each change, and by comparing the two now and then."""

import logging
from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from scams.search import engines, lag
from scams.search.contract import Engine, EngineDown, Entry
from scams.search.entries import all_entries, keys_of, source_of, standing_on

logger = logging.getLogger(__name__)


class Difference(NamedTuple):
    """What the index has otherwise than the content."""

    missing: list[str]
    stale: list[str]
    extra: list[str]

    def __bool__(self) -> bool:
        return any(self)


class Change(NamedTuple):
    """What is to be taken out of an index, and put into it."""

    gone: set[str]
    entries: list[Entry]


def refresh(label: str, ids: Collection[int]) -> None:
    """Bring the entries of some records of a model up to date; what nobody may find any more is taken out."""
    _write(_changes({label: ids}))


def refresh_below(page_id: int) -> None:
    """Bring the entries of a page and of all below it up to date: their addresses, or who may read them, changed."""
    page = Page.objects.get(pk=page_id)
    below = page.get_descendants(inclusive=True).values_list("content_type_id", "pk")
    by_model: dict[str, list[int]] = {}
    for content_type, pk in below:
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model:
            by_model.setdefault(model._meta.label, []).append(pk)
    _write(_changes(by_model))


def build() -> int:
    """Make every index that is kept anew, put right what changed meanwhile; return how many entries there are."""
    number = 0
    for engine in engines.kept():
        with lag.noted(engine.name):
            number = engine.replace(all_entries())
    repair()
    return number


def difference(held: dict[str, str]) -> Difference:
    """Return how an index that holds these digests differs from the content."""
    return _compared(held, {entry.key: entry for entry in all_entries()})


def repair() -> int:
    """Put right what every index that is kept has otherwise than the content; return how many entries that were.

    One that has no answer is left for the next time, and holds nothing back.
    """
    wanted = {entry.key: entry for entry in all_entries()}
    mended = 0
    for engine in engines.kept():
        try:
            with lag.noted(engine.name):
                mended += _mend(engine, wanted)
        except EngineDown as error:
            logger.warning("search index %s was not compared: %s", engine.name, error)
    return mended


def _changes(by_model: Mapping[str, Collection[int]]) -> list[Change]:
    """Return what became of some records, by their models' labels, and of what stands on their pages."""
    changes = []
    for label, ids in by_model.items():
        model = apps.get_model(label)
        changes += [Change(set(), list(one.entries(None))) for one in standing_on(model)]
        if source := source_of(model):
            entries = list(source.entries(ids))
            held = {key for pk in ids for key in keys_of(source, pk)}
            changes.append(Change(held - {entry.key for entry in entries}, entries))
    return changes


def _write(changes: list[Change]) -> None:
    """Bring changes to every index that is kept. One without an answer raises, so that the job is tried again."""
    for engine in engines.kept():
        with lag.noted(engine.name):
            if lag.failures(engine.name):
                _mend(engine, {entry.key: entry for entry in all_entries()})
                continue
            for change in changes:
                engine.remove(change.gone)
                engine.put(change.entries)


def _mend(engine: Engine, wanted: Mapping[str, Entry]) -> int:
    """Put right what an index has otherwise than wanted; return how many entries that were."""
    failures = lag.failures(engine.name)
    held = engine.digests()
    found = _compared(held, wanted)
    if found and not held:
        engine.replace(wanted.values())
    elif found:
        engine.remove(found.extra)
        engine.put(wanted[key] for key in (*found.missing, *found.stale))
    lag.has_all(engine.name, failures)
    if found:
        logger.info("search index %s: %s entries put right", engine.name, sum(map(len, found)))
    return sum(map(len, found))


def _compared(held: Mapping[str, str], wanted: Mapping[str, Entry]) -> Difference:
    return Difference(
        missing=[key for key in wanted if key not in held],
        stale=[key for key, entry in wanted.items() if key in held and held[key] != entry.digest()],
        extra=[key for key in held if key not in wanted],
    )
