"""The deck as it comes from the server and is kept in a file: its JSON compressed, and the signatures about it."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import msgspec

from scams.client.transport import Reply
from scams.deck import wire
from scams.deck.index import Index, Share, plate_of
from scams.deck.signing import BadSignature, Claims

BYTES_MOST: Final = 1 << 28
"""Of a deck unpacked: more than twice one of ten thousand cards in three languages."""
_RATIO_MOST: Final = 200
"""How many times its size a packed deck may unpack to: cards repeat each other, but not that much."""
_GZIP: Final = zlib.MAX_WBITS | 16


class Refused(Exception):
    """A bundle that is not to be served from; the message says why."""


class Bundle(msgspec.Struct, frozen=True, array_like=True, tag="scams-bundle-1"):
    """A deck's JSON in gzip or as it is, the signatures about the JSON, and what the server calls this bundle."""

    packed: bytes
    tokens: list[str]
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A bundle that was found good, arranged for answering."""

    index: Index
    claims: Claims
    bundle: Bundle


_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(Bundle).decode

Check = Callable[[list[str], bytes], Claims]
"""Returns what a trusted signature says of a body; BadSignature for none."""


def from_reply(reply: Reply) -> Bundle:
    """Return the bundle in the server's reply; Refused when it is packed in a way nobody asked for."""
    if reply.headers.get("Content-Encoding", "gzip").lower() not in ("gzip", "identity"):
        raise Refused("packed in an unknown way")
    tokens = [token.strip() for token in reply.headers.get("Deck-Signature", "").split(",")]
    return Bundle(reply.body, [token for token in tokens if token], reply.headers.get("ETag", ""))


def written(bundle: Bundle) -> bytes:
    """Return a bundle as the content of a file."""
    return _encode(bundle)


def read(content: bytes) -> Bundle:
    """Return the bundle in a file's content; Refused when there is none."""
    try:
        return _decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(f"not a kept bundle: {error}") from error


def opened(bundle: Bundle, check: Check, *, now: float) -> Held:
    """Return a bundle arranged for answering at `now`, seconds since the epoch, after `check` of its signatures.

    Refused when it is damaged, not signed by a trusted key, of another format, or has no card to fall back on.
    """
    body = _unpacked(bundle.packed)
    try:
        claims = check(bundle.tokens, body)
        index = _arranged(body, now=now, version=claims.sha256[:16])
    except (BadSignature, wire.DeckError, ValueError) as error:
        raise Refused(str(error)) from error
    return Held(index, claims, bundle)


def _arranged(body: bytes, *, now: float, version: str) -> Index:
    """Return a deck's lines arranged; DeckError or ValueError when they cannot be served."""
    # One at a time: a call that takes a large deck as a whole would keep the interpreter from payments as long.
    lines, share = iter(BytesIO(body)), Share()
    head = wire.head_of(lines)
    return Index(head, (plate_of(wire.card_of(line), share) for line in lines), now=now, version=version)


def _unpacked(packed: bytes) -> bytes:
    """Return the JSON; Refused when what is packed is cut short, followed by more, or too much."""
    if not packed.startswith(b"\x1f\x8b"):
        return packed
    unpack = zlib.decompressobj(wbits=_GZIP)
    try:
        body = unpack.decompress(packed, min(BYTES_MOST, len(packed) * _RATIO_MOST))
    except zlib.error as error:
        raise Refused(f"damaged: {error}") from error
    if not unpack.eof or unpack.unused_data:
        raise Refused("damaged: not the whole of it, or more than it")
    return body
