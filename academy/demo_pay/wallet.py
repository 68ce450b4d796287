"""The wallet's own backend: it asks the academy over HTTP with a key, as any payment company would.

The page that asks is served by the same processes as the API. While several visitors' pages wait for it at once there
may be nobody left to answer; so calls are short, and then the client's replica answers.
"""

import datetime as dt
import logging
import threading
import time
import uuid
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from django.conf import settings
from django.utils import timezone

from academy.demo_pay import keys
from academy.demo_pay.keys import CLIENT
from academy.demo_pay.state import State, Told
from scams.client import Client, NotRecorded, WarningReply
from scams.client.release import ProofRefused, ReleaseVerifier
from scams.client.transport import Transport, Unreachable
from scams.client.used import UsedInFile

logger = logging.getLogger(__name__)

TIMEOUT: Final = 0.8
"""Seconds for a try; a page shown to a person may take longer than a payment's decision."""
_BYTES_MOST: Final = 1 << 18
_OK: Final = (200, 201)
_EVENTS: Final = uuid.UUID("5d4c8f63-35a8-4b8e-b0f4-ae5e2a9c0d6e")
"""What the ids of the page's own events are derived from."""


class Wallet:
    """The client and what else is asked of the API with its key."""

    def __init__(self, url: str, key: str) -> None:
        """Call the API at `url`; the replica and events that were not sent yet are kept in the data folder."""
        self.made_of = (url, key)
        self.client = Client(url, key, folder=settings.DATA_DIR / "demo-page", timeout=TIMEOUT)
        self._transport = Transport(url, key)
        self._verifier: ReleaseVerifier | None = None

    def ask(self, state: State, members: Mapping[str, Any]) -> None:
        """Ask for a card, and put request and answer into the state."""
        asked = {name: value for name, value in members.items() if value not in (None, (), [])}
        started = time.perf_counter()
        reply: WarningReply = self.client.warning(**{**asked, "fraud_types": _pairs(asked["fraud_types"])})
        state.milliseconds = round((time.perf_counter() - started) * 1000, 1)
        state.request, state.answer, state.source = dict(asked), reply.body.decode(), str(reply.source)

    def record(self, state: State, kind: str, /, **fields: Any) -> None:
        """Report an act of the payer. The same act of the same turn has the same id, so that it counts once."""
        event_id = uuid.uuid5(_EVENTS, f"{state.warning_id} {state.turn} {kind} {msgspec.json.encode(fields)!r}")
        self.forward(state, kind, str(event_id), fields)

    def forward(
        self, state: State, kind: str, event_id: str, fields: Mapping[str, Any], *, at: dt.datetime | None = None
    ) -> None:
        """Report an event that has its own id already, such as the card's own in the browser."""
        try:
            self.client.record(kind, state.warning_id, event_id=event_id, at=at, **fields)
        except (NotRecorded, ValueError):
            return  # the file is full or cannot be written to, as the client's status says; or it is no event
        state.note(Told(kind, f"{timezone.localtime(at):%H:%M:%S}", dict(fields)))

    def post(self, path: str, members: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return what another call of the API answers; None when it does not or refuses."""
        return self._call("POST", path, msgspec.json.encode(members))

    def get(self, path: str) -> dict[str, Any] | None:
        """Return what the API has at a path; None when it does not answer or has nothing."""
        return self._call("GET", path, None)

    def learn_keys(self) -> None:
        """Fetch the keys that proofs are signed with, before there is a proof to check."""
        if self._verifier is None and (keys := self.get("/.well-known/jwks.json")):
            used = UsedInFile(settings.DATA_DIR / "demo-page" / "proofs.sqlite3")
            self._verifier = ReleaseVerifier(keys, audience=CLIENT, used=used)

    def verified(self, proof: str, warning_id: str) -> Mapping[str, Any] | None:
        """Return what the proof of a release says; None for one that does not hold. The network is not asked."""
        if self._verifier is None:
            return None
        try:
            claims: Mapping[str, Any] = msgspec.to_builtins(self._verifier.verify(proof, warning_id=warning_id))
        except ProofRefused as error:
            logger.warning("a proof was refused: %s", error)
            return None
        return claims

    def _call(self, method: str, path: str, body: bytes | None) -> dict[str, Any] | None:
        try:
            reply = self._transport.ask(method, path, seconds=2 * TIMEOUT, most=_BYTES_MOST, body=body)
            found = msgspec.json.decode(reply.body) if reply.status in _OK else None
        except (Unreachable, msgspec.DecodeError, UnicodeDecodeError):
            return None
        return found if isinstance(found, dict) else None


def _pairs(types: list[dict[str, Any]]) -> list[tuple[str, float | None]]:
    return [(one["code"], one["score"]) for one in types]


_lock: Final = threading.Lock()
_wallets: Final[list[Wallet]] = []
"""The one of this process, once it was needed."""


def wallet() -> Wallet | None:
    """Return this process's wallet, another one when the key is another; None where the demonstration is off."""
    wanted = (settings.DEMO_API_URL or settings.PUBLIC_URL, keys.key())
    if not wanted[1]:
        return None
    with _lock:
        if _wallets and _wallets[0].made_of != wanted:
            _wallets.pop().client.close()
        if not _wallets:
            _wallets.append(Wallet(*wanted))
        return _wallets[0]
