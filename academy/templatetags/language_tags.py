"""What templates need to know of languages: the page in each of them, and their codes in HTML's spelling."""

from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page, Site

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
