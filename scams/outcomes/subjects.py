"""Payers and payees as keyed hashes: who has the database alone can neither read nor guess a token."""

import hashlib
import hmac
from typing import Final

_LABEL: Final = b"scams.outcomes.subjects"


class Subjects:
    """Hashes tokens with one key. Whoever has another key, or none, gets other hashes."""

    def __init__(self, *, subject_key: str, secret_key: str) -> None:
        """Take the key of `SUBJECT_KEY`, or derive one from Django's secret where that is empty.

        ValueError when both are: without a key, short tokens could be guessed from their hashes.
        """
        secret = subject_key or secret_key
        if not secret:
            raise ValueError("SUBJECT_KEY or SECRET_KEY is needed to hash subjects with")
        self._key = hmac.digest(secret.encode(), _LABEL, "sha256")

    def hashed(self, token: str | None) -> str:
        """Return the HMAC-SHA256 of a token in hexadecimal, 64 characters; empty for no token."""
        if not token:
            return ""
        return hmac.digest(self._key, token.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()
