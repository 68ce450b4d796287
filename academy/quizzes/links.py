"""Signed links to results: whoever has one may see the result, and nobody can make one up. No personal data in them."""

import uuid
from typing import Final

from django.core import signing

from academy.models import Attempt

_SALT: Final = "academy.result"
_ID_LENGTH: Final = len(uuid.UUID(int=0).hex)


def token_for(attempt_id: uuid.UUID) -> str:
    """Return the token that stands in the address of an attempt's result: letters, digits, hyphens, low lines."""
    return attempt_id.hex + signing.Signer(salt=_SALT).signature(attempt_id.hex)


def attempt_of(token: str) -> Attempt | None:
    """Return the attempt of a token with its edition and quiz; None for a token that is not ours. One query."""
    try:
        signed = f"{token[:_ID_LENGTH]}:{token[_ID_LENGTH:]}"
        attempt_id = uuid.UUID(signing.Signer(salt=_SALT).unsign(signed))
    except (signing.BadSignature, ValueError):
        return None
    return Attempt.objects.select_related("edition__quiz__locale").filter(pk=attempt_id).first()
