"""Steady load on a warnings endpoint, every answer looked at."""

import http.client
import json
import threading
import time
from collections import Counter
from typing import Any, Self
from urllib.parse import urlsplit

from scams.client import Client

CODES = ("task-rebate", "mps:刷单返利类", "ukf:romance", "investment-platform", "no-such-type")
LEVELS = ("notice", "warn", "hold", "stop")


class Load:
    """Some callers on kept-alive connections, each asking a hundred times a second, in a `with` block."""

    def __init__(self, url: str, key: str, callers: int = 4) -> None:
        self.address = urlsplit(url)
        self.key = key
        self.good = 0
        self.failures: list[str] = []
        self.decks: Counter[str] = Counter()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._call, args=(number,)) for number in range(callers)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        self.go_on(0.5)
        return self

    def __exit__(self, *_args: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=30)

    def go_on(self, seconds: float) -> None:
        """Let the callers call for a while, and see that they are answered meanwhile."""
        before = self.good
        time.sleep(seconds)
        assert self.good > before, self.failures[:3]

    def sees(self, deck: str) -> bool:
        """Whether answers came from a deck."""
        return self.decks[deck] > 0

    def check(self) -> None:
        """Not one answer failed or was blank."""
        assert self.failures == []
        assert self.good > 100

    def _call(self, number: int) -> None:
        connection = http.client.HTTPConnection(str(self.address.hostname), self.address.port, timeout=5)
        turn = number
        while not self._stop.wait(0.01):
            turn += 1
            try:
                self._look_at(*self._ask(connection, turn))
            except (OSError, http.client.HTTPException) as error:
                self._fail(f"{type(error).__name__}: {error}")
                connection.close()
        connection.close()

    def _ask(self, connection: http.client.HTTPConnection, turn: int) -> tuple[int, bytes]:
        body = {"fraud_types": [{"code": CODES[turn % len(CODES)], "score": 0.8}], **about(turn)}
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        connection.request("POST", "/api/v1/warnings", json.dumps(body), headers)
        reply = connection.getresponse()
        return reply.status, reply.read()

    def _look_at(self, status: int, body: bytes) -> None:
        answer = json.loads(body) if status == 200 else {}
        if not whole(answer):
            self._fail(f"{status}: {body[:200]!r}")
            return
        with self._lock:
            self.good += 1
            self.decks[answer["deck"]] += 1

    def _fail(self, what: str) -> None:
        with self._lock:
            self.failures.append(what)


class ClientLoad(Load):
    """The same by the client for risk engines, as a payment company would ask."""

    def __init__(self, client: Client, callers: int = 4) -> None:
        super().__init__("", "", callers)
        self.client = client
        self.sources: Counter[str] = Counter()

    def _ask(self, connection: http.client.HTTPConnection, turn: int) -> tuple[int, bytes]:
        reply = self.client.warning([(CODES[turn % len(CODES)], 0.8)], **about(turn))
        with self._lock:
            self.sources[reply.source] += 1
        return 200, reply.body


def about(turn: int) -> dict[str, Any]:
    """Return what a request holds besides its fraud types, another thing each time."""
    return {
        "level": LEVELS[turn % len(LEVELS)],
        "locale": ("zh-HK", "zh-Hans", "en")[turn % 3],
        "audience": ("adult", "elder")[turn % 2],
        "subject": f"u-{turn}",
    }


def whole(answer: Any) -> bool:
    """Return whether an answer has a card with everything a payer needs."""
    card = answer.get("card") or {}
    return all(card.get(part) for part in ("headline", "why_you", "what_is_happening", "red_flags", "safe_action"))
