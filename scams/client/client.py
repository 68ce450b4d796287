"""The client itself: what of a request goes where."""

import datetime as dt
import logging
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from scams.client.asking import FraudTypes, body_of, suspected, understood
from scams.client.events import event_of
from scams.client.last_resort import last_resort
from scams.client.parts import Parts, Setup
from scams.client.reply import Source, WarningReply, local_reply
from scams.client.status import Status
from scams.client.transport import Transport
from scams.client.trust import Trust
from scams.deck.request import WarningRequest

logger = logging.getLogger(__name__)

Mode = Literal["remote", "replica"]


class Client:
    """Asks for warning cards and reports what became of them. One a process, shared by all its threads.

    It is meant to be open for as long as the process runs, and may be made before a server forks its workers.
    """

    def __init__(
        self,
        url: str,
        key: str,
        *,
        mode: Mode = "remote",
        folder: str | os.PathLike[str] | None = None,
        timeout: float = 0.05,
        trusted_keys: Iterable[str | Mapping[str, str]] | None = None,
        refresh: float = 30.0,
        events_most: int = 1_000_000,
    ) -> None:
        """Ask the server at `url` with an API key.

        In `remote` mode every request goes to the server, `timeout` seconds a try and two tries at most; when that
        brings nothing, the replica answers, and without one the card that ships with this package. In `replica` mode
        the replica answers at once. A newer deck is looked for every `refresh` seconds; the key needs `deck:read`.

        `folder` keeps the replica and the events that were not sent yet; without it both end with the process.
        `trusted_keys` are the keys that decks are signed with, as `/api/v1/deck/key` shows them: JWKs, or the text
        of their `x`. Without them, those are trusted that the server shows first, over TLS.
        At most `events_most` events wait to be sent.

        Raises ValueError for an argument that cannot be right, OSError for a folder that cannot be made. The network
        is not waited for.
        """
        if mode not in ("remote", "replica"):
            raise ValueError(f"mode: expected 'remote' or 'replica', not {mode!r}")
        for name, number in (("timeout", timeout), ("refresh", refresh), ("events_most", events_most)):
            if not number > 0:
                raise ValueError(f"{name}: expected more than nothing, not {number!r}")
        place, transport = _made(folder), Transport(url, key)
        trust = Trust(transport, trusted_keys, place)
        if mode == "replica" and not (trust.is_fixed or trust.may_ask):
            raise ValueError("trusted_keys: without TLS the keys to trust must be named")
        self._mode = mode
        self._parts = Parts(Setup(url, key, place, timeout, refresh, events_most), trust, transport)
        self._lock = threading.Lock()
        self._last: Source | None = None
        self._answers: dict[Source, int] = {"remote": 0, "replica": 0, "last-resort": 0}
        self._closed = False
        last_resort()  # made now, not at the first payment
        self._parts.start()
        _clients.add(self)

    def warning(
        self,
        fraud_types: FraudTypes,
        level: str | None = None,
        locale: str | None = None,
        *,
        audience: str | None = None,
        channel: str | None = None,
        amount: Mapping[str, Any] | None = None,
        signals: Iterable[str] | None = None,
        subject: str | None = None,
        seen: Mapping[str, int] | None = None,
        warning_id: str | None = None,
        answers: Iterable[Mapping[str, str]] | None = None,
        ladder: Mapping[str, str | None] | None = None,
        tree: bool | None = None,
    ) -> WarningReply:
        """Return the card to show before a payment. There always is one, whatever network and server do.

        `fraud_types` is a code, a list of codes, or a list of pairs of code and score; the rest is as the API has it,
        so `amount` is `{"value": "5000.00", "currency": "CNY"}`. A warning goes on by its `warning_id`, with what the
        payer answered (`{"question": "q1", "answer": "yes"}`) and the step taken (`{"taken": "warn", "answer":
        "proceed"}`). ValueError names the field of a malformed request.
        """
        body = body_of(
            {
                "fraud_types": suspected(fraud_types),
                "level": level,
                "locale": locale,
                "audience": audience,
                "channel": channel,
                "amount": amount,
                "signals": signals,
                "subject": subject,
                "seen": seen,
                "warning_id": warning_id,
                "answers": answers,
                "ladder": ladder,
                "tree": tree,
            }
        )
        reply = self._reply(body, understood(body))
        with self._lock:
            self._answers[reply.source] += 1
            self._last = reply.source
        return reply

    def ready(self, seconds: float = 5.0) -> bool:
        """Return whether there is a replica to answer from, after waiting for the first one for so long at most."""
        return self._working().replica.wait(seconds)

    def record(
        self,
        kind: str,
        warning_id: str,
        /,
        *,
        at: dt.datetime | None = None,
        event_id: str | None = None,
        **fields: Any,
    ) -> str:
        """Take an event about a warning, to be sent in the background; return the event's own id.

        `kind` is the event's type, such as `shown`; `fields` are what that type has besides; `at` is when it
        happened, now by default. `event_id` is a UUID for events that have one already, such as those of the payment
        page: sent twice they count once. With a folder, an event that was taken survives the end of the process, also
        by kill -9. ValueError names what is malformed; NotRecorded that the buffer is full or cannot be written to.
        """
        event = event_of(kind, warning_id, at, fields, event_id=event_id)
        self._working().buffer.add(event.json)
        return event.id

    def flush(self, seconds: float = 5.0) -> bool:
        """Send what was recorded, now, for so long at most; return whether nothing waits any more."""
        return self._working().sender.try_to_drain(seconds)

    def status(self) -> Status:
        """Return how the client is doing, for monitoring."""
        parts = self._parts
        held, confirmed = parts.replica.held, parts.replica.confirmed
        troubles = {"remote": parts.remote.trouble, "replica": parts.replica.trouble, "events": parts.sender.trouble}
        with self._lock:
            last, answers = self._last, {str(source): number for source, number in self._answers.items()}
        return Status(
            source=last or "",
            answers=answers,
            failures=parts.remote.failures,
            deck=held.index.version if held else "",
            deck_age=None if confirmed is None else max(0.0, time.time() - confirmed),
            events_waiting=_told(parts.buffer.waiting),
            events_rejected=_told(parts.buffer.rejected),
            troubles={part: trouble for part, trouble in troubles.items() if trouble},
        )

    def close(self) -> None:
        """Stop following the server, and send what can be sent at once. What is asked later is answered locally."""
        if not self._closed:
            self._closed = True
            _clients.discard(self)
            self._parts.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Client of {self._parts.setup.url}, {self._mode}>"

    def _reply(self, body: bytes, request: WarningRequest) -> WarningReply:
        try:
            parts = self._working()
            if self._mode == "remote" and not self._closed and (reply := parts.remote.ask(body)):
                return reply
            if held := parts.replica.held:
                return local_reply(held.index, request, "replica")
        except Exception:
            logger.exception("a warning is answered by the last resort")
        return local_reply(last_resort(), request, "last-resort")

    def _working(self) -> Parts:
        """Return the parts with their threads running, which they are not yet after a fork."""
        parts = self._parts
        if not parts.started:
            parts.start()
        return parts

    def before_fork(self) -> None:
        """Let nobody be in the middle of anything that a child could not bear."""
        self._parts.buffer.hold()

    def after_fork(self, *, in_child: bool) -> None:
        """Go on, in a child with parts of its own."""
        if in_child:
            self._lock = threading.Lock()
            self._parts = self._parts.for_child()
        else:
            self._parts.buffer.release()


_clients: "weakref.WeakSet[Client]" = weakref.WeakSet()


class _Forking:
    """Takes all clients through a fork, one fork at a time."""

    def __init__(self) -> None:
        self._one = threading.Lock()
        self._held: list[Client] = []

    def before(self) -> None:
        self._one.acquire()
        self._held = list(_clients)
        for client in self._held:
            client.before_fork()

    def after(self, *, in_child: bool) -> None:
        held, self._held = self._held, []
        for client in held:
            client.after_fork(in_child=in_child)
        self._one.release()


_forking = _Forking()
os.register_at_fork(
    before=_forking.before,
    after_in_parent=partial(_forking.after, in_child=False),
    after_in_child=partial(_forking.after, in_child=True),
)


def _made(folder: str | os.PathLike[str] | None) -> Path | None:
    """Return the folder, made for its owner alone where there was none."""
    if folder is None:
        return None
    place = Path(folder)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def _told(number: Callable[[], int]) -> int:
    try:
        return number()
    except (sqlite3.Error, OSError):
        return -1
