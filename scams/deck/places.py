"""Where the last good snapshot is kept besides the database: a file, and Valkey or Redis where there is one.

The cache server also carries word of a new deck, so that servers look at once; without it they look all the same.
"""

import threading
from pathlib import Path
from typing import Any, Final, Protocol

from scams.files import put_in_place

CHANNEL: Final = "scams:deck"
KEY: Final = "scams:{name}:last-good"

_PATIENCE: Final = 1.0
"""Seconds within which a cache server answers, or counts as down."""
_PAUSE: Final = 1.0
"""Seconds between two tries to listen again."""


class PlaceDown(Exception):
    """Nothing can be kept or found there right now; the message says why."""


class Place(Protocol):
    """One place to keep the last good snapshot in."""

    def keep(self, content: bytes) -> None:
        """Keep `content` instead of what was there; PlaceDown when that cannot be done."""

    def load(self) -> bytes | None:
        """Return what is there, or None for nothing; PlaceDown when that cannot be told."""


class FilePlace:
    """A file that its owner alone may read."""

    def __init__(self, path: Path) -> None:
        """Keep the snapshot in the file at `path`."""
        self.path = path

    def keep(self, content: bytes) -> None:
        """Write the file, whole or not at all; PlaceDown when the disk is full or not ours."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            put_in_place(self.path, content)
        except OSError as error:
            raise PlaceDown(f"{self.path}: {error}") from error

    def load(self) -> bytes | None:
        """Return the file's content, None when there is no file; PlaceDown when it cannot be read."""
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise PlaceDown(f"{self.path}: {error}") from error


class CachePlace:
    """A key of a Valkey or Redis, and a channel on it."""

    def __init__(self, url: str, name: str = "deck") -> None:
        """Keep what goes by `name` in the server at `url`; connects when first used."""
        self._url = url
        self._key = KEY.format(name=name)
        self._client: Any = None

    def keep(self, content: bytes) -> None:
        """Set the key; PlaceDown when the server is."""
        self._ask("set", self._key, content)

    def load(self) -> bytes | None:
        """Return the key's value; PlaceDown when the server is."""
        value: bytes | None = self._ask("get", self._key)
        return value

    def announce(self, version: str) -> None:
        """Tell every listening server that there is a new deck; PlaceDown when the server is."""
        self._ask("publish", CHANNEL, version)

    def listen(self, wake: threading.Event, stop: threading.Event) -> None:
        """Set `wake` at every word of a new deck until `stop`; a server that is down is tried again and again."""
        while not stop.is_set():
            try:
                self._hear(wake, stop)
            except PlaceDown:
                stop.wait(_PAUSE)

    def _hear(self, wake: threading.Event, stop: threading.Event) -> None:
        with connected(self._url) as client, client.pubsub(ignore_subscribe_messages=True) as channel:
            try:
                channel.subscribe(CHANNEL)
                while not stop.is_set():
                    if channel.get_message(timeout=_PATIENCE):
                        wake.set()
            except server_errors() as error:
                raise PlaceDown(str(error)) from error

    def _ask(self, command: str, *values: Any) -> Any:
        self._client = self._client or connected(self._url)
        try:
            return getattr(self._client, command)(*values)
        except server_errors() as error:
            raise PlaceDown(f"{type(error).__name__}: {error}") from error


def server_errors() -> tuple[type[Exception], ...]:
    """Return what a cache server that is down raises."""
    from redis.exceptions import RedisError

    return RedisError, OSError


def connected(url: str) -> Any:
    """Return a client of the server at `url`, which connects when first used and does not wait long."""
    import redis  # takes a tenth of a second, and is not wanted without a server

    return redis.Redis.from_url(
        redis_url(url),
        socket_timeout=_PATIENCE * 2,
        socket_connect_timeout=_PATIENCE,
        retry=None,
    )


def redis_url(url: str) -> str:
    """Return the address of a Valkey as that of a Redis, which every library knows; they speak alike."""
    return url.replace("valkey", "redis", 1) if url.startswith("valkey") else url
