"""What is new, for feed readers: the articles and quizzes of a language, of all fraud types or of one."""

import uuid
from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext
from django.views.decorators.http import conditional_page, require_safe

from academy.discovery.addresses import absolute
from academy.discovery.feed_formats import FORMATS, Channel, Entry
from academy.models import Quiz
from scams.models import FraudType, ScamPattern
from scams.words import api_locale

ALL: Final = "all"
MOST: Final = 30
FRESH_SECONDS: Final = 300


@require_safe
@conditional_page
def feed(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """Return the feed of a fraud type and all below it, or of everything, in the reader's language and one format."""
    fraud_type = None if name == ALL else get_object_or_404(FraudType, slug=name)
    chosen = FORMATS[kind]
    response = HttpResponse(chosen.write(_channel(request, fraud_type)), content_type=chosen.content_type)
    patch_cache_control(response, max_age=FRESH_SECONDS)
    return response


def entries(request: HttpRequest, language: str, fraud_type: FraudType | None) -> list[Entry]:
    """Return what was published last in a language, the newest first. Four queries, and one for the site's address."""
    found = [*_newest(ScamPattern, language, fraud_type), *_newest(Quiz, language, fraud_type)]
    found.sort(key=lambda page: page.last_published_at, reverse=True)
    return [_entry(request, page) for page in found[:MOST]]


def _channel(request: HttpRequest, fraud_type: FraudType | None) -> Channel:
    language, author = get_language() or "", gettext("Anti-fraud academy")
    everything = gettext("Articles and quizzes on scams, the newest first.")
    return Channel(
        title=f"{author} · {fraud_type.label}" if fraud_type else author,
        description=fraud_type.definition if fraud_type else everything,
        author=author,
        home=absolute(request, reverse("wagtail_serve", args=[""])),
        address=absolute(request, request.path),
        language=api_locale(language),
        entries=entries(request, language, fraud_type),
    )


def _newest(model: Any, language: str, fraud_type: FraudType | None) -> Any:
    pages = model.objects.live().public().filter(locale__language_code=language, last_published_at__isnull=False)
    if fraud_type:
        pages = pages.filter(_of(fraud_type))
    listed = pages.select_related("fraud_type", "locale").defer_streamfields()
    return listed.order_by("-last_published_at", "-pk")[:MOST]


def _of(fraud_type: FraudType) -> Q:
    """Return the condition for a type and those below it, to the tree's full depth."""
    paths = ("fraud_type", "fraud_type__parent", "fraud_type__parent__parent", "fraud_type__parent__parent__parent")
    condition = Q()
    for path in paths:
        condition |= Q(**{path: fraud_type})
    return condition


def _entry(request: HttpRequest, page: Any) -> Entry:
    language = page.locale.language_code
    return Entry(
        id=uuid.uuid5(page.translation_key, language).urn,
        url=page.get_full_url(request),
        title=page.title,
        summary=page.summary,
        category=page.fraud_type.text("label", language),
        published=page.first_published_at or page.last_published_at,
        updated=page.last_published_at,
    )
