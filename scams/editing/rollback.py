"""Rolling back to a deck: who may, what it would change, and what came of it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from scams.deck import history, wire
from scams.deck.build import is_due
from scams.models import DeckVersion, WarningCard

ROLL_BACK = "rollback"
"""The action of the permission `scams.rollback_deckversion`."""


def part_labels() -> dict[str, Any]:
    """Return what an editor calls the parts of a card, by their names in the API."""
    card = WarningCard._meta
    labels: dict[str, Any] = {field.name: field.verbose_name for field in (*card.fields, *card.many_to_many)}
    return labels | {
        "audio_url": labels["audio"],
        "expires": labels["expire_at"],
        "article_url": _("article"),
        "quiz_url": _("quiz"),
        "cooling_off": _("cooling-off"),
        "revision": _("revision"),
    }


class RollbackMixin(PermissionCheckedMixin):
    """What the screens of the decks share: may this person roll back, and to which version."""

    model = DeckVersion
    index_url_name = ""
    rollback_url_name = ""

    @cached_property
    def newest(self) -> DeckVersion | None:
        """The version that is served."""
        return history.versions().prefetch_related("changes__user").first()

    def rollback_url(self, version: DeckVersion, head: bytes) -> str | None:
        """Return the address of the page that rolls back to a version, or None if that cannot or may not be done."""
        if not self.user_has_permission(ROLL_BACK) or not self.newest or self.newest.version == version.version:
            return None
        return reverse(self.rollback_url_name, args=[version.pk]) if wire.is_readable(head) else None


class SeenForm(forms.Form):
    """The key of the version that was the newest when the person decided."""

    seen = forms.IntegerField()


class RollbackActionView(RollbackMixin):
    """Rolls back, and says what came of it."""

    permission_required = ROLL_BACK

    def roll_back(self, request: HttpRequest, to: DeckVersion, again: str) -> HttpResponse:
        """Serve `to` again and go to the list; back to the address `again` if there is a newer deck by now."""
        form = SeenForm(request.POST)
        seen = form.cleaned_data["seen"] if form.is_valid() else 0
        try:
            done = history.roll_back(to, user=request.user, seen=seen)
        except history.Overtaken:
            messages.warning(request, _("Another deck has been built meanwhile. Nothing was changed: look again."))
            return redirect(again)
        except history.Unreadable:
            return self.refuse(request, to)
        if done is None:
            return self.leave(request, to)
        messages.success(request, _("Deck %s is served again.") % done)
        return redirect(self.index_url_name)

    def leave(self, request: HttpRequest, to: DeckVersion) -> HttpResponse:
        """Say that a version is served already, and go to the list."""
        messages.info(request, _("Deck %s is served already. Nothing was changed.") % to)
        return redirect(self.index_url_name)

    def refuse(self, request: HttpRequest, to: DeckVersion) -> HttpResponse:
        """Say that this program cannot serve a version, and go to the list."""
        messages.error(request, _("Deck %s cannot be served: another release of this program made it.") % to)
        return redirect(self.index_url_name)


class RollbackView(RollbackActionView, WagtailAdminTemplateMixin, TemplateView):
    """Shows what a roll-back to one version would change, and does it."""

    template_name = "scams/admin/rollback.html"
    page_title = gettext_lazy("Roll back the deck")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the page; go to the list when the version is served already, or this program cannot read it."""
        self.object = self.get_object()
        if self.newest and self.newest.version == self.object.version:
            return self.leave(request, self.object)
        try:
            return self.render_to_response(self.get_context_data(**kwargs))
        except history.Unreadable:
            return self.refuse(request, self.object)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Roll back."""
        return self.roll_back(request, self.get_object(), again=request.path)

    def get_object(self) -> DeckVersion:
        """Return the version to roll back to."""
        return get_object_or_404(history.versions(), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Return the version's name."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here, over the list."""
        there = {"url": reverse(self.index_url_name), "label": _("Decks")}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), there, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the page's context: both versions, and the difference in an editor's words."""
        target, labels = history.deck_of(self.object), part_labels()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {"newest": self.newest, "index_url": reverse(self.index_url_name), "due": is_due()}
        try:
            found = history.difference(history.deck_of(history.newest()), target)
        except history.Unreadable:
            return context
        cards = [
            (title, [(card, ", ".join(str(labels.get(part, part)) for part in card.parts)) for card in group])
            for title, group in (
                (_("Cards that change back"), found.changed),
                (_("Cards that come back"), found.added),
                (_("Cards that go away"), found.removed),
                (_("Cards that refer to something else until the next deck"), found.referring),
            )
        ]
        return {**context, "cards": cards, "others": [*found.codes, *found.signals, *found.parents, *found.playbooks]}


class UndoView(RollbackActionView, View):
    """Rolls back to the version before the newest, at once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Roll back."""
        before = self.newest and history.before(self.newest)
        if before is None:
            messages.info(request, _("There is no deck to go back to. Nothing was changed."))
            return redirect(self.index_url_name)
        return self.roll_back(request, before, again=self.index_url_name)
