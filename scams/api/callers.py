"""Who calls what Django answers: the same keys, scopes and problems as ahead of it, looked up in the database."""

from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from scams.api.access import allowed, within_rate
from scams.api.keys import prefix_of
from scams.api.limits import Limits
from scams.api.problems import Problem
from scams.api.warnings import BODY_LIMIT, too_large
from scams.deck.snapshot import Client
from scams.models import ApiKey

_limits: Final = Limits()
"""This process's alone: what is answered ahead of Django has its own, so a client may call both at its rate."""


class Caller:
    """What Ninja asks before an operation: lets in whoever has a key with the scope."""

    def __init__(self, scope: str, limits: Limits = _limits) -> None:
        """Ask for a scope."""
        self.scope = scope
        self.limits = limits

    def __call__(self, request: HttpRequest) -> Client:
        """Return the client that calls; Problem 401, 403, 413 or 429. One query, two on a key's first use in a day."""
        client = within_rate(caller_of(request.headers.get("Authorization", ""), self.scope), self.limits)
        if _length(request) > BODY_LIMIT:
            raise too_large()
        return client


def caller_of(authorization: str, scope: str) -> Client:
    """Return the client whose key the header carries, its use noted; Problem 401 or 403."""
    key = _key(prefix_of(authorization))
    client = allowed(authorization, {key.prefix: _client(key)} if key else {}, scope)
    today = timezone.now().date()
    if key and key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)
    return client


def _length(request: HttpRequest) -> int:
    """Return how long a body is said to be; Problem 422 for a length that is none, on which Django would break."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        message = "Its length is none."
        raise Problem(422, f"body: {message}", errors=[{"field": "body", "message": message}]) from None


def _key(prefix: str) -> ApiKey | None:
    """Return the key that begins so and was not revoked, with its client. One query."""
    if not (prefix.isascii() and prefix.isprintable()):  # what no key begins with, and a database may not take
        return None
    valid = ApiKey.objects.select_related("client").filter(revoked_at=None, client__revoked_at=None)
    return valid.filter(prefix=prefix).first()


def _client(key: ApiKey) -> Client:
    """Return the client of a key as the deck's servers know it."""
    expires = key.expires_at.timestamp() if key.expires_at else 0.0
    scopes = frozenset(key.client.scopes.split())
    return Client(key.prefix, key.key_hash, key.client.name, scopes, expires, key.client.rate or 0)
