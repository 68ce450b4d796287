"""What programs ask a site for by a fixed name: robots.txt and security.txt."""

import datetime as dt
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from academy.discovery.addresses import absolute
from scams.words import LOCALES

PRIVATE: Final = ("/admin/", "/django-admin/", "/api/", "/documents/", "/mode/")
PERSONAL: Final = ("me/", "reminders/", "search/")
"""Below every language."""
ATTEMPTS: Final = ("/*/take/", "/*/result/")
VALID_MONTHS: Final = 6
"""So long, at most, security.txt is good for; the standard wants less than a year."""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Return what search engines may fetch: the pages, and nothing that is one person's or an editor's."""
    personal = [f"/{code}/{path}" for code, _name in settings.LANGUAGES for path in PERSONAL]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in (*PRIVATE, *personal, *ATTEMPTS))]
    return _text([*lines, "", f"Sitemap: {absolute(request, reverse('sitemap'))}"])


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Return whom to tell about a weakness of the site, as RFC 9116 has it."""
    contact = getattr(settings, "SECURITY_CONTACT", "") or f"{settings.PUBLIC_URL}/{settings.LANGUAGE_CODE}/contacts/"
    return _text(
        [
            f"Contact: {contact}",
            f"Expires: {expires(timezone.now()).isoformat().replace('+00:00', 'Z')}",
            f"Preferred-Languages: {', '.join(LOCALES)}",
            f"Canonical: {settings.PUBLIC_URL}{request.path}",
        ]
    )


def expires(now: dt.datetime) -> dt.datetime:
    """Return until when security.txt is good: the beginning of a month, five to six months from now, in UTC."""
    months = now.astimezone(dt.UTC).month - 1 + VALID_MONTHS
    return dt.datetime(now.astimezone(dt.UTC).year + months // 12, months % 12 + 1, 1, tzinfo=dt.UTC)


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
