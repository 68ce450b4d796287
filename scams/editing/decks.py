"""The admin's screens for decks: a list with what changed and what was left out, and a way back."""

from typing import Any, ClassVar

from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.widgets.button import HeaderButton

from scams.deck import history
from scams.deck.build import HEAD
from scams.editing.records import RecordViewSet, lines, local
from scams.editing.rollback import ROLL_BACK, RollbackMixin, RollbackView, UndoView
from scams.models import DeckVersion


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
        return local(self.object.built_at)

    def get_left_out_display_value(self) -> SafeString:
        """Return the cards left out, each on a line with its reasons."""
        return lines(f"{one['card']}: {'; '.join(one['reasons'])}" for one in self.object.left_out)

    def get_held_display_value(self) -> SafeString:
        """Return the cards held back, each on a line."""
        return lines(
            _("%(card)s: revision %(revision)d") % {"card": card, "revision": revision}
            if revision
            else _("%s: shown, though it is not live") % card
            for card, revision in self.object.held.items()
        )


class DeckVersionViewSet(RecordViewSet):
    """Every deck that was compiled, with what changed and what was left out; reviewers go back to one of them."""

    model = DeckVersion
    icon = "history"
    menu_label = gettext_lazy("Decks")
    inspect_view_enabled = True
    index_view_class = DeckIndexView
    inspect_view_class = DeckInspectView
    index_template_name = "scams/admin/decks.html"
    list_display: ClassVar = [
        *("version", "built_at", "cards"),
        Column("changes_text", label=gettext_lazy("because"), width="30%"),
    ]
    inspect_view_fields: ClassVar = ["version", "built_at", "cards", "left_out", "held", "changes_text"]
    form_fields: ClassVar = ["version"]
    ordering = "-pk"

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
