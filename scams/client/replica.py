"""A copy of the server's deck: fetched, checked, kept in a file, and answered from without the network."""

import logging
import os
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from scams.client import bundle as bundles
from scams.client.bundle import Bundle, Held, Refused
from scams.client.routine import about, backoff
from scams.client.transport import Reply, Transport, Unreachable
from scams.client.trust import Trust
from scams.files import put_in_place

logger = logging.getLogger(__name__)

PATH: Final = "/api/v1/deck"
_FILE: Final = "deck.bundle"
_SECONDS: Final = 30.0
_BYTES_MOST: Final = 1 << 26
"""Of a bundle on its way."""
_TICK_SECONDS: Final = 1.0
"""How often cards that have expired are dropped."""
_FIRST_PAUSE: Final = 1.0
"""Seconds after a first failure to fetch; doubles with each, up to the usual time between two looks."""
_REFUSED_PAUSE: Final = 600.0
"""Seconds after the key was found to have no right to the deck."""
_NOT_ALLOWED: Final = 403
_NOT_MODIFIED: Final = 304
_OK: Final = 200


class Older(Refused):
    """A bundle that was signed before the one that is held."""


class Replica:
    """The last good deck of one server, replaced as a whole."""

    def __init__(
        self,
        transport: Transport,
        trust: Trust,
        *,
        folder: Path | None,
        refresh: float,
        before: "Replica | None" = None,
    ) -> None:
        """Look for a newer deck every `refresh` seconds and keep it in `folder`.

        Begins with what is there, or with what the replica `before` it held.
        """
        self.held: Held | None = None
        self.trouble = ""
        """Why the last look brought nothing; empty when it did."""
        self.confirmed: float | None = None
        """Seconds since the epoch when the server last said that this is its newest deck."""
        self._transport = transport
        self._trust = trust
        self._file = folder / _FILE if folder else None
        self._refresh = refresh
        self._failures = 0
        self._due = 0.0
        self._arrived = threading.Event()
        if before and before.held:
            self._hold(before.held)
            self.confirmed = before.confirmed
        else:
            self._load()

    def wait(self, seconds: float) -> bool:
        """Return whether there is a deck, after waiting for the first one for so long at most."""
        return self._arrived.wait(seconds)

    def work(self) -> float:
        """Drop what has expired, and look for a newer deck when it is time; return the seconds until the next time."""
        self._drop_expired()
        if time.monotonic() >= self._due:
            self._due = time.monotonic() + about(self._look())
        return min(_TICK_SECONDS, max(0.0, self._due - time.monotonic()))

    def _look(self) -> float:
        """Take a newer deck if there is one; return the seconds until the next look."""
        try:
            reply = self._ask()
            if reply.status == _NOT_ALLOWED:
                self._report(f"no replica of the deck: {reply.trouble}", logging.INFO)
                return max(self._refresh, _REFUSED_PAUSE)
            self._accept(reply)
        except Unreachable as error:
            self._report(f"the deck could not be fetched: {error}")
        except Refused as error:
            # An older one comes now and then when one of several servers is a moment behind.
            level = logging.WARNING if isinstance(error, Older) else logging.ERROR
            self._report(f"a deck was refused, answering from the one before: {error}", level)
        else:
            self._failures, self.trouble = 0, ""
            return self._refresh
        self._failures += 1
        return backoff(self._failures, first=_FIRST_PAUSE, most=self._refresh)

    def _ask(self) -> Reply:
        headers = {"Accept-Encoding": "gzip"}
        if self.held and self.held.bundle.etag:
            headers["If-None-Match"] = self.held.bundle.etag
        return self._transport.ask("GET", PATH, seconds=_SECONDS, most=_BYTES_MOST, headers=headers)

    def _accept(self, reply: Reply) -> None:
        """Take what the server sent; Refused when it is not to be taken, Unreachable when it is no deck at all."""
        if reply.status == _OK:
            self._take(bundles.from_reply(reply))
        elif reply.status != _NOT_MODIFIED or self.held is None:
            raise Unreachable(reply.trouble)
        else:
            self._confirm()

    def _take(self, bundle: Bundle) -> None:
        new = bundles.opened(bundle, self._trust.check, now=time.time())
        if self.held and new.claims.serial < self.held.claims.serial:
            raise Older(f"replayed: its serial {new.claims.serial} is before {self.held.claims.serial}")
        if self.held and new.claims.serial == self.held.claims.serial and new.claims.sha256 != self.held.claims.sha256:
            raise Refused(f"another deck of the same serial {new.claims.serial}")
        self._keep(bundle)
        self.confirmed = time.time()
        self._hold(new)

    def _confirm(self) -> None:
        """Note that the deck is still the newest, in the file's time as well."""
        self.confirmed = time.time()
        if self._file:
            with suppress(OSError):
                os.utime(self._file)

    def _hold(self, held: Held) -> None:
        self.held = held
        self._arrived.set()

    def _drop_expired(self) -> None:
        held, now = self.held, time.time()
        if held and held.index.expired(now):
            self._hold(bundles.opened(held.bundle, lambda _tokens, _body: held.claims, now=now))

    def _keep(self, bundle: Bundle) -> None:
        if not self._file:
            return
        try:
            put_in_place(self._file, bundles.written(bundle))
        except OSError as error:
            logger.warning("the deck could not be kept: %s", error)

    def _load(self) -> None:
        """Begin with the deck kept in the file, if it is still good; asks nobody."""
        if not self._file:
            return
        try:
            kept = self._file.read_bytes()
            self._hold(bundles.opened(bundles.read(kept), self._trust.check_kept, now=time.time()))
            self.confirmed = self._file.stat().st_mtime
        except FileNotFoundError:
            pass
        except (OSError, Refused) as error:
            self._report(f"the kept deck is not used: {error}")

    def _report(self, trouble: str, level: int = logging.WARNING) -> None:
        """Log what is wrong, once for as long as it is the same."""
        if trouble != self.trouble and not self._transport.closed:
            logger.log(level, "%s", trouble)
        self.trouble = trouble
