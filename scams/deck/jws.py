"""The text side of signatures: base64url, and the header of a compact JWS (RFC 7515). Needs no cryptography."""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec


def encoded(raw: bytes) -> str:
    """Return bytes in base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Return the bytes of a base64url text, padded or not; ValueError when it is none."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error


def thumbprint(x: str) -> str:
    """Return the name that RFC 7638 gives an Ed25519 key by its `x`; ValueError when that is not base64url."""
    x = encoded(decoded(x))  # without padding, however it was written
    return encoded(hashlib.sha256(f'{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}'.encode()).digest())


def kid_of(token: str) -> str:
    """Return the name of the key that `token` says it is signed with; empty when it says none."""
    return str(_header(token).get("kid", ""))


def kind_of(token: str) -> str:
    """Return the kind of thing `token` says it is, its `typ`; empty when it says none."""
    return str(_header(token).get("typ", ""))


def public_keys(tokens: Iterable[str]) -> dict[str, list[Any]]:
    """Return the JWK set (RFC 7517) of the keys that signed, as the signatures' own headers have it."""
    return {"keys": [jwk for token in tokens if (jwk := _header(token).get("jwk"))]}


def _header(token: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(decoded(token.partition(".")[0]), type=dict[str, Any])
    except (ValueError, msgspec.DecodeError):
        return {}
