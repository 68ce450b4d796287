"""Check the proof that a held payment may go: by itself, offline, each proof once."""

import time
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from scams.client.trust import Keys, keys_by_name
from scams.client.used import CannotTell, Used, UsedInMemory
from scams.deck.jws import decoded, kid_of
from scams.release.claims import LIFETIME, TYPE, Release

LEEWAY: Final = 5.0
"""Seconds by which the clocks of the academy and of the payment company may differ."""
_LONGEST: Final = 4096
"""Characters. A proof has some six hundred."""
_ALGORITHM: Final = "EdDSA"


class ProofRefused(Exception):
    """The payment does not go; which of the classes below it is says why."""


class ProofInvalid(ProofRefused):
    """It is no proof of a release signed by a trusted key."""


class ProofExpired(ProofRefused):
    """It is no longer good, or not yet."""


class ProofOfAnother(ProofRefused):
    """It is a proof, but for another payment company, from another academy, or about another warning."""


class ProofUsed(ProofRefused):
    """It was used before."""


class ProofUncertain(ProofRefused):
    """Whether it was used before cannot be told; try again."""


class ReleaseVerifier:
    """Checks proofs with keys known beforehand. One for all threads of a process."""

    def __init__(
        self,
        keys: Mapping[str, Any] | Iterable[str | Mapping[str, str]],
        *,
        audience: str,
        issuer: str | None = None,
        leeway: float = LEEWAY,
        used: Used | None = None,
    ) -> None:
        """Trust `keys`: the JWK set at `/.well-known/jwks.json` as it is, or single JWKs, or the `x` of each.

        `audience` is the name of the API client; `issuer` the academy's address where keys are shared with others.
        `used` remembers the proofs that were used, in this process alone unless told otherwise. ValueError for a key
        that is none, or no key at all.
        """
        named = keys.get("keys", []) if isinstance(keys, Mapping) else keys
        self._keys: Keys = keys_by_name(named)
        if not self._keys or not audience:
            raise ValueError("expected a key at least, and the name of the API client")
        self._audience = audience
        self._issuer = issuer
        self._leeway = leeway
        self._used = used or UsedInMemory()

    def verify(self, token: str, *, warning_id: str | UUID) -> Release:
        """Return what a proof says that this warning's payer passed, and count it as used; ProofRefused if it is none.

        Call it once, right before the payment goes: the second time it is refused.
        """
        proof = self._read(token)
        self._check_whose(proof, str(warning_id).lower())
        self._check_when(proof)
        try:
            unused = self._used.take(proof.jti, proof.exp + self._leeway)
        except CannotTell as error:
            raise ProofUncertain(str(error)) from error
        if not unused:
            raise ProofUsed("this proof was used before")
        return proof

    def _read(self, token: str) -> Release:
        """Return the claims of a token after a look at its signature; ProofInvalid when it is not one of ours."""
        if not isinstance(token, str) or len(token) > _LONGEST:
            raise ProofInvalid("not a token")
        jwk = self._keys.get(kid_of(token))
        if jwk is None:  # what a token says of its own key is not believed
            raise ProofInvalid("not signed by a trusted key")
        try:
            key = Ed25519PublicKey.from_public_bytes(decoded(jwk["x"]))
            whole = jwt.PyJWS().decode_complete(token, key, algorithms=[_ALGORITHM])
            if whole["header"].get("typ") != TYPE or "crit" in whole["header"]:
                raise ProofInvalid("a signature of another kind")
            return msgspec.json.decode(whole["payload"], type=Release)
        except (jwt.InvalidTokenError, msgspec.DecodeError, ValueError) as error:
            raise ProofInvalid(f"no proof of a release: {error}") from error

    def _check_whose(self, proof: Release, warning_id: str) -> None:
        if proof.aud != self._audience:
            raise ProofOfAnother("made for another client")
        if self._issuer is not None and proof.iss != self._issuer:
            raise ProofOfAnother("made by another academy")
        if proof.sub != warning_id:
            raise ProofOfAnother("about another warning")
        if not proof.jti:
            raise ProofInvalid("a proof without an id")

    def _check_when(self, proof: Release) -> None:
        now = time.time()
        if proof.exp - proof.iat > LIFETIME:
            raise ProofInvalid("a proof that would be good for too long")
        if proof.exp + self._leeway <= now:
            raise ProofExpired("no longer good")
        if proof.iat - self._leeway > now:
            raise ProofExpired("not good yet: one of the clocks is wrong")
