"""The client against a real site: as its own words and its command line have it, and while servers come and go."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from textwrap import dedent

import pytest

import scams.client
from scams.client import Client
from tests.conftest import ROOT, Demo, RunningSite, start_site, stop_site
from tests.services.conftest import wait_for


def run(*command: str, key: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SCAMS_KEY": key, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )  # fmt: skip


def example() -> str:
    """Return the code in the package's own words."""
    blocks = re.findall(r"(?:^    .*\n|^\n)+", scams.client.__doc__ or "", re.MULTILINE)
    return dedent(max(blocks, key=len))


def test_the_ten_lines_of_the_package_work(site: RunningSite, tmp_path: Path) -> None:
    code = example()
    assert len([line for line in code.splitlines() if line.strip()]) <= 10
    code = code.replace("http://localhost:8000", site.url).replace('folder="', 'timeout=30, folder="')
    done = run("-c", code, key=site.key, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    source, headline = done.stdout.strip().split(" ", 1)
    assert source == "remote"
    assert headline
    assert (tmp_path / "warnings" / "events.sqlite3").exists()


@pytest.mark.parametrize(("options", "source"), [([], "remote"), (["--replica"], "replica")])
def test_the_command_prints_a_card(site: RunningSite, tmp_path: Path, options: list[str], source: str) -> None:
    asked = ["--code", "task-rebate", "--level", "hold", "--locale", "en", "--audience", "elder", "--timeout", "30"]
    done = run("-m", "scams.client", site.url, *asked, *options, key=site.key, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    card = json.loads(done.stdout)["card"]
    assert (card["id"], card["level"]) == ("task-rebate.elder.en", "hold")
    assert done.stderr.splitlines()[0] == f"answered by: {source}"


def test_the_command_says_why_only_the_last_resort_answers(site: RunningSite, tmp_path: Path) -> None:
    done = run("-m", "scams.client", site.url, "sc_wrong", "--code", "gain", key="", folder=tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout)["deck"] == "last-resort"
    assert "answered by: last-resort" in done.stderr
    assert "remote: the server said 401" in done.stderr


@pytest.mark.parametrize("arguments", [["--level", "shout"], ["--locale", "!"]])
def test_the_command_names_the_field_that_is_wrong(site: RunningSite, tmp_path: Path, arguments: list[str]) -> None:
    done = run("-m", "scams.client", site.url, *arguments, key=site.key, folder=tmp_path)
    assert done.returncode == 2
    assert f"error: {arguments[0].strip('-')}: " in done.stderr


def again(stopped: RunningSite) -> subprocess.Popen[bytes]:
    """Start a stopped site once more, at the same port."""
    return subprocess.Popen(
        stopped.process.args, cwd=ROOT, env=stopped.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )  # fmt: skip


def test_no_payment_goes_without_a_card_while_the_server_is_killed_and_comes_back(demo: Demo, tmp_path: Path) -> None:
    data_dir = Path(shutil.copytree(demo.data_dir, tmp_path / "data"))
    running = start_site(demo, data_dir, "serve_warnings", workers=1)
    seen: list[str] = []
    stop = threading.Event()
    with Client(running.url, running.key, timeout=0.5, refresh=0.2, folder=tmp_path / "client") as client:

        def pay() -> None:
            while not stop.is_set():
                warning = client.warning([("task-rebate", 0.9)], level="warn", audience="elder")
                card = json.loads(warning.body)["card"]
                seen.append(warning.source if card["headline"] and card["fraud_type"] == "task-rebate" else "blank")
                time.sleep(0.005)

        try:
            assert client.ready(30)
            payer = threading.Thread(target=pay)
            payer.start()
            wait_for(lambda: "remote" in seen, "the server's answers")
            stop_site(running)
            wait_for(lambda: seen[-20:] == ["replica"] * 20, "the replica's answers")
            running = running._replace(process=again(running))
            wait_for(lambda: seen[-20:] == ["remote"] * 20, "the server to be taken back")
        finally:
            stop.set()
            payer.join()
            stop_site(running)
    assert set(seen) == {"remote", "replica"}
