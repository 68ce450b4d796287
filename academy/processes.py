"""A small process keeper: starts children, starts again what dies, stops them together and leaves nothing behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

TICK = 0.1  # seconds between two looks at the children
QUICK = 10.0  # seconds: a child that lived less died at once
LONGEST_WAIT = 30.0  # seconds before a child that keeps dying at once is started again
PR_SET_PDEATHSIG = 1
# Looked up here, because between a fork and the command's start is no time for it.
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


@dataclass
class Child:
    """One command that is kept running."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = 0
    due: float = 0.0


def say(line: str) -> None:
    """Write a line to standard output at once, also where that is a file or a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Keeper:
    """Keeps commands running until it is told to stop by SIGTERM or SIGINT."""

    def __init__(
        self,
        commands: Mapping[str, Sequence[str]],
        *,
        cwd: Path,
        grace: float = 10.0,
    ) -> None:
        """Take commands by name, the folder to run them in, and how many seconds they get to end in peace."""
        self.children = [Child(name, command) for name, command in commands.items()]
        self.cwd = cwd
        self.grace = grace
        self._stopping = False

    def run(self) -> int:
        """Keep the children until a signal; return 0, or 1 if some did not end in time. Only in the main thread."""
        with self._signals():
            try:
                while not self._stopping:
                    for child in self.children:
                        self._tend(child)
                    time.sleep(TICK)
            finally:
                in_peace = self._stop()
        return 0 if in_peace else 1

    def _tend(self, child: Child) -> None:
        """Start a child that is due; clear up after one that has died."""
        if child.process is None:
            if time.monotonic() >= child.due:
                self._start(child)
        elif child.process.poll() is not None:
            kill_group(child.process)
            self._plan_again(child, child.process.returncode)

    def _start(self, child: Child) -> None:
        """Start a child as the leader of a process group of its own."""
        child.process = subprocess.Popen(  # noqa: S603 - the commands are our own
            child.command,
            cwd=self.cwd,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(end_with_parent, os.getpid(), signal.SIGTERM),
        )
        child.started = time.monotonic()
        say(f"{child.name}: started (process {child.process.pid})")

    def _plan_again(self, child: Child, code: int) -> None:
        """Decide when a dead child is started again: later and later if it dies at once each time."""
        now = time.monotonic()
        child.quick_deaths = child.quick_deaths + 1 if now - child.started < QUICK else 0
        wait = min(0.5 * 2**child.quick_deaths, LONGEST_WAIT)
        child.process, child.due = None, now + wait
        say(f"{child.name}: ended with {code}, starting again in {wait:g} s")

    def _stop(self) -> bool:
        """Ask all leaders to end, kill after the grace what has not; return whether all ended by themselves.

        Only the leaders are asked: granian and Celery end their own processes in order, requests and tasks finished.
        """
        running = {child.name: child.process for child in self.children if child.process}
        for process in running.values():
            process.terminate()
        end = time.monotonic() + self.grace
        while time.monotonic() < end and any(process.poll() is None for process in running.values()):
            time.sleep(TICK)
        late = [name for name, process in running.items() if process.poll() is None]
        for process in running.values():
            kill_group(process)
            process.wait()
        say(f"stopped; had to be killed: {', '.join(late)}" if late else "stopped")
        return not late

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Turn SIGTERM and SIGINT into a wish to stop, and give them back afterwards."""

        def stop(*_args: Any) -> None:
            self._stopping = True

        before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def kill_group(leader: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of a leader's process group, its own children included."""
    with suppress(ProcessLookupError):
        os.killpg(leader.pid, signal.SIGKILL)


def end_with_parent(parent: int, number: int) -> None:
    """Have the kernel send this process a signal when its parent dies, even of SIGKILL. Linux only, elsewhere nothing.

    To be called by the child, with the process id its parent had when it started it.
    """
    if _prctl is None:
        return
    _prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:  # it died before we asked
        os.kill(os.getpid(), number)
