"""Cut off callers who begin to send a body and do not go on: granian would wait for the rest for ever.

A worker has one or two threads for Python, and one of them waits while a body is read. So a thread of our own looks at
what the others do, four times a second. Whoever is found in the same call of a reading function look after look is
waiting for a slow caller, whatever trickles in meanwhile. It is answered 408 in that thread's stead, and its connection
is shut down: the read ends, and the thread is free. Looks are counted rather than time, so that a process
which was held up itself does not blame its callers.

Three things that are not as simple as they seem:

- From outside, a request that waits in the queue behind a slow caller looks the same as the slow caller: it has sent
  something, and got nothing. Only the thread knows whom it is reading from; that is why threads are looked at, and not
  sockets. Nothing is added to the hot path for it.
- Python is told neither which connection a request came by nor its port. But an answer of a known length leaves a mark:
  the kernel counts what is written to each connection. The one that got the answer is the one.
- Slow callers may come many at once. Those who queue behind the first would each get their whole patience, one after
  the other. So in the wake of a cut the hot path's patience is short.

Under HTTP/2 granian waits on when the connection is gone, so our own commands serve HTTP/1 alone. A worker whose thread
cannot be freed ends itself in the end: another takes its place.

A body for Django may be long, and its sender on a bad line: there the patience is with each piece of it, and a slow
upload that keeps coming is left alone. A view that takes long is no read, and never cut.
"""

import functools
import logging
import os
import sys
import threading
import time
from collections.abc import Mapping
from types import CodeType, FrameType
from typing import Any, Final, NamedTuple

from academy.bodies import Body
from academy.connections import COUNTED, Connection, clogged, connections, cut, gained
from scams.api import warnings
from scams.api.problems import CONTENT_TYPE, Problem

logger = logging.getLogger(__name__)

LOOK: Final = 0.25
"""Seconds between two looks."""
WAKE: Final = 1.0
"""Seconds after a cut in which looks are closer and patience may be shorter."""
WAKE_LOOK: Final = 0.01
SAY: Final = 10.0
"""Seconds between two lines in the log about cuts."""

