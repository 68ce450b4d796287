"""API keys: how they are made, kept as hashes, and recognised."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Final, NamedTuple

from scams.deck.snapshot import Client

SCOPES: Final = ("warnings:read", "deck:read", "events:write")

_PREFIX_LENGTH: Final = 12
_SECRET_BYTES: Final = 32
_SCHEME: Final = "bearer "
_START: Final = len(_SCHEME)
_END: Final = _START + _PREFIX_LENGTH


class NewKey(NamedTuple):
    """A fresh key: what the caller sends, what it begins with, and the hash to keep."""

    key: str
    prefix: str
    key_hash: str


def make_key() -> NewKey:
    """Return a new random key of 256 bits; the caller shows it once and keeps only prefix and hash."""
    key = f"sc_{secrets.token_hex(4)}_{secrets.token_urlsafe(_SECRET_BYTES)}"
    return NewKey(key, key[:_PREFIX_LENGTH], hash_key(key))


def hash_key(key: str) -> str:
    """Return the SHA-256 of a key in hexadecimal. Keys are random, so a slow hash would add nothing."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def prefix_of(authorization: str) -> str:
    """Return what the key begins with that an Authorization header carries, whatever else the header is."""
    return authorization[_START:_END]


def recognise(authorization: str, clients: Mapping[str, Client]) -> Client | None:
    """Return the client whose key an Authorization header carries; None for none or a wrong one.

    Whether the key is still valid by the clock is for the caller to see, who knows the time.
    """
    client = clients.get(prefix_of(authorization))
    if client is None or authorization[:_START].lower() != _SCHEME:
        return None
    return client if hmac.compare_digest(client.key_hash, hash_key(authorization[_START:])) else None
