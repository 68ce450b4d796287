"""One exchange with the server: within a time, up to a size, over connections that are kept open."""

from collections.abc import Mapping
from http.client import HTTPException
from ssl import SSLContext
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

import msgspec
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from scams.client.deadline import within
from scams.client.sockets import Addresses, PlainConnection, TLSConnection, tls_context

_KEPT_OPEN: Final = 100
_PORTS: Final = {"http": 80, "https": 443}
_SAYS_JSON: Final = {"Content-Type": "application/json"}
_PART: Final = 1 << 16
_DETAIL_MOST: Final = 200
"""Characters of a problem's text that are repeated in logs."""


class Unreachable(Exception):
    """The server could not be asked, or did not answer in time or whole; the message says why."""


class Reply(NamedTuple):
    """What the server said: the body as it was sent, compressed or not."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def trouble(self) -> str:
        """The status and the problem's text, for logs."""
        try:
            detail = msgspec.json.decode(self.body, type=_Problem).detail
        except (msgspec.DecodeError, UnicodeDecodeError):
            detail = ""
        return f"the server said {self.status} {detail[:_DETAIL_MOST]}".rstrip()


class _Problem(msgspec.Struct):
    detail: str = ""


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = PlainConnection


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = TLSConnection


class Transport:
    """The way to one server, shared by all threads of a process."""

    def __init__(self, url: str, key: str, *, context: SSLContext | None = None) -> None:
        """Ask the server at `url`, as the client whose key it is; ValueError when either cannot be sent.

        `context` says whom to trust, where that has been read from the system's files before.
        """
        parts = _parts_of(url)
        if not key or not key.isascii() or not key.isprintable() or " " in key:
            raise ValueError("key: expected an API key, as `create_api_client` printed it")
        self.closed = False
        self.over_tls = parts.tls
        self.host = parts.host
        self._port = parts.port
        self._path = parts.path
        self._headers = {"Authorization": f"Bearer {key}", "User-Agent": "scams-client"}
        self._addresses = Addresses(parts.host, parts.port)
        self.context = (context or tls_context()) if parts.tls else None
        self._kept = self._pool(_KEPT_OPEN)

    def ask(
        self,
        method: str,
        path: str,
        *,
        seconds: float,
        most: int,
        body: bytes | None = None,
        fresh: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Return the server's reply, of at most so many bytes; Unreachable when there is none in so many seconds.

        `fresh` asks over a connection of its own: one that was kept open may have died unseen.
        """
        sent = {**self._headers, **(_SAYS_JSON if body else {}), **(headers or {})}
        try:
            with within(seconds):
                if not fresh:
                    return self._exchange(self._kept, method, path, body, sent, most)
                with self._pool(1) as pool:
                    return self._exchange(pool, method, path, body, sent, most)
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        """Close the connections kept open; what is being asked just now ends in vain, and need not be told."""
        self.closed = True
        self._kept.close()

    def _exchange(
        self, pool: HTTPConnectionPool, method: str, path: str, body: bytes | None, headers: dict[str, str], most: int
    ) -> Reply:
        # Bodies are taken as they come: what unpacks them here must not grow without bound.
        response = pool.urlopen(
            method, self._path + path, body=body, headers=headers,
            retries=False, redirect=False, timeout=None, preload_content=False, decode_content=False,
        )  # fmt: skip
        try:
            content = bytearray()
            for part in response.stream(_PART):  # which, unlike one read, notices an answer that is cut short
                content += part
                if len(content) > most:
                    raise Unreachable(f"an answer of more than {most} bytes")
            return Reply(response.status, response.headers, bytes(content))
        finally:
            response.close()

    def _pool(self, size: int) -> HTTPConnectionPool:
        if self.context:
            return _TLSPool(
                self.host, self._port, maxsize=size, ssl_context=self.context, addresses=self._addresses
            )  # fmt: skip
        return _PlainPool(self.host, self._port, maxsize=size, addresses=self._addresses)


class _Parts(NamedTuple):
    tls: bool
    host: str
    port: int
    path: str


def _parts_of(url: str) -> _Parts:
    """Return the parts of a server's address; ValueError when it is none."""
    parts = urlsplit(url)
    extra = parts.query or parts.fragment or "@" in parts.netloc
    port = _port_of(parts)
    if parts.scheme not in _PORTS or not parts.hostname or extra or not url.isascii() or port is None:
        raise ValueError("url: expected an address such as https://academy.example.org")
    return _Parts(parts.scheme == "https", parts.hostname, port or _PORTS[parts.scheme], parts.path.rstrip("/"))


def _port_of(parts: SplitResult) -> int | None:
    """Return the port, 0 when none is named, or None for one that cannot be."""
    try:
        return parts.port or 0
    except ValueError:
        return None