_PROBLEM: Final = Problem(408, "The request's body came too slowly.")
_BODY: Final = _PROBLEM.body().ljust(7000)
"""With spaces at the end, which JSON allows, so that hardly any other answer is as long."""
_HEADERS: Final = [("content-type", CONTENT_TYPE), ("content-length", str(len(_BODY))), ("connection", "close")]
_HEAD_MOST: Final = 512
"""Bytes. The head of an answer is less, also with what encryption adds."""
_ATTEMPTS: Final = 5
"""Attempts to end a wait before the process is given up; the first is after the patience, the others as far apart."""
_MARK_PAUSES: Final = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between looks for the mark. It is there at once, as a rule."""


class Patience(NamedTuple):
    """How many seconds one read may take."""

    usual: float
    in_wake: float
    """After a cut, when others may have waited as long already."""


WARNING: Final = Patience(1.0, 0.05)
"""With a body of the hot path: 16 KiB at most, and mostly in one packet with its head."""
PAGE: Final = Patience(30.0, 30.0)
"""With a piece of a body for Django: some 500 bytes a second."""


def reads(warning: Patience = WARNING, page: Patience = PAGE) -> dict[CodeType, Patience]:
    """Return the functions in which nothing but waiting for a caller takes time, and the patience in each."""
    functions = {warnings.read_body: warning, Body.piece: page, Body.line: page}
    return {function.__code__: patience for function, patience in functions.items()}


class _Wait(NamedTuple):
    """A thread found reading."""

    thread: int
    call: FrameType
    """The call in which it is. Being held here, it is not mistaken for a later one."""
    seconds: float = 0.0
    """For how long, by the looks; since the last attempt to end it, if there was one."""
    attempts: int = 0

    def goes_on(self) -> bool:
        """Whether the thread is in that call still."""
        return sys._current_frames().get(self.thread) is self.call


class Guard:
    """Looks after the threads of this process."""

    def __init__(self, patience: Mapping[CodeType, Patience]) -> None:
        """Have so much patience with each of some functions."""
        self._patience = patience
        self._waits: dict[int, _Wait] = {}
        self._wake_until = 0.0
        self._ended: list[str] = []
        self._say_from = 0.0
        self._stranger = False

    def start(self) -> None:
        """Look on from a thread of its own, as long as the process lives."""
        if not COUNTED:
            logger.warning("callers who send slowly are not cut off on this system")
            return
        threading.Thread(target=self._run, name="slow-callers", daemon=True).start()

    def _run(self) -> None:
        while True:
            pause = WAKE_LOOK if self._in_wake() else LOOK
            time.sleep(pause)
            try:
                self.look(pause)
                self._say()
            except Exception:
                logger.exception("could not look for slow callers")

    def _in_wake(self) -> bool:
        return time.monotonic() < self._wake_until

    def look(self, passed: float) -> None:
        """Look at all threads once, `passed` seconds after the last time; cut off who is overdue."""
        frames = sys._current_frames()
        reading = {thread: frame for thread, frame in frames.items() if frame.f_code in self._patience}
        self._waits = {thread: self._wait(thread, call, passed) for thread, call in reading.items()}
        for wait in [wait for wait in self._waits.values() if self._overdue(wait)]:
            self._waits[wait.thread] = wait._replace(seconds=0.0, attempts=wait.attempts + 1)
            self._end(wait)

    def _wait(self, thread: int, call: FrameType, passed: float) -> _Wait:
        before = self._waits.get(thread)
        if before is None or before.call is not call:
            return _Wait(thread, call)
        return before._replace(seconds=before.seconds + passed)

    def _overdue(self, wait: _Wait) -> bool:
        patience = self._patience[wait.call.f_code]
        in_wake = self._in_wake() and not wait.attempts
        return wait.seconds >= (patience.in_wake if in_wake else patience.usual)

    def _end(self, wait: _Wait) -> None:
        """End a wait: answer, and shut down the connection that the answer went to."""
        before, request = connections(), _request_in(wait.call)
        if request is None:
            self._say_stranger()
        elif wait.attempts < _ATTEMPTS:
            if not wait.attempts:  # what the request's own thread answers later goes nowhere
                request.protocol.response_bytes(_PROBLEM.status.value, _HEADERS, _BODY)
                self._ended.append(request.caller)
            self._wake_until = time.monotonic() + WAKE
            _cut_the_answered(wait, before)
        elif wait.goes_on():
            _give_up()

    def _say(self) -> None:
        """Log who was cut off since the last time, if it is time: those of an attack together."""
        now = time.monotonic()
        if self._ended and now >= self._say_from:
            logger.warning("slow callers cut off: %d, the last at %s", len(self._ended), self._ended[-1])
            self._ended, self._say_from = [], now + SAY

    def _say_stranger(self) -> None:
        if not self._stranger:
            logger.error("slow callers are not cut off: this is not the granian we know")
        self._stranger = True


class _Request(NamedTuple):
    """The request that a thread is busy with."""

    protocol: Any
    """What granian answers it by."""
    caller: str
    """Whose it is, for the log: an address, and the client whose key it came with where that is known."""


def _request_in(call: FrameType) -> _Request | None:
    """Return the request in whose course a function was called; None under a server other than granian.

    The way there leads over variables of granian's own WSGI loop and of the hot endpoint.
    """
    client, frame = "no client", call.f_back
    while frame:
        module = frame.f_globals.get("__name__")
        if module == warnings.__name__ and "client" in frame.f_locals:
            client = f"client {frame.f_locals['client'].name}"
        if module == "granian.wsgi" and "proto" in frame.f_locals:
            address = frame.f_locals["environ"].get("REMOTE_ADDR")
            return _Request(frame.f_locals["proto"], f"{address}, {client}")
        frame = frame.f_back
    return None


def _cut_the_answered(wait: _Wait, before: list[Connection]) -> None:
    """Cut the connection that our answer went to since `before`, if the wait goes on; many callers leave by themselves.

    Should another thread have answered just as much in the same instant, its caller has that answer, and finds an
    idle connection closed. And who takes no answers gets no mark: whose are not taken all this time are cut instead.
    """
    for pause in _MARK_PAUSES:
        time.sleep(pause)
        if not wait.goes_on():
            return
        if marked := gained(before, len(_BODY), len(_BODY) + _HEAD_MOST):
            break
    else:
        marked = clogged(before)
    for connection in marked:
        cut(connection)


def _give_up() -> None:
    """End this process, whose thread nothing can free, so that granian starts another in its place."""
    logger.critical("a slow caller holds a thread and cannot be cut off: this process ends (is HTTP/2 on?)")
    logging.shutdown()
    os._exit(1)


@functools.cache
def watch() -> None:
    """Cut off slow callers in this process from now on; more than once is once."""
    Guard(reads()).start()
