"""What makes the site installable and readable without a network: the manifest, the worker, the page for no network."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import conditional_page, require_safe

from academy.discovery.structured import script_json
from academy.environment import BASE_DIR
from academy.languages.versions import open_pages
from academy.models import HelpPage, QuizIndex
from scams.words import api_locale

LIGHT: Final = "#f7f3eb"
DARK: Final = "#10191d"
"""The paper of the pages in both schemes, as site.css has it."""

ICONS: Final = (("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any"))
MASKABLE: Final = ("maskable-512.png", "512x512", "maskable")

FILES: Final = BASE_DIR / "static" / "academy"
KEPT_FILES: Final = ("*.css", "*.js")
"""What pages need to look and work as they should."""

NOT_KEPT: Final = ("/admin/", "/django-admin/", "/api/", "/documents/", "/healthz", "/readyz", "/metrics")
"""Where the worker does not meddle."""


@require_safe
@conditional_page
def manifest(request: HttpRequest) -> HttpResponse:
    """Return the web app manifest in the reader's language. Three queries."""
    home = reverse("wagtail_serve", args=[""])
    content = {
        "id": home,
        "name": gettext("Anti-fraud academy"),
        "short_name": gettext("Anti-fraud academy"),
        "lang": api_locale(get_language() or ""),
        "dir": "ltr",
        "start_url": home,
        "scope": "/",
        "display": "standalone",
        "background_color": LIGHT,
        "theme_color": LIGHT,
        "categories": ["education", "security"],
        "icons": [_icon(*one) for one in (*ICONS, MASKABLE)],
        "shortcuts": _shortcuts(request),
    }
    written = json.dumps(content, ensure_ascii=False)
    response = HttpResponse(written, content_type="application/manifest+json; charset=utf-8")
    patch_cache_control(response, max_age=3600)
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Return the page that stands for every page that is not kept, when there is no network."""
    return render(request, "academy/discovery/offline.html", {"noindex": True})


@require_safe
@conditional_page
def worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker. It is a new one when a file it keeps is, or the list of kept pages. Two queries."""
    context = {"facts": script_json(worker_facts(request))}
    response = render(request, "academy/discovery/sw.js", context, content_type="text/javascript; charset=utf-8")
    patch_cache_control(response, no_cache=True)
    return response


def worker_facts(request: HttpRequest) -> dict[str, Any]:
    """Return what the worker must know: its version, the pages and files it always keeps, and where it stays away."""
    offline_pages = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            offline_pages[f"/{code}/"] = reverse("offline")
    return {
        "version": _version(),
        "offline": offline_pages,
        "always": [*offline_pages.values(), *_help_pages(request), *(static(f"academy/{one.name}") for one in files())],
        "never": NOT_KEPT,
        "files": [settings.STATIC_URL, settings.MEDIA_URL],
        "mode": reverse("mode"),
    }


def files() -> list[Path]:
    """Return the style sheets and scripts of every page, in a fixed order."""
    return sorted(path for pattern in KEPT_FILES for path in FILES.glob(pattern))


@cache
def _version() -> str:
    """Return a name for the files as they are; they stay so while this process lives."""
    digest = hashlib.sha256()
    for one in files():
        digest.update(one.name.encode() + b"\0" + one.read_bytes())
    return digest.hexdigest()[:12]


def _help_pages(request: HttpRequest) -> list[str]:
    """Return where “I already paid” is, in every language."""
    pages = open_pages().type(HelpPage).order_by("path")
    return [url for page in pages if (url := page.get_url(request))]


def _icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    return {"src": static(f"academy/icons/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}


def _shortcuts(request: HttpRequest) -> list[dict[str, str]]:
    pages = open_pages().type(HelpPage, QuizIndex).filter(locale__language_code=get_language()).order_by("-pk")
    return [{"name": page.title, "url": url} for page in pages if (url := page.get_url(request))]
