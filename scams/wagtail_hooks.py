"""What the Wagtail admin gets from the scams app."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.models import register_snippet

from scams.editing.home_panel import WarningsPanel
from scams.editing.viewsets import ApiClientViewSet, DeckVersionViewSet, ScamsGroup

register_snippet(ScamsGroup)


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    """Register the screens of what programs write."""
    return [DeckVersionViewSet("decks"), ApiClientViewSet("api-clients")]


@hooks.register("construct_homepage_panels")
def home_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Say on the first page what keeps payers from seeing a card, and what is due for review."""
    panels.append(WarningsPanel(request))


@hooks.register("insert_editor_js")
def counts_script() -> str:
    """Count characters while an editor types."""
    return format_html('<script type="module" src="{}"></script>', static("scams/admin/counts.js"))


@hooks.register("insert_global_admin_css")
def counts_style() -> str:
    """Style the counts."""
    return format_html('<link rel="stylesheet" href="{}">', static("scams/admin/counts.css"))
