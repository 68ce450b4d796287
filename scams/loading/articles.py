"""Scam patterns from the content files: an index page per group, an article per fraud type and language."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from scams.loading.checking import read_clues, rules_path
from scams.loading.files import DATA, ArticleFile, ContentError, Version, read
from scams.loading.places import place_of, shared_key
from scams.loading.rows import Loaded, describe
from scams.models import FraudType, PatternIndex, ScamPattern, Technique
from scams.rules.limits import REVIEW_DAYS_MOST
from scams.words import AUDIENCES


def load_articles(homes: Mapping[str, Page], *, say: Callable[[str], None] = print) -> Loaded:
    """Publish every article of the files that does not exist yet, below the home page of its language.

    `homes` has a page per locale, in API spelling. ContentError names the file and the field that is wrong.
    """
    for locale, home in homes.items():
        _make_indexes(home, locale)
    made = kept = 0
    for path in sorted((DATA / "articles").glob("*/*.toml")):
        new = _load_file(path)
        made, kept = made + new, kept + (not new)
    say(f"  articles: {made} new, {kept} kept")
    return Loaded(made, kept)


def _make_indexes(home: Page, locale: str) -> None:
    for group in FraudType.objects.filter(parent=None):
        if not PatternIndex.objects.filter(group=group, locale=home.locale).exists():
            page = PatternIndex(title=group.text("label", locale), slug=group.slug, group=group, locale=home.locale)
            page.translation_key = shared_key(PatternIndex.objects.filter(group=group))
            home.add_child(instance=page)
            page.save_revision().publish()


@transaction.atomic
def _load_file(path: Path) -> bool:
    place, fraud_type, locale = place_of(path)
    if found := ScamPattern.objects.filter(fraud_type=fraud_type, locale=locale).first():
        _give_rules(found, path)
        return False
    page = _page(read(path, ArticleFile), fraud_type, locale, place)
    page.rules = rules_of(path)  # type: ignore[assignment]  # which the field turns into a stream
    group = [fraud_type, *fraud_type.ancestors()][-1]
    index = PatternIndex.objects.filter(group=group, locale=locale).order_by("pk").first()
    if index is None:
        raise ContentError(f"{place}: the page of the group “{group.slug}” is gone")
    try:
        index.add_child(instance=page)
        page.full_clean()
    except ValidationError as error:
        raise ContentError(f"{place}: {describe(error)}") from error
    page.save_revision().publish()
    return True


def _page(file: ArticleFile, fraud_type: FraudType, locale: Locale, place: str) -> ScamPattern:
    techniques = list(Technique.objects.filter(slug__in=file.techniques))
    if len(techniques) != len(set(file.techniques)) or not set(file.audience) <= set(AUDIENCES):
        raise ContentError(f"{place}: techniques or audience: one of them is not known")
    return ScamPattern(
        title=file.title,
        slug=fraud_type.slug,
        fraud_type=fraud_type,
        locale=locale,
        translation_key=shared_key(ScamPattern.objects.filter(fraud_type=fraud_type)),
        techniques=techniques,
        audiences=list(file.audience),
        summary=file.summary,
        search_description=file.summary,
        timeline=_structs("step", file.timeline),
        red_flags=_lines(file.red_flags),
        claims=_structs("claim", file.claims),
        do_now=_lines(file.do_now),
        already_paid=_lines(file.already_paid),
        cases=[("case", {"text": file.case.text, "source": msgspec.structs.asdict(file.case.source)})]
        if file.case
        else [],
        versions=[
            ("version", {"audience": audience, **_version(version)}) for audience, version in file.versions.items()
        ],
        sources=_structs("source", file.sources),
        review_by=timezone.localdate() + dt.timedelta(days=REVIEW_DAYS_MOST),
    )


def _give_rules(page: ScamPattern, path: Path) -> None:
    """Publish the rules of the files with a page that was made before there were any, unless somebody works on it."""
    if page.live and not page.rules and not page.has_unpublished_changes:
        page.rules = rules_of(path)  # type: ignore[assignment]  # which the field turns into a stream
        page.save_revision().publish()


def rules_of(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """Return the checker's rules that go with an article's file, as its page holds them."""
    return [
        (
            "clue",
            {
                "key": clue.key,
                "weight": clue.weight,
                "words": "\n".join(clue.words),
                "also": ["\n".join(group) for group in clue.also],
                "unless": "\n".join(clue.unless),
                "why": clue.why,
            },
        )
        for clue in read_clues(rules_path(path.parent.name, path.stem))
    ]


def _version(file: Version) -> dict[str, Any]:
    return {"summary": file.summary, "points": list(file.points), "do_now": list(file.do_now)}


def _structs(kind: str, values: tuple[msgspec.Struct, ...]) -> list[tuple[str, dict[str, Any]]]:
    return [(kind, msgspec.structs.asdict(value)) for value in values]


def _lines(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [("line", value) for value in values]
