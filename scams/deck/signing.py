"""Sign a deck, and check its signature: compact JWS (RFC 7515) with Ed25519 keys (RFC 8037).

A signature speaks of the deck's JSON by its SHA-256, so any JOSE library and any hash function can check it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Final

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from scams.deck.jws import decoded, encoded, kid_of, kind_of, thumbprint

SEED_BYTES: Final = 32
_ALGORITHM: Final = "EdDSA"
_KIND: Final = "JWT"
"""The `typ` of signatures about decks. The same keys sign other things, and none may be taken for another."""


class BadKey(Exception):
    """A text that is no Ed25519 key; the message says why, and never repeats it."""


class BadSignature(Exception):
    """No signature of a trusted key, or one about something else."""


class Claims(msgspec.Struct, frozen=True):
    """What a signature says of a deck."""

    deck: str
    """The deck's version."""
    sha256: str
    """Of the deck's JSON, in hexadecimal."""
    serial: int
    """Grows with every deck that was ever served, also when an older one is served again."""
    iat: int
    """Seconds since the epoch when it was signed."""


class SigningKey:
    """A private key, and its public half as a JWK."""

    def __init__(self, seed: str) -> None:
        """Read a seed of 32 bytes in base64url; BadKey for anything else."""
        try:
            raw = decoded(seed.strip())
        except ValueError as error:
            raise BadKey("a signing key is written in base64url") from error
        if len(raw) != SEED_BYTES:
            raise BadKey(f"a signing key is {SEED_BYTES} bytes in base64url; this one is {len(raw)}")
        self._private = Ed25519PrivateKey.from_private_bytes(raw)
        self.jwk = _jwk(self._private.public_key().public_bytes_raw())

    @property
    def kid(self) -> str:
        """The key's name: its thumbprint (RFC 7638)."""
        return self.jwk["kid"]

    def sign(self, claims: Claims) -> str:
        """Return the compact JWS of `claims`; its header holds the public key, for those who collect keys."""
        headers = {"kid": self.kid, "jwk": self.jwk}
        return jwt.encode(msgspec.to_builtins(claims), self._private, algorithm=_ALGORITHM, headers=headers)

    def sign_as(self, kind: str, claims: msgspec.Struct) -> str:
        """Return the compact JWS of claims that are not about a deck; its header says their kind as its `typ`."""
        headers = {"kid": self.kid, "typ": kind}
        return jwt.encode(msgspec.to_builtins(claims), self._private, algorithm=_ALGORITHM, headers=headers)


def new_seed() -> str:
    """Return a new signing key as text."""
    return encoded(Ed25519PrivateKey.generate().private_bytes_raw())


def verify(tokens: Iterable[str], body: bytes, trusted: Mapping[str, Mapping[str, str]]) -> Claims:
    """Return what the first signature by a trusted key says of `body`; BadSignature when there is none, or it lies.

    `trusted` has public keys as JWK by their `kid`. What a signature says of its own key is not believed.
    """
    for token in tokens:
        jwk = trusted.get(kid_of(token))
        if jwk is not None:
            claims = _claims(token, jwk)
            if claims.sha256 != hashlib.sha256(body).hexdigest():
                raise BadSignature("the signature is about another deck")
            return claims
    raise BadSignature("no signature of a trusted key")


def _claims(token: str, jwk: Mapping[str, str]) -> Claims:
    if kind_of(token) != _KIND:
        raise BadSignature("a signature of another kind")
    try:
        key = Ed25519PublicKey.from_public_bytes(decoded(jwk.get("x", "")))
        # When it was signed is for information: a clock that is wrong must not stop anybody.
        said = jwt.decode(token, key, algorithms=[_ALGORITHM], options={"verify_iat": False})
        return msgspec.convert(said, Claims)
    except (jwt.InvalidTokenError, msgspec.ValidationError, ValueError) as error:
        raise BadSignature(f"a signature that is none: {error}") from error


def _jwk(raw: bytes) -> dict[str, str]:
    x = encoded(raw)
    return {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": thumbprint(x), "use": "sig", "alg": _ALGORITHM}
