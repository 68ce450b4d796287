"""What came of an attempt: for the one who took it with every answer, for others the figures alone."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext, override
from wagtail.models import Page

from academy.models import Attempt, Quiz
from academy.pictures.certificates import certificate
from academy.pictures.previews import share_picture
from academy.pictures.responses import picture_response
from academy.quizzes import progress as cookie
from academy.quizzes.attempts import result_of
from academy.quizzes.content import Band
from academy.quizzes.links import attempt_of
from academy.quizzes.scoring import Result, Tally, band_for, percent_of
from academy.quizzes.showing import to_review
from scams.models import FraudType

PICTURE_KEPT: Final = "private, max-age=86400"
"""A finished attempt never changes, so its pictures may be kept for a day."""


def show(request: HttpRequest, quiz: Quiz, token: str) -> HttpResponse:
    """Show the result of a signed link; 404 for a link that is not ours, or another quiz's."""
    attempt = _attempt(quiz, token)
    result = result_of(attempt)
    band = band_for(attempt.edition.decoded.bands, result.percent)
    own = _is_own(request, attempt)
    context = {
        **quiz.get_context(request),
        "attempt": attempt,
        "token": token,
        "result": result,
        "band": band,
        "next_page": _next_page(band),
        "by_type": _by_type(result),
        "own": own,
        "result_url": f"{quiz.get_url(request)}result/{token}/",
        "review": [to_review(item, n, result.maximum) for n, item in enumerate(result.items, start=1)] if own else [],
        "noindex": True,
    }
    response = TemplateResponse(request, "academy/quiz/result.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


def picture(request: HttpRequest, quiz: Quiz, token: str, name: str) -> HttpResponse:
    """Return the picture to share or the certificate of a signed link, drawn once and kept; 404 for another name."""
    attempt = _attempt(quiz, token)
    edition = attempt.edition.decoded
    words: dict[str, Any] = {"locale": edition.locale, "title": edition.title}
    if name == "share":
        return picture_response(request, PICTURE_KEPT, share_picture, **words, line=_line(attempt, edition.locale))
    if name == "certificate":
        return picture_response(request, PICTURE_KEPT, certificate, **words, **_figures(attempt))
    raise Http404


def _line(attempt: Attempt, locale: str) -> str:
    """Return what a picture to share says in large, in the quiz's language."""
    with override(locale.lower()):
        figures = {"noticed": attempt.noticed, "scams": attempt.scams}
        return gettext("%(noticed)d of %(scams)d scams noticed") % figures


def _figures(attempt: Attempt) -> dict[str, Any]:
    """Return what a certificate says."""
    return {
        "day": timezone.localdate(attempt.finished_at),
        "percent": percent_of(attempt.score, attempt.maximum),
        "noticed": (attempt.noticed, attempt.scams),
        "suspected": (attempt.suspected, attempt.genuine),
    }


def _attempt(quiz: Quiz, token: str) -> Attempt:
    attempt = attempt_of(token)
    if attempt is None or attempt.edition.quiz_id != quiz.pk:
        raise Http404
    return attempt


def _is_own(request: HttpRequest, attempt: Attempt) -> bool:
    """Return whether this browser finished the attempt, or the person signed in did."""
    if attempt.person_id and request.user.is_authenticated:
        return attempt.person_id == request.user.pk
    return attempt.pk in {one.attempt for one in cookie.read(request).finished}


def _next_page(band: Band | None) -> Page | None:
    return Page.objects.live().public().filter(pk=band.next_page).first() if band and band.next_page else None


def _by_type(result: Result) -> list[tuple[FraudType, Tally]]:
    """Return the tally of each fraud type whose messages were judged."""
    types = {one.slug: one for one in FraudType.objects.filter(slug__in=result.by_type)}
    return [(types[slug], tally) for slug, tally in result.by_type.items() if slug in types]
