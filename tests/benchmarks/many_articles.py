"""Articles by the thousand, made of the sentences of the real ones: pages as Wagtail keeps them, written at once."""

import random
import tomllib
from collections.abc import Iterator
from itertools import count, islice
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Locale, Page

from scams.loading.files import DATA
from scams.models import FraudType, PatternIndex, ScamPattern
from scams.words import LOCALES

SENTENCES: Final = 14
"""Of an article: with its title some 400 characters of Chinese."""
BATCH: Final = 1000


def make_articles(number: int) -> None:
    """Make so many live articles below the first index page of each language, two thirds of them Chinese."""
    chance, numbers = random.Random(7), count(1)  # noqa: S311 - the same articles every time
    types = list(FraudType.objects.filter(parent__isnull=False))
    pools = {locale: list(_sentences(locale)) for locale in LOCALES}
    parents = {page.locale_id: page for page in PatternIndex.objects.select_related("locale")}
    languages = {
        one.pk: next(code for code in LOCALES if code.lower() == one.language_code) for one in Locale.objects.all()
    }
    made = (
        _article(next(numbers), parent, types[at % len(types)], pools[languages[parent.locale_id]], chance)
        for at, parent in zip(range(number), _in_turn(list(parents.values())), strict=False)
    )
    while batch := list(islice(made, BATCH)):
        _write(batch)


def _in_turn(parents: list[PatternIndex]) -> Iterator[PatternIndex]:
    while True:
        yield from parents


def _sentences(locale: str) -> Iterator[str]:
    for path in sorted((DATA / "articles").glob(f"*/{locale}.toml")):
        yield from _texts(tomllib.loads(path.read_text("utf-8")))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str) and len(value) > len("十个字以上的一句话。"):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _article(
    number: int, parent: PatternIndex, fraud_type: FraudType, pool: list[str], chance: random.Random
) -> ScamPattern:
    said = chance.sample(pool, SENTENCES)
    slug = f"synthetic-{number}"
    place = Page._get_path(parent.path, parent.depth + 1, 1000 + number)
    return ScamPattern(
        path=place,
        depth=parent.depth + 1,
        title=said[0][:60],
        draft_title=said[0][:60],
        slug=slug,
        url_path=f"{parent.url_path}{slug}/",
        live=True,
        locale_id=parent.locale_id,
        content_type=ContentType.objects.get_for_model(ScamPattern),
        fraud_type=fraud_type,
        audiences=chance.choice([[], ["adult"], ["adult", "teen"], ["elder"]]),
        summary=said[1],
        timeline=[("step", {"when": "", "what": " ".join(said[2:])})],
    )


def _write(articles: list[ScamPattern]) -> None:
    """Write pages and articles by two statements; `bulk_create` does not know tables that hang together."""
    pages = [Page(**{field.attname: getattr(one, field.attname) for field in _fields(Page, one)}) for one in articles]
    Page.objects.bulk_create(pages)
    ids = dict(Page.objects.filter(path__in=[one.path for one in pages]).values_list("path", "pk"))
    fields = ScamPattern._meta.local_concrete_fields
    for one in articles:
        one.page_ptr_id = ids[one.path]
    rows = [[field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields] for one in articles]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO scams_scampattern ({columns}) VALUES ({places})", rows)  # noqa: S608


def _fields(model: Any, record: Any) -> list[Any]:
    return [field for field in model._meta.local_concrete_fields if not field.primary_key]
