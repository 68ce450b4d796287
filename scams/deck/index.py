"""A deck arranged for look-ups: every answer's pieces, ready to be joined, behind one look-up per code."""

from typing import Final
from zlib import crc32

import msgspec
from msgspec import Struct

from scams.deck.wire import Card, Deck
from scams.deck.wire import Variant as WireVariant
from scams.words import AUDIENCES, DEFAULT_AUDIENCE, FALLBACK_TYPE, LOCALES, locale_chain

_json: Final = msgspec.json.Encoder().encode

PLACES: Final = {
    locale: {audience: row * len(AUDIENCES) + column for column, audience in enumerate(AUDIENCES)}
    for row, locale in enumerate(LOCALES)
}
"""Locale and audience to their place among a fraud type's cards."""


class Variant(Struct, frozen=True, gc=False):
    """One wording, as members of an answer."""

    id: str
    words: bytes
    asks: bytes


class Plate(Struct, frozen=True, gc=False):
    """One card as the members of an answer, without the braces and commas around them."""

    id: str
    fraud_type: str
    level: str
    seed: int
    """Where the rotation of wordings starts: a checksum of the card's id."""
    head: bytes
    """id, revision, fraud_type, locale, audience"""
    why: bytes
    signals: dict[str, bytes]
    """Signal to the payer's line about it, in the card's language."""
    always: bytes
    proceed: bytes
    pause: bytes
    variants: tuple[Variant, ...]


class Found(Struct, frozen=True, gc=False):
    """The card for one fraud type, audience and locale, and whether it is the type's own."""

    plate: Plate
    by: str
    opening: bytes
    """deck, and the members of `matched` that it decides"""


Shelf = tuple[Found | None, ...]
"""The cards of one fraud type by place."""


class Index:
    """A deck arranged so that one look-up finds the cards of any code."""

    def __init__(self, deck: Deck, *, now: float, version: str = "") -> None:
        """Arrange the cards of `deck`, called `version`, that have not expired at `now`, in seconds since the epoch.

        Cards to fall back on stay past their date, until a deck without them: an old answer is better than none.
        ValueError when there is no such card.
        """
        passing = [card.expires for card in deck.cards if card.expires and card.fraud_type != FALLBACK_TYPE]
        self.version = version
        self.cards = len(deck.cards)
        self.next_expiry = min((when for when in passing if when > now), default=None)
        """When the index is to be made again, or None."""
        by_slug = _shelves(deck, now, version)
        self.shelves = {code: by_slug[slug] for code, slug in deck.codes.items() if slug in by_slug} | by_slug
        """The cards behind every slug and crosswalk code that is known."""
        last = [card and found_as(card.plate, "fallback", version) for card in by_slug.get(FALLBACK_TYPE, ())]
        self.fallback = tuple(card for card in last if card)
        """The cards when no better one is known, by place: there is one for every place."""
        if len(self.fallback) < len(LOCALES) * len(AUDIENCES):
            raise ValueError("a deck without a card to fall back on")

    def expired(self, now: float) -> bool:
        """Return whether a card has passed its date since the index was made."""
        return self.next_expiry is not None and self.next_expiry <= now


def _shelves(deck: Deck, now: float, version: str) -> dict[str, Shelf]:
    """Return every fraud type's cards by place: its own, or its nearest ancestor's that has one."""
    signals = {locale: {name: _json(text) for name, text in lines.items()} for locale, lines in deck.signals.items()}
    share: dict[bytes, bytes] = {}
    own: dict[str, dict[tuple[str, str], Plate]] = {}
    for card in deck.cards:
        if not card.expires or card.expires > now or card.fraud_type == FALLBACK_TYPE:
            plate = plate_of(card, signals.get(card.locale, {}), share)
            own.setdefault(card.fraud_type, {})[card.audience, card.locale] = plate
    made: dict[tuple[str, str], Found] = {}
    return {slug: _shelf(_line_of(slug, deck.parents), own, made, version) for slug in deck.parents}


def plate_of(card: Card, signals: dict[str, bytes], share: dict[bytes, bytes] | None = None) -> Plate:
    """Return a card's pieces; what is equal in several cards is kept once in `share`."""
    share = {} if share is None else share
    head = {"id": card.id, "revision": card.revision, "fraud_type": card.fraud_type}
    return Plate(
        id=card.id,
        fraud_type=card.fraud_type,
        level=card.level,
        seed=crc32(card.id.encode()),
        head=_members(_json({**head, "locale": card.locale, "audience": card.audience}), share),
        why=bytes(card.why),
        signals=signals,
        always=_members(card.always, share),
        proceed=_members(card.proceed, share),
        pause=_members(card.pause, share),
        variants=tuple(_variant(one, share) for one in card.variants),
    )


def _variant(variant: WireVariant, share: dict[bytes, bytes]) -> Variant:
    words = b'"variant":%b,%b' % (_json(variant.id), _members(variant.words, share))
    return Variant(variant.id, words, _members(variant.asks, share))


def _members(piece: msgspec.Raw | bytes, share: dict[bytes, bytes]) -> bytes:
    """Return a JSON object without its braces."""
    members = bytes(piece)[1:-1]
    return share.setdefault(members, members)


def _line_of(slug: str, parents: dict[str, str]) -> list[str]:
    """Return a type and its ancestors, nearest first."""
    line = [slug]
    while (above := parents.get(line[-1])) and above not in line:
        line.append(above)
    return line


def _shelf(
    line: list[str],
    own: dict[str, dict[tuple[str, str], Plate]],
    made: dict[tuple[str, str], Found],
    version: str,
) -> Shelf:
    """Return the cards for the first type of `line`, by place; types of the line that share a card share its `made`."""
    shelf: list[Found | None] = []
    there = [(("exact" if step == line[0] else "parent"), own[step]) for step in line if step in own]
    for locale in LOCALES:
        chain = locale_chain(locale)
        for audience in AUDIENCES:
            chosen = next(((by, plate) for by, cards in there if (plate := _own_card(cards, audience, chain))), None)
            shelf.append(_found(*chosen, made, version) if chosen else None)
    return tuple(shelf)


def _own_card(cards: dict[tuple[str, str], Plate], audience: str, chain: tuple[str, ...]) -> Plate | None:
    """Return a type's own card: the payer's language before the payer's audience."""
    for language in chain:
        for listener in (audience, DEFAULT_AUDIENCE):
            if plate := cards.get((listener, language)):
                return plate
    return None


def _found(by: str, plate: Plate, made: dict[tuple[str, str], Found], version: str) -> Found:
    if (found := made.get((plate.id, by))) is None:
        found = made[plate.id, by] = found_as(plate, by, version)
    return found


def found_as(plate: Plate, by: str, version: str) -> Found:
    """Return a card as found by a step: exact, parent or fallback."""
    members = (_json(version), _json(plate.fraud_type), _json(by))
    return Found(plate, by, b'"deck":%b,"matched":{"fraud_type":%b,"by":%b,' % members)
