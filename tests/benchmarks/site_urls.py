"""The same card by three other ways: one ORM query behind Ninja, Wagtail's API v2, Wagtail's API v3."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import path
from ninja import NinjaAPI, Router
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.api.v3.auth import AllowAnonymous, BearerTokenAuth
from wagtail.api.v3.schemas import read_generator
from wagtail.api.v3.schemas.base import BaseSchema
from wagtail.api.v3.urls import api as v3
from wagtail.blocks import StreamValue

from scams.models import Contact, WarningCard

FIELDS = [
    *("level", "headline", "why_you", "what_is_happening", "red_flags", "questions", "rebuttals", "variants"),
    *("safe_action", "safe_action_kind", "other_actions", "proceed"),
    *("cooling_off_minutes", "cooling_off_text", "switch_line"),
]
# Wagtail's way of saying which fields of a model its APIs show.
WarningCard.api_fields = [*FIELDS, "contacts"]
Contact.api_fields = ["name_zh_hant", "number", "region", "hours_zh_hant"]

ninja = NinjaAPI(urls_namespace="benchmark")


@ninja.get("/{slug}/{audience}/{locale}")
def one_query(request: HttpRequest, slug: str, audience: str, locale: str) -> dict[str, Any]:
    """Answer with a live card, fetched with one query: its hotlines, which would take a second one, are left out."""
    rows = WarningCard.objects.filter(live=True).only(*FIELDS)
    card = rows.get(fraud_type__slug=slug, audience=audience, locale__language_code=locale)
    return {name: _plain(getattr(card, name)) for name in FIELDS}


def _plain(value: Any) -> Any:
    return value.get_prep_value() if isinstance(value, StreamValue) else value


class Cards(BaseAPIViewSet):
    """Live cards by Wagtail's API v2."""

    name = "cards"
    model = WarningCard

    def get_queryset(self) -> Any:
        """Return the live cards."""
        return WarningCard.objects.filter(live=True)


v2 = WagtailAPIRouter("wagtailapi")
v2.register_endpoint("cards", Cards)

# v3 has addresses for pages only, so this one is ours; schema, access and answer are made by v3's own parts.
cards = Router()


@cards.get(
    "/{card_id}/",
    response=read_generator.generate_schema(WarningCard, base_class=BaseSchema),
    auth=[BearerTokenAuth(), AllowAnonymous()],
)
def v3_card(request: HttpRequest, card_id: int) -> Any:
    """Answer with a live card."""
    return get_object_or_404(WarningCard.objects.filter(live=True), pk=card_id)


v3.add_router("/cards/", cards)

urlpatterns = [path("ninja/", ninja.urls), path("v2/", v2.urls), path("v3/", v3.urls)]
