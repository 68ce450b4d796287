"""Asking the server at the time of payment: quickly, at most twice, and not at all while it is known to be down."""

import logging
import time
from typing import Annotated, Final

import msgspec

from scams.client.reply import WarningReply
from scams.client.routine import about
from scams.client.transport import Reply, Transport, Unreachable

logger = logging.getLogger(__name__)

PATH: Final = "/api/v1/warnings"
_BYTES_MOST: Final = 1 << 18
"""Of an answer: twenty times the longest card."""
_FAILURES_MOST: Final = 5
"""Payments in a row that found no answer before the others are spared the wait."""
_PROBE_SECONDS: Final = 1.0
_QUIET_SECONDS: Final = 60.0
_PROBE: Final = b'{"fraud_types":[]}'
_OK: Final = 200
_BROKEN: Final = 500
_NOT_NOW: Final = 503


_Text = Annotated[str, msgspec.Meta(min_length=1)]


class _Button(msgspec.Struct):
    label: _Text


class _Card(msgspec.Struct):
    headline: _Text
    safe_action: _Button


class _Answer(msgspec.Struct):
    """What no answer is without. A later server may say more, and that is passed on."""

    warning_id: _Text
    card: _Card


_shape: Final = msgspec.json.Decoder(_Answer).decode


class Remote:
    """The server as it is asked for single answers."""

    def __init__(self, transport: Transport, timeout: float) -> None:
        """Give each try `timeout` seconds in all."""
        self.trouble = ""
        """Why the last request brought no answer; empty when it did."""
        self.failures = 0
        """Payments in a row that the server left without an answer."""
        self._quiet_until = 0.0
        self._transport = transport
        self._timeout = timeout

    @property
    def is_down(self) -> bool:
        """Whether the server is left alone but for probes."""
        return self.failures >= _FAILURES_MOST

    def ask(self, body: bytes) -> WarningReply | None:
        """Return the server's answer to a request's body, or None when there is none in time."""
        if self.is_down:
            return None
        for fresh in (False, True):
            try:
                reply = self._post(body, fresh=fresh)
            except Unreachable as error:
                self.trouble = str(error)
                continue
            if answer := self._answer(reply):
                return answer
            if reply.status < _BROKEN or reply.status == _NOT_NOW:  # it is there, and would say the same again
                self.failures = 0
                break
        else:
            self._count()
        self._report()
        return None

    def probe(self) -> float:
        """Look whether a server that is down is back; return the seconds until the next look."""
        if self.is_down and self._is_back():
            logger.warning("the warnings server is back")
            self.failures = 0
        return about(_PROBE_SECONDS)

    def _is_back(self) -> bool:
        try:
            reply = self._post(_PROBE, fresh=True)
        except Unreachable as error:
            self.trouble = str(error)
            return False
        return self._answer(reply) is not None or reply.status < _BROKEN

    def _post(self, body: bytes, *, fresh: bool) -> Reply:
        return self._transport.ask(
            "POST", PATH, seconds=self._timeout, most=_BYTES_MOST, body=body, fresh=fresh
        )  # fmt: skip

    def _answer(self, reply: Reply) -> WarningReply | None:
        """Return the answer in a reply; None for anything else, and then `trouble` says what."""
        if reply.status != _OK:
            self.trouble = reply.trouble
            return None
        try:
            answer = _shape(reply.body)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            self.trouble = f"the server's answer is none: {error}"
            return None
        self.failures, self.trouble = 0, ""
        return WarningReply(reply.body, "remote", answer.warning_id)

    def _report(self) -> None:
        """Log why the server had no answer, once a minute at most."""
        if time.monotonic() >= self._quiet_until:
            self._quiet_until = time.monotonic() + _QUIET_SECONDS
            logger.warning("a warning was answered without the server: %s", self.trouble)

    def _count(self) -> None:
        self.failures += 1
        if self.failures == _FAILURES_MOST:
            logger.warning("the warnings server is down; it is left alone until it is back")
