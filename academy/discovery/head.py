"""What a page's head tells search engines, feed readers and those to whom somebody shows the page."""

from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext
from wagtail.models import Page

from academy.discovery.addresses import absolute
from academy.discovery.feeds import ALL
from academy.discovery.structured import graph, organization, script_json
from academy.models import Quiz
from academy.templatetags.language_tags import LanguageLink
from scams.models import ScamPattern

DESCRIPTION_MOST: Final = 155
OG_LOCALES: Final = {"zh-hans": "zh_CN", "zh-hant": "zh_HK", "en": "en_GB"}
FEEDS: Final = (("atom", "application/atom+xml"), ("rss", "application/rss+xml"), ("json", "application/feed+json"))


class FeedLink(NamedTuple):
    """A feed as the head names it."""

    title: str
    url: str
    content_type: str


class Head(NamedTuple):
    """What stands in the head of a page."""

    description: str = ""
    canonical: str = ""
    x_default: str = ""
    og_type: str = "website"
    og_locale: str = ""
    picture: str = ""
    """The whole address of the picture to show with a link to the page."""
    feeds: tuple[FeedLink, ...] = ()
    structured: str = ""
    """JSON-LD, safe inside a script element."""


def head_of(request: HttpRequest | None, page: Page | None, links: list[LanguageLink], *, canonical: str = "") -> Head:
    """Return the head of a page, or of an answer that is none. One query for the way to the page.

    A page that nobody can open by an address, as in a preview, gets a description and feeds alone.
    """
    url = page.get_full_url(request) if page and page.pk else None
    head = Head(
        description=description_of(page) if page else "",
        canonical=canonical or url or "",
        x_default=next((link.alternate for link in links if link.alternate), ""),
        og_type="article" if isinstance(page, ScamPattern) else "website",
        og_locale=OG_LOCALES.get(get_language() or "", ""),
        picture=_picture(request, page),
        feeds=feed_links(page),
    )
    return head._replace(structured=_structured(request, page, url, head)) if page and url else head


def description_of(page: Any) -> str:
    """Return one or two sentences on a page: those written for search engines, or else the first it has."""
    group = getattr(page, "group", None)
    written = (
        page.search_description,
        getattr(page, "summary", ""),
        getattr(page, "introduction", ""),
        group.text("definition", page.locale.language_code) if group else "",
    )
    first = next((text for text in written if text.strip()), "")
    return str(Truncator(" ".join(first.split())).chars(DESCRIPTION_MOST))


def feed_links(page: Page | None) -> tuple[FeedLink, ...]:
    """Return the feeds of the reader's language; for an article or a quiz that of its fraud type too."""
    name = gettext("Anti-fraud academy")
    found = [FeedLink(name, reverse("feed", args=[ALL, kind]), content_type) for kind, content_type in FEEDS]
    if isinstance(page, ScamPattern | Quiz):
        kind, content_type = FEEDS[0]
        url = reverse("feed", args=[page.fraud_type.slug, kind])
        found.append(FeedLink(f"{name} · {page.fraud_type.label}", url, content_type))
    return tuple(found)


def _picture(request: HttpRequest | None, page: Page | None) -> str:
    if page is None or not page.pk:
        return ""
    try:
        return absolute(request, reverse("page-picture", args=[page.pk]))
    except NoReverseMatch:
        return ""


def _structured(request: HttpRequest | None, page: Page, url: str, head: Head) -> str:
    name = gettext("Anti-fraud academy")
    home = absolute(request, reverse("wagtail_serve", args=[""]))
    above = page.get_ancestors().live().filter(depth__gt=2).select_related("locale")
    trail = [(name, home), *((one.title, one.get_full_url(request)) for one in above), (page.title, url)]
    return script_json(
        graph(
            page,
            url=url,
            description=head.description,
            image=head.picture,
            publisher=organization(name, home, absolute(request, static("academy/icons/icon-512.png"))),
            trail=trail if page.depth > 2 else [],
        )
    )
