"""From the database to what is searched. Who has something to be found says here how to find it."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, Final, NamedTuple

from django.db.models import Model, Prefetch, QuerySet
from django.utils import translation

from scams.models import FraudType, PatternIndex, ScamPattern, Technique, WarningCard
from scams.search.contract import Entry, Kind
from scams.words import LOCALES, api_locale

Ids = Collection[int] | None
"""Primary keys; None: all there are."""


class Source(NamedTuple):
    """Where the entries of one kind come from."""

    kind: Kind
    models: tuple[type[Model], ...]
    """The records they are made of; of pages, all of one source have keys of one kind."""
    entries: Callable[[Ids], Iterable[Entry]]
    """Makes those of some records, without those that nobody may find."""
    in_each_language: bool = False
    """Whether a record has an entry for every locale."""
    stands_on: tuple[type[Model], ...] = ()
    """Pages whose addresses its entries have."""


_sources: Final[dict[type[Model], Source]] = {}


def provide_entries(source: Source) -> None:
    """Have the entries of some models made by `source`; called once, when an app is ready."""
    _sources.update(dict.fromkeys(source.models, source))


def source_of(model: type[Model]) -> Source | None:
    """Return where the entries of a model's records come from; None for records that nobody searches."""
    return _sources.get(model)


def standing_on(model: type[Model]) -> list[Source]:
    """Return the sources all of whose entries may be others when a page of a model is."""
    return [source for source in dict.fromkeys(_sources.values()) if model in source.stands_on]


def all_entries() -> Iterator[Entry]:
    """Yield everything that may be found."""
    for source in dict.fromkeys(_sources.values()):
        yield from source.entries(None)


def keys_of(source: Source, pk: int) -> list[str]:
    """Return the keys that entries of a record may have."""
    key = key_of(source.kind, pk)
    return [f"{key}:{locale}" for locale in LOCALES] if source.in_each_language else [key]


def key_of(kind: str, pk: int) -> str:
    """Return the key of a record's entry."""
    return f"{kind}:{pk}"


def among(rows: QuerySet[Any], ids: Ids) -> QuerySet[Any]:
    """Return the rows with these primary keys, or all."""
    return rows if ids is None else rows.filter(pk__in=ids)


def sayings(fraud_type: FraudType, locale: str) -> str:
    """Return what a fraud type is called in a language, and what its victims hear."""
    fields = ("label", "heard", "definition")
    return " ".join([*(fraud_type.text(field, locale) for field in fields), fraud_type.regional_names])


def stream_text(locale: str, *streams: Any) -> list[str]:
    """Return the texts in streams of blocks, in order; labels of choices in the language of the rest."""
    with translation.override(locale.lower()):
        return [str(text) for one in streams for text in one.stream_block.get_searchable_content(one)]


def articles(ids: Ids) -> Iterator[Entry]:
    """Yield the articles that everybody may read. Three queries for each thousand."""
    rows = among(ScamPattern.objects.live().public(), ids).select_related("fraud_type", "locale")
    with_techniques = rows.prefetch_related(Prefetch("techniques", Technique.objects.all()))
    for page in with_techniques.iterator(chunk_size=1000):
        locale = api_locale(page.locale.language_code)
        techniques = " ".join(one.text("label", locale) for one in page.techniques.all())
        yield Entry(
            key=key_of("article", page.pk),
            kind="article",
            locale=locale,
            title=page.title,
            text="\n".join([page.summary, *_article_text(page, locale)]),
            url=page.get_url() or "",
            names=f"{sayings(page.fraud_type, locale)} {techniques} {page.search_description}",
            fraud_type=page.fraud_type.slug,
            audience=tuple(page.audiences),
        )


def groups(ids: Ids) -> Iterator[Entry]:
    """Yield the pages of groups of fraud types that everybody may read. Two queries."""
    for page in among(PatternIndex.objects.live().public(), ids).select_related("group", "locale"):
        locale = api_locale(page.locale.language_code)
        yield Entry(
            key=key_of("page", page.pk),
            kind="page",
            locale=locale,
            title=page.title,
            text=page.group.text("definition", locale),
            url=page.get_url() or "",
            fraud_type=page.group.slug,
        )


def cards(ids: Ids) -> Iterator[Entry]:
    """Yield the live warning cards, for editors. One query."""
    for card in among(WarningCard.objects.filter(live=True), ids).select_related("fraud_type", "locale"):
        locale = api_locale(card.locale.language_code)
        said = [card.what_is_happening, card.why_you, *stream_text(locale, card.red_flags, card.rebuttals)]
        yield Entry(
            key=key_of("card", card.pk),
            kind="card",
            locale=locale,
            title=card.headline,
            text="\n".join(said),
            names=sayings(card.fraud_type, locale),
            fraud_type=card.fraud_type.slug,
            audience=(card.audience,),
        )


def _article_text(page: ScamPattern, locale: str) -> list[str]:
    told = (page.timeline, page.red_flags, page.claims, page.do_now, page.already_paid, page.cases, page.versions)
    return stream_text(locale, *told)


def register() -> None:
    """Provide what this app has; called once, when it is ready."""
    provide_entries(Source("article", (ScamPattern,), articles))
    provide_entries(Source("page", (PatternIndex,), groups))
    provide_entries(Source("card", (WarningCard,), cards))
