"""What templates need to know of languages: the page in each of them, and their codes in HTML's spelling."""

from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from academy.languages.versions import home_of, open_pages
from scams.words import LOCALES, api_locale

register = template.Library()

FIRST_LANGUAGE = LOCALES[0].lower()
"""Every article exists in this one; the others follow."""


class LanguageLink(NamedTuple):
    """Where a reader finds this page in one language."""

    code: str
    """As HTML and the API spell it."""
    name: str
    """In the language itself."""
    url: str
    """This page's; where it is not there, its place in that language, which says where it is."""
    home: str
    current: bool
    alternate: str
    """The whole address of this very page in that language; empty where there is none that everybody may read."""


@register.filter
def html_lang(code: str) -> str:
    """Return a language code as HTML's `lang` wants it: zh-Hans, zh-Hant or en."""
    return api_locale(str(code or FIRST_LANGUAGE))


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[LanguageLink]:
    """Return a link for each of the site's languages. Two queries for the pages, whatever their number.

    The page is the context's `page`; or, where that is not there in the reader's language, its `counterpart`.
    """
    request: HttpRequest | None = context.get("request")
    page, counterpart = _page(context, "page"), _page(context, "counterpart")
    current = page.locale.language_code if page else get_language() or FIRST_LANGUAGE
    shown, home = page or counterpart, home_of(request)
    versions = _versions([one for one in (shown, home) if one])
    here = (page.get_url(request) or "") if page else _path_without_page(request, counterpart)
    return [_link(code, current, here, shown, home, versions, request) for code, _name in settings.LANGUAGES]


def _page(context: Context, name: str) -> Page | None:
    page = context.get(name)
    return page if isinstance(page, Page) else None


def _path_without_page(request: HttpRequest | None, counterpart: Page | None) -> str:
    """Return the address to keep where no page is shown; empty where nothing is, as in an answer to an unknown one."""
    match = request.resolver_match if request else None
    if request is None or match is None:
        return ""
    return request.path if counterpart or match.url_name != "wagtail_serve" else ""


def _versions(pages: list[Page]) -> dict[tuple[Any, str], Page]:
    """Return what everybody may read of the translations of `pages`, by translation key and language code."""
    found = open_pages().filter(translation_key__in=[one.translation_key for one in pages])
    return {(one.translation_key, one.locale.language_code): one for one in found}


def _link(
    code: str,
    current: str,
    here: str,
    shown: Page | None,
    home: Page | None,
    versions: dict[tuple[Any, str], Page],
    request: HttpRequest | None,
) -> LanguageLink:
    home_there = versions.get((home.translation_key, code)) if home else None
    there = versions.get((shown.translation_key, code)) if shown else None
    home_url = (home_there.get_url(request) if home_there else None) or f"/{code}/"
    return LanguageLink(
        code=html_lang(code),
        name=get_language_info(code)["name_local"],
        url=(there.get_url(request) if there else None) or _in_language(here, current, code) or home_url,
        home=home_url,
        current=code == current.lower(),
        alternate=(there.get_full_url(request) if there else None) or "",
    )


def _in_language(path: str, current: str, code: str) -> str:
    """Return a path with another language at its beginning; empty for a path without one."""
    beginning = f"/{current.lower()}/"
    return f"/{code}/{path.removeprefix(beginning)}" if path.startswith(beginning) else ""
