"""`serve` and `serve_warnings` as they are run: what dies comes back, what is stopped leaves nothing."""

import signal
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress

import psutil
import pytest

from tests.services.conftest import Installation, free_port, gone, wait_for

Install = Callable[..., Installation]


class Served:
    """A running `serve` and where it answers."""

    def __init__(self, installation: Installation, command: str, *options: str, path: str = "/") -> None:
        port = free_port()
        self.installation = installation
        self.url = f"http://127.0.0.1:{port}{path}"
        self.keeper = installation.start(sys.executable, "manage.py", command, "--port", str(port), *options)
        wait_for(self.answers, "the site to answer")

    def answers(self) -> bool:
        assert self.keeper.poll() is None, self.installation.log()
        try:
            urllib.request.urlopen(self.url, timeout=5).close()
        except urllib.error.HTTPError as error:
            error.close()  # an answer, too
        except OSError:
            return False
        return True

    def child(self, name: str, *, but: psutil.Process | None = None) -> psutil.Process | None:
        """The keeper's child that runs granian or celery, if there is one other than `but`."""
        for child in self.keeper.children():
            with suppress(psutil.ZombieProcess, psutil.NoSuchProcess):
                if name in child.cmdline() and child != but:
                    return child
        return None

    def complete(self, name: str, size: int, *, but: psutil.Process | None = None) -> psutil.Process:
        """Wait until the child runs with its whole family, and return it."""
        wait_for(lambda: self.child(name, but=but), f"another {name}" if but else name)
        child = self.child(name, but=but)
        assert child
        wait_for(lambda: len(child.children(recursive=True)) == size - 1, f"the family of {name}")
        return child


WEB, WORKER = ("granian", 2), ("celery", 5)  # granian and its one worker; Celery, its pool of three, beat


def serve(installation: Installation) -> Served:
    served = Served(installation, "serve")
    for name, size in (WEB, WORKER):
        served.complete(name, size)
    return served


@pytest.fixture(scope="module")
def site(install_once: Installation) -> Served:
    """One site for the tests after which it runs as before."""
    return serve(install_once)


def test_it_says_what_it_started_and_where(site: Served) -> None:
    lines = site.installation.log().splitlines()

    assert lines[0].startswith(f"Site: {site.url} (1 process")
    assert lines[1] == "Background work: one worker with beat, broker file"
    assert lines[2] == f"Data: {site.installation.folder}"
    assert f"worker: started (process {site.complete(*WORKER).pid})" in lines


@pytest.mark.parametrize(("name", "size"), [WEB, WORKER])
def test_a_killed_child_comes_back_and_takes_its_family_along(site: Served, name: str, size: int) -> None:
    child = site.complete(name, size)
    family = [child, *child.children(recursive=True)]

    child.send_signal(signal.SIGKILL)

    site.complete(name, size, but=child)
    wait_for(lambda: gone(family), "the dead child's family to end", seconds=5)
    wait_for(site.answers, "the site to answer again")


def test_a_dead_beat_brings_the_worker_down_and_back(site: Served) -> None:
    worker = site.complete(*WORKER)
    for child in worker.children():  # beat is one of them; the pool replaces its own
        child.send_signal(signal.SIGKILL)

    site.complete(*WORKER, but=worker)

    assert "Beat has died" in site.installation.log()


def test_a_port_that_is_taken_is_refused_in_one_line(site: Served) -> None:
    port = site.url.split(":")[-1].strip("/")
    second = site.installation.start(sys.executable, "manage.py", "serve", "--port", port)

    assert second.wait(timeout=60) == 1
    refusal = f"CommandError: Cannot listen at 127.0.0.1:{port}: Address already in use"
    assert any(line.startswith(refusal) for line in site.installation.log().splitlines())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopped_it_leaves_no_process(install: Install, number: int) -> None:
    site = serve(install(""))
    everyone = site.installation.family(site.keeper)
    assert len(everyone) == 8

    site.keeper.send_signal(number)

    assert site.keeper.wait(timeout=30) == 0
    assert gone(everyone)
    assert site.installation.log().splitlines()[-1] == "stopped"


@pytest.mark.skipif(sys.platform != "linux", reason="The kernel ends the children of a killed keeper on Linux only")
def test_killed_it_leaves_no_orphan(install: Install) -> None:
    site = serve(install(""))
    everyone = site.installation.family(site.keeper)

    site.keeper.send_signal(signal.SIGKILL)

    site.keeper.wait()
    wait_for(lambda: gone(everyone), "its processes to end", seconds=20)


def test_the_warnings_alone_start_with_the_database_gone(install: Install) -> None:
    installation = install("", DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")

    served = Served(installation, "serve_warnings", "--workers", "2", path="/healthz")

    assert "celery" not in installation.log()
    served.keeper.terminate()
    assert served.keeper.wait(timeout=30) == 0
