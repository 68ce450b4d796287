"""The site's own pages from the content files: a page that exists is left as people changed it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page

from academy.loading.files import DATA, HomeFile, PagesFile, PartFile, TextFile
from academy.models import ContactsPage, HelpPage, HomePage, QuizIndex, TextPage, TypesPage
from scams.loading.files import ContentError, read
from scams.loading.places import shared_key
from scams.loading.rows import Loaded, describe
from scams.models import ScamPattern


def pages_file(locale: str) -> PagesFile:
    """Return the pages of a locale, in API spelling."""
    return read(DATA / "pages" / f"{locale}.toml", PagesFile, data=DATA)


def load_pages(homes: Mapping[str, HomePage], *, say: Callable[[str], None] = print) -> Loaded:
    """Publish every page of the files that does not exist yet, below the home page of its language.

    `homes` has a page per locale, in API spelling. ContentError names the file and the field that is wrong.
    """
    made = total = 0
    for locale, home in homes.items():
        pages = _pages(pages_file(locale))
        made += sum(_add(home, page, place=f"pages/{locale}.toml") for page in pages)
        total += len(pages)
    say(f"  pages: {made} new, {total - made} kept")
    return Loaded(made, total - made)


@transaction.atomic
def fill_homes(homes: Mapping[str, HomePage]) -> None:
    """Say on each home page what is going round, where nothing is said yet; the articles must be there."""
    for locale, home in homes.items():
        if not home.going_round:
            home.going_round.extend(_going_round(pages_file(locale).home, home))
            home.save_revision().publish()


def _pages(file: PagesFile) -> list[Page]:
    """Return the pages of a language in the order of the menu."""
    regions = [("region", {"region": one.region, "steps": list(one.steps)}) for one in file.help.region]
    return [
        TypesPage(slug="types", show_in_menus=True, **_words(file.types)),
        QuizIndex(slug="quizzes", show_in_menus=True, **_words(file.quizzes)),
        HelpPage(
            slug="paid",
            show_in_menus=True,
            first_steps=_lines(file.help.first_steps),
            regions=regions,
            afterwards=_lines(file.help.afterwards),
            **_words(file.help),
        ),
        ContactsPage(slug="contacts", show_in_menus=True, **_words(file.contacts)),
        *(TextPage(slug=text.purpose, purpose=text.purpose, body=_body(text), **_words(text)) for text in file.text),
    ]


def _words(file: Any) -> dict[str, str]:
    described = file.search_description or file.introduction
    return {"title": file.title, "introduction": file.introduction, "search_description": described}


def _lines(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [("line", value) for value in values]


def _body(text: TextFile) -> list[tuple[str, Any]]:
    return [_part(part) for part in text.body]


def _part(part: PartFile) -> tuple[str, Any]:
    """Return the one thing a part says, under the name of its block."""
    if part.list:
        return "list", list(part.list)
    return ("heading", part.heading) if part.heading else ("paragraph", part.paragraph)


def _going_round(file: HomeFile, home: HomePage) -> list[tuple[str, dict[str, Any]]]:
    articles = {
        one.fraud_type.slug: one for one in ScamPattern.objects.filter(locale=home.locale).select_related("fraud_type")
    }
    return [
        ("item", {"article": articles[one.article], "line": one.line, "since": one.since})
        for one in file.going_round
        if one.article in articles
    ]


@transaction.atomic
def _add(home: HomePage, page: Page, *, place: str) -> bool:
    """Publish a page below `home` unless there is one in its place; return whether it was made."""
    kind = type(page)
    if kind.objects.child_of(home).filter(slug=page.slug).exists():
        return False
    page.locale = home.locale
    page.translation_key = shared_key(kind.objects.filter(slug=page.slug))
    try:
        home.add_child(instance=page)
        page.full_clean()
    except ValidationError as error:
        raise ContentError(f"{place}: {page.slug}: {describe(error)}") from error
    page.save_revision().publish()
    return True
