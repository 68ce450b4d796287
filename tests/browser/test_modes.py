"""What scripts add to the pages: reading aloud, and sizes of the text that change in place."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import violations
from tests.conftest import RunningSite

ARTICLE = "/zh-hans/gain/task-rebate/"


@pytest.fixture
def elder(page: Page, site: RunningSite) -> Page:
    """The article in elder mode."""
    page.context.add_cookies([{"name": "mode", "value": "elder.20", "url": site.url}])
    page.goto(site.url + ARTICLE)
    return page


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page in a browser without scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_reading_aloud_is_the_first_thing_in_elder_mode(elder: Page) -> None:
    first = elder.locator("main :is(a, button)").first
    expect(first).to_be_visible()
    expect(first).to_have_attribute("data-toggle", "")


def test_reading_aloud_says_how_it_goes(elder: Page) -> None:
    said = elder.locator("[data-read-aloud] [role=status]")
    expect(said).to_be_empty()
    elder.locator("[data-toggle]").press("Enter")
    expect(said).not_to_be_empty()  # that it reads; or, as in a browser without voices, that it cannot
    assert violations(elder) == []


def test_nothing_offers_to_read_aloud_without_scripts(plain: Page, site: RunningSite) -> None:
    plain.goto(site.url + ARTICLE)
    expect(plain.locator("[data-read-aloud]")).to_be_hidden()


def test_the_size_of_the_text_changes_where_the_reader_is_and_stays(elder: Page) -> None:
    elder.locator("details.article-whole summary").click()
    with elder.expect_response("**/mode/") as reply:
        elder.locator("button[value='elder.30']").click()
    assert reply.value.status == 303
    expect(elder.locator("button[value='elder.30']")).to_have_attribute("aria-pressed", "true")
    expect(elder.locator("details.article-whole")).to_have_attribute("open", "")
    assert elder.locator("body").evaluate("e => getComputedStyle(e).fontSize") == "30px"
    elder.reload()
    assert elder.locator("body").evaluate("e => getComputedStyle(e).fontSize") == "30px"


def test_the_size_of_the_text_changes_without_scripts_too(plain: Page, site: RunningSite) -> None:
    plain.context.add_cookies([{"name": "mode", "value": "elder.20", "url": site.url}])
    plain.goto(site.url + ARTICLE)
    plain.locator("button[value='elder.24']").click()
    assert plain.url == site.url + ARTICLE
    expect(plain.locator("html")).to_have_attribute("data-size", "24")
