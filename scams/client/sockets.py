"""Connections that keep an exchange's time limit: looking up the name, connecting, TLS, sending and every receive."""

import socket
import ssl
import threading
from collections.abc import Iterable, Sequence
from time import monotonic
from typing import Any, Final

from urllib3.connection import HTTPConnection, HTTPSConnection

from scams.client.deadline import left

_FRESH_SECONDS: Final = 30.0
"""How long a host's addresses are used before they are looked up again."""
_FAILED_SECONDS: Final = 1.0
"""How long after a failed look-up the next one may begin."""

_Address = tuple[socket.AddressFamily, socket.SocketKind, int, str, Any]


class TimedSocket(socket.socket):
    """A TCP connection each of whose waits gets what is left of the exchange's time."""

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        """Receive into `buffer`; TimeoutError when the exchange's time is up."""
        self.settimeout(left())
        return super().recv_into(buffer, nbytes, flags)

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Send all of `data`; TimeoutError when the exchange's time is up."""
        self.settimeout(left())
        super().sendall(data, flags)


class TimedTLSSocket(ssl.SSLSocket):
    """The same under TLS."""

    def do_handshake(self, block: bool = False) -> None:
        """Agree on keys; TimeoutError when the exchange's time is up."""
        self.settimeout(left())
        super().do_handshake(block)

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        """Receive into `buffer`; TimeoutError when the exchange's time is up."""
        self.settimeout(left())
        return super().recv_into(buffer, nbytes, flags)

    def send(self, data: Any, flags: int = 0) -> int:
        """Send some of `data`; TimeoutError when the exchange's time is up."""
        self.settimeout(left())
        return super().send(data, flags)


class Addresses:
    """Where a host is. Names are looked up in a thread of their own: nothing bounds how long a name server takes."""

    def __init__(self, host: str, port: int) -> None:
        """Find the addresses of `host`; a number needs no look-up, a name is looked up when first asked for."""
        self._host = host
        self._port = port
        self._known = _numeric(host, port)
        self._due = float("inf") if self._known else 0.0
        self._trouble = ""
        self._looking = threading.Lock()
        self._done = threading.Event()

    def get(self) -> Sequence[_Address]:
        """Return the addresses last found, at once where there are any; OSError when there are none in time."""
        if monotonic() >= self._due and self._looking.acquire(blocking=False):
            self._done.clear()
            threading.Thread(target=self._look_up, name="scams-names", daemon=True).start()
        if not self._known:
            self._done.wait(left())
        if not self._known:
            raise OSError(f"{self._host}: {self._trouble or 'the name was not found in time'}")
        return self._known

    def _look_up(self) -> None:
        try:
            self._known = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
            self._due = monotonic() + _FRESH_SECONDS
        except (OSError, UnicodeError) as error:
            self._trouble = str(error)
            self._due = monotonic() + _FAILED_SECONDS
        finally:
            self._looking.release()
            self._done.set()


def _numeric(host: str, port: int) -> Sequence[_Address]:
    """Return the address that `host` is itself, or nothing when it is a name."""
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return []


def connected(addresses: Addresses, options: Iterable[Any]) -> TimedSocket:
    """Return a connection to the first address that answers; each gets a share of the time left. OSError for none."""
    places = addresses.get()
    trouble: OSError = OSError("no address")
    for place, (family, kind, protocol, _name, address) in enumerate(places):
        connection = TimedSocket(family, kind, protocol)
        try:
            for option in options:
                connection.setsockopt(*option)
            connection.settimeout(left() / (len(places) - place))
            connection.connect(address)
        except OSError as error:
            connection.close()
            trouble = error
        else:
            return connection
    raise trouble


class PlainConnection(HTTPConnection):
    """HTTP over a timed connection."""

    def __init__(self, *arguments: Any, addresses: Addresses, **options: Any) -> None:
        """Connect to `addresses`; the rest is urllib3's."""
        super().__init__(*arguments, **options)
        self._addresses = addresses

    def _new_conn(self) -> socket.socket:
        return connected(self._addresses, self.socket_options or ())


class TLSConnection(HTTPSConnection):
    """HTTPS over a timed connection."""

    def __init__(self, *arguments: Any, addresses: Addresses, **options: Any) -> None:
        """Connect to `addresses`; the rest is urllib3's."""
        super().__init__(*arguments, **options)
        self._addresses = addresses

    def _new_conn(self) -> socket.socket:
        return connected(self._addresses, self.socket_options or ())


def tls_context() -> ssl.SSLContext:
    """Return the system's idea of whom to trust, for timed connections; `SSL_CERT_FILE` names another."""
    context = ssl.create_default_context()
    context.sslsocket_class = TimedTLSSocket
    return context
