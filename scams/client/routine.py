"""Work that a thread does in the background, again and again."""

import logging
import random
import threading
from collections.abc import Callable
from typing import Final

logger = logging.getLogger(__name__)

_DOUBLINGS_MOST: Final = 16
_AFTER_FAULT: Final = 30.0
_JITTER: Final = 0.2
"""The part of a pause that is left to chance, so that many engines do not ask at once."""

_chance: Final = random.SystemRandom()


def about(seconds: float) -> float:
    """Return so many seconds, give or take a tenth."""
    return seconds * (1 + _JITTER * (_chance.random() - 0.5))


def backoff(failures: int, *, first: float, most: float) -> float:
    """Return the seconds to wait after so many failures in a row: `first`, doubled by each, `most` at most."""
    return min(most, first * 2.0 ** min(failures, _DOUBLINGS_MOST))


class Routine:
    """Calls a function, waits as many seconds as it returned, and so on."""

    def __init__(self, name: str, work: Callable[[], float]) -> None:
        """Do `work` in a daemon thread called `name`, once started."""
        self._name = name
        self._work = work
        self._wake = threading.Event()
        self._ended = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start; a system that gives no more threads is no reason to fail a payment."""
        thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        try:
            thread.start()
        except RuntimeError as error:
            logger.error("%s goes without its thread: %s", self._name, error)
        else:
            self._thread = thread

    def wake(self) -> None:
        """Have the work done now."""
        self._wake.set()

    def stop(self) -> None:
        """End after what is being done."""
        self._ended = True
        self._wake.set()

    def join(self, seconds: float) -> None:
        """Wait for the end, but no longer than that."""
        if self._thread:
            self._thread.join(seconds)

    def _run(self) -> None:
        while not self._ended:
            self._wake.clear()
            try:
                pause = self._work()
            except Exception:
                logger.exception("%s failed and will be tried again", self._name)
                pause = _AFTER_FAULT
            if not self._ended:
                self._wake.wait(pause)
