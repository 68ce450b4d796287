"""The picture that stands for a page where a link to it is shared."""

from typing import Any, Final, NamedTuple

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe
from wagtail.models import Page, PageViewRestriction

from academy.pictures.previews import Kind, page_picture
from academy.pictures.responses import picture_response
from scams.models import FraudType
from scams.words import FALLBACK_TYPE, is_chinese

SECONDS: Final = 3600
"""How long others may keep a page's picture without asking again."""


class Subject(NamedTuple):
    """What is on a page's picture."""

    locale: str
    title: str
    label: str
    kind: Kind


@require_safe
def preview(request: HttpRequest, page_id: int) -> HttpResponse:
    """Return a live public page's picture, or that it is unchanged; Http404 for any other page."""
    subject = subject_of(page_id)
    return picture_response(request, f"public, max-age={SECONDS}", page_picture, **subject._asdict())


def subject_of(page_id: int) -> Subject:
    """Return what to show of a live public page; Http404 for any other. Two queries at most."""
    types = {"article_type": F("scampattern__fraud_type"), "quiz_type": F("quiz__fraud_type")}
    public = Page.objects.live().filter(~Exists(_restrictions()), pk=page_id, depth__gt=1)
    found = public.values("title", "locale__language_code", **types).first()
    if not found:
        raise Http404
    kind: Kind = "article" if found["article_type"] else "quiz" if found["quiz_type"] else "page"
    locale = found["locale__language_code"]
    return Subject(locale, found["title"], _label(found["article_type"] or found["quiz_type"], kind, locale), kind)


def _label(fraud_type_id: int | None, kind: Kind, locale: str) -> str:
    """Return what a page is about, in its own language; nothing for one that is about no single type."""
    known = FraudType.objects.filter(pk=fraud_type_id).exclude(slug=FALLBACK_TYPE).first() if fraud_type_id else None
    words = [known.text("label", locale)] if known else []
    if kind == "quiz":
        with override(locale):
            words.insert(0, gettext("Quiz"))
    return ("·" if is_chinese(locale) else " · ").join(words)  # in Chinese the dot brings its own room


def _restrictions() -> Any:
    """Return the query of what keeps a page, or one above it, from the public."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return PageViewRestriction.objects.alias(path=path).filter(path__startswith=F("page__path"))
