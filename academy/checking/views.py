"""“Is this a scam?” as pages that work without scripts."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from academy.checking.reading import pieces, rules_for, shown
from scams.api.problems import Problem
from scams.api.public import admit
from scams.checking.masking import masked
from scams.checking.rules import TEXT_MOST
from scams.checking.verdict import Verdict, check
from scams.models import ReportedMessage
from scams.words import api_locale

WHAT: Final = "check"
"""What an address asks for here, as its limit names it."""


@csrf_exempt  # nothing is kept, so that the page is the same for everybody and can be kept itself
@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: HttpRequest) -> HttpResponse:
    """Show the box to paste a message into; answer with what it is like. Keeps nothing."""
    if request.method != "POST":
        return render(request, "academy/check/page.html", {"most": TEXT_MOST})
    return _read(request, _result)


@cache_control(private=True, no_store=True)
def _read(request: HttpRequest, answer: Callable[[HttpRequest, str, Verdict], HttpResponse]) -> HttpResponse:
    """Return the answer to what the message in a form is like; the box, with what is wrong, where that is not told."""
    text, rules = pasted(request), rules_for(request)
    error, status = _wrong(request, text)
    if not error and rules is None:
        error, status = _("The checker is not ready yet. Please try again in a minute."), 503
    if error or rules is None:
        context = {"most": TEXT_MOST, "text": text[:TEXT_MOST], "error": error}
        return render(request, "academy/check/page.html", context, status=status)
    return answer(request, text, check(rules, text, _locale()))


def _result(request: HttpRequest, text: str, verdict: Verdict) -> HttpResponse:
    return render(request, "academy/check/page.html", _context(text, verdict))


def _context(text: str, verdict: Verdict) -> dict[str, Any]:
    return {
        "most": TEXT_MOST,
        "text": text,
        "verdict": verdict,
        "pieces": pieces(text, verdict),
        "matches": [shown(match) for match in verdict.matches],
    }


def _wrong(request: HttpRequest, text: str) -> tuple[str, int]:
    """Return what is wrong with a message, and the status to answer with; an empty text for nothing."""
    if _too_many(request):
        return _("That was a lot of messages from your network. Please wait a minute and try again."), 429
    if not text.strip():
        return _("Paste or type the message first."), 422
    if len(text) > TEXT_MOST:
        return _("A message has at most %d characters. Paste the part that worries you.") % TEXT_MOST, 422
    return "", 200


def _too_many(request: HttpRequest) -> bool:
    try:
        admit(request, WHAT)
    except Problem:
        return True
    return False


def pasted(request: HttpRequest) -> str:
    """Return the message in a form; browsers send line ends in two characters, and the API counts them as one."""
    return request.POST.get("text", "").replace("\r\n", "\n").replace("\r", "\n")


def _locale() -> str:
    return api_locale(get_language() or "")


@cache_control(private=True, no_store=True)
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Show exactly what would be kept of a message; keep it once the person says so."""
    return _read(request, _report)


def _report(request: HttpRequest, text: str, verdict: Verdict) -> HttpResponse:
    kept = masked(text)
    if "keep" not in request.POST:
        context = {"text": text, "kept": kept, "verdict": verdict, "days": settings.REPORTED_MESSAGES_KEPT_DAYS}
        return render(request, "academy/check/report.html", context)
    types = [match.fraud_type for match in verdict.matches]
    # The same message on the same day is the same report: a button pressed twice does no harm.
    same = {"text": kept, "locale": _locale(), "reported_on": timezone.localdate()}
    if not ReportedMessage.objects.filter(**same).exists():
        ReportedMessage.objects.create(**same, verdict=verdict.verdict, fraud_types=types)
    return render(request, "academy/check/thanks.html")
