"""The deck that a walk goes through: the newest one, with a draft in the place of its card."""

import time
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import msgspec

from scams.deck import history, wire
from scams.deck.compile import surroundings
from scams.deck.encode import Origin, encode_card
from scams.deck.index import Index, index_of
from scams.editing.content import card_content
from scams.models import DeckVersion

if TYPE_CHECKING:
    from scams.models import WarningCard

DRAFT: Final = "draft"


def index_for(draft: "WarningCard | None" = None) -> Index | None:
    """Return the newest deck arranged, with a draft among its cards if one is given; None where there is no deck.

    history.Unreadable for a deck that another release of this program made.
    """
    newest = DeckVersion.objects.defer("payload", "brotli").first()
    if newest is None:
        return None
    deck = _deck(newest.version)
    if draft is not None:
        deck = _with(deck, draft)
    return index_of(deck, now=time.time(), version=DRAFT if draft else newest.version)


@lru_cache(maxsize=1)
def _deck(version: str) -> wire.Deck:
    """Return a deck by its version, read once: the same version is always the same deck."""
    return history.deck_of(DeckVersion.objects.filter(version=version).latest("pk"))


def _with(deck: wire.Deck, draft: "WarningCard") -> wire.Deck:
    """Return a deck with a draft as if it had been published."""
    card = encode_card(card_content(draft), surroundings(), Origin(revision=draft.latest_revision_id or 0))
    parent = draft.fraud_type.parent
    parents = {card.fraud_type: parent.slug if parent else "", **deck.parents}
    return msgspec.structs.replace(
        deck, parents=parents, cards=(*(one for one in deck.cards if one.id != card.id), card)
    )
