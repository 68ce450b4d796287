"""Payers as keyed hashes."""

import hashlib
import hmac

from django.conf import settings


def hashed(token: str | None) -> str:
    """Return the HMAC-SHA256 of a client's word for a payer in hexadecimal; empty for none."""
    if not token:
        return ""
    secret = getattr(settings, "SUBJECT_KEY", "") or settings.SECRET_KEY
    key = hmac.digest(secret.encode(), b"scams.outcomes.subjects", "sha256")
    return hmac.digest(key, token.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()
