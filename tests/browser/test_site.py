"""The pages people read, from a real site with the repository's content, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import double_the_text, keep, violations
from tests.conftest import RunningSite

LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
PAGES = {
    "home": "",
    "types": "types/",
    "group": "gain/",
    "article": "gain/task-rebate/",
    "quizzes": "quizzes/",
    "quiz": "quizzes/task-rebate/",
    "question": "quizzes/task-rebate/take/1/",
    "questions": "quizzes/everyday/take/all/",
    "paid": "paid/",
    "contacts": "contacts/",
    "about": "about/",
    "parents": "parents/",
    "privacy": "privacy/",
    "check": "check/",
    "learning": "me/",
    "sign-up": "me/sign-up/",
    "missing": "nothing-here/",
}
BEGUN = ("quizzes/task-rebate/take/", "quizzes/everyday/take/?pages=all")
EVERY = [(language, name) for language in LANGUAGES for name in PAGES]
WIDTHS = (320, 768, 1280)
LEAST_TEXT, LEAST_TARGET = 18, 60
"""Elder mode, in CSS pixels (EVIDENCE: national design rules)."""


def mode(page: Page, site: RunningSite, value: str) -> None:
    page.context.add_cookies([{"name": "mode", "value": value, "url": site.url}])


def begin(page: Page, site: RunningSite, language: str) -> None:
    """Have two quizzes going on, so that their questions can be opened."""
    for path in BEGUN:
        page.goto(f"{site.url}/{language}/{path}")


def open_page(page: Page, site: RunningSite, language: str, name: str) -> None:
    if name in ("question", "questions"):
        begin(page, site, language)
    page.goto(f"{site.url}/{language}/{PAGES[name]}")


def sideways(page: Page) -> int:
    """How many pixels the page can be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of, the policy's refusals among it; pages that are missing on purpose aside."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_nothing_breaks_wcag_or_the_policy_or_the_edge_of_the_screen(
    page: Page, site: RunningSite, complaints: list[str], language: str, name: str
) -> None:
    open_page(page, site, language, name)
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == LANGUAGES[language]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        keep(page, f"{name}-{language}-{scheme}")
        assert violations(page) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        assert sideways(page) == 0, width
    keep(page, f"{name}-{language}-wide")
    double_the_text(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        assert sideways(page) == 0, f"{width} with twice the text"
    assert [one for one in complaints if name != "missing" or "404" not in one] == []


@pytest.mark.parametrize(
    ("language", "name"), [("zh-hans", name) for name in PAGES] + [("en", "article"), ("en", "quiz")]
)
def test_elder_mode_is_large_plain_and_still_fits(page: Page, site: RunningSite, language: str, name: str) -> None:
    mode(page, site, "elder.30")
    open_page(page, site, language, name)
    keep(page, f"{name}-{language}-elder")
    assert violations(page, color_contrast_enhanced=True, color_contrast=False) == []
    assert sideways(page) == 0
    assert page.locator("body").evaluate("e => getComputedStyle(e).fontSize") == "30px"
    assert too_small(page) == []
    assert moving(page) == []


def too_small(page: Page) -> list[str]:
    """Every visible word below the least size of text, and every control below the least size of a target."""
    script = """([text, target]) => {
      const said = e => [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim());
      const small = e => parseFloat(getComputedStyle(e).fontSize) < text;
      const side = e => Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height);
      const narrow = e => e.matches("a.button, button, select, summary, label, nav a") && side(e) < target - 0.5;
      return [...document.querySelectorAll("body *")]
        .filter(e => e.checkVisibility() && !e.closest(".visually-hidden, .skip, svg"))
        .filter(e => said(e) && small(e) || narrow(e)).map(e => e.outerHTML);
    }"""
    return list(page.evaluate(script, [LEAST_TEXT, LEAST_TARGET]))


def moving(page: Page) -> list[str]:
    script = """[...document.querySelectorAll("*")].filter(e => e.getAnimations().length).map(e => e.outerHTML)"""
    return list(page.evaluate(script))


def test_a_mode_is_switched_by_one_button_and_remembered(page: Page, site: RunningSite) -> None:
    page.goto(f"{site.url}/zh-hans/gain/task-rebate/")
    page.locator("button[value^=elder]").first.click()
    assert page.url == f"{site.url}/zh-hans/gain/task-rebate/"
    assert page.locator("html").get_attribute("data-mode") == "elder"
    page.goto(f"{site.url}/zh-hans/")
    assert page.locator("html").get_attribute("data-mode") == "elder"
    page.locator("button[value='elder.30']").first.click()
    assert page.locator("body").evaluate("e => getComputedStyle(e).fontSize") == "30px"
    page.locator("button[value=adult]").first.click()
    assert page.locator("html").get_attribute("data-mode") == "adult"


def test_modes_change_what_is_said(page: Page, site: RunningSite) -> None:
    said = {}
    for audience in ("adult", "elder.20", "teen"):
        mode(page, site, audience)
        for name in ("home", "article"):
            open_page(page, site, "zh-hans", name)
            said[audience, name] = page.locator("main").inner_text()
    assert len(set(said.values())) == 6
    mode(page, site, "teen")
    page.goto(f"{site.url}/zh-hans/")
    first = page.locator("main a[href*='game-trade'], main a[href*='task-rebate'], main a[href*='extortion']")
    assert first.count() >= 3
    assert page.locator("main a[href$='/parents/']").count() == 1


def test_the_language_switch_leads_to_the_same_article(page: Page, site: RunningSite) -> None:
    page.goto(f"{site.url}/zh-hans/gain/task-rebate/")
    there = page.locator("link[rel=alternate][hreflang=zh-Hant]").get_attribute("href")
    page.get_by_role("link", name="繁體中文").first.click()
    assert page.url == f"{site.url}/zh-hant/gain/task-rebate/"
    assert there
    assert there.endswith("/zh-hant/gain/task-rebate/")
    expect(page.locator(".languages [aria-current]").first).to_have_attribute("lang", "zh-Hant")


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


def test_every_link_and_button_is_reached_by_keyboard(page: Page, site: RunningSite) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site.url}/zh-hans/")
    script = "[...document.querySelectorAll('a[href], button, summary')].filter(e => e.checkVisibility()).length"
    wanted, seen = page.evaluate(script), set()
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue  # between the last of the page and the first again
        seen.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
        assert (
            page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            or page.evaluate("getComputedStyle(document.activeElement, '::after').outlineStyle") != "none"
        )
    assert len(seen) >= wanted


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page in a browser without scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_there_without_scripts(plain: Page, site: RunningSite, name: str) -> None:
    open_page(plain, site, "en", name)
    assert len(plain.locator("main").inner_text()) > 40
    assert plain.locator("main a, main button").count()


def test_the_menu_opens_without_scripts(plain: Page, site: RunningSite) -> None:
    plain.goto(f"{site.url}/en/")
    plain.locator("header summary").click()
    plain.get_by_role("link", name="contacts").or_(plain.locator("header a[href$='/contacts/']")).first.click()
    assert plain.url == f"{site.url}/en/contacts/"


def test_an_article_prints_without_its_surroundings(page: Page, site: RunningSite) -> None:
    page.goto(f"{site.url}/zh-hans/gain/task-rebate/")
    page.emulate_media(media="print")
    keep(page, "article-zh-hans-print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("header nav").first).to_be_hidden()
    expect(page.locator(".languages").first).to_be_hidden()


def test_an_unknown_page_is_kind(page: Page, site: RunningSite) -> None:
    reply = page.goto(f"{site.url}/zh-hant/nothing-here/")
    assert reply
    assert reply.status == 404
    page.locator("main .button").first.click()
    assert page.url == f"{site.url}/zh-hant/"
