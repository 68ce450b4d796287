"""What the site's templates need to know: languages, the way back, and what a group holds."""

from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template import Context
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page, Site

from scams.models import FraudType, PatternIndex, ScamPattern
from scams.words import LOCALES, api_locale

register = template.Library()

FIRST_LANGUAGE = LOCALES[0].lower()
"""Every article exists in this one; the others follow."""


class LanguageLink(NamedTuple):
    """Where a reader finds this page in one language, or else that language's home."""

    code: str
    """As HTML and the API spell it."""
    name: str
    """In the language itself."""
    url: str
    home: str
    current: bool
    alternate: str
    """The whole address of this very page in that language; empty where there is none."""


class TypeEntry(NamedTuple):
    """One fraud type of a group with the article to read about it, if there is one."""

    fraud_type: FraudType
    article: ScamPattern | None
    foreign: bool
    """Whether the article is in another language than the page that lists it."""


@register.filter
def html_lang(code: str) -> str:
    """Return a language code as HTML's `lang` wants it: zh-Hans, zh-Hant or en."""
    return api_locale(str(code or FIRST_LANGUAGE))


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[LanguageLink]:
    """Return a link for each of the site's languages. One query for the pages, whatever their number."""
    request: HttpRequest | None = context.get("request")
    page = _page(context)
    home = _home(request)
    pages = _translations([one for one in (page, home) if one])
    current = page.locale.language_code if page else get_language() or FIRST_LANGUAGE
    return [_link(code, page, home, pages, current, request) for code, _name in settings.LANGUAGES]


def _page(context: Context) -> Page | None:
    page = context.get("page")
    return page if isinstance(page, Page) else None


def _home(request: HttpRequest | None) -> Page | None:
    site = Site.find_for_request(request) if request else None
    return site.root_page if site else None


def _translations(pages: list[Page]) -> dict[tuple[Any, str], Page]:
    """Return the live translations of `pages` by translation key and language code."""
    found = Page.objects.live().filter(translation_key__in=[one.translation_key for one in pages])
    return {(one.translation_key, one.locale.language_code): one for one in found.select_related("locale")}


def _link(
    code: str,
    page: Page | None,
    home: Page | None,
    pages: dict[tuple[Any, str], Page],
    current: str,
    request: HttpRequest | None,
) -> LanguageLink:
    home_there = pages.get((home.translation_key, code)) if home else None
    page_there = pages.get((page.translation_key, code)) if page else None
    home_url = (home_there.get_url(request) if home_there else None) or f"/{code}/"
    return LanguageLink(
        code=html_lang(code),
        name=get_language_info(code)["name_local"],
        url=(page_there.get_url(request) if page_there else None) or home_url,
        home=home_url,
        current=code == current.lower(),
        alternate=(page_there.get_full_url(request) if page_there else None) or "",
    )


@register.simple_tag
def breadcrumbs(page: Page) -> QuerySet[Page]:
    """Return the live pages above `page`, the home page first; none above the home page itself."""
    above: QuerySet[Page] = page.get_ancestors().live().filter(depth__gt=1)
    return above


@register.simple_tag
def groups(home: Page) -> QuerySet[PatternIndex]:
    """Return the live group pages below `home` in order, each with its fraud types at hand. Two queries."""
    below: QuerySet[PatternIndex] = PatternIndex.objects.child_of(home).live()
    return below.select_related("group").prefetch_related("group__children")


@register.simple_tag
def group_types(page: PatternIndex) -> list[TypeEntry]:
    """Return the types of the page's group, and the sub-types that have an article. Two queries.

    The article is the one in the page's language, or else the Simplified Chinese one.
    """
    types = FraudType.objects.filter(Q(parent=page.group_id) | Q(parent__parent=page.group_id))
    language = page.locale.language_code
    articles = _articles(types, {language, FIRST_LANGUAGE})
    entries = [_entry(one, articles, language) for one in types]
    return [one for one in entries if one.article or one.fraud_type.parent_id == page.group_id]


def _articles(types: QuerySet[FraudType], languages: set[str]) -> dict[tuple[int, str], ScamPattern]:
    live = ScamPattern.objects.live().filter(fraud_type__in=types, locale__language_code__in=languages)
    plain = live.select_related("locale").defer_streamfields()
    return {(one.fraud_type_id, one.locale.language_code): one for one in plain}


def _entry(fraud_type: FraudType, articles: dict[tuple[int, str], ScamPattern], language: str) -> TypeEntry:
    own = articles.get((fraud_type.pk, language))
    article = own or articles.get((fraud_type.pk, FIRST_LANGUAGE))
    return TypeEntry(fraud_type, article, foreign=article is not None and own is None)
