"""What all tests share: the real content in the test database, and a real site on a copy of a real demo."""

import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import hypothesis
import pytest
from django.core.management import call_command
from django.test.utils import setup_databases, teardown_databases

from tests.services.elasticsearch import Node, lacking

# A busy machine is slow now and then; how long an example takes says nothing.
hypothesis.settings.register_profile("academy", deadline=None)
hypothesis.settings.load_profile("academy")

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI") == "true"


def missing(reason: str) -> None:
    """Skip a test for want of a service on a laptop; fail it in CI, where everything must be there."""
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """Make the test database, with the roles, the taxonomy and the content of the repository in it.

    Whoever asks gets it: the plugin's own makes one only when a test is marked, and lets others see the real one.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
        for command in ("load_taxonomy", "load_demo"):
            call_command(command, verbosity=0, stdout=io.StringIO())
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def elastic_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Elasticsearch, one for all tests; each has a prefix of its own for its indices."""
    if lacking():
        missing(lacking())
    with Node(tmp_path_factory.mktemp("elasticsearch"), free_port(), free_port()) as node:
        yield node.url


class Reply(NamedTuple):
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class RunningSite(NamedTuple):
    """A site served by `manage.py serve` (or `serve_warnings`) from its own data folder."""

    url: str
    key: str
    passwords: dict[str, str]
    data_dir: Path
    process: subprocess.Popen[bytes]
    environment: dict[str, str]

    def request(self, path: str, *, body: Any = None, method: str | None = None, **headers: str) -> Reply:
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:
                return Reply(reply.status, dict(reply.headers), reply.read())
        except urllib.error.HTTPError as error:
            return Reply(error.code, dict(error.headers), error.read())

    def warn(self, body: Any = None, *, key: str | None = None) -> Reply:
        """Ask for a warning with the demo client's key or another."""
        body = {"fraud_types": [{"code": "task-rebate"}]} if body is None else body
        return self.request("/api/v1/warnings", body=body, Authorization=f"Bearer {key or self.key}")

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a management command on this site's data."""
        return manage(*arguments, environment=self.environment)


def environment_for(data_dir: Path) -> dict[str, str]:
    """The environment of a process on a data folder of its own, with everything else at its default."""
    ours = ("DATABASE_URL", "CACHE_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY")
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    return {**inherited, "DATA_DIR": str(data_dir), "PUBLIC_PER_MINUTE": "0"}


def manage(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=170, check=False,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Demo(NamedTuple):
    """What `manage.py demo --no-serve` left behind and printed."""

    data_dir: Path
    key: str
    passwords: dict[str, str]
    output: str


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A demo made once by the real command; tests work on copies of it."""
    data_dir = tmp_path_factory.mktemp("demo")
    done = manage("demo", "--no-serve", environment=environment_for(data_dir))
    assert done.returncode == 0, done.stderr
    passwords = dict(re.findall(r"^\s+\S+\s+(editor|reviewer|admin)\s+password (\S+)$", done.stdout, re.MULTILINE))
    key = re.search(r"demo-engine key (\S+)", done.stdout)
    assert key
    return Demo(data_dir, key[1], passwords, done.stdout)


def start_site(demo: Demo, data_dir: Path, command: str = "serve", workers: int = 2, **variables: str) -> RunningSite:
    """Serve a data folder with a real server on a free port, with further variables; returns when it can answer."""
    environment, port = environment_for(data_dir) | variables, free_port()
    with (data_dir / f"{command}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", command, "--port", str(port), "--workers", str(workers)],
            cwd=ROOT, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
    site = RunningSite(f"http://127.0.0.1:{port}", demo.key, demo.passwords, data_dir, process, environment)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if site.request("/readyz").status == 200:
                return site
        except OSError:
            pass
        time.sleep(0.1)
    stop_site(site)
    raise AssertionError((data_dir / f"{command}.log").read_text())


def stop_site(site: RunningSite) -> None:
    """Stop a site as a person would, with Ctrl-C's sibling."""
    if site.process.poll() is None:
        site.process.send_signal(signal.SIGTERM)
        site.process.wait(timeout=30)


def served_copy(demo: Demo, data_dir: Path) -> Iterator[RunningSite]:
    """Serve a copy of the demo with two workers, and stop it afterwards; for fixtures of any scope."""
    shutil.copytree(demo.data_dir, data_dir)
    running = start_site(demo, data_dir)
    yield running
    stop_site(running)


@pytest.fixture(scope="session")
def site(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """One site with two workers for all tests that only read, or put back what they change."""
    yield from served_copy(demo, tmp_path_factory.mktemp("site") / "data")


@pytest.fixture
def fresh_tally(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The count of searches without results, without those of tests before."""
    from scams.search.unanswered import tally

    monkeypatch.setattr(tally, "_counts", Counter())
    return tally
