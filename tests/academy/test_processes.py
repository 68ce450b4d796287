"""The process keeper, with real processes: what dies is started again, and nothing is left behind."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest

from academy.processes import end_with_parent

ROOT = Path(__file__).resolve().parent.parent.parent

SLEEP = ["sleep", "600"]
# A leader with a child of its own, as granian and Celery have.
FAMILY = ["sh", "-c", "sleep 600 & sleep 600"]
STUBBORN = ["sh", "-c", "trap '' TERM; sleep 600 & while true; do sleep 0.1; done"]
KEEP = """
import json, pathlib, sys
from academy.processes import Keeper
sys.exit(Keeper(json.loads(sys.argv[1]), cwd=pathlib.Path.cwd(), grace=1.5).run())
"""

StartKeeper = Callable[..., psutil.Popen]


@pytest.fixture
def keep(tmp_path: Path) -> Iterator[StartKeeper]:
    """Start keepers, and end whatever a failing test leaves."""
    keepers: list[psutil.Popen] = []
    families: set[psutil.Process] = set()

    def start(**commands: list[str]) -> psutil.Popen:
        with (tmp_path / "log").open("ab") as log:
            keeper = psutil.Popen(
                [sys.executable, "-c", KEEP, json.dumps(commands)],
                cwd=ROOT,
                stdout=log,
                preexec_fn=partial(end_with_parent, os.getpid(), signal.SIGTERM),  # also when the tests are killed
            )
        keepers.append(keeper)
        wait_for(lambda: (tmp_path / "log").read_text().count("started") >= len(commands))
        families.update(keeper.children(recursive=True))
        return keeper

    yield start
    for process in [*keepers, *families]:
        if process.is_running():
            process.kill()
    for keeper in keepers:
        keeper.wait()


def wait_for(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "It never came to be"
        time.sleep(0.05)


def family(keeper: psutil.Popen, *, size: int) -> list[psutil.Process]:
    """All that descends from the keeper, once it is complete."""
    wait_for(lambda: len(keeper.children(recursive=True)) == size)
    return keeper.children(recursive=True)


def gone(processes: list[psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


def test_a_killed_child_is_started_again_and_its_family_ended(keep: StartKeeper) -> None:
    keeper = keep(web=FAMILY)
    leader = keeper.children()[0]
    before = family(keeper, size=3)

    leader.send_signal(signal.SIGKILL)

    wait_for(lambda: gone(before))
    assert leader not in family(keeper, size=3)


def test_the_others_are_left_alone_when_one_dies(keep: StartKeeper) -> None:
    keeper = keep(web=SLEEP, worker=SLEEP)
    web, worker = keeper.children()

    web.kill()

    wait_for(lambda: gone([web]))
    wait_for(lambda: len(keeper.children()) == 2)
    assert worker in keeper.children()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_all_of_them_and_says_so(keep: StartKeeper, tmp_path: Path, number: int) -> None:
    keeper = keep(web=SLEEP, worker=FAMILY)
    everyone = family(keeper, size=4)

    keeper.send_signal(number)

    assert keeper.wait(timeout=10) == 0
    assert gone(everyone)
    assert (tmp_path / "log").read_text().splitlines()[-1] == "stopped"


def test_what_will_not_end_is_killed_after_the_grace(keep: StartKeeper, tmp_path: Path) -> None:
    keeper = keep(web=SLEEP, worker=STUBBORN)
    wait_for(lambda: len(keeper.children(recursive=True)) >= 4)
    time.sleep(0.2)  # so that the trap is set
    everyone = keeper.children(recursive=True)

    keeper.terminate()

    assert keeper.wait(timeout=10) == 1
    assert gone(everyone)
    assert (tmp_path / "log").read_text().splitlines()[-1] == "stopped; had to be killed: worker"


@pytest.mark.skipif(sys.platform != "linux", reason="The kernel ends the children of a killed keeper on Linux only")
def test_a_killed_keeper_leaves_no_orphan(keep: StartKeeper) -> None:
    keeper = keep(web=SLEEP, worker=SLEEP)
    children = family(keeper, size=2)

    keeper.kill()

    wait_for(lambda: gone(children))


def test_what_dies_at_once_each_time_is_started_more_and_more_rarely(keep: StartKeeper, tmp_path: Path) -> None:
    keeper = keep(web=SLEEP, worker=["sh", "-c", "exit 3"])

    wait_for(lambda: "starting again in 4 s" in (tmp_path / "log").read_text())

    ends = [line for line in (tmp_path / "log").read_text().splitlines() if line.startswith("worker: ended")]
    assert ends == [f"worker: ended with 3, starting again in {wait} s" for wait in (1, 2, 4)]
    assert len(keeper.children()) == 1


def test_each_child_leads_a_process_group_of_its_own(keep: StartKeeper) -> None:
    keeper = keep(web=SLEEP, worker=SLEEP)
    groups = {os.getpgid(child.pid) for child in keeper.children()}

    assert groups == {child.pid for child in keeper.children()}
    assert os.getpgid(keeper.pid) not in groups
