"""Leave alone for a while what fails again and again, so that nobody waits for it in vain.

Why not a library: pybreaker holds its lock during the call, which lets one reader at a time search; circuitbreaker
lets all of them through at once after the pause, and all wait.
"""

import threading
import time
from collections.abc import Callable


class Breaker:
    """Counts failures in a row. After so many nobody is let through for a while, and then one at a time."""

    def __init__(self, most: int = 3, pause: float = 5.0, clock: Callable[[], float] = time.monotonic) -> None:
        """Let nobody through for `pause` seconds after `most` failures in a row."""
        self.most = most
        self.pause = pause
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._until = 0.0

    def lets_through(self) -> bool:
        """Return whether the caller may try; who is let through says afterwards what came of it."""
        with self._lock:
            if self._failures < self.most:
                return True
            if self._clock() < self._until:
                return False
            self._until = self._clock() + self.pause
            return True

    def worked(self) -> bool:
        """Take note of an answer; return whether it ends a pause."""
        with self._lock:
            ended, self._failures = self._failures >= self.most, 0
        return ended

    def failed(self) -> bool:
        """Take note of a failure; return whether it begins a pause."""
        with self._lock:
            self._failures += 1
            if self._failures >= self.most:
                self._until = self._clock() + self.pause
            return self._failures == self.most
