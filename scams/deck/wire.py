"""What a deck is: JSON in which the pieces of answers are ready-made.

The same bytes are kept in the database, read by every server, and given out as the bundle. A request only
chooses and joins pieces, so a card is cut where an answer may differ: by variant, by level, and by signals.
"""

import gzip
import hashlib
import zlib
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Raw

FORMAT: Final = 2
"""Raised when an older program could not read a newer deck."""

_MAGIC: Final = b"DECK"
_HEAD: Final = len(_MAGIC) + hashlib.sha256().digest_size


class DeckError(Exception):
    """These bytes are not a whole deck that this program can read."""


_ALWAYS: Final = "safe_action, other_actions, contacts, article_url, quiz_url, audio_url"


class Variant(msgspec.Struct, frozen=True):
    """One wording: its id, and the JSON objects whose members are its own."""

    id: str
    words: Annotated[Raw, Meta(description="headline, what_is_happening, red_flags")]
    asks: Annotated[Raw, Meta(description="questions, rebuttals: present from warn up")]


class Card(msgspec.Struct, frozen=True):
    """One card in one language for one audience, cut into pieces of JSON."""

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
    why: Annotated[Raw, Meta(description="The card's own line, a string.")]
    always: Annotated[Raw, Meta(description=f"An object of {_ALWAYS}: at every level.")]
    proceed: Annotated[Raw, Meta(description="An object of proceed: at every level but stop.")]
    pause: Annotated[Raw, Meta(description="An object of cooling_off, switch_line: at hold and stop.")]
    variants: tuple[Variant, ...]


class Deck(msgspec.Struct, frozen=True):
    """Every live card, and what it takes to find one."""

    format: int
    parents: dict[str, str]
    """Fraud type to its parent; groups have an empty one."""
    codes: dict[str, str]
    """`scheme:code` to the fraud type it resolves to."""
    signals: dict[str, dict[str, str]]
    """Per locale, signal to the payer's line about it."""
    cards: tuple[Card, ...]


_encoder: Final = msgspec.json.Encoder(order="deterministic")
_decoder: Final = msgspec.json.Decoder(Deck)


def encode(deck: Deck) -> bytes:
    """Return the deck compressed, with the digest of what is in it; equal decks give equal bytes."""
    body = _encoder.encode(deck)
    return _MAGIC + hashlib.sha256(body).digest() + gzip.compress(body, 6, mtime=0)


def decode(payload: bytes) -> Deck:
    """Return the deck in `payload`; DeckError when it is cut short, altered or of another format."""
    return decode_body(body_of(payload))


def decode_body(body: bytes) -> Deck:
    """Return the deck in the JSON `body`; DeckError when it is of another format or shape."""
    try:
        deck = _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DeckError(f"a deck of another shape: {error}") from error
    if deck.format != FORMAT:
        raise DeckError(f"a deck of format {deck.format}, not {FORMAT}")
    return deck


def body_of(payload: bytes) -> bytes:
    """Return the JSON packed in `payload`; DeckError unless it is whole, unaltered and all there is."""
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        body = unpack.decompress(gzip_of(payload))
    except zlib.error as error:
        raise DeckError("not a deck, or not the whole of it") from error
    whole = unpack.eof and not unpack.unused_data
    if not whole or payload[:_HEAD] != _MAGIC + hashlib.sha256(body).digest():
        raise DeckError("not a deck, or not the whole of it")
    return body


def gzip_of(payload: bytes) -> bytes:
    """Return the part of `payload` that is the gzip file of its JSON."""
    return payload[_HEAD:]


def digest_of(payload: bytes) -> str:
    """Return the SHA-256 of the JSON in `payload`, in hexadecimal, as its head has it."""
    return payload[len(_MAGIC) : _HEAD].hex()


def version_of(payload: bytes) -> str:
    """Return the version of an encoded deck: 16 hexadecimal digits of its digest, the same for the same content."""
    return digest_of(payload)[:16]
