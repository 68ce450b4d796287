"""A real browser for this folder's tests, and the mock payment page served to it without a site."""

import datetime as dt
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Browser, Page, Playwright, Route, sync_playwright

from scams.deck.encode import Origin, Surroundings, encode_card
from scams.deck.index import found_as, plate_of
from scams.deck.match import Answer, splice
from scams.deck.request import SuspectedType
from scams.loading.files import DATA, CardFile, read
from scams.loading.rows import rows_of
from scams.models import Contact
from tests.conftest import missing

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WALLET = "http://wallet.test/"
STRICT = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'"
AXE = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Playwright for this folder only: its event loop must not outlive these tests, Django would refuse to query."""
    if not CHROMIUM.exists():
        missing(f"{CHROMIUM} is not installed")
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
    yield running
    running.close()


@pytest.fixture(scope="package")
def browser_context_args() -> dict[str, Any]:
    return {"viewport": {"width": 320, "height": 640}, "reduced_motion": "reduce"}


def answer(
    *, level: str, audience: str, locale: str, fraud_type: str = "task-rebate", **changes: Any
) -> dict[str, Any]:
    """The API's answer with the content of the repository, made by the code that makes the real one."""
    content = read(DATA / "cards" / fraud_type / f"{locale}.toml", CardFile).content(
        fraud_type=fraud_type, locale=locale, audience=audience, discreet=False, review_by=dt.date(2030, 1, 1)
    )
    card = encode_card(content, Surroundings(contacts=contacts(), articles={(fraud_type, locale): "/"}), Origin())
    plate = plate_of(card)
    given = Answer(
        found=found_as(plate, "exact", "-"),
        suspected=SuspectedType(fraud_type, 1.0),
        variant=plate.variants[0],
        level=level,
        why=(plate.why,),
    )
    made: dict[str, Any] = json.loads(splice(given, warning_id="-"))
    made["card"].update(changes)
    return made


def contacts() -> dict[str, Contact]:
    """The hotlines of the repository, by key."""
    known = {field.name for field in Contact._meta.fields}
    rows = [{name: text for name, text in row.items() if name in known} for _line, row in rows_of("contacts.csv")]
    return {row["key"]: Contact(**row) for row in rows}


Show = Callable[..., list[str]]


@pytest.fixture
def show(page: Page) -> Show:
    """Open the mock payment page with an answer; return the growing list of what the browser complains of."""
    return lambda shown: serve_payment_page(page, shown)


def serve_payment_page(page: Page, shown: dict[str, Any]) -> list[str]:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    with translation.override("en"):
        html = render_to_string("scams/payment_page.html", {"answer": shown})
    page.route("**/*", lambda route: fulfil(route, html))
    page.goto(WALLET)
    return complaints


def fulfil(route: Route, html: str) -> None:
    """Answer as the site would: the page under a strict policy, static files from the folders, nothing else."""
    path = route.request.url.removeprefix(WALLET)
    if path == "":
        policy = {"Content-Security-Policy": STRICT}
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=policy)
    elif found := finders.find(path.removeprefix("static/")):
        route.fulfill(path=found)
    elif path == "favicon.ico":
        route.fulfill(status=204)
    else:
        route.fulfill(status=404)


def violations(page: Page, **rules: bool) -> list[str]:
    """Every rule of WCAG 2.2 AA that axe finds broken, with the first place; `rules` turns single ones on or off."""
    chosen = {name.replace("_", "-"): {"enabled": on} for name, on in rules.items()}
    found = Axe().run(page, options={"runOnly": AXE, "rules": chosen}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


def double_the_text(page: Page) -> None:
    """Make the reader's text twice as large, as a system setting does."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")


def keep(page: Page, name: str) -> None:
    """Keep a picture of the whole page under DATA_DIR/screenshots, where DATA_DIR is set."""
    if folder := os.environ.get("DATA_DIR"):
        page.screenshot(path=Path(folder) / "screenshots" / f"{name}.png", full_page=True)
