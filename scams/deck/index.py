"""A deck arranged for look-ups: every answer's pieces, ready to be joined, behind one look-up per code."""

import hashlib
import sys
from collections.abc import Iterable
from typing import Final
from zlib import crc32

import msgspec
from msgspec import Struct

from scams.deck.ladder import Ladders, ladders_of
from scams.deck.wire import Card, Deck, Head, card_of, head_of, lines_of, version_of
from scams.deck.wire import Variant as WireVariant
from scams.words import AUDIENCES, DEFAULT_AUDIENCE, FALLBACK_TYPE, LOCALES, locale_chain

_json: Final = msgspec.json.Encoder().encode

PLACES: Final = {
    locale: {audience: row * len(AUDIENCES) + column for column, audience in enumerate(AUDIENCES)}
    for row, locale in enumerate(LOCALES)
}
"""Locale and audience to their place among a fraud type's cards."""


Share = dict[bytes, bytes]


class Variant(Struct, frozen=True, gc=False):
    """One wording, as members of an answer."""

    id: str
    words: bytes
    """id, revision, fraud_type, locale, audience, variant, headline, what_is_happening, red_flags"""
    asks: bytes


class Plate(Struct, frozen=True, gc=False):
    """One card as the members of an answer, without the braces and commas around them."""

    id: str
    fraud_type: str
    locale: str
    audience: str
    level: str
    expires: float
    seed: int
    """Where the rotation of wordings starts: a checksum of the card's id."""
    why: bytes
    always: bytes
    proceed: bytes
    pause: bytes
    variants: tuple[Variant, ...]
    brief: bytes
    """A JSON object: what the answer does not say."""
    hold_out: int
    """The share of payers, in percent, who are not shown the card."""


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

    def __init__(self, head: Head, plates: Iterable[Plate], *, now: float, version: str = "") -> None:
        """Arrange the cards of a deck, called `version`, that have not expired at `now`, in seconds since the epoch.

        Cards to fall back on stay past their date, until a deck without them: an old answer is better than none.
        ValueError when there is no such card.
        """
        plates = list(plates)
        passing = [one.expires for one in plates if one.expires > now and one.fraud_type != FALLBACK_TYPE]
        self.version = version
        self.cards = len(plates)
        self.next_expiry = min(passing, default=None)
        """When the index is to be made again, or None."""
        self.signals = {
            locale: {name: _json(text) for name, text in lines.items()} for locale, lines in head.signals.items()
        }
        """Per locale, signal to the payer's line about it, as JSON."""
        live = [one for one in plates if not one.expires or one.expires > now or one.fraud_type == FALLBACK_TYPE]
        lines = {slug: _line_of(slug, head.parents) for slug in head.parents}
        by_slug = _shelves(lines, live, version)
        self.shelves = {code: by_slug[slug] for code, slug in head.codes.items() if slug in by_slug} | by_slug
        """The cards behind every slug and crosswalk code that is known."""
        last = [card and found_as(card.plate, "fallback", version) for card in by_slug.get(FALLBACK_TYPE, ())]
        self.fallback = tuple(card for card in last if card)
        """The cards when no better one is known, by place: there is one for every place."""
        if len(self.fallback) < len(LOCALES) * len(AUDIENCES):
            raise ValueError("a deck without a card to fall back on")
        self.ladders: Ladders = ladders_of(head.playbooks, lines)
        """By fraud type and audience, for those that have one."""

    def expired(self, now: float) -> bool:
        """Return whether a card has passed its date since the index was made."""
        return self.next_expiry is not None and self.next_expiry <= now


def index_of(deck: Deck, *, now: float, version: str = "") -> Index:
    """Return a deck arranged; ValueError without a card to fall back on."""
    share: Share = {}
    return Index(deck.head, (plate_of(card, share) for card in deck.cards), now=now, version=version)


class Shelved:
    """The newest deck that was read, arranged, and its cards by the lines they came in.

    The next deck has most lines in common with this one: those cards are neither read nor kept a second time.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._plates: dict[bytes, Plate] = {}

    def read(self, payload: bytes, *, now: float) -> Index:
        """Return the deck in `payload` arranged; DeckError or ValueError when it cannot be served."""
        lines = lines_of(payload)
        head, plates, share = head_of(lines), dict[bytes, Plate](), Share()
        for line in lines:
            name = hashlib.blake2b(line, digest_size=16).digest()
            plates[name] = self._plates.get(name) or plate_of(card_of(line), share)
        index = Index(head, plates.values(), now=now, version=version_of(payload))
        self._plates = plates
        return index


def _shelves(lines: dict[str, list[str]], plates: list[Plate], version: str) -> dict[str, Shelf]:
    """Return every fraud type's cards by place: its own, or its nearest ancestor's that has one."""
    own: dict[str, dict[tuple[str, str], Plate]] = {}
    for plate in plates:
        own.setdefault(plate.fraud_type, {})[plate.audience, plate.locale] = plate
    made: dict[tuple[str, str], Found] = {}
    return {slug: _shelf(line, own, made, version) for slug, line in lines.items()}


def plate_of(card: Card, share: Share | None = None) -> Plate:
    """Return a card's pieces; what is equal in several cards is kept once in `share`."""
    share = {} if share is None else share
    head = {"id": card.id, "revision": card.revision, "fraud_type": card.fraud_type}
    members = _members(_json({**head, "locale": card.locale, "audience": card.audience}), share)
    return Plate(
        id=card.id,
        fraud_type=card.fraud_type,
        locale=sys.intern(card.locale),
        audience=sys.intern(card.audience),
        level=sys.intern(card.level),
        expires=card.expires,
        seed=crc32(card.id.encode()),
        why=bytes(card.why),
        always=_members(card.always, share),
        proceed=_members(card.proceed, share),
        pause=_members(card.pause, share),
        variants=tuple(_variant(one, members, share) for one in card.variants),
        brief=bytes(card.brief),
        hold_out=card.hold_out,
    )


def _variant(variant: WireVariant, head: bytes, share: Share) -> Variant:
    words = b'%b,"variant":%b,%b' % (head, _json(variant.id), _members(variant.words, share))
    return Variant(variant.id, words, _members(variant.asks, share))


def _members(piece: msgspec.Raw | bytes, share: Share) -> bytes:
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
