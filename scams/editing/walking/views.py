"""The screen to walk as a payer. Each press is a form's post; the address holds the whole walk, so Back works."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from scams.deck.history import Unreadable
from scams.editing.walking.forms import StartForm
from scams.editing.walking.sources import index_for
from scams.editing.walking.telling import outcomes, told
from scams.editing.walking.walk import ANSWER, PRESSES_MOST, Press, given_of, read, walk, written
from scams.models import WarningCard
from scams.words import OTHER_ACTIONS, STEP_ANSWERS, api_locale

WALK_URL = "scams_walk"
LOOKS = ["view", "add", "change", "delete"]
"""Whoever may do any of these with cards may walk."""
_ACTS = {*STEP_ANSWERS, *OTHER_ACTIONS}


def walk_url(draft: WarningCard) -> str:
    """Return the address at which a walk through a card's draft begins."""
    return f"{reverse(WALK_URL)}?{urlencode({'draft': draft.pk, **_place_of(draft)})}"


def _place_of(card: WarningCard) -> dict[str, str]:
    locale = api_locale(card.locale.language_code)
    return {"code": card.fraud_type.slug, "audience": card.audience, "locale": locale}


class WalkView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows the card that comes for a payment, and what follows each answer and act."""

    model = WarningCard
    any_permission_required = LOOKS
    template_name = "scams/admin/walk.html"
    page_title = _("Walk as a payer")
    header_icon = "user"

    @cached_property
    def draft(self) -> WarningCard | None:
        """The card whose draft is walked through, as it was saved last."""
        pk = self.request.GET.get("draft", "")
        if not pk:
            return None
        if not (pk.isascii() and pk.isdecimal() and len(pk) < 12):
            raise Http404
        card = get_object_or_404(WarningCard.objects.select_related("latest_revision"), pk=pk)
        draft: WarningCard = card.get_latest_revision_as_object()
        return draft

    def get_page_subtitle(self) -> str:
        """Return the draft's name."""
        return str(self.draft) if self.draft else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), here]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Add what was pressed to the walk, and show where it leads."""
        query = request.GET.copy()
        if len(query.getlist("press")) < PRESSES_MOST:
            query.appendlist("press", written(pressed(request.POST)))
        return redirect(f"{reverse(WALK_URL)}?{query.urlencode()}#walk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the page's context: the form, and the walk if one has begun."""
        begun = bool(self.request.GET.keys() & {"code", "audience", "locale"})
        form = StartForm(self.request.GET if begun else None)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {"form": form, "draft": self.draft, "start_url": reverse(WALK_URL)}
        return context | self._walk(form) if begun and form.is_valid() else context

    def _walk(self, form: StartForm) -> dict[str, Any]:
        try:
            index = index_for(self.draft)
        except Unreadable:
            index = None
        if index is None:
            return {"no_deck": True}
        presses = [read(text) for text in self.request.GET.getlist("press")[:PRESSES_MOST]]
        stops = walk(index, form.start(), presses)
        here = stops[-1]
        return {
            "trail": told(stops),
            "here": here,
            "answer": here.answer,
            "outcomes": outcomes(here),
            "action": self.request.get_full_path(),
            "back_url": self._without_last_press() if presses else "",
            "again_url": self._without_presses(),
        }

    def _without_presses(self, kept: int = 0) -> str:
        query = self.request.GET.copy()
        query.setlist("press", query.getlist("press")[:kept])
        return f"{reverse(WALK_URL)}?{query.urlencode()}#walk"

    def _without_last_press(self) -> str:
        return self._without_presses(len(self.request.GET.getlist("press")) - 1)


def pressed(sent: QueryDict) -> Press:
    """Return what a card's form or a step's button sent: the act, and the answers that are ticked."""
    act = sent.get("act", "")
    answers = []
    for name, value in sent.items():
        if name.startswith("answer-"):
            card, _hyphen, question = name.removeprefix("answer-").rpartition("-")
            answers.append(given_of(card, question, str(value)))
    return Press(act if act in _ACTS else ANSWER, tuple(one for one in answers if one))
