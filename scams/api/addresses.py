"""Where a request comes from, and how often one place may ask what needs no key. No Django: also ahead of it.

Nothing here is written down: addresses are held in memory for as long as their bucket is not full again.
"""

import math
import threading
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from time import monotonic
from typing import Final

from scams.api.problems import Problem

MOST_ADDRESSES: Final = 50_000
"""Held at once; beyond, those that asked least lately are forgotten, so nobody fills the memory."""


def address_of(told: str, connection: str) -> str | None:
    """Return the address a request comes from, of IPv6 the first of its /64; None if there is none to be read.

    `told` is the header in which a trusted proxy wrote it, empty without one: its last entry counts, the one the
    proxy wrote itself. Else that of the connection.
    """
    address = _parsed(told.rpartition(",")[2]) or _parsed(connection)
    return _household(address) if address else None


_GRAIN: Final = 1e-6
"""Seconds too short to wait for: sums of seconds are not exact."""


class AddressLimits:
    """Token buckets by address, of one process. Threads share them."""

    def __init__(self, per_minute: int, burst: int) -> None:
        """Let each address ask `per_minute` times a minute, and `burst` times at once; 0 a minute: as often as wanted.

        What is not used up comes back steadily.
        """
        self.per_minute = per_minute
        self._pace = 60 / per_minute if per_minute else 0.0
        self._burst = burst
        self._until: dict[str, float] = {}
        """When the tokens that an address took will have come back; what asked last is last."""
        self._lock = threading.Lock()

    def admit(self, address: str | None) -> None:
        """Count one request from an address; Problem 429 when it is one too many. Without an address nobody waits."""
        if wait := self.take(address):
            message = f"From one address at most {self.per_minute} a minute are answered. Come again a little later."
            raise Problem(429, message, Retry_After=str(math.ceil(wait)))

    def take(self, address: str | None) -> float:
        """Take a token; return 0, or the seconds until there is one again."""
        if not self._pace or address is None:
            return 0.0
        now = monotonic()
        with self._lock:
            until = max(self._until.pop(address, 0.0), now)
            wait = until + self._pace - (now + self._burst * self._pace)
            self._until[address] = until if wait > _GRAIN else until + self._pace
            if len(self._until) > MOST_ADDRESSES:
                del self._until[next(iter(self._until))]
        return wait if wait > _GRAIN else 0.0


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.strip())
    except ValueError:
        return None


def _household(address: IPv4Address | IPv6Address) -> str:
    """Return the address that a whole household shares: with IPv6 one person has as many as they like."""
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), 64), strict=False).network_address)
