"""The versions of a page: the same page in the site's languages, as far as everybody may read it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page, Site

DEEPEST = 8
"""So many parts of an address are looked for in other languages; the site's own pages have three at most."""


def home_of(request: HttpRequest | None) -> Page | None:
    """Return the home page of the site, in its first language; None without a site."""
    site = Site.find_for_request(request) if request else None
    return site.root_page if site else None


def open_pages() -> Any:
    """Return the pages that everybody may read, each with its locale at hand. One query for what is private."""
    return Page.objects.live().public().select_related("locale")


def pages_at(request: HttpRequest, slugs: list[str]) -> list[Page]:
    """Return the pages everybody may read that have these slugs on the way to them, in any language.

    On the way every step may be in any language: so a page is found too whose parents are called otherwise in the
    reader's language. At most two queries a step, none for an address that is too long to be a page's.
    """
    home = home_of(request)
    if home is None or not slugs or len(slugs) > DEEPEST:
        return []
    level = _versions([home])
    for slug in slugs:
        level = _versions(_children(level, slug))
        if not level:
            return []
    codes = [code for code, _name in settings.LANGUAGES]
    return list(open_pages().filter(pk__in=[one.pk for one in level], locale__language_code__in=codes))


def _children(parents: list[Page], slug: str) -> list[Page]:
    paths = [one.path for one in parents]
    found = Page.objects.filter(slug=slug, depth__in={one.depth + 1 for one in parents})
    return [one for one in found if one.path[: -Page.steplen] in paths]


def _versions(pages: list[Page]) -> list[Page]:
    """Return pages with their translations, drafts among them: a draft may stand on the way to a live page."""
    keys = {one.translation_key for one in pages}
    return list(Page.objects.filter(translation_key__in=keys)) if keys else []
