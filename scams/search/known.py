"""What every process knows of words: synonyms, the names of fraud types, words that are written right.

Read when it is first needed and again after half a minute; at once in the process where an editor changed something.
"""

from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Final, NamedTuple

from scams.models import FraudType, SearchEntry, SynonymGroup, Technique
from scams.search.contract import FOR_PEOPLE
from scams.search.spelling import Spelling
from scams.search.text import Synonyms
from scams.search.text.house import house_words
from scams.words import LOCALES

SECONDS: Final = 30.0


class Known(NamedTuple):
    """What is known."""

    synonyms: Synonyms
    spelling: Spelling
    types: dict[str, tuple[str, ...]]
    """A fraud type's slug to its own and those of all types below it."""
    phrases: dict[str, tuple[str, ...]]
    """By locale: what may be suggested to somebody who begins to type."""


_held: tuple[float, Known] | None = None


def known() -> Known:
    """Return what is known. Four queries when it is read, else none."""
    global _held
    if _held is None or _held[0] < monotonic():
        _held = (monotonic() + SECONDS, _read())
    return _held[1]


def forget() -> None:
    """Have it read again."""
    global _held
    _held = None


def _read() -> Known:
    groups = [one.as_list() for one in SynonymGroup.objects.all()]
    types, techniques = list(FraudType.objects.all()), list(Technique.objects.all())
    labels = [(locale, one.text("label", locale)) for one in (*types, *techniques) for locale in LOCALES]
    written = SearchEntry.objects.filter(kind__in=FOR_PEOPLE).values_list("title", flat=True)
    phrases = [phrase for group in groups for phrase in group]
    return Known(
        synonyms=Synonyms.of(groups),
        spelling=Spelling.of([*phrases, *house_words(), *(label for _locale, label in labels)], written),
        types=dict(_below(types)),
        phrases={locale: _in_language(locale, labels, phrases) for locale in LOCALES},
    )


def _below(types: list[FraudType]) -> Iterator[tuple[str, tuple[str, ...]]]:
    children: dict[int | None, list[FraudType]] = {}
    for one in types:
        children.setdefault(one.parent_id, []).append(one)

    def walk(one: FraudType) -> list[str]:
        return [one.slug, *(slug for child in children.get(one.pk, []) for slug in walk(child))]

    yield from ((one.slug, tuple(walk(one))) for one in types)


def _in_language(locale: str, labels: Iterable[tuple[str, str]], phrases: Iterable[str]) -> tuple[str, ...]:
    """Return the labels of a language, and the phrases of synonyms that are written as it is."""
    latin = locale == "en"
    own = (label for language, label in labels if language == locale)
    return tuple(dict.fromkeys([*own, *(phrase for phrase in phrases if phrase.isascii() == latin)]))
