"""What the Wagtail admin gets from the scams app."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from scams.editing.briefs import URL_NAME, buttons, card_brief
from scams.editing.clients import ApiClientViewSet
from scams.editing.decks import DeckVersionViewSet
from scams.editing.effect.dashboard import EffectMenuItem, EffectView
from scams.editing.effect.demotions import VariantDemotionViewSet
from scams.editing.home_panel import WarningsPanel
from scams.editing.protection import in_use
from scams.editing.reported import ReportedMessageViewSet
from scams.editing.rules_box import try_rules
from scams.editing.unanswered import UnansweredViewSet
from scams.editing.viewsets import ScamsGroup
from scams.editing.walking.views import LOOKS, WALK_URL, WalkView
from scams.models import ScamPattern, WarningCard

register_snippet(ScamsGroup)


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    """Register the screens of what programs write."""
    return [
        DeckVersionViewSet("decks"),
        ApiClientViewSet("api-clients"),
        VariantDemotionViewSet("variants-taken-out"),
        ReportedMessageViewSet("reported-messages"),
        UnansweredViewSet("unanswered-searches"),
    ]


@hooks.register("register_admin_urls")
def effect_urls() -> list[URLPattern]:
    """Give the dashboard of what cards bring about its addresses."""
    return [
        path("reports/effect/", EffectView.as_view(), name="effect"),
        path("reports/effect/results/", EffectView.as_view(results_only=True), name="effect_results"),
    ]


@hooks.register("register_reports_menu_item")
def effect_item() -> EffectMenuItem:
    """Show the dashboard in the menu."""
    return EffectMenuItem(_lazy("Effect"), reverse("effect"), name="effect", icon_name="view", order=5)


@hooks.register("register_admin_urls")
def walk_url() -> list[URLPattern]:
    """Register the screen to walk as a payer."""
    return [path("scams/walk/", WalkView.as_view(), name=WALK_URL)]


class WalkMenuItem(MenuItem):
    """Shown to those who may look at cards."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether this person may do anything with cards."""
        return any(request.user.has_perm(f"scams.{action}_warningcard") for action in LOOKS)


@hooks.register("register_warnings_menu_item")
def walk_menu_item() -> MenuItem:
    """Put the walk at the end of the warnings' menu."""
    return WalkMenuItem(_lazy("Walk as a payer"), reverse(WALK_URL), name="walk", icon_name="user", order=90)


@hooks.register("register_admin_urls")
def rules_box() -> list[URLPattern]:
    """Give the test box of a pattern's rules its address."""
    return [path("scam-patterns/<int:page_id>/test-rules/", try_rules, name="scams_test_rules")]


@hooks.register("register_page_header_buttons")
def test_rules_button(page: Any, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """Offer the test box in the menu of a scam pattern."""
    if isinstance(page.specific_deferred, ScamPattern) and page.permissions_for_user(user).can_edit():
        url = reverse("scams_test_rules", args=[page.pk])
        yield Button(_("Test the rules"), url, icon_name="search", priority=70)


@hooks.register("construct_homepage_panels")
def home_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Say on the first page what keeps payers from seeing a card, and what is due for review."""
    panels.append(WarningsPanel(request))


@hooks.register("before_delete_snippet")
def keep_what_is_in_use(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Say that it stays, and go back to the list, where something refers to what is to be deleted."""
    used = in_use(instances)
    for one in used:
        messages.error(request, _("“%s” is in use, so it stays.") % one)
    return redirect(used[0].snippet_viewset.get_url_name("list")) if used else None


@hooks.register("register_admin_urls")
def brief_urls() -> list[URLPattern]:
    """Give every card's brief an address."""
    return [path("warning-cards/<int:pk>/brief/", card_brief, name=URL_NAME)]


@hooks.register("register_snippet_listing_buttons")
def brief_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Any]:
    """Open a card's brief from the list of cards."""
    if isinstance(snippet, WarningCard):
        yield from buttons(snippet)


@hooks.register("insert_editor_js")
def counts_script() -> str:
    """Count characters while an editor types."""
    return format_html('<script type="module" src="{}"></script>', static("scams/admin/counts.js"))


@hooks.register("insert_global_admin_css")
def counts_style() -> str:
    """Style the counts and the pictures."""
    links = ((static(f"scams/admin/{name}.css"),) for name in ("counts", "diagrams"))
    return format_html_join("", '<link rel="stylesheet" href="{}">', links)


@hooks.register("insert_global_admin_css")
def effect_style() -> str:
    """Style the charts and tables of what cards bring about."""
    return format_html('<link rel="stylesheet" href="{}">', static("scams/admin/effect.css"))
