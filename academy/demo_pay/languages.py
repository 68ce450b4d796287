"""The demonstration's language: Simplified Chinese until another is chosen, whatever the browser prefers."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from scams.words import LOCALES

LANGUAGE: Final = "language"
"""In the address."""
COOKIE: Final = "demo-language"
NAMES: Final = {"zh-Hans": "简体", "zh-Hant": "繁體", "en": "English"}


def locale_of(request: HttpRequest) -> str:
    """Return the locale to answer in."""
    wanted = (request.GET.get(LANGUAGE), request.COOKIES.get(COOKIE))
    return next((one for one in wanted if one in LOCALES), LOCALES[0])


def remember(response: HttpResponse, request: HttpRequest) -> None:
    """Keep a language that was chosen, until the browser is closed."""
    if (chosen := request.GET.get(LANGUAGE)) in LOCALES:
        response.set_cookie(COOKIE, chosen, samesite="Lax", httponly=True, secure=request.is_secure())
