"""What a page is, in schema.org's words, as JSON-LD for search engines."""

import json
from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from academy.models import ContactsPage, HomePage, Quiz, QuizIndex, TextPage, TypesPage
from scams.models import PatternIndex, ScamPattern
from scams.words import api_locale

Thing = dict[str, Any]

HEADLINE_MOST: Final = 110
_ESCAPES: Final = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}
"""What would end the script's element, or begin another, or end a line of it."""


def script_json(data: Any) -> SafeString:
    """Return data as JSON that may stand inside a script element whatever its texts say."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(written.translate(_ESCAPES))  # noqa: S308 - nothing is left in it that HTML could take for its own


def graph(
    page: Page, *, url: str, description: str, image: str, publisher: Thing, trail: list[tuple[str, str]]
) -> Thing:
    """Return the page and the way to it. `trail` has a title and a whole address for each step, the page's last."""
    things = [_page(page, url=url, description=description, image=image, publisher=publisher)]
    if len(trail) > 1:
        things.append(_breadcrumbs(trail))
    return {"@context": "https://schema.org", "@graph": things}


def organization(name: str, home: str, logo: str) -> Thing:
    """Return who publishes the site."""
    return {"@type": "Organization", "name": name, "url": home, "logo": {"@type": "ImageObject", "url": logo}}


def _page(page: Page, *, url: str, description: str, image: str, publisher: Thing) -> Thing:
    common = {
        "@id": f"{url}#page",
        "url": url,
        "name": page.title,
        "description": description,
        "inLanguage": api_locale(page.locale.language_code),
        "image": image,
        "publisher": publisher,
        "isAccessibleForFree": True,
        "datePublished": _moment(page.first_published_at),
        "dateModified": _moment(page.last_published_at),
        **_special(page),
    }
    return {name: value for name, value in common.items() if value not in ("", None)}


def _special(page: Page) -> Thing:
    """Return the page's type, and what only pages of that type say."""
    match page:
        case ScamPattern():
            return {"@type": "Article", "headline": page.title[:HEADLINE_MOST], "about": _about(page)}
        case Quiz():
            return {"@type": "Quiz", "about": _about(page), "timeRequired": f"PT{page.minutes}M"}
        case HomePage():
            return {"@type": "WebSite"}
        case ContactsPage():
            return {"@type": "ContactPage"}
        case TypesPage() | PatternIndex() | QuizIndex():
            return {"@type": "CollectionPage"}
        case TextPage(purpose=TextPage.Purpose.ABOUT):
            return {"@type": "AboutPage"}
    return {"@type": "WebPage"}


def _about(page: Any) -> Thing:
    label = page.fraud_type.text("label", page.locale.language_code)
    return {"@type": "Thing", "name": label, "identifier": page.fraud_type.slug}


def _breadcrumbs(trail: list[tuple[str, str]]) -> Thing:
    steps = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _moment(moment: Any) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
