"""The admin home page's panel: cards left out of the deck, editions that wait, reviews that are due."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component

from scams.editing.reminders import due_for_review
from scams.models import DeckVersion, WarningCard


class WarningsPanel(Component):
    """Shown to those who may change cards."""

    name = "warnings"
    order = 150
    template_name = "scams/admin/home_panel.html"

    def __init__(self, request: HttpRequest) -> None:
        """Remember who is looking."""
        self.request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return what the panel lists; nothing for those who have no business with cards. Seven queries at most."""
        if not self.request.user.has_perm("scams.change_warningcard"):
            return {}
        deck = DeckVersion.objects.defer("payload", "brotli").first()
        return {
            "deck": deck,
            "left_out": deck.left_out if deck else [],
            "waiting": waiting_editions(),
            "due": due_for_review(timezone.localdate()),
        }


def waiting_editions() -> list[WarningCard]:
    """Return the live cards whose new edition waits for the other languages."""
    sets: dict[Any, list[WarningCard]] = defaultdict(list)
    for card in WarningCard.objects.filter(live=True).select_related("fraud_type", "locale"):
        sets[card.translation_key].append(card)
    return [card for cards in sets.values() for card in cards if card.edition > min(other.edition for other in cards)]
