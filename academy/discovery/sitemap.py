"""The site map: every page everybody may read, each with its versions in other languages."""

from collections import defaultdict
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from academy.languages.versions import home_of, open_pages
from scams.words import api_locale

X_DEFAULT = "x-default"
"""The version for readers of no language we have: the first of the site's languages in which the page is there."""


def sitemap(request: HttpRequest) -> HttpResponse:
    """Return the site map as XML."""
    response: HttpResponse = views.sitemap(request, {"pages": PagesSitemap(request)})
    return response


class Alternate(NamedTuple):
    """A version of a page, named as the site map's template names it."""

    lang_code: str
    location: str


class PagesSitemap(Sitemap[Page]):
    """The pages of all languages. Wagtail's own covers the tree of one."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def items(self) -> list[Page]:
        """Return the pages in the order of the tree. Four queries, whatever there is."""
        home = home_of(self.request)
        homes = Page.objects.filter(translation_key=home.translation_key) if home else []
        below = Q(pk__in=[])
        for one in homes:
            below |= Q(path__startswith=one.path)
        return list(open_pages().filter(below).order_by("path"))

    def _urls(self, page: int | str, protocol: str, domain: str) -> list[dict[str, Any]]:
        """Return what the template shows of each page: the method Django's site map is made by."""
        listed = self.paginator.page(page).object_list
        addresses = {one.pk: one.get_full_url(self.request) for one in self.paginator.object_list}
        versions: dict[Any, list[Page]] = defaultdict(list)
        for one in self.paginator.object_list:
            versions[one.translation_key].append(one)
        dates = [one.last_published_at for one in listed]
        if dates and None not in dates:
            self.latest_lastmod = max(dates)
        return [
            {
                "item": one,
                "location": addresses[one.pk],
                "lastmod": one.last_published_at,
                "alternates": _alternates(versions[one.translation_key], addresses),
            }
            for one in listed
        ]


def _alternates(pages: list[Page], addresses: dict[int, str]) -> list[Alternate]:
    order = [code for code, _name in settings.LANGUAGES]
    known = [one for one in pages if one.locale.language_code in order]
    known.sort(key=lambda one: order.index(one.locale.language_code))
    found = [Alternate(api_locale(one.locale.language_code), addresses[one.pk]) for one in known]
    return [*found, Alternate(X_DEFAULT, found[0].location)] if found else []
