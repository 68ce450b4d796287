"""Kept pages in the memory of one process, the longest unused forgotten first."""

import threading
from collections import OrderedDict
from typing import Final

from academy.page_cache.entries import Entry

MOST_ENTRIES: Final = 2000
MOST_BYTES: Final = 64 * 1024 * 1024


class Memory:
    """A number of pages, bounded by count and by size."""

    def __init__(self, entries: int = MOST_ENTRIES, size: int = MOST_BYTES) -> None:
        """Hold at most so many pages and so many bytes."""
        self.size = 0
        self._most, self._most_bytes = entries, size
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: str) -> Entry | None:
        """Return the page kept under a key, which makes it the last to be forgotten."""
        with self._lock:
            if entry := self._entries.get(key):
                self._entries.move_to_end(key)
            return entry

    def put(self, key: str, entry: Entry) -> None:
        """Keep a page; one that is larger than all the room is not kept."""
        if entry.size > self._most_bytes:
            return
        with self._lock:
            self._drop(key)
            self._entries[key] = entry
            self.size += entry.size
            while len(self._entries) > self._most or self.size > self._most_bytes:
                self._drop(next(iter(self._entries)))

    def clear(self) -> None:
        """Forget all pages."""
        with self._lock:
            self._entries.clear()
            self.size = 0

    def _drop(self, key: str) -> None:
        if entry := self._entries.pop(key, None):
            self.size -= entry.size
