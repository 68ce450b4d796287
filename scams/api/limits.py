"""How often a client may call: a token bucket each, in memory, evened out between processes by the cache server.

The hot path looks at memory alone. Several times a second each process tells the cache server how much it let
through and hears what the others did. While that server is down each process limits by itself: more is let through
than should be, and nobody is refused for our fault.
"""

import logging
import threading
import time
from typing import Any, Final

from scams.deck.places import connected, server_errors
from scams.deck.snapshot import Client

logger = logging.getLogger(__name__)

BURST_SECONDS: Final = 2.0
"""How many seconds' worth of requests may come at once."""
_ROUNDING: Final = 1e-6
SYNC_SECONDS: Final = 0.1
KEY: Final = "scams:rate"


class Limits:
    """The buckets of one process."""

    def __init__(self) -> None:
        """Begin with full buckets."""
        self._empty_until: dict[str, float] = {}
        """By client: when, by the monotonic clock, the tokens taken so far will have come back."""
        self._rates: dict[str, int] = {}
        self._taken: dict[str, int] = {}
        """Requests let through since the others were last told."""
        self._total: dict[str, int] = {}
        """Requests let through by all processes, as last heard."""

    def take(self, client: Client) -> float:
        """Take a token of a client that has a rate; return 0, or the seconds until there is one again."""
        now, name = time.monotonic(), client.name
        until = max(self._empty_until.get(name, now), now) + 1 / client.rate
        wait = until - now - BURST_SECONDS
        if wait > _ROUNDING:
            return wait
        self._empty_until[name] = until
        self._rates[name] = client.rate
        self._taken[name] = self._taken.get(name, 0) + 1
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
        names = list(self._rates)
        if not names:
            return
        mine = [self._taken.pop(name, 0) for name in names]
        pipeline = server.pipeline(transaction=False)
        for name, number in zip(names, mine, strict=True):
            pipeline.hincrby(KEY, name, number)
        for name, number, total in zip(names, mine, pipeline.execute(), strict=True):
            others = total - number - self._total.get(name, total - number)
            self._total[name] = total
            if others > 0:  # less than before: the server has forgotten
                now = time.monotonic()
                later = max(self._empty_until.get(name, now), now) + others / self._rates[name]
                self._empty_until[name] = min(later, now + 2 * BURST_SECONDS)
