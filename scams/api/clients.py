"""Make and revoke API clients: the functions that commands, demo and tests share."""

from collections.abc import Sequence

from django.utils import timezone

from scams.api.keys import SCOPES, make_key
from scams.models import ApiClient


class ClientError(Exception):
    """A client cannot be made or found; the message says why."""


def create_client(name: str, scopes: Sequence[str] = SCOPES) -> str:
    """Make a client and return its key, which can never be read again. ClientError for a bad name or scope."""
    if unknown := [scope for scope in scopes if scope not in SCOPES]:
        raise ClientError(f"no scope {unknown[0]!r}; there are {', '.join(SCOPES)}")
    if not name.strip() or ApiClient.objects.filter(name=name).exists():
        raise ClientError(f"there is a client {name!r} already" if name.strip() else "a client needs a name")
    new = make_key()
    ApiClient.objects.create(name=name, prefix=new.prefix, key_hash=new.key_hash, scopes=" ".join(scopes))
    return new.key


def revoke_client(name: str) -> bool:
    """Revoke the key of a client; return whether it was valid until now. ClientError for an unknown name."""
    if not ApiClient.objects.filter(name=name).exists():
        raise ClientError(f"there is no client {name!r}")
    return bool(ApiClient.objects.filter(name=name, revoked_at=None).update(revoked_at=timezone.now()))
