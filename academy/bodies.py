"""The bodies of requests for Django, read so that a slow sender can be told from one who has stopped."""

import sys
from collections.abc import Iterable, Iterator
from typing import Any, Final

from scams.api.wsgi import Application, Environ, StartResponse

PIECE: Final = 16 * 1024
"""Bytes that the server is asked for at once."""


class Body:
    """A request's body that is taken piece by piece, so that a slow sender can be told from one who has stopped."""

    def __init__(self, source: Any) -> None:
        """Read from a server's `wsgi.input`."""
        self._source = source

    def read(self, size: int | None = -1) -> bytes:
        """Return so many bytes, or all; fewer only at the end of the body."""
        pieces: list[bytes] = []
        left = sys.maxsize if size is None or size < 0 else size
        while left:
            wanted = min(left, PIECE)
            pieces.append(self.piece(wanted))
            if len(pieces[-1]) < wanted:
                break
            left -= wanted
        return b"".join(pieces)

    def readline(self, size: int | None = -1) -> bytes:
        """Return the next line with its end, or so many bytes of it."""
        return self.line() if size is None or size < 0 else self.line(size)

    def readlines(self, _hint: int | None = -1) -> list[bytes]:
        """Return all lines."""
        return list(self)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")

    def piece(self, size: int) -> bytes:
        """Return so many bytes as the server gives them: nothing but waiting takes time here."""
        piece: bytes = self._source.read(size)
        return piece

    def line(self, *size: int) -> bytes:
        """Return a line as the server gives it; like a piece."""
        line: bytes = self._source.readline(*size)
        return line


def by_pieces(application: Application) -> Application:
    """Return a WSGI callable that has `application` read bodies piece by piece."""

    def wrapped(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        environ["wsgi.input"] = Body(environ["wsgi.input"])
        return application(environ, start_response)

    return wrapped
