"""Servers that hang, drip, hang up, lie and talk nonsense: a payment gets its card, and soon."""

import datetime as dt
import itertools
import socket
import ssl
import threading
import time
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from scams.client import Client
from scams.client.deadline import within
from scams.client.sockets import Addresses
from tests.scams.client.academy import Academy
from tests.scams.client.conftest import MakeClient
from tests.scams.client.servers import RawServer, WsgiServer, eventually, read_request

TRY_SECONDS = 0.2
SOON_SECONDS = 10.0
"""Two tries take 0.4 seconds, a busy machine some more; what these servers make of it would take minutes."""

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def says_nothing(connection: socket.socket) -> None:
    wait_for_end(connection)


def hangs_up(connection: socket.socket) -> None:
    del connection


def resets(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def wait_for_end(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


def drip(connection: socket.socket, content: bytes) -> None:
    """Send a byte every twentieth of a second, for ever."""
    for byte in itertools.cycle(content):
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


def drips_status(connection: socket.socket) -> None:
    drip(connection, b"HTTP/1.1 200 OK")


def drips_headers(connection: socket.socket) -> None:
    connection.sendall(HEAD)
    drip(connection, b"X-More: and more\r\n")


def drips_body(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Content-Length: 9999\r\n\r\n")
    drip(connection, b" ")


def drips_chunks(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    drip(connection, b"1\r\n \r\n")


def sends_headers_without_end(connection: socket.socket) -> None:
    connection.sendall(HEAD)
    while True:
        connection.sendall(b"X-Header: 1\r\n" * 1000)


def sends_a_body_without_end(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"\r\n")
    while True:
        connection.sendall(b" " * 65536)


def says(content: bytes) -> Callable[[socket.socket], None]:
    def behave(connection: socket.socket) -> None:
        connection.sendall(content)
        connection.shutdown(socket.SHUT_WR)
        wait_for_end(connection)

    return behave


def with_body(body: bytes, *headers: bytes) -> bytes:
    return (
        HEAD + b"".join(b"%b\r\n" % header for header in headers) + b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
    )


CARD = b'{"warning_id":"7","deck":"d","card":{"headline":"%b","safe_action":{"label":"Stop"}}}'
BEHAVIOURS = {
    "says nothing": says_nothing,
    "hangs up": hangs_up,
    "resets": resets,
    "drips the status": drips_status,
    "drips headers": drips_headers,
    "drips the body": drips_body,
    "drips chunks": drips_chunks,
    "headers without end": sends_headers_without_end,
    "a body without end": sends_a_body_without_end,
    "noise": says(bytes(range(256)) * 8),
    "another protocol": says(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "no header": says(b"\r\n\r\n"),
    "a page": says(with_body(b"<!doctype html><title>Log in</title>")),
    "an empty body": says(with_body(b"")),
    "a list": says(with_body(b"[]")),
    "null": says(with_body(b"null")),
    "no card": says(with_body(b'{"warning_id":"7"}')),
    "a blank card": says(with_body(CARD % b"")),
    "not UTF-8": says(with_body(CARD % b"\xff\xfe")),
    "packed though nobody asked": says(with_body(b"\x1f\x8b\x08\x00", b"Content-Encoding: gzip")),
    "cut short": says(HEAD + b"Content-Length: 500\r\n\r\n" + CARD % b"Wait"),
    "a length that is none": says(HEAD + b"Content-Length: many\r\n\r\n"),
    "two lengths": says(HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + CARD % b"Wait"),
    "bad chunks": says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
    "nested without end": says(with_body(b"[" * 100_000)),
    "a redirect to itself": says(b"HTTP/1.1 307 There\r\nLocation: /api/v1/warnings\r\nContent-Length: 0\r\n\r\n"),
    "a status that is none": says(b"HTTP/1.1 9000 OK\r\n\r\n"),
    "continue for ever": says(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
}


class Hostile:
    """Behaves badly towards every warning; whoever asks for the deck is kept waiting."""

    def __init__(self, behave: Callable[[socket.socket], None]) -> None:
        self.behave = behave
        self.warnings = 0

    def __call__(self, connection: socket.socket, _number: int) -> None:
        if not read_request(connection).startswith(b"POST"):
            wait_for_end(connection)
            return
        self.warnings += 1
        self.behave(connection)


@pytest.mark.parametrize("behave", BEHAVIOURS.values(), ids=BEHAVIOURS.keys())
def test_there_is_a_card_and_soon(make_client: MakeClient, behave: Callable[[socket.socket], None]) -> None:
    hostile = Hostile(behave)
    with RawServer(hostile) as server:
        client = make_client(server.url, timeout=TRY_SECONDS)
        began = time.monotonic()
        warning = client.warning("task-rebate", "warn", "en")
        assert time.monotonic() - began < SOON_SECONDS
        assert (warning.source, warning.answer.card.locale) == ("last-resort", "en")
        assert warning.answer.card.headline
        assert client.status().troubles["remote"]
        assert hostile.warnings <= 2


def test_nobody_there_is_no_reason_to_wait(make_client: MakeClient) -> None:
    with RawServer(lambda _connection, _number: None) as server:
        url = server.url
    client = make_client(url)
    assert [client.warning("gain").source for _ in range(10)] == ["last-resort"] * 10
    assert "ConnectionRefused" in client.status().troubles["remote"]


def test_a_name_that_nobody_has_is_no_reason_to_fail(make_client: MakeClient) -> None:
    client = make_client("http://nobody.invalid", timeout=TRY_SECONDS)
    began = time.monotonic()
    assert client.warning("gain").source == "last-resort"
    assert time.monotonic() - began < SOON_SECONDS


@pytest.fixture
def slow_names(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Name servers that answer only once the event is set; numbers need none."""
    answer, real = threading.Event(), socket.getaddrinfo

    def look_up(*arguments: object, **options: object) -> object:
        if options.get("flags") != socket.AI_NUMERICHOST:
            answer.wait(60)
        return real(*arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return answer


def test_a_name_server_that_does_not_answer_costs_no_more_than_the_time_given(
    make_client: MakeClient, server: WsgiServer, slow_names: threading.Event
) -> None:
    client = make_client(f"http://localhost:{server.port}", timeout=TRY_SECONDS)
    began = time.monotonic()
    assert client.warning("gain").source == "last-resort"
    assert time.monotonic() - began < SOON_SECONDS
    slow_names.set()
    eventually(lambda: client.warning("gain").source == "remote")


def test_known_addresses_are_used_while_newer_ones_are_looked_up(
    server: WsgiServer, slow_names: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_names.set()
    addresses = Addresses("localhost", server.port)
    with within(60):
        known = addresses.get()
    slow_names.clear()
    monkeypatch.setattr(addresses, "_due", 0.0)
    with within(0.001):
        assert addresses.get() == known
    slow_names.set()


def test_slow_payments_do_not_hold_up_each_other(make_client: MakeClient) -> None:
    with RawServer(Hostile(drips_body)) as server:
        client = make_client(server.url, timeout=TRY_SECONDS)
        began = time.monotonic()
        threads = [threading.Thread(target=client.warning, args=("gain",)) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert time.monotonic() - began < SOON_SECONDS
        assert client.status().answers["last-resort"] == 20


# --- TLS


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody knows, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now, day = dt.datetime.now(dt.UTC), dt.timedelta(days=1)
    host = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - day).not_valid_after(now + day)
        .add_extension(host, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = tmp_path / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


def server_context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_a_server_with_a_certificate_of_nobodys_is_not_told_the_key(
    make_client: MakeClient, academy: Academy, certificate: Path
) -> None:
    with WsgiServer(academy, tls=server_context(certificate)) as server:
        client = make_client(server.url)
        assert client.warning("gain").source == "last-resort"
        assert "CERTIFICATE_VERIFY_FAILED" in client.status().troubles["remote"]
        assert not server.asked


def test_a_server_with_a_trusted_certificate_answers(
    make_client: MakeClient, academy: Academy, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with WsgiServer(academy, tls=server_context(certificate)) as server:
        client = make_client(server.url)
        assert [client.warning("gain").source for _ in range(3)] == ["remote"] * 3
        assert client.ready(30)


def test_a_trusted_certificate_of_another_host_is_refused(
    make_client: MakeClient, academy: Academy, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with WsgiServer(academy, tls=server_context(certificate)) as server:
        client = make_client(f"https://localhost:{server.port}")
        assert client.warning("gain").source == "last-resort"
        assert "localhost" in client.status().troubles["remote"]


def drips_under_tls(certificate: Path) -> Callable[[socket.socket, int], None]:
    context = server_context(certificate)

    def behave(connection: socket.socket, number: int) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            Hostile(drips_headers)(secure, number)

    return behave


def drips_a_handshake(connection: socket.socket, _number: int) -> None:
    connection.recv(65536)
    drip(connection, b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")


@pytest.mark.parametrize("when", ["handshake", "answer"])
def test_a_server_that_drips_under_tls_costs_no_more_than_the_time_given(
    make_client: MakeClient, certificate: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with RawServer(drips_under_tls(certificate) if when == "answer" else drips_a_handshake) as server:
        client = make_client(server.url.replace("http", "https"), timeout=TRY_SECONDS)
        began = time.monotonic()
        assert client.warning("gain").source == "last-resort"
        assert time.monotonic() - began < SOON_SECONDS


def test_sending_events_takes_no_longer_than_told(make_client: MakeClient) -> None:
    with RawServer(Hostile(drips_body)) as server:
        client = make_client(server.url, timeout=TRY_SECONDS)
        client.record("shown", client.warning("gain").warning_id)
        began = time.monotonic()
        assert not client.flush(0.2)
        assert time.monotonic() - began < SOON_SECONDS
        assert client.status().events_waiting == 1


def test_whatever_a_server_does_the_client_can_be_closed_soon(academy: Academy) -> None:
    with RawServer(Hostile(drips_body)) as server:
        began = time.monotonic()
        with Client(server.url, academy.key, timeout=TRY_SECONDS) as client:
            client.warning("gain")
        assert time.monotonic() - began < 2 * SOON_SECONDS
