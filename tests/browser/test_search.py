"""Searching on a real site, with and without scripts, by keyboard, on a narrow screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import double_the_text, keep, violations
from tests.browser.test_site import WIDTHS, mode, sideways, too_small
from tests.conftest import RunningSite

PAGES = {
    "asked-nothing": "/zh-hans/search/",
    "found": "/zh-hans/search/?q=刷单",
    "narrowed": "/en/search/?q=scam&kind=quiz",
    "found-nothing": "/zh-hant/search/?q=藍色大象",
    "did-you-mean": "/zh-hans/search/?q=沙猪盘",
    "second-page": "/zh-hans/search/?q=骗&page=2",
    "nothing-left": "/en/search/?q=scam&kind=contact&audience=teen&fraud_type=romance",
    "too-long": f"/en/search/?q={'x' * 10_001}",
}


@pytest.fixture
def without_scripts(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_breaks_wcag_or_the_edge_of_the_screen(page: Page, site: RunningSite, name: str) -> None:
    page.goto(site.url + PAGES[name])
    assert page.locator("h1").count() == 1
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        keep(page, f"search-{name}-{scheme}")
        assert violations(page) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        assert sideways(page) == 0, width
    keep(page, f"search-{name}-wide")
    double_the_text(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        assert sideways(page) == 0, f"{width} with twice the text"


@pytest.mark.parametrize("chosen", ["elder.24", "elder.30", "teen"])
@pytest.mark.parametrize("question", ["我被骗了转了三万怎么办", "藍色大象", ""])
def test_for_old_and_young(page: Page, site: RunningSite, chosen: str, question: str) -> None:
    mode(page, site, chosen)
    page.goto(f"{site.url}/zh-hans/search/?q={question}")
    if question.startswith("我"):
        page.locator(".facets summary").click()
    elder = chosen.startswith("elder")
    assert violations(page, color_contrast_enhanced=elder, color_contrast=not elder) == []
    assert sideways(page) == 0
    assert not elder or too_small(page) == []
    keep(page, f"search-{chosen}-{len(question)}")


@pytest.mark.parametrize("chosen", ["adult", "elder.30", "teen"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_suggestions_can_be_seen_by_everybody(page: Page, site: RunningSite, chosen: str, scheme: str) -> None:
    mode(page, site, chosen)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{site.url}/zh-hans/")
    page.get_by_role("combobox").focus()
    page.keyboard.type("刷")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert violations(page) == []
    assert sideways(page) == 0
    keep(page, f"search-suggestions-{chosen}-{scheme}")


def test_it_works_without_scripts(without_scripts: Page, site: RunningSite) -> None:
    page = without_scripts
    page.goto(f"{site.url}/zh-hans/")
    page.get_by_role("searchbox").fill("刷單")
    page.get_by_role("button", name="搜索").or_(page.locator(".search-field button")).first.click()
    assert "/zh-hans/search/?q=" in page.url
    expect(page.locator(".result mark").first).to_contain_text("刷单")
    page.locator(".result h2 a").first.click()
    assert "/task-rebate/" in page.url


def test_suggestions_by_keyboard(page: Page, site: RunningSite) -> None:
    page.goto(f"{site.url}/zh-hans/")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.focus()
    page.keyboard.type("刷")
    listed = page.get_by_role("option")
    expect(listed.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("form[data-search] [role=status]")).to_contain_text(str(listed.count()))
    page.keyboard.press("ArrowDown")
    first = listed.first
    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert violations(page) == []
    page.keyboard.press("ArrowUp")
    expect(box).to_have_value("刷")
    page.keyboard.press("ArrowUp")
    expect(listed.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("刷")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")


def test_a_phrase_searches_and_a_title_opens_its_page(page: Page, site: RunningSite) -> None:
    page.goto(f"{site.url}/zh-hans/")
    page.get_by_role("combobox").fill("刷单返利")
    page.get_by_role("option").filter(has_text="先给甜头").click()
    page.wait_for_url("**/zh-hans/gain/task-rebate/")
    page.get_by_role("combobox").fill("szp")
    page.get_by_role("option", name="杀猪盘").click()
    page.wait_for_url("**/search/?q=*")


def test_the_form_still_works_when_suggestions_do_not(page: Page, site: RunningSite) -> None:
    page.route("**/api/v1/search/suggest*", lambda route: route.abort())
    page.goto(f"{site.url}/en/")
    page.get_by_role("combobox").fill("task scam")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=task+scam")
    expect(page.locator(".result").first).to_be_visible()
