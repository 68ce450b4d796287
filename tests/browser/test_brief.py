"""The brief for agents, printed by a real browser: one side of A4 in every language, and readable on a screen."""

import datetime as dt
import itertools
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page

from scams.api.brief_page import page as page_of
from scams.deck.brief import brief_of
from scams.deck.encode import Origin, Surroundings, encode_card
from scams.deck.index import found_as, plate_of
from scams.deck.match import Answer
from scams.loading.files import DATA, CardFile, read
from scams.words import LOCALES
from tests.browser.conftest import contacts, keep, violations

TYPES = sorted(folder.name for folder in (DATA / "cards").iterdir())


def printed(fraud_type: str, locale: str, audience: str = "adult", level: str = "hold") -> str:
    """Return the page with the content of the repository, made by the code that makes the real one."""
    content = read(DATA / "cards" / fraud_type / f"{locale}.toml", CardFile).content(
        fraud_type=fraud_type, locale=locale, audience=audience, discreet=False, review_by=dt.date(2030, 1, 1)
    )
    plate = plate_of(encode_card(content, Surroundings(contacts=contacts(), articles={}), Origin(revision=1234)))
    answer = Answer(found_as(plate, "exact", "0" * 16), None, plate.variants[0], level, (plate.why,) * 3)
    style = finders.find("scams/brief.css")
    assert style
    brief = brief_of(answer, "0" * 16, {}, lambda slug: f"{content.headline} {slug}")
    return page_of(brief, Path(style).read_text("utf-8"))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_brief_is_one_side_of_a4(page: Page, locale: str) -> None:
    sides = {}
    for fraud_type in TYPES:
        page.set_content(printed(fraud_type, locale))
        sides[fraud_type] = len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True)))
    assert len(sides) > 25
    assert {name: number for name, number in sides.items() if number != 1} == {}


@pytest.mark.parametrize(("locale", "width"), list(itertools.product(LOCALES, (320, 1280))))
def test_on_a_screen_nothing_breaks_wcag_or_runs_out_of_it(page: Page, locale: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(printed("task-rebate", locale, level="stop"))
    keep(page, f"brief-{locale}-{width}")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
