"""How often one address may ask what needs no key, for whatever Django answers."""

from functools import cache
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from scams.api.addresses import AddressLimits, address_of

BURST_SHARE: Final = 2
"""Half of what a minute allows may come at once."""


def admit(request: HttpRequest, what: str) -> None:
    """Count a request for `what`, each with a count of its own; Problem 429 when its address asks too often."""
    limits(what, settings.PUBLIC_PER_MINUTE).admit(where_from(request))


def where_from(request: HttpRequest) -> str | None:
    """Return the address a request comes from; behind a proxy the one it wrote in `CLIENT_ADDRESS_HEADER`."""
    header = settings.CLIENT_ADDRESS_HEADER
    return address_of(request.headers.get(header, "") if header else "", request.META.get("REMOTE_ADDR", ""))


@cache
def limits(_what: str, per_minute: int) -> AddressLimits:
    """Return this process's buckets for one thing that is asked for."""
    return AddressLimits(per_minute, max(1, per_minute // BURST_SHARE))
