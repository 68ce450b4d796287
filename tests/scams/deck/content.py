"""Real cards of the test database, and what editors do with them."""

import json
import uuid
from typing import Any

from scams.deck.compile import compile_deck
from scams.deck.index import Index, index_of
from scams.deck.wire import Card, Deck
from scams.models import FraudType, WarningCard


def live_card(card_id: str) -> WarningCard:
    """Return the card that the API calls `card_id`."""
    slug, audience, locale = card_id.split(".")
    return WarningCard.objects.get(fraud_type__slug=slug, audience=audience, locale__language_code=locale.lower())


def publish(card: WarningCard, **changes: Any) -> WarningCard:
    """Publish a card with changes, through a revision as the admin does."""
    for field, value in changes.items():
        setattr(card, field, value)
    card.save_revision().publish()
    card.refresh_from_db()
    return card


def copy_to(card: WarningCard, slug: str, **changes: Any) -> WarningCard:
    """Publish a copy of a card under another fraud type, with translations of its own to come."""
    copy = WarningCard.objects.get(pk=card.pk)
    contacts = list(card.contacts.all())
    copy.pk = copy.id = copy.latest_revision = copy.live_revision = None
    copy.live, copy.translation_key = False, uuid.uuid4()
    copy.fraud_type = FraudType.objects.get(slug=slug)
    copy.contacts, copy.secondary_types = contacts, []
    copy.save()
    return publish(copy, **changes)


def compiled_cards(deck: Deck | None = None) -> dict[str, Card]:
    """Return the cards of a deck by their id, by default of one compiled now."""
    return {card.id: card for card in (deck or compile_deck().deck).cards}


def compiled_index(now: float = 0.0) -> Index:
    return index_of(compile_deck().deck, now=now)


def words(card: Card) -> list[str]:
    """Return the headline of every wording."""
    return [json.loads(bytes(one.words))["headline"] for one in card.variants]
