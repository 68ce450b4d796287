"""Real servers for the client to meet: one for any WSGI application, and one that behaves as badly as it likes."""

import io
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from socketserver import BaseRequestHandler, TCPServer, ThreadingMixIn
from types import TracebackType
from typing import Any, NamedTuple, Self
from wsgiref.util import setup_testing_defaults


def eventually(holds: Callable[[], object], within: float = 30.0) -> None:
    """Wait until something holds; busy machines get their time."""
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


class Asked(NamedTuple):
    """One request that arrived, and over which connection."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    connection: int


class _Threaded(ThreadingMixIn, TCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller who hangs up is no news."""


class Server:
    """Listens on a port of 127.0.0.1 as long as the block lasts; connections end with it."""

    scheme = "http"

    def __init__(self, handler: type[BaseRequestHandler], port: int = 0, host: str = "127.0.0.1") -> None:
        self.connections: list[socket.socket] = []
        mine = self

        class Handler(handler):
            server_of_tests = mine

            def setup(self) -> None:
                mine.connections.append(self.request)
                super().setup()

        self._server = _Threaded((host, port), Handler)
        self.host = host
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.cut()
        self._thread.join()

    def cut(self) -> None:
        """End all connections there are, as a restarted server does."""
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()


class WsgiServer(Server):
    """Serves a WSGI application over HTTP/1.1 with connections kept open, and remembers what was asked."""

    def __init__(
        self, application: Any, *, tls: ssl.SSLContext | None = None, port: int = 0, host: str = "127.0.0.1"
    ) -> None:
        super().__init__(_Http, port, host)
        self.application = application
        self.asked: list[Asked] = []
        if tls:
            self.scheme = "https"
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )  # fmt: skip

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]


class _Http(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    server_of_tests: WsgiServer

    def log_message(self, *_arguments: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        server = self.server_of_tests
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        server.asked.append(Asked(self.command, self.path, dict(self.headers), body, self.client_address[1]))
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "PATH_INFO": self.path,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in self.headers.items()},
        }
        setup_testing_defaults(environ)
        parts = server.application(environ, self._start)
        with suppress(OSError):
            for part in parts:
                self.wfile.write(part)

    def _start(self, status: str, headers: list[tuple[str, str]]) -> None:
        self.send_response(int(status[:3]))
        for name, value in headers:
            self.send_header(name, value)
        with suppress(OSError):
            self.end_headers()


class RawServer(Server):
    """Gives every connection to a function, with its number from 0 on, and closes it when that returns."""

    def __init__(self, behave: Callable[[socket.socket, int], None], port: int = 0) -> None:
        super().__init__(_Raw, port)
        self.behave = behave


class _Raw(BaseRequestHandler):
    server_of_tests: RawServer

    def handle(self) -> None:
        server = self.server_of_tests
        with suppress(OSError):
            server.behave(self.request, server.connections.index(self.request))


def read_request(connection: socket.socket) -> bytes:
    """Read one request from a connection, with its body."""
    gathered = b""
    while b"\r\n\r\n" not in gathered and (part := connection.recv(65536)):
        gathered += part
    head, _, body = gathered.partition(b"\r\n\r\n")
    lengths = [line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    while lengths and len(body) < int(lengths[0]) and (part := connection.recv(65536)):
        body += part
    return head + b"\r\n\r\n" + body


def answering(status: str, body: bytes = b"", *headers: tuple[str, str]) -> Any:
    """Return a WSGI application that says the same to everybody."""

    def application(_environ: Any, start: Any) -> list[bytes]:
        start(status, [("Content-Length", str(len(body))), *headers])
        return [body]

    return application
