"""How much time an exchange with the server has left, for everything in it that waits.

A time limit on each single wait is none for the whole: a server that sends a byte now and then would keep a
payment waiting for ever. So every wait of an exchange gets only what is left of the exchange's own time.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic


class _Mine(threading.local):
    ends: float = 0.0


_mine = _Mine()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give what this thread does inside so many seconds in all."""
    before, _mine.ends = _mine.ends, monotonic() + seconds
    try:
        yield
    finally:
        _mine.ends = before


def left() -> float:
    """Return the seconds left of this thread's exchange; TimeoutError when there are none, or no exchange."""
    seconds = _mine.ends - monotonic()
    if seconds <= 0:
        raise TimeoutError("out of time")
    return seconds
