"""Keep the index as the content is: after each change, and by comparing the two now and then."""

import logging
from collections.abc import Collection
from typing import NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page

from scams.search import engines
from scams.search.contract import Entry
from scams.search.entries import all_entries, keys_of, source_of

logger = logging.getLogger(__name__)


class Difference(NamedTuple):
    """What the index has otherwise than the content."""

    missing: list[str]
    stale: list[str]
    extra: list[str]

    def __bool__(self) -> bool:
        return any(self)


def refresh(label: str, ids: Collection[int]) -> None:
    """Bring the entries of some records of a model up to date; what nobody may find any more is taken out."""
    model: type[Model] = apps.get_model(label)
    source = source_of(model)
    if source is None:
        return
    entries = list(source.entries(ids))
    held = {key for pk in ids for key in keys_of(source, pk)}
    for engine in engines.kept():
        engine.remove(held - {entry.key for entry in entries})
        engine.put(entries)


def refresh_below(page_id: int) -> None:
    """Bring the entries of a page and of all below it up to date: their addresses, or who may read them, changed."""
    page = Page.objects.get(pk=page_id)
    below = page.get_descendants(inclusive=True).values_list("content_type_id", "pk")
    by_type: dict[int, list[int]] = {}
    for content_type, pk in below:
        by_type.setdefault(content_type, []).append(pk)
    for content_type, ids in by_type.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model and source_of(model):
            refresh(model._meta.label, ids)


def build() -> int:
    """Make every index that is kept anew; return how many entries there are."""
    number = 0
    for engine in engines.kept():
        number = engine.replace(all_entries())
    return number


def difference(held: dict[str, str]) -> Difference:
    """Return how an index that holds these digests differs from the content."""
    return _compared(held, {entry.key: entry for entry in all_entries()})


def repair() -> int:
    """Put right what every index that is kept has otherwise than the content; return how many entries that were."""
    wanted = {entry.key: entry for entry in all_entries()}
    mended = 0
    for engine in engines.kept():
        found = _compared(engine.digests(), wanted)
        if found:
            engine.remove(found.extra)
            engine.put(wanted[key] for key in (*found.missing, *found.stale))
            mended += sum(map(len, found))
            logger.info("search index %s: %s entries put right", engine.name, sum(map(len, found)))
    return mended


def _compared(held: dict[str, str], wanted: dict[str, Entry]) -> Difference:
    return Difference(
        missing=[key for key in wanted if key not in held],
        stale=[key for key, entry in wanted.items() if key in held and held[key] != entry.digest()],
        extra=[key for key in held if key not in wanted],
    )
