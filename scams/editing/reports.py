"""The admin's screens for what programs write: decks, which reviewers may roll back, and API clients."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.utils import label_for_field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from scams.deck import history, wire
from scams.deck.build import HEAD, is_due
from scams.models import ApiClient, ApiKey, DeckVersion, ReportedMessage, WarningCard

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


class DeckIndexView(RollbackMixin, IndexView):
    """The list of decks, with a button to undo the last change."""

    undo_url_name = ""

    @cached_property
    def columns(self) -> list[Column]:
        """The list's columns, with one to roll back for those who may."""
        columns: list[Column] = super().columns
        if not self.user_has_permission(ROLL_BACK):
            return columns
        return [*columns, Column("roll_back", label="", accessor=self.rollback_link)]

    def rollback_link(self, row: Any) -> str:
        """Return the link to the page that rolls back to a row's version; empty if that cannot be done."""
        url, look = self.rollback_url(row, row.head), "button button-small button-secondary"
        return format_html('<a href="{}" class="{}">{}</a>', url, look, _("Roll back to this version")) if url else ""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the list's context, with the version that is served and the one before, if one may go back to it."""
        before = self.newest and self.user_has_permission(ROLL_BACK) and history.before(self.newest)
        possible = before and history.readable([before])
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "newest": self.newest, "before": before if possible else None}


class DeckInspectView(RollbackMixin, InspectView):
    """One deck."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        """The button to roll back to this deck."""
        url = self.rollback_url(self.object, bytes(self.object.payload))
        return [HeaderButton(_("Roll back to this version"), url=url, icon_name="rotate")] if url else []

    def get_built_at_display_value(self) -> str:
        """Return the moment it was built, in local time."""
        return date_format(timezone.localtime(self.object.built_at), "DATETIME_FORMAT")

    def get_left_out_display_value(self) -> SafeString:
        """Return the cards left out, each on a line with its reasons."""
        return _lines(f"{one['card']}: {'; '.join(one['reasons'])}" for one in self.object.left_out)

    def get_held_display_value(self) -> SafeString:
        """Return the cards held back, each on a line."""
        return _lines(
            _("%(card)s: revision %(revision)d") % {"card": card, "revision": revision}
            if revision
            else _("%s: shown, though it is not live") % card
            for card, revision in self.object.held.items()
        )


def _lines(texts: Any) -> SafeString:
    return format_html_join("", "<div>{}</div>", ((text,) for text in texts)) or SafeString("–")


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


class DeckVersionViewSet(ModelViewSet):
    """Every deck that was compiled, with what changed and what was left out; reviewers go back to one of them."""

    model = DeckVersion
    icon = "history"
    menu_label = gettext_lazy("Decks")
    add_to_reports_menu = True
    inspect_view_enabled = True
    index_view_class = DeckIndexView
    inspect_view_class = DeckInspectView
    index_template_name = "scams/admin/decks.html"
    list_display: ClassVar = [
        *("version", "built_at", "cards"),
        Column("changes_text", label=gettext_lazy("because"), width="30%"),
    ]
    inspect_view_fields: ClassVar = ["version", "built_at", "cards", "left_out", "held", "changes_text"]
    add_to_reference_index = False
    form_fields: ClassVar = ["version"]
    ordering = "-pk"
    menu_item_is_registered = True

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell every screen the addresses of those that roll back."""
        urls = {f"{name}_url_name": self.get_url_name(name) for name in (ROLL_BACK, "undo")}
        view_kwargs: dict[str, Any] = super().get_common_view_kwargs(**urls, **kwargs)
        return view_kwargs

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """List the decks without their bytes, with what a row shows."""
        decks = DeckVersion.objects.defer("payload", "brotli").annotate(head=HEAD).prefetch_related("changes__user")
        view_kwargs: dict[str, Any] = super().get_index_view_kwargs(queryset=decks, **kwargs)
        return view_kwargs

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses, with those of the screens that roll back."""
        return [
            *super().get_urlpatterns(),
            path(f"rollback/<{self.pk_path_converter}:pk>/", self.construct_view(RollbackView), name=ROLL_BACK),
            path("undo/", self.construct_view(UndoView), name="undo"),
        ]


class ApiClientInspectView(InspectView):
    """One API client, with its keys."""

    def get_fields_context(self) -> list[dict[str, Any]]:
        """Return the fields, and a line for each key: its beginning, and the dates it has."""
        keys = _lines(_key_line(key) for key in self.object.keys.all())
        fields: list[dict[str, Any]] = super().get_fields_context()
        return [*fields, {"label": capfirst(ApiKey._meta.verbose_name_plural), "value": keys, "component": None}]


def _key_line(key: ApiKey) -> str:
    dates = {name: getattr(key, name) for name in ("created_at", "expires_at", "revoked_at", "last_used_on")}
    return f"{key} · " + ", ".join(
        f"{label_for_field(name, ApiKey)}: {_day(moment)}" for name, moment in dates.items() if moment
    )


def _day(moment: dt.date) -> str:
    return date_format(timezone.localtime(moment) if isinstance(moment, dt.datetime) else moment)


class ApiClientViewSet(ModelViewSet):
    """Who may call the API. Keys are made on the command line, where they can be shown once."""

    model = ApiClient
    icon = "key"
    menu_label = gettext_lazy("API clients")
    add_to_settings_menu = True
    inspect_view_enabled = True
    inspect_view_class = ApiClientInspectView
    list_display: ClassVar = ["name", "scopes", "rate", "created_at", "revoked_at"]
    inspect_view_fields: ClassVar = ["name", "scopes", "rate", "created_at", "revoked_at"]
    form_fields: ClassVar = ["name"]
    add_to_reference_index = False
    menu_item_is_registered = True


class ReportedMessageViewSet(ModelViewSet):
    """Messages that people sent in from the checker's page, for whoever writes its rules."""

    model = ReportedMessage
    icon = "mail"
    menu_label = gettext_lazy("Reported messages")
    add_to_reports_menu = True
    inspect_view_enabled = True
    copy_view_enabled = False
    list_display: ClassVar = [
        "__str__",
        "locale",
        "verdict",
        Column("looked_like", label=gettext_lazy("looked like")),
        "reported_on",
    ]
    list_filter: ClassVar = ["verdict", "locale"]
    inspect_view_fields: ClassVar = ["text", "locale", "verdict", "looked_like", "reported_on"]
    form_fields: ClassVar = ["text"]  # required by Wagtail; the policy lets nobody change one
    add_to_reference_index = False
    menu_item_is_registered = True
