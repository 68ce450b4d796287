"""The test box: what a page's rules, as they are in its draft, make of a message. Works without scripts."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scams.checking.automaton import Ready, arrange
from scams.checking.compile import compile_rules
from scams.checking.finding import read
from scams.checking.rules import TEXT_MOST
from scams.checking.scoring import Scored, scores
from scams.checking.verdict import check
from scams.models import ScamPattern
from scams.words import api_locale


class MessageForm(forms.Form):
    """The message to try."""

    text = forms.CharField(
        label=_("Message"), max_length=TEXT_MOST, strip=False, widget=forms.Textarea(attrs={"rows": 6})
    )


def try_rules(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the box; say what matches in the message, by which clue and why, and what people would be told.

    For whoever may edit the page, with the rules of its newest draft beside those of all live pages.
    """
    page = get_object_or_404(ScamPattern, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    form = MessageForm(request.POST or None)
    context: dict[str, Any] = {
        "page": draft,
        "form": form,
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page_id]),
    }
    if form.is_valid():
        compiled = compile_rules(instead=draft)
        locale, text = api_locale(draft.locale.language_code), form.cleaned_data["text"].replace("\r\n", "\n")
        ready = arrange(compiled.rules)
        context |= {"verdict": check(ready, text, locale), "rows": _rows(ready, text), "left_out": compiled.left_out}
    return render(request, "scams/admin/test_rules.html", context)


def _rows(ready: Ready, text: str) -> list[dict[str, Any]]:
    """Return every fraud type that something speaks for, with its clues and the words that they found."""
    reading = read(ready, text)

    def row(one: Scored) -> dict[str, Any]:
        kind = one.ready.rules.fraud_type
        clues = [
            {
                "key": counted.name,
                "weight": counted.weight,
                "words": sorted({text[slice(*reading.folded.place(find.start, find.end))] for find in counted.finds}),
            }
            for counted in one.counted
        ]
        return {
            "fraud_type": kind,
            "score": one.score,
            "alike": one.passage.alike.points.get(kind),
            "clues": clues,
        }

    return [row(one) for one in scores(ready, reading)]
