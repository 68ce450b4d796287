"""What the proof of a release says. No Django here: payment companies check it with the same words."""

from typing import Final

from msgspec import Struct

TYPE: Final = "release+jwt"
"""The `typ` in a proof's header, which no other signature of ours has."""
LIFETIME: Final = 5 * 60
"""Seconds that a proof is good for: enough to let one payment go, and no second one tomorrow."""


class Release(Struct, frozen=True):
    """The claims of a proof: this warning's payer has answered all questions right."""

    iss: str
    """The academy's address."""
    aud: str
    """The name of the API client it was made for."""
    sub: str
    """The warning's id."""
    jti: str
    """The proof's own id: it may be used once."""
    iat: int
    exp: int
    fraud_type: str
