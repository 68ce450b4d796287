"""The README's way to embed the card works as it is written: its page, its backends, against a site that runs."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import ROOT, RunningSite, free_port, missing

README = (ROOT / "README.md").read_text(encoding="utf-8")
SITE = "http://localhost:8000"


def block(marker: str) -> str:
    """The fenced block after a comment of the README."""
    found = re.search(rf"<!-- {marker} -->\n```\w+\n(.*?)\n```\n", README, re.DOTALL)
    assert found, marker
    return found[1]


def wait_for(url: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nobody answers at {url}")


@pytest.fixture(params=["python", "node"])
def shop(request: pytest.FixtureRequest, site: RunningSite, tmp_path: Path) -> Iterator[str]:
    """The address of the README's shop, run with one of its backends."""
    language = str(request.param)
    program = {"python": sys.executable, "node": shutil.which("node")}[language]
    if not program:
        missing("node is not installed")
    (tmp_path / "page.html").write_text(block("embed").replace(SITE, site.url), encoding="utf-8")
    backend = tmp_path / {"python": "shop.py", "node": "shop.mjs"}[language]
    backend.write_text(block(f"embed-{language}"), encoding="utf-8")
    port = free_port()
    needed = {"SCAMS_URL": site.url, "SCAMS_KEY": site.key, "PORT": str(port), "PYTHONPATH": str(ROOT)}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(program), backend.name], cwd=tmp_path, env={**os.environ, **needed}, stdout=log, stderr=log
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(timeout=10)


def test_the_page_of_the_readme_shows_a_card_and_tells_what_was_done(page: Page, shop: str) -> None:
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    posted: list[str] = []
    page.on("request", lambda request: posted.append(f"{request.method} {request.url.removeprefix(shop)}"))
    page.goto(shop)
    expect(page.locator("scam-warning .scam-card")).to_have_attribute("data-level", "warn")
    page.locator("scam-warning").get_by_label("No", exact=True).first.click()
    expect(page.get_by_role("group").first).to_be_visible()
    with page.expect_response(f"{shop}warning/events") as told:
        page.locator("scam-warning [data-event=safe_action]").click()
    expect(page.locator("#said")).to_have_text("Stopped. Your money is still in your account.")
    assert told.value.status == 200
    assert {"GET warning", "POST warning", "POST warning/events"} <= set(posted)
    assert complaints == []


def test_what_the_page_loads_may_come_from_any_origin(site: RunningSite) -> None:
    for path in ("scam-warning.js", "card.css", "warning/card.js", "warning/words/zh-Hans.js"):
        reply = site.request(f"/static/scams/{path}")
        origins = {name.lower(): value for name, value in reply.headers.items()}["access-control-allow-origin"]
        assert (reply.status, origins) == (200, "*"), path


def test_every_colour_that_the_readme_names_is_read() -> None:
    css = (ROOT / "static/scams/card.css").read_text(encoding="utf-8")
    named = set(re.findall(r"--scam-warning-[\w-]+", README))
    assert named == set(re.findall(r"--scam-warning-[\w-]+", css))
