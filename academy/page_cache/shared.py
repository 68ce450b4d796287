"""Kept pages in a Valkey or Redis: what one process made, all others of the same build need not make."""

import logging
import time
from functools import cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import msgspec
from django.contrib.staticfiles.storage import staticfiles_storage

import academy
import scams
from academy.page_cache.entries import Entry
from scams.deck.places import redis_url, server_errors

logger = logging.getLogger(__name__)

PATIENCE: Final = 0.2
"""Seconds within which the server answers, or counts as down: making a page takes less."""
PAUSE: Final = 10.0
"""Seconds for which a server that is down is left alone."""

_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(Entry)


class Shared:
    """The pages of all processes."""

    def __init__(self, url: str) -> None:
        """Keep pages in the server at `url`; connects when first used."""
        self._url = url
        self._rests_until = 0.0

    def get(self, key: str) -> Entry | None:
        """Return the page kept under a key; None also while the server is down."""
        content = self._ask("get", self._name(key))
        try:
            return _decoder.decode(content) if content else None
        except msgspec.DecodeError as error:
            logger.warning("what was kept is no page: %s", error)
            return None

    def put(self, key: str, entry: Entry) -> None:
        """Keep a page for as long as it holds."""
        if (left := entry.until - time.time()) > 0:
            self._ask("set", self._name(key), _encoder.encode(entry), px=max(1, int(left * 1000)))

    def _name(self, key: str) -> str:
        return f"academy:page:{build()}:{blake2b(key.encode(), digest_size=16).hexdigest()}"

    def _ask(self, command: str, *values: Any, **options: Any) -> Any:
        if time.monotonic() < self._rests_until:
            return None
        try:
            return getattr(self._client, command)(*values, **options)
        except server_errors() as error:
            logger.warning("pages are kept by each process alone for %g s: %s", PAUSE, error)
            self._rests_until = time.monotonic() + PAUSE
            return None

    @cached_property
    def _client(self) -> Any:
        import redis  # takes a tenth of a second, and is not wanted without a server

        url, patience = redis_url(self._url), PATIENCE
        return redis.Redis.from_url(url, socket_timeout=patience, socket_connect_timeout=patience, retry=None)


@lru_cache(maxsize=1)
def build() -> str:
    """Return what is another for another version of the program: its pages look different, and name other files."""
    packages = (Path(str(package.__file__)).parent for package in (academy, scams))
    return digest_of(*packages) + getattr(staticfiles_storage, "manifest_hash", "")


def digest_of(*folders: Path) -> str:
    """Return what is another when one of the files in the folders is."""
    digest = blake2b(digest_size=8)
    for folder in folders:
        for path in sorted(one for one in folder.rglob("*") if one.is_file() and "__pycache__" not in one.parts):
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
