"""What a deck is: structs that travel as MessagePack, with the cards' JSON encoded already.

A request only chooses and joins pieces, so a card is cut where an answer may differ: by variant,
by level, and by the signals of the payment.
"""

import hashlib
import zlib
from typing import Final

import msgspec

FORMAT: Final = 1
"""Raised when an older program could not read a newer deck."""

_MAGIC: Final = b"DECK"
_DIGEST_SIZE: Final = 32


class DeckError(Exception):
    """These bytes are not a whole deck that this program can read."""


class Variant(msgspec.Struct, frozen=True, array_like=True):
    """One wording: its id, and the JSON members that are its own."""

    id: str
    words: bytes
    """headline, what_is_happening, red_flags"""
    asks: bytes
    """questions, rebuttals: present from warn up"""


class Card(msgspec.Struct, frozen=True, array_like=True):
    """One card in one language for one audience; the bytes are JSON members without a trailing comma."""

    id: str
    fraud_type: str
    locale: str
    audience: str
    level: str
    edition: int
    revision: int
    set_key: str
    """What the card shares with its translations."""
    expires: float
    """Seconds since the epoch when it leaves the deck by itself; 0 is never."""
    why: bytes
    """The card's own line, as a JSON string."""
    actions: bytes
    """safe_action, other_actions, contacts, article_url, quiz_url, audio_url: at every level"""
    proceed: bytes
    """At every level but stop."""
    pause: bytes
    """cooling_off, switch_line: at hold and stop."""
    variants: tuple[Variant, ...]


class Deck(msgspec.Struct, frozen=True, array_like=True):
    """Every live card, and what it takes to find one."""

    format: int
    parents: dict[str, str]
    """Fraud type to its parent; groups have an empty one."""
    codes: dict[str, str]
    """`scheme:code` to the fraud type it resolves to."""
    signals: dict[str, dict[str, bytes]]
    """Per locale, signal to the payer's line about it, as a JSON string."""
    cards: tuple[Card, ...]


_encoder: Final = msgspec.msgpack.Encoder(order="deterministic")
_decoder: Final = msgspec.msgpack.Decoder(Deck)


def encode(deck: Deck) -> bytes:
    """Return the deck as bytes that carry the digest of what is in them; equal decks give equal bytes."""
    body = _encoder.encode(deck)
    return _MAGIC + hashlib.sha256(body).digest() + zlib.compress(body)


def decode(payload: bytes) -> Deck:
    """Return the deck in `payload`; DeckError when it is cut short, altered or of another format."""
    try:
        deck = _decoder.decode(_body(payload))
    except msgspec.DecodeError as error:
        raise DeckError(f"a deck of another shape: {error}") from error
    if deck.format != FORMAT:
        raise DeckError(f"a deck of format {deck.format}, not {FORMAT}")
    return deck


def _body(payload: bytes) -> bytes:
    """Return what is packed in `payload`; DeckError unless it is whole, unaltered and all there is."""
    start = len(_MAGIC) + _DIGEST_SIZE
    unpack = zlib.decompressobj()
    try:
        body = unpack.decompress(payload[start:])
    except zlib.error as error:
        raise DeckError("not a deck, or not the whole of it") from error
    whole = unpack.eof and not unpack.unused_data
    if not whole or payload[:start] != _MAGIC + hashlib.sha256(body).digest():
        raise DeckError("not a deck, or not the whole of it")
    return body


def version_of(payload: bytes) -> str:
    """Return the version of an encoded deck: 16 hexadecimal digits of its digest, the same for the same content."""
    return payload[len(_MAGIC) : len(_MAGIC) + 8].hex()
