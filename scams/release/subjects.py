"""Payers as keyed hashes."""

from scams.outcomes.keyed import subjects


def hashed(token: str | None) -> str:
    """Return a client's word for a payer hashed as events have it; empty for none."""
    return subjects().hashed(token)
