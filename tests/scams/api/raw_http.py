"""HTTP by the byte, for requests that no decent library would send."""

import socket
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit

from tests.scams.api.conftest import Answer

PATIENCE = 30.0
"""Seconds: an answer that takes longer is a hang, on any machine."""


class Line:
    """One connection to a server."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._socket = socket.create_connection((address.hostname, address.port), timeout=PATIENCE)
        self._read = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up, whatever was asked."""
        self._socket.close()

    def send(self, raw: bytes) -> None:
        """Send bytes; a server that has hung up already has answered, too."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self._socket.sendall(raw)

    def reply(self) -> Answer | None:
        """Return the next answer, or None when the server has hung up."""
        head = self._until(b"\r\n\r\n")
        if head is None:
            return None
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines if line)
        headers = {name.title(): value for name, value in headers.items()}
        body = self._exactly(int(headers.get("Content-Length", 0)))
        return Answer(int(status.split()[1]), headers, body)

    def hang_up(self) -> None:
        """Say that nothing more will be sent; what the server answers can still be read."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)

    def replies(self) -> list[Answer]:
        """Return all answers until the server hangs up."""
        found = []
        while (one := self.reply()) is not None:
            found.append(one)
        return found

    def _until(self, end: bytes) -> bytes | None:
        while end not in self._read:
            if not self._more():
                return None
        head, self._read = self._read.split(end, 1)
        return head

    def _exactly(self, size: int) -> bytes:
        while len(self._read) < size:
            if not self._more():
                break
        body, self._read = self._read[:size], self._read[size:]
        return body

    def _more(self) -> bool:
        try:
            new = self._socket.recv(65536)
        except ConnectionResetError:
            return False
        self._read += new
        return bool(new)


def chunked(body: bytes, *sizes: int) -> bytes:
    """Return a body in chunks of these sizes, and what is left as the last."""
    parts, rest = [], body
    for size in sizes:
        parts.append(rest[:size])
        rest = rest[size:]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in [*parts, rest] if part) + b"0\r\n\r\n"
