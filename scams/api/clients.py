"""Make, change and revoke API clients: the functions that commands, demo and tests share."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Least
from django.utils import timezone

from scams.api.keys import SCOPES, make_key
from scams.models import ApiClient, ApiKey
from scams.outcomes.words import SIMULATION

OVERLAP: Final = dt.timedelta(days=7)
"""How long an old key stays valid beside its successor, unless told otherwise."""


class ClientError(Exception):
    """A client cannot be made or found; the message says why."""


@transaction.atomic
def create_client(name: str, scopes: Sequence[str] = SCOPES, *, rate: int | None = None) -> str:
    """Make a client and return its key, which can never be read again.

    `rate` is in requests a second, None for no limit. ClientError for a bad name, scope or rate.
    """
    if unknown := [scope for scope in scopes if scope not in SCOPES]:
        raise ClientError(f"no scope {unknown[0]!r}; there are {', '.join(SCOPES)}")
    if name.strip() == SIMULATION:
        raise ClientError(f"{SIMULATION!r} is the name of what `manage.py simulate` makes up")
    if not name.strip() or ApiClient.objects.filter(name=name).exists():
        raise ClientError(f"there is a client {name!r} already" if name.strip() else "a client needs a name")
    _refuse_rate(rate)
    return _add_key(ApiClient.objects.create(name=name, scopes=" ".join(scopes), rate=rate))


@transaction.atomic
def rotate_key(name: str, overlap: dt.timedelta = OVERLAP) -> str:
    """Give a client a new key and return it; its present keys are valid for `overlap` more at most.

    ClientError for an unknown or revoked client.
    """
    client = ApiClient.objects.filter(name=name, revoked_at=None).first()
    if client is None:
        raise ClientError(f"there is no valid client {name!r}")
    end = timezone.now() + max(overlap, dt.timedelta(0))
    lasting = Q(expires_at=None)
    client.keys.filter(lasting).update(expires_at=end)
    client.keys.exclude(lasting).update(expires_at=Least(F("expires_at"), end))
    return _add_key(client)


def limit_client(name: str, rate: int | None) -> None:
    """Set how many requests a second a client may make, None for no limit. ClientError for a bad name or rate."""
    _refuse_rate(rate)
    if not ApiClient.objects.filter(name=name).update(rate=rate):
        raise ClientError(f"there is no client {name!r}")


def _refuse_rate(rate: int | None) -> None:
    if rate is not None and rate < 1:
        raise ClientError("a rate is at least one request a second; leave it out for no limit")


def revoke_client(name: str) -> bool:
    """Revoke a client with all its keys; return whether it was valid until now. ClientError for an unknown name."""
    if not ApiClient.objects.filter(name=name).exists():
        raise ClientError(f"there is no client {name!r}")
    return bool(ApiClient.objects.filter(name=name, revoked_at=None).update(revoked_at=timezone.now()))


def _add_key(client: ApiClient) -> str:
    new = make_key()
    ApiKey.objects.create(client=client, prefix=new.prefix, key_hash=new.key_hash)
    return new.key
