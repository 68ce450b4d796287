"""How often something may be done from one place. Counted in the cache; when that is down nobody is refused."""

import time
from typing import Final, NamedTuple

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from academy.people.clients import client_address


class Limit(NamedTuple):
    """So many times an hour, from one address."""

    name: str
    most: int


HOUR: Final = 3600  # seconds
SIGN_UPS: Final = Limit("sign-ups", 100)
"""A school class shares an address, and not every try succeeds."""
REMINDERS: Final = Limit("reminders", 60)


def within(limit: Limit, request: HttpRequest) -> bool:
    """Count a use from where the request comes from, and return whether it is still within the limit."""
    address = client_address(request)
    if address is None:
        return True
    who = salted_hmac("academy.throttle", address, algorithm="sha256").hexdigest()
    key = f"academy:throttle:{limit.name}:{int(time.time()) // HOUR}:{who}"
    cache.add(key, 0, timeout=HOUR)
    try:
        count = cache.incr(key)
    except ValueError:  # thrown out meanwhile
        return True
    return not isinstance(count, int) or count <= limit.most
