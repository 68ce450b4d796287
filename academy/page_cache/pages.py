"""All kept pages as a process sees them: its own memory first, then the memory that all processes share."""

from functools import lru_cache
from typing import Protocol

from academy.environment import cache_url
from academy.page_cache.entries import Entry
from academy.page_cache.memory import Memory
from academy.page_cache.shared import Shared
from academy.page_cache.watch import Watch


class Tier(Protocol):
    """A place for pages."""

    def get(self, key: str) -> Entry | None:
        """Return the page kept under a key, if there is one."""

    def put(self, key: str, entry: Entry) -> None:
        """Keep a page."""


class Pages:
    """The pages of the newest generation; those of an earlier one are as good as gone."""

    def __init__(self, watch: Watch, memory: Memory, shared: Tier | None = None) -> None:
        """Hear of changes from `watch`."""
        self.watch = watch
        self._memory, self._shared = memory, shared
        self._generation: str | None = None

    def generation(self) -> str | None:
        """Return the newest generation, and forget the pages of the one before; None while nobody knows."""
        newest = self.watch.newest
        if newest != self._generation:
            self._generation = newest
            self._memory.clear()
        return newest

    def find(self, place: str, generation: str) -> Entry | None:
        """Return the page of a place, also one that is due to be made anew."""
        key = f"{generation} {place}"
        entry = self._memory.get(key)
        if entry is None and self._shared and (entry := self._shared.get(key)):
            self._memory.put(key, entry)
        return entry

    def keep(self, place: str, generation: str, entry: Entry) -> None:
        """Keep a page that was begun in a generation, and may be out of date by now: then nobody finds it."""
        key = f"{generation} {place}"
        self._memory.put(key, entry)
        if self._shared:
            self._shared.put(key, entry)


@lru_cache(maxsize=1)
def pages_of_this_process() -> Pages:
    """Return the one store of kept pages of this process, which looks for changes from its first request on."""
    url = cache_url()
    return Pages(Watch(), Memory(), Shared(url) if url else None)
