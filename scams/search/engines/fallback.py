"""Whoever asks gets an answer: from another engine where the first has none, or is known to lack changes."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

from scams.search import instead
from scams.search.contract import EngineDown, Finder, Query, Results, Suggestion
from scams.search.engines.breaker import Breaker

logger = logging.getLogger(__name__)

SAID_EVERY: Final = 60.0
"""Seconds between two lines in the log about failures."""
BEHIND: Final = "behind"
PAUSED: Final = "paused"

_Answer = TypeVar("_Answer")


class Fallback:
    """An engine, and the one that answers in its place."""

    def __init__(self, first: Finder, second: Finder, is_behind: Callable[[], bool]) -> None:
        """Ask `first` whenever it is not behind, and `second` else."""
        self.name = first.name
        self.first = first
        self.second = second
        self.breaker = Breaker()
        self._is_behind = is_behind
        self._lock = threading.Lock()
        self._silent_until = 0.0

    def search(self, query: Query) -> Results:
        """Return what matches."""
        return self._answer(lambda engine: engine.search(query))

    def suggest(self, prefix: str, locale: str) -> list[Suggestion]:
        """Return titles that begin like `prefix`."""
        return self._answer(lambda engine: engine.suggest(prefix, locale))

    def _answer(self, ask: Callable[[Finder], _Answer]) -> _Answer:
        if self._is_behind():
            instead.count(BEHIND)
        elif not self.breaker.lets_through():
            instead.count(PAUSED)
        else:
            try:
                answer = ask(self.first)
            except EngineDown as error:
                self._failed(error)
            else:
                if self.breaker.worked():
                    logger.warning("%s answers again", self.first.name)
                return answer
        return ask(self.second)

    def _failed(self, error: EngineDown) -> None:
        """Count a failure, and tell the log of the first in a while."""
        instead.count(error.reason)
        self.breaker.failed()
        with self._lock:
            silent, now = self._silent_until, time.monotonic()
            if now >= silent:
                self._silent_until = now + SAID_EVERY
        if now >= silent:
            logger.warning("%s has no answer, %s answers instead: %s", self.first.name, self.second.name, error)
