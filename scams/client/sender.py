"""Send events to the server in batches, and forget none before the server says that it has it."""

import fcntl
import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from scams.client.buffer import Buffer, Waiting
from scams.client.routine import about, backoff
from scams.client.transport import Reply, Transport, Unreachable

logger = logging.getLogger(__name__)

PATH: Final = "/api/v1/events"
BATCH_MOST: Final = 1000
_TICK_SECONDS: Final = 1.0
_PAUSE_MOST: Final = 60.0
_TURN_SECONDS: Final = 5.0
"""After which others may have a turn, such as whoever closes the client."""
_SECONDS: Final = 30.0
_BYTES_MOST: Final = 1 << 20
_TAKEN: Final = 202
_PASSING: Final = (401, 403, 404, 405, 408, 429)
"""Refusals that say nothing about the events: they are kept until the server, or the key, is put right."""


class _Rejected(msgspec.Struct):
    index: int
    reason: str


class _Taken(msgspec.Struct):
    """What the server says it did with a batch."""

    accepted: int
    duplicate: int
    rejected: list[_Rejected]


class NotSent(Exception):
    """A batch that the server does not have, as far as we know; the message says why."""


class Sender:
    """Empties a buffer towards one server; one process at a time where several share the file."""

    def __init__(self, transport: Transport, buffer: Buffer, lock: Path | None) -> None:
        """Send what is in `buffer`, while holding the file `lock` where there is one."""
        self.trouble = ""
        """Why the last batch was not sent; empty when it was."""
        self._transport = transport
        self._buffer = buffer
        self._lock = lock
        self._mine = threading.Lock()
        self._size = BATCH_MOST
        self._failures = 0

    def work(self) -> float:
        """Send what waits, for some seconds at most; return the seconds until the next time."""
        try:
            self.drain(_TURN_SECONDS, each=_SECONDS)
        except (NotSent, sqlite3.Error, OSError) as error:
            if str(error) != self.trouble and not self._transport.closed:
                logger.warning("events are kept and will be sent later: %s", error)
            self.trouble = str(error)
            self._failures += 1
            return about(backoff(self._failures, first=_TICK_SECONDS, most=_PAUSE_MOST))
        self._failures = 0
        return about(_TICK_SECONDS)

    def try_to_drain(self, seconds: float) -> bool:
        """Send for so many seconds at most; return whether nothing waits any more."""
        try:
            self.drain(seconds)
            return self._buffer.waiting() == 0
        except (NotSent, sqlite3.Error, OSError) as error:
            logger.info("events are kept and will be sent later: %s", error)
            return False

    def drain(self, seconds: float, *, each: float | None = None) -> None:
        """Send until nothing waits, or so many seconds have passed; NotSent when a batch could not be.

        A batch that was begun gets `each` seconds, or what is left.
        """
        ends = time.monotonic() + seconds
        if not self._mine.acquire(timeout=seconds):
            return
        try:
            with _held(self._lock) as ours:
                while ours and time.monotonic() < ends and (batch := self._buffer.first(self._size)):
                    self._send(batch, each or ends - time.monotonic())
                    self.trouble = ""
        finally:
            self._mine.release()

    def _send(self, batch: list[Waiting], seconds: float) -> None:
        body = b'{"events":[%b]}' % b",".join(one.event for one in batch)
        try:
            reply = self._transport.ask("POST", PATH, seconds=seconds, most=_BYTES_MOST, body=body)
        except Unreachable as error:
            raise NotSent(str(error)) from error
        if reply.status == _TAKEN:
            self._settle(batch, _rejected(reply, len(batch)))
            self._size = min(BATCH_MOST, self._size * 2)
        elif 400 <= reply.status < 500 and reply.status not in _PASSING:
            self._divide(batch, reply)
        else:
            raise NotSent(reply.trouble)

    def _divide(self, batch: list[Waiting], reply: Reply) -> None:
        """Make the next batch smaller, down to the one event that the server will not have."""
        if len(batch) > 1:
            self._size = len(batch) // 2
        else:
            self._settle(batch, {0: reply.trouble})

    def _settle(self, batch: list[Waiting], rejected: dict[int, str]) -> None:
        for reason in sorted(set(rejected.values())):
            logger.error("events rejected by the server, kept in the table `rejected`: %s", reason)
        self._buffer.settle(batch, {batch[index].number: reason for index, reason in rejected.items()})


def _rejected(reply: Reply, size: int) -> dict[int, str]:
    """Return the events of a batch that were rejected; NotSent unless the reply accounts for every one of the batch."""
    try:
        taken = msgspec.json.decode(reply.body, type=_Taken)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotSent(f"the server's word on the events cannot be read: {error}") from error
    rejected = {one.index: one.reason for one in taken.rejected if 0 <= one.index < size}
    if len(rejected) != len(taken.rejected) or taken.accepted + taken.duplicate + len(rejected) != size:
        raise NotSent(f"the server's word does not cover all {size} events")
    return rejected


@contextmanager
def _held(lock: Path | None) -> Iterator[bool]:
    """Hold a lock file, and say whether we do; another process of ours may be sending."""
    if lock is None:
        yield True
        return
    with lock.open("ab") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
