"""The pages people read, from a real site with the repository's content, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import double_the_text, keep, violations
from tests.conftest import RunningSite

LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
PAGES = ("", "gain/", "gain/task-rebate/")
EVERY = [f"/{code}/{path}" for code in LANGUAGES for path in PAGES]


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of, the policy's refusals among it."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.mark.parametrize("path", EVERY)
def test_nothing_breaks_wcag_or_the_policy(page: Page, site: RunningSite, complaints: list[str], path: str) -> None:
    reply = page.goto(site.url + path)
    assert reply
    assert reply.status == 200
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == LANGUAGES[path.split("/")[1]]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        keep(page, f"site{path.replace('/', '-')}{scheme}")
        assert violations(page) == []
    assert complaints == []


@pytest.mark.parametrize("path", EVERY)
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_twice_the_text_is_not_scrolled_sideways(page: Page, site: RunningSite, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(site.url + path)
    double_the_text(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_an_article_reads_in_its_order(page: Page, site: RunningSite) -> None:
    page.goto(f"{site.url}/zh-hans/gain/task-rebate/")
    found = page.locator("main :is(section, footer) :is(h2)").evaluate_all("es => es.map(e => e.id)")
    order = ["timeline", "red-flags", "claims", "do-now", "already-paid", "cases", "media", "sources"]
    assert found == [one for one in order if one in found]
    assert set(found) >= {"timeline", "red-flags", "claims", "do-now", "already-paid", "sources"}


def test_the_language_switch_leads_to_the_same_article(page: Page, site: RunningSite) -> None:
    page.goto(f"{site.url}/zh-hans/gain/task-rebate/")
    there = page.locator("link[rel=alternate][hreflang=zh-Hant]").get_attribute("href")
    page.get_by_role("link", name="繁體中文").click()
    assert page.url == f"{site.url}/zh-hant/gain/task-rebate/"
    assert there
    assert there.endswith("/zh-hant/gain/task-rebate/")
    expect(page.locator(".languages [aria-current]")).to_have_text("繁體中文")


def test_the_way_back_leads_to_the_group_and_home(page: Page, site: RunningSite) -> None:
    page.goto(f"{site.url}/en/gain/task-rebate/")
    page.locator(".breadcrumbs a").nth(1).click()
    assert page.url == f"{site.url}/en/gain/"
    page.locator(".breadcrumbs a").first.click()
    assert page.url == f"{site.url}/en/"


def test_the_keyboard_skips_to_the_content(page: Page, site: RunningSite) -> None:
    page.goto(f"{site.url}/en/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_an_unknown_page_is_kind(page: Page, site: RunningSite) -> None:
    reply = page.goto(f"{site.url}/zh-hant/nothing-here/")
    assert reply
    assert reply.status == 404
    assert violations(page) == []
    page.locator("main .button").click()
    assert page.url == f"{site.url}/zh-hant/"
