"""How often a client may call: a token bucket each, in memory, evened out between processes by the cache server.

The hot path looks at memory alone. Several times a second each process tells the cache server how much it let
through and hears what the others did. While that server is down each process limits by itself: more is let through
than should be, and nobody is refused for our fault.
"""

import logging
import threading
from time import monotonic
from typing import Any, Final

from scams.deck.places import connected, server_errors
from scams.deck.snapshot import Client

logger = logging.getLogger(__name__)

BURST_SECONDS: Final = 2.0
"""How many seconds' worth of requests may come at once."""
_MOST: Final = BURST_SECONDS + 1e-6
SYNC_SECONDS: Final = 0.1
KEY: Final = "scams:rate"


class _Bucket:
    """One client's tokens."""

    __slots__ = ("pace", "rate", "taken", "total", "until")

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.pace = 1 / rate
        """Seconds in which a token comes back."""
        self.until = 0.0
        """When, by the monotonic clock, the tokens taken so far will have come back."""
        self.taken = 0
        """Requests let through since the others were last told."""
        self.total: int | None = None
        """Requests let through by all processes, as last heard."""


class Limits:
    """The buckets of one process."""

    def __init__(self) -> None:
        """Begin with full buckets."""
        self._buckets: dict[str, _Bucket] = {}

    def take(self, client: Client) -> float:
        """Take a token of a client that has a rate; return 0, or the seconds until there is one again."""
        bucket = self._buckets.get(client.name)
        if bucket is None or bucket.rate != client.rate:
            bucket = self._buckets[client.name] = _Bucket(client.rate)
        now, until = monotonic(), bucket.until
        until = (until if until > now else now) + bucket.pace
        if until - now > _MOST:
            return until - now - BURST_SECONDS
        bucket.until = until
        bucket.taken += 1
        return 0.0

    def share(self, url: str, stop: threading.Event) -> None:
        """Even the buckets out over the cache server at `url` until `stop`; it may come and go."""
        server, down = connected(url), False
        while not stop.wait(SYNC_SECONDS):
            try:
                self._sync(server)
            except server_errors() as error:
                if not down:
                    logger.warning("rates are limited by each process alone: %s", error)
                down = True
            else:
                down = False

    def _sync(self, server: Any) -> None:
        """Tell what was taken here, and take away what others took."""
        buckets = list(self._buckets.items())
        if not buckets:
            return
        mine = [bucket.taken for _name, bucket in buckets]
        pipeline = server.pipeline(transaction=False)
        for (name, _bucket), number in zip(buckets, mine, strict=True):
            pipeline.hincrby(KEY, name, number)
        for (_name, bucket), number, total in zip(buckets, mine, pipeline.execute(), strict=True):
            bucket.taken -= number
            others = 0 if bucket.total is None else total - number - bucket.total
            bucket.total = total
            if others > 0:  # less than before: the server has forgotten
                now = monotonic()
                later = max(bucket.until, now) + others * bucket.pace
                bucket.until = min(later, now + 2 * BURST_SECONDS)
