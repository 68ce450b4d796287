"""The connections of this process's own web server, as the kernel counts them. On Linux only.

The server gives Python no handle on its connections, so they are found among the open files of the process: whatever
is connected at a port at which the process listens. Connections to a database or a cache have ports of their own.
"""

import os
import resource
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

COUNTED: Final = sys.platform == "linux"
"""Whether there is anything to be had here."""

CONNECTIONS: Final = 4096
"""Most connections of one process, idle ones included, for some 9 KB each; who comes then waits for one to end."""

_FILES_BESIDES: Final = 256
"""Most open files of a process besides its connections."""
_FILES: Final = Path("/proc/self/fd")
_TCP_INFO: Final = struct.Struct("=120x Q 16x I 52x Q Q")
"""Of the kernel's `struct tcp_info`: bytes acknowledged, bytes not sent yet, bytes sent, bytes sent again."""


class Connection(NamedTuple):
    """One caller's connection at one moment."""

    file: int
    """Its file descriptor."""
    peer: tuple[Any, ...]
    """The caller's address."""
    written: int
    """Bytes the server has ever written to it, sent or not."""
    taken: int
    """Bytes the caller has ever acknowledged."""

    @property
    def name(self) -> tuple[Any, ...]:
        """What it is known by at another moment."""
        return self.file, *self.peer


def connections() -> list[Connection]:
    """Return the connections of callers to the server in this process; none where the kernel does not count."""
    if not COUNTED:
        return []
    listening: set[int] = set()
    found: list[tuple[int, Connection]] = []
    for file, one in _sockets():
        with suppress(OSError):  # it is being opened or closed right now
            port = one.getsockname()[1]
            if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                listening.add(port)
            else:
                found.append((port, _counted(file, one)))
    return [connection for port, connection in found if port in listening]


def gained(before: list[Connection], least: int, most: int) -> list[Connection]:
    """Return the connections of `before` to which so many bytes were written since, at least and at most."""
    written = {connection.name: connection.written for connection in before}
    now = [one for one in connections() if one.name in written]
    return [one for one in now if least <= one.written - written[one.name] <= most]


def clogged(before: list[Connection]) -> list[Connection]:
    """Return the connections of `before` whose callers have since taken nothing of what waits for them."""
    taken = {connection.name: connection.taken for connection in before}
    return [one for one in connections() if one.written > one.taken == taken.get(one.name)]


def cut(connection: Connection) -> bool:
    """Shut a connection down in both directions; return whether it was still there.

    The server then reads what came so far and the end. The descriptor may have become another's: it is looked at again.
    """
    for file, one in _sockets([connection.file]):
        with suppress(OSError):
            if _counted(file, one).name == connection.name:
                one.shutdown(socket.SHUT_RDWR)
                return True
    return False


def _sockets(files: list[int] | None = None) -> Iterator[tuple[int, socket.socket]]:
    """Yield the TCP sockets among some open files, or all; each by a descriptor of our own, closed after use."""
    for file in files or [int(path.name) for path in _FILES.iterdir()]:
        try:
            copy = os.dup(file)
        except OSError:  # closed since
            continue
        try:
            one = socket.socket(fileno=copy)
        except OSError:  # a file, a pipe, a folder
            os.close(copy)
            continue
        with closing(one):
            if one.family in (socket.AF_INET, socket.AF_INET6) and one.type == socket.SOCK_STREAM:
                yield file, one


def _counted(file: int, one: socket.socket) -> Connection:
    """Return what the kernel has counted of a connection; OSError when it is none (any more)."""
    content = one.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO.size)
    if len(content) < _TCP_INFO.size:
        raise OSError("this kernel is older than Linux 4.19 and counts less")
    taken, unsent, sent, sent_again = _TCP_INFO.unpack(content)
    return Connection(file, one.getpeername(), written=sent - sent_again + unsent, taken=taken)


def allow_connections() -> None:
    """Let this process open as many files as its connections may need, as far as the system allows it."""
    few, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + _FILES_BESIDES
    if resource.RLIM_INFINITY != few < wanted:
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most)
        )
