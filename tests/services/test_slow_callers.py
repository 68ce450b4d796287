"""Callers who send slowly, at a real granian: they are cut off, and nobody else is the worse for it."""

import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest

from academy.processes import end_with_parent
from academy.slow_callers import WAKE, WARNING
from academy.web import granian_command
from tests.conftest import ROOT, Demo, RunningSite, environment_for, free_port, start_site, stop_site
from tests.services.conftest import gone, wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Slow callers are cut off on Linux only")

PLAIN = json.dumps({"fraud_types": [{"code": "task-rebate"}]}).encode()
PATIENT = 60.0  # seconds a test waits for what is to happen within a few, on however busy a machine


class Caller:
    """One connection, on which bytes are sent as a test likes."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENT)
        self.file = self.socket.makefile("rb")

    def __enter__(self) -> "Caller":
        return self

    def __exit__(self, *_error: object) -> None:
        self.file.close()
        self.socket.close()

    def head(self, length: int, *, path: str = "/api/v1/warnings", **headers: str) -> None:
        """Send a request's head, promising a body."""
        lines = [f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Length: {length}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.socket.sendall("\r\n".join([*lines, "\r\n"]).encode())

    def ask(self, key: str) -> int:
        """Ask for a warning, head and body apart as many clients do; return the answer's status."""
        self.head(len(PLAIN), Authorization=f"Bearer {key}")
        self.socket.sendall(PLAIN)
        return self.answer()[0]

    def answer(self) -> tuple[int, bytes]:
        """Return the next answer: status and body; 0 when the connection ends without one."""
        status, length = self.file.readline(), 0
        if not status:
            return 0, b""
        while (line := self.file.readline()) not in (b"\r\n", b""):
            name, _colon, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return int(status.split()[1]), self.file.read(length)

    def drip(self, *, every: float) -> int:
        """Send a byte again and again until there is an answer or an end; return how many were sent."""
        self.socket.settimeout(every)
        sent, deadline = 0, time.monotonic() + PATIENT
        while time.monotonic() < deadline:
            try:
                self.socket.recv(1, socket.MSG_PEEK)
                break
            except TimeoutError:
                self.socket.sendall(b" ")
                sent += 1
        self.socket.settimeout(PATIENT)
        return sent


class Served(NamedTuple):
    """A running granian."""

    port: int
    process: psutil.Popen
    log: Path

    def listens(self) -> bool:
        assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
        return answers(self.port)


def port_of(site: RunningSite) -> int:
    return int(site.url.rpartition(":")[2])


@pytest.fixture(scope="module")
def alone(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """The warnings alone, with one worker: one thread answers everybody."""
    folder = Path(shutil.copytree(demo.data_dir, tmp_path_factory.mktemp("alone") / "data"))
    running = start_site(demo, folder, command="serve_warnings", workers=1)
    yield running
    stop_site(running)


# --- The warnings


def test_who_stops_in_mid_body_is_answered_408_and_the_next_is_served(alone: RunningSite) -> None:
    with Caller(port_of(alone)) as slow, Caller(port_of(alone)) as fast:
        slow.head(100, Authorization=f"Bearer {alone.key}")
        slow.socket.sendall(b"{")
        time.sleep(WARNING.usual / 4)  # so that it is its turn first
        assert fast.ask(alone.key) == 200
        status, body = slow.answer()
        assert (status, json.loads(body)["title"]) == (408, "Request Timeout")
        assert slow.answer() == (0, b"")  # and the connection is at its end


def test_dripping_does_not_help(alone: RunningSite) -> None:
    time.sleep(2 * WAKE)  # after a cut patience is short
    with Caller(port_of(alone)) as slow:
        slow.head(10_000, Authorization=f"Bearer {alone.key}")
        assert slow.drip(every=0.2) > 0
        assert slow.answer()[0] == 408
    with Caller(port_of(alone)) as fast:
        assert fast.ask(alone.key) == 200


def test_an_idle_connection_is_kept(alone: RunningSite) -> None:
    with Caller(port_of(alone)) as idle, Caller(port_of(alone)) as silent:
        assert idle.ask(alone.key) == 200
        time.sleep(3 * WARNING.usual)
        assert [idle.ask(alone.key), silent.ask(alone.key)] == [200, 200]


def test_a_body_that_comes_within_its_patience_is_waited_for(alone: RunningSite) -> None:
    time.sleep(2 * WAKE)  # after a cut patience is short
    with Caller(port_of(alone)) as caller:
        caller.head(len(PLAIN), Authorization=f"Bearer {alone.key}")
        time.sleep(WARNING.usual / 10)
        caller.socket.sendall(PLAIN)
        assert caller.answer()[0] == 200


def test_no_fast_caller_loses_an_answer_while_slow_ones_are_cut_off(alone: RunningSite) -> None:
    stop = threading.Event()
    with ThreadPoolExecutor() as pool:
        fast = [pool.submit(ask_until, stop, alone) for _ in range(4)]
        slow = [pool.submit(be_slow, alone, every) for every in (0.1, 0.3, PATIENT, PATIENT, PATIENT)]
        try:
            assert [one.result() for one in slow] == [408] * 5
            with Caller(port_of(alone)) as caller:
                assert [caller.ask(alone.key) for _ in range(20)] == [200] * 20
        finally:
            stop.set()
    statuses = sum((one.result() for one in fast), Counter[int]())
    assert set(statuses) == {200}


def ask_until(stop: threading.Event, site: RunningSite) -> Counter[int]:
    """Ask for one warning after the other on one connection; return how often there was which status."""
    statuses = Counter[int]()
    with Caller(port_of(site)) as caller:
        while not stop.is_set():
            statuses[caller.ask(site.key)] += 1
    return statuses


def be_slow(site: RunningSite, every: float) -> int:
    """Begin to send and go on with a byte now and then; return the status of the answer."""
    with Caller(port_of(site)) as caller:
        caller.head(1000, Authorization=f"Bearer {site.key}")
        caller.socket.sendall(b"{")
        caller.drip(every=every)
        return caller.answer()[0]


def test_the_log_names_the_client_and_holds_no_error_and_no_key(alone: RunningSite) -> None:
    assert be_slow(alone, PATIENT) == 408
    log = alone.data_dir / "serve_warnings.log"
    wait_for(lambda: "slow callers cut off: " in log.read_text(encoding="utf-8"), "the line about it")
    text = log.read_text(encoding="utf-8")
    assert "the last at 127.0.0.1, client demo-engine" in text
    assert not [word for word in ("ERROR", "CRITICAL", "Traceback", alone.key) if word in text]


# --- Django


def test_the_site_waits_longer_than_the_warnings_do(site: RunningSite) -> None:
    form_headers = {"Content_Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={'x' * 32}"}
    form = b"username=nobody&password=" + b"x" * 3000
    with Caller(port_of(site)) as caller:
        caller.head(len(form), path="/admin/login/", **form_headers)
        for start in range(0, len(form), 100):
            time.sleep(2.5 * WARNING.usual / (len(form) / 100))
            caller.socket.sendall(form[start : start + 100])
        assert caller.answer()[0] == 403  # for want of the form's token, which is looked for in the body


@pytest.fixture
def granian(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Serve one of the applications beside this file with a real granian, one thread, and more options."""
    started: list[psutil.Popen] = []

    def start(factory: str, *options: str, data_dir: Path = tmp_path) -> Served:
        port = free_port()
        target = f"tests.services.applications:{factory}"
        command = granian_command(target, host="127.0.0.1", port=port, workers=1, threads=1)
        with (tmp_path / "log").open("ab") as log:
            process = psutil.Popen(
                [*command[:-1], "--factory", *options, target],
                cwd=ROOT, env=environment_for(data_dir), stdout=log, stderr=log,
                preexec_fn=partial(end_with_parent, os.getpid(), signal.SIGTERM),
            )  # fmt: skip
        started.append(process)
        served = Served(port, process, tmp_path / "log")
        wait_for(served.listens, "granian")
        return served

    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=PATIENT)


def answers(port: int) -> bool:
    """Whether a request without a body is answered."""
    try:
        with Caller(port) as caller:
            caller.head(0, path="/")
            return caller.answer()[0] != 0
    except OSError:
        return False


def test_a_slow_upload_that_keeps_coming_is_not_cut_off(granian: Callable[..., Served]) -> None:
    served, pieces = granian("sizes"), 12
    with Caller(served.port) as caller:
        caller.head(pieces * 8000, path="/")
        for _ in range(pieces):  # 32,000 bytes a second, where 16 KiB are asked for
            time.sleep(0.25)
            caller.socket.sendall(b"x" * 8000)
        assert caller.answer() == (200, str(pieces * 8000).encode())


def test_a_stopped_upload_is_cut_off_and_a_long_view_is_not(granian: Callable[..., Served]) -> None:
    served = granian("sizes")
    with Caller(served.port) as stopped, Caller(served.port) as patient:
        stopped.head(50_000, path="/")
        stopped.socket.sendall(b"x" * 40_000)
        assert stopped.answer()[0] == 408
        patient.head(5, path="/after/3")
        patient.socket.sendall(b"12345")
        assert patient.answer() == (200, b"5")
    assert "slow callers cut off: 1, the last at 127.0.0.1, no client" in served.log.read_text(encoding="utf-8")


# --- What cannot be cut off


def frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    """Return a frame of HTTP/2."""
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def test_a_worker_whose_thread_cannot_be_freed_is_replaced(granian: Callable[..., Served]) -> None:
    served = granian("sizes", "--http", "auto")
    (worker,) = served.process.children()
    fields = [(b":method", b"POST"), (b":scheme", b"http"), (b":path", b"/"), (b":authority", b"localhost")]
    fields.append((b"content-length", b"100"))
    head = b"".join(b"\0" + bytes([len(name)]) + name + bytes([len(value)]) + value for name, value in fields)
    with Caller(served.port) as slow:
        slow.socket.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, b""))
        slow.socket.sendall(frame(1, 4, 1, head) + frame(0, 0, 1, b"x"))
        wait_for(lambda: gone([worker]), "the worker to end")
    wait_for(lambda: answers(served.port), "another to answer")
    assert "cannot be cut off: this process ends" in served.log.read_text(encoding="utf-8")


# --- The warnings without Django


def test_the_process_that_serves_the_warnings_has_loaded_no_django(
    granian: Callable[..., Served], demo: Demo, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(demo.data_dir, tmp_path / "data"))
    served = granian("modules", data_dir=folder)
    with Caller(served.port) as caller:
        assert caller.ask(demo.key) == 200
        caller.head(0, path="/modules")
        loaded = set(json.loads(caller.answer()[1]))
    assert {"scams", "academy", "msgspec"} <= loaded
    assert not loaded & {"django", "wagtail", "ninja", "celery"}


PLAIN_GRANIAN = ("-m", "granian", "--interface", "wsgi", "--http", "1", "academy.warnings_wsgi:application")


@pytest.mark.parametrize("command", [("manage.py", "serve_warnings"), PLAIN_GRANIAN], ids=["manage.py", "granian"])
def test_the_warnings_start_by_either_command(command: tuple[str, ...], demo: Demo, tmp_path: Path) -> None:
    folder, port = Path(shutil.copytree(demo.data_dir, tmp_path / "data")), free_port()
    began = time.perf_counter()
    process = psutil.Popen([sys.executable, *command, "--port", str(port)], cwd=ROOT, env=environment_for(folder))
    try:
        wait_for(lambda: process.poll() is None and asks(port, demo.key), "an answer")
        print(f"{command[0]}: {time.perf_counter() - began:.2f} s from start to first answer")  # noqa: T201
    finally:
        process.terminate()
        process.wait(timeout=PATIENT)


def asks(port: int, key: str) -> bool:
    """Whether a warning is answered with a card."""
    try:
        with Caller(port) as caller:
            return caller.ask(key) == 200
    except OSError:
        return False


def test_django_knows_the_command_too(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "help", "serve_warnings"],
        cwd=ROOT, env=environment_for(tmp_path), capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert all(option in done.stdout for option in ("--host", "--port", "--workers", "--settings"))
