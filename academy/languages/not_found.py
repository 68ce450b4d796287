"""What readers get where there is no page: the page in another language, or else that it was not found."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.defaults import page_not_found
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.models import Page

from academy.languages.versions import pages_at
from scams.words import locale_chain


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the answer to an address without a page: where the page is in other languages, or status 404.

    A redirect that editors have made for the address goes before.
    """
    found = _elsewhere(request)
    answer = _lead(request, found) if found and not _is_redirected(request) else None
    if answer is not None:
        return answer
    missing: HttpResponse = page_not_found(request, exception)
    return missing


def _elsewhere(request: HttpRequest) -> list[Page]:
    match = request.resolver_match
    if match is None or match.url_name != "wagtail_serve" or request.method not in ("GET", "HEAD"):
        return []
    return pages_at(request, [slug for slug in match.args[0].split("/") if slug])


def _is_redirected(request: HttpRequest) -> bool:
    answer: Any = RedirectMiddleware(lambda _request: HttpResponseNotFound())(request)
    return bool(answer.status_code != HttpResponseNotFound.status_code)


def _lead(request: HttpRequest, found: list[Page]) -> HttpResponse | None:
    """Return the way to the page if it is in the reader's language under another address, or else a page of links.

    That is no error: the address is right, only the translation is missing. None where the way would lead back here.
    """
    chain = [code.lower() for code in locale_chain(get_language() or "")]
    found.sort(key=lambda page: chain.index(page.locale.language_code))
    first = found[0]
    if first.locale.language_code == chain[0]:
        url = first.get_url(request)
        return None if url == request.path else HttpResponseRedirect(url)
    context = {"counterpart": first, "found": found, "noindex": True, "canonical": first.get_full_url(request)}
    return render(request, "academy/discovery/not_yet.html", context)
