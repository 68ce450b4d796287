"""What a deck is: lines of JSON in which the pieces of answers are ready-made.

The first line is the head, every other one a card, so that a large deck is read without ever being in memory
twice, and requests are answered between two lines. The same bytes are kept in the database, read by every server,
and given out as the bundle. A request only chooses and joins pieces, so a card is cut where an answer may differ:
by variant, by level, and by signals.
"""

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Raw

from scams.rules.playbook import Playbook

FORMAT: Final = 2
"""Raised when an older program could not read a newer deck."""

_CHUNK: Final = 256 * 1024
"""Bytes unpacked at a time."""
_GZIP: Final = zlib.MAX_WBITS | 16
_FORMAT_OF: Final = re.compile(rb'\{"format":(\d+),')
_MAGIC: Final = b"DECK"
_HEAD: Final = len(_MAGIC) + hashlib.sha256().digest_size


class DeckError(Exception):
    """These bytes are not a whole deck that this program can read."""


_BRIEF: Final = "agent_script, guardian_script, proof"
_ALWAYS: Final = "safe_action, other_actions, contacts, article_url, quiz_url, audio_url"


class Variant(msgspec.Struct, frozen=True, gc=False):
    """One wording: its id, and the JSON objects whose members are its own."""

    id: str
    words: Annotated[Raw, Meta(description="headline, what_is_happening, red_flags")]
    asks: Annotated[Raw, Meta(description="questions, rebuttals: present from warn up")]


class Card(msgspec.Struct, frozen=True, gc=False):
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
    brief: Annotated[Raw, Meta(description=f"An object of {_BRIEF}: for people who call the payer.")] = msgspec.field(
        default_factory=lambda: Raw(b"{}")
    )
    hold_out: int = 0
    """The share of payers, in percent, who are not shown the card."""


class Head(msgspec.Struct, frozen=True):
    """What it takes to find a card."""

    format: int
    parents: dict[str, str]
    """Fraud type to its parent; groups have an empty one."""
    codes: dict[str, str]
    """`scheme:code` to the fraud type it resolves to."""
    signals: dict[str, dict[str, str]]
    """Per locale, signal to the payer's line about it."""
    playbooks: dict[str, Playbook] = {}
    """`fraud type.audience` to its ladder of steps."""


class Deck(Head, frozen=True, kw_only=True):
    """Every live card, and what it takes to find one."""

    cards: tuple[Card, ...]

    @property
    def head(self) -> Head:
        """What it takes to find a card, by itself."""
        return Head(self.format, self.parents, self.codes, self.signals, self.playbooks)


_encoder: Final = msgspec.json.Encoder(order="deterministic")
_heads: Final = msgspec.json.Decoder(Head)
_cards: Final = msgspec.json.Decoder(Card)


def encode(deck: Deck) -> bytes:
    """Return the deck compressed, with the digest of what is in it; equal decks give equal bytes."""
    body = _encoder.encode_lines([deck.head, *deck.cards])
    return _MAGIC + hashlib.sha256(body).digest() + gzip.compress(body, 6, mtime=0)


def decode(payload: bytes) -> Deck:
    """Return the deck in `payload`; DeckError when it is cut short, altered or of another format."""
    return _deck_of(lines_of(payload))


def decode_body(body: bytes) -> Deck:
    """Return the deck in the lines of JSON `body`; DeckError when it is of another format or shape."""
    return _deck_of(iter(body.splitlines()))


def _deck_of(lines: Iterator[bytes]) -> Deck:
    head = head_of(lines)
    members = (getattr(head, name) for name in Head.__struct_fields__)
    return Deck(*members, cards=tuple(card_of(line) for line in lines))


def head_of(lines: Iterator[bytes]) -> Head:
    """Return the head, the first of `lines`; DeckError when it is of another format or shape."""
    try:
        head = _heads.decode(next(lines, b""))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DeckError(f"a deck of another shape: {error}") from error
    if head.format != FORMAT:
        raise DeckError(f"a deck of format {head.format}, not {FORMAT}")
    return head


def card_of(line: bytes) -> Card:
    """Return the card in a line; DeckError when it is of another shape."""
    try:
        return _cards.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DeckError(f"a card of another shape: {error}") from error


def lines_of(payload: bytes) -> Iterator[bytes]:
    """Yield the lines packed in `payload`; DeckError, at the end at the latest, unless it is whole and unaltered."""
    unpack, digest = zlib.decompressobj(wbits=_GZIP), hashlib.sha256()
    rest, packed = b"", gzip_of(payload)
    while packed:
        try:
            chunk = unpack.decompress(packed, _CHUNK)
        except zlib.error as error:
            raise DeckError("not a deck, or not the whole of it") from error
        packed = unpack.unconsumed_tail
        digest.update(chunk)
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    whole = unpack.eof and not unpack.unused_data and not rest
    if not whole or payload[:_HEAD] != _MAGIC + digest.digest():
        raise DeckError("not a deck, or not the whole of it")


def body_of(payload: bytes) -> bytes:
    """Return all lines packed in `payload`; DeckError unless it is whole, unaltered and all there is."""
    return b"".join(line + b"\n" for line in lines_of(payload))


def is_readable(beginning: bytes | None) -> bool:
    """Return whether a payload that begins so, with a kilobyte of it, is of the format that this program reads."""
    try:
        first = zlib.decompressobj(wbits=_GZIP).decompress(gzip_of(bytes(beginning or b"")))
    except zlib.error:
        return False
    found = _FORMAT_OF.match(first)
    return found is not None and int(found[1]) == FORMAT


def gzip_of(payload: bytes) -> bytes:
    """Return the part of `payload` that is the gzip file of its lines."""
    return payload[_HEAD:]


def digest_of(payload: bytes) -> str:
    """Return the SHA-256 of the lines in `payload`, in hexadecimal, as its head has it."""
    return payload[len(_MAGIC) : _HEAD].hex()


def version_of(payload: bytes) -> str:
    """Return the version of an encoded deck: 16 hexadecimal digits of its digest, the same for the same content."""
    return digest_of(payload)[:16]
