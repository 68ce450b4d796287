"""The web server's command and address, for everything that serves. No Django: the warnings alone start without it."""

import socket
import sys
from argparse import ArgumentParser
from typing import Final

from academy.connections import CONNECTIONS

HEADER_MILLISECONDS: Final = 30_000
"""How long a request's head may take, and how long a connection may be idle: granian counts both alike.

A slow head holds no thread, only one of the connections; and whoever keeps connections open expects to find them so.
"""


class PortTaken(Exception):
    """Nothing can listen there; the message says where and why."""


def add_address(parser: ArgumentParser, *, port: int) -> None:
    """Add the options of a command that serves."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
    parser.add_argument("--port", type=int, default=port, help="port to listen at (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="web processes (default: %(default)s)")


def refuse_taken_port(host: str, port: int) -> None:
    """Raise `PortTaken` if nothing can listen there: granian would share the port with another granian."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise PortTaken(f"Cannot listen at {host}:{port}: {error.strerror or error}") from error


def own_address(host: str, port: int) -> str:
    """Return where a server that listens at an address is found from its own machine."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 -- what others listen at
    name = everywhere.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def granian_command(application: str, *, host: str, port: int, workers: int, threads: int) -> list[str]:
    """Return the command that serves a WSGI application with so many processes, and threads for Python in each.

    HTTP/1 alone: under HTTP/2 a caller who breaks off holds a thread for ever (see `academy.slow_callers`).
    """
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(threads), "--http", "1", "--no-ws"),
        *("--backlog", "1024", "--backpressure", str(CONNECTIONS)),
        *("--http1-header-read-timeout", str(HEADER_MILLISECONDS), "--no-access-log", "--log-level", "warning"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5", application),
    ]
