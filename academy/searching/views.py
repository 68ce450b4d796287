"""The page people search on. It works without scripts, and what one asks for is kept by nobody."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from academy.lists import groups
from academy.searching.choices import asked_of, shown_facets, shown_results, way_to
from scams.api.problems import Problem
from scams.api.public import admit
from scams.models import Contact
from scams.search.asking import LONGEST, Answer, Asked, ask
from scams.search.contract import LAST_PAGE, PAGE_SIZE
from scams.search.unanswered import tally
from scams.words import api_locale

HOTLINE: Final = {"zh-Hans": "cn-96110", "zh-Hant": "hk-18222", "en": "sg-1799"}
"""The key of the hotline that is likely to be the reader's, by language."""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Return what was found, or where else to look; a page to ask on where nothing was asked."""
    text = request.GET.get("q", "").strip()
    if not text:
        return _page(request, {"q": "", **_elsewhere()})
    if len(text) > LONGEST:
        return _page(request, {"q": "", "too_long": True, "most": LONGEST, **_elsewhere()}, status=422)
    try:
        admit(request, "search page")
    except Problem as problem:
        response = _page(request, {"q": text, "too_often": True, **_elsewhere()}, status=int(problem.status))
        for name, value in problem.headers:
            response[name] = value
        return response
    return _page(request, _found(request, text))


def _found(request: HttpRequest, text: str) -> dict[str, Any]:
    asked, answer, last = _answered(asked_of(request.GET, text, api_locale(get_language() or "")))
    narrowed = bool(asked.fraud_type or asked.kind or asked.audience)
    if not answer.total and not narrowed:
        tally.add(text, asked.locale)
    return {
        "q": text,
        "total": answer.total,
        "results": shown_results(answer, asked.locale),
        "facets": shown_facets(answer.facets, asked),
        "narrowed": narrowed,
        "suggestion": answer.suggestion,
        "page_number": asked.page,
        "last_page": last,
        "before": way_to(asked, page=asked.page - 1) if asked.page > 1 else "",
        "after": way_to(asked, page=asked.page + 1) if asked.page < last else "",
        **({} if answer.total else _elsewhere()),
    }


def _answered(asked: Asked) -> tuple[Asked, Answer, int]:
    """Return a question, its answer and the number of the last page; of a page behind that, those of the last."""
    answer = ask(asked)
    last = max(1, min(LAST_PAGE, -(-answer.total // PAGE_SIZE)))
    if asked.page > last:
        asked = asked._replace(page=last)
        answer = ask(asked)
    return asked, answer, last


def _elsewhere() -> dict[str, Any]:
    """Return what helps where there are no results: all fraud types and a hotline. Six queries."""
    language = get_language() or ""
    locale = Locale.objects.filter(language_code=language).first()
    verified = Contact.objects.filter(verified_on__isnull=False)
    return {
        "groups": groups(locale.pk) if locale else [],
        "hotline": verified.filter(key=HOTLINE[api_locale(language)]).first() or verified.first(),
    }


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, "academy/search.html", {"noindex": True, **context}, status=status)
    if context["q"] or status != 200:
        response["Cache-Control"] = "private, no-store"
    return response
