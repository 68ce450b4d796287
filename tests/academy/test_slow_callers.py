"""The parts of what cuts off slow callers, in this process with real sockets; the whole of it is in tests/services."""

import io
import logging
import os
import select
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from academy.bodies import PIECE, Body, by_pieces
from academy.connections import Connection, clogged, connections, cut, gained
from academy.slow_callers import Guard, Patience, watch

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="Other systems do not count what a connection wrote")

# --- Bodies by pieces

LINES = b"one\ntwo\n" + b"x" * 40_000 + b"\nlast"


class Source(io.BytesIO):
    """A `wsgi.input` that notes how much it was asked for."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.asked: list[int | None] = []

    def read(self, size: int | None = -1, /) -> bytes:
        self.asked.append(size)
        return super().read(size)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 1_000_000, -1, None])
def test_a_body_reads_as_its_source_does_but_never_asks_for_more_than_a_piece(size: int | None) -> None:
    source = Source(LINES)
    assert Body(source).read(size) == io.BytesIO(LINES).read(size)
    assert all(asked is not None and 0 < asked <= PIECE for asked in source.asked)


def test_a_body_is_read_on_where_the_last_read_ended() -> None:
    body = Body(Source(LINES))
    assert [body.read(4), body.read(PIECE), body.read(), body.read(5)] == [
        *(LINES[:4], LINES[4 : 4 + PIECE], LINES[4 + PIECE :]),
        b"",
    ]


def test_a_body_has_lines() -> None:
    expected = io.BytesIO(LINES).readlines()
    assert list(Body(Source(LINES))) == Body(Source(LINES)).readlines() == expected
    assert Body(Source(LINES)).readline() == expected[0]
    assert Body(Source(LINES)).readline(2) == b"on"


def test_an_application_gets_its_body_by_pieces_and_all_else_as_it_was() -> None:
    seen: dict[str, Any] = {}

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.update(environ)
        return [start_response, environ["wsgi.input"].read(3)]

    assert by_pieces(application)({"A": 1, "wsgi.input": Source(b"abcd")}, b"started") == [b"started", b"abc"]
    assert seen["A"] == 1


# --- Connections


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture
def pair(listening: socket.socket) -> Iterator[tuple[socket.socket, socket.socket]]:
    """A caller's end and the server's."""
    with socket.create_connection(listening.getsockname()) as caller, listening.accept()[0] as served:
        yield caller, served


def found(caller: socket.socket) -> Connection:
    """The server's end of a caller's connection, as found."""
    (one,) = [one for one in connections() if one.peer == caller.getsockname()]
    return one


@linux_only
def test_only_the_servers_own_connections_are_found(pair: tuple[socket.socket, socket.socket]) -> None:
    caller, served = pair
    near, far = socket.socketpair()
    with near, far, socket.socket(), select.epoll():
        names = {one.peer for one in connections()}
    assert caller.getsockname() in names
    assert served.getsockname() not in names  # the caller's end is a connection out, as one to a database is


@linux_only
def test_what_is_written_counts_whether_the_caller_takes_it_or_not(pair: tuple[socket.socket, socket.socket]) -> None:
    caller, served = pair
    before = found(caller)
    served.sendall(b"x" * 1234)
    assert found(caller).written - before.written == 1234

    served.setblocking(False)
    more = 0
    with suppress(BlockingIOError):
        while True:
            more += served.send(b"x" * 100_000)
    now = found(caller)
    assert now.written - before.written == 1234 + more
    assert now.taken < now.written


@linux_only
def test_who_was_written_so_much_is_told_from_who_takes_nothing(
    pair: tuple[socket.socket, socket.socket], listening: socket.socket
) -> None:
    caller, served = pair
    with socket.create_connection(listening.getsockname()) as other, listening.accept()[0] as clogging:
        clogging.setblocking(False)
        for _ in range(3):  # what the kernel still moves after the first refusal, too
            with suppress(BlockingIOError):
                while True:
                    clogging.send(b"x" * 100_000)
            time.sleep(0.05)
        before = connections()
        served.sendall(b"x" * 700)
        assert [one.peer for one in gained(before, 700, 800)] == [caller.getsockname()]
        assert gained(before, 701, 800) == gained(before, 600, 699) == []
        caller.recv(700, socket.MSG_WAITALL)
        assert [one.peer for one in clogged(before)] == [other.getsockname()]


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@linux_only
def test_looking_leaves_no_open_file_and_no_socket_changed(
    pair: tuple[socket.socket, socket.socket], tmp_path: Path
) -> None:
    with ExitStack() as stack:
        for one in (tmp_path / "file").open("w"), select.epoll(), *socket.socketpair():
            stack.enter_context(one)
        folder = os.open(tmp_path, os.O_RDONLY)
        stack.callback(os.close, folder)
        before = open_files()
        for _ in range(100):
            connections()
        assert open_files() < before + 50  # other threads of the tests may open some, too
    caller, served = pair
    served.sendall(b"still here")
    assert caller.recv(100) == b"still here"
    assert os.get_blocking(served.fileno())


@linux_only
def test_a_connection_that_is_cut_ends_for_both_after_what_was_written(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    caller, served = pair
    caller.settimeout(30)
    served.settimeout(30)
    served.sendall(b"408")
    assert cut(found(caller))
    assert (caller.recv(100), caller.recv(100), served.recv(100)) == (b"408", b"", b"")


@linux_only
def test_a_descriptor_that_is_anothers_by_now_is_not_cut(
    pair: tuple[socket.socket, socket.socket], listening: socket.socket
) -> None:
    caller, served = pair
    gone = found(caller)
    with socket.create_connection(listening.getsockname()) as other, listening.accept()[0] as others:
        os.dup2(others.fileno(), served.fileno())
        assert not cut(gone)
        others.sendall(b"untouched")
        assert other.recv(100) == b"untouched"


def test_what_is_closed_by_now_is_not_cut() -> None:
    file, writing = os.pipe()
    os.close(file)
    os.close(writing)
    assert not cut(Connection(file, ("127.0.0.1", 1), written=0, taken=0))


# --- The guard, where granian does not serve

Reading = Callable[[], None]


@pytest.fixture
def reading() -> Iterator[tuple[Guard, Reading]]:
    """A guard, and what makes a thread of this process end one read and begin the next."""
    far, near = socket.socketpair()
    begun = threading.Semaphore(0)

    def read() -> bytes:
        begun.release()
        return near.recv(1)

    def work() -> None:
        while read() != b".":
            pass

    def go_on() -> None:
        far.sendall(b"x")
        begun.acquire()

    thread = threading.Thread(target=work)
    thread.start()
    begun.acquire()
    yield Guard({read.__code__: Patience(1.0, 0.1)}), go_on
    far.sendall(b".")
    thread.join()
    far.close()
    near.close()


def test_under_another_server_nothing_is_done_and_that_is_said_once(
    reading: tuple[Guard, Reading], caplog: pytest.LogCaptureFixture
) -> None:
    guard, _go_on = reading
    for _ in range(5):
        guard.look(0.25)
    assert [record.message for record in caplog.records if record.levelno == logging.ERROR] == [
        "slow callers are not cut off: this is not the granian we know"
    ]
    for _ in range(10):
        guard.look(0.25)
    assert len(caplog.records) == 1


def test_patience_is_counted_in_looks_at_one_and_the_same_read(
    reading: tuple[Guard, Reading], caplog: pytest.LogCaptureFixture
) -> None:
    guard, go_on = reading
    for _ in range(5):
        for _ in range(4):  # the first one finds it, three quarters of its patience follow
            guard.look(0.25)
        go_on()
    assert not caplog.records


def test_a_process_looks_for_slow_callers_once() -> None:
    watch()
    watch()
    assert [thread.name for thread in threading.enumerate()].count("slow-callers") == (sys.platform == "linux")
