"""The live counts under the fields of the card's form."""

from playwright.sync_api import Page, expect

from scams.rules.text import count
from tests.browser.conftest import WALLET, fulfil

FORM = """<!doctype html><html lang="{language}"><title>form</title><body data-card-locale="{locale}">
<p data-first-screen-zh="140" data-first-screen-en="420"></p>
<label>headline <input name="headline" data-limit-zh="20" data-limit-en="60" value="{value}"></label>
<input name="red_flags-0-value" value="一二三"><input name="red_flags-0-deleted" value="">
<input name="red_flags-1-value" value="四五六七"><input name="red_flags-1-deleted" value="1">
<div id="more"></div><script type="module" src="/static/scams/admin/counts.js"></script></body></html>"""


def open_form(page: Page, *, language: str = "zh-hans", locale: str = "zh-hans", value: str = "") -> None:
    html = FORM.format(language=language, locale=locale, value=value)
    page.route("**/*", lambda route: fulfil(route, html))
    page.goto(WALLET)


def test_it_counts_while_typing_and_says_when_it_is_too_long(page: Page) -> None:
    open_form(page, value="先垫钱再返利")
    seen, said = page.locator("label .limit-count"), page.locator("label .limit-count-said")
    expect(seen).to_have_text("6 / 20")
    expect(said).to_have_text("")
    page.get_by_label("headline").fill("字" * 23)
    expect(seen).to_have_text("23 / 20 · 超出 3 个字")
    expect(said).to_have_text("超出 3 个字")
    assert said.get_attribute("aria-live") == "polite"


def test_the_limit_follows_the_card_and_the_words_follow_the_editor(page: Page) -> None:
    open_form(page, language="en", locale="en", value="x" * 61)
    expect(page.locator("label .limit-count")).to_have_text("61 / 60 · 1 over")


def test_it_counts_as_the_publish_gate_does(page: Page) -> None:
    texts = ["e\u0301", "क्षि", "👩‍👧", "a\u20dd", "한국", "x\u0334\u0345", "☎\ufe0f", "ถ้า", "\U0001d165"]
    open_form(page, locale="en")
    for text in texts:
        page.get_by_label("headline").fill(text)
        visible = "".join(char for char in text if char != "\u200d")
        expect(page.locator("label .limit-count")).to_have_text(f"{count(visible)} / 60")


def test_blocks_that_come_and_go_are_counted(page: Page) -> None:
    open_form(page)
    page.evaluate(
        "document.querySelector('#more').innerHTML = '<textarea data-limit-zh=5 data-limit-en=9>一</textarea>'"
    )
    expect(page.locator("#more .limit-count")).to_have_text("1 / 5")


def test_the_first_screen_is_summed_without_deleted_lines(page: Page) -> None:
    open_form(page, value="一二")
    expect(page.locator("[data-first-screen-zh] .limit-count")).to_have_text("5 / 140")
    page.get_by_label("headline").fill("字" * 140)
    expect(page.locator("[data-first-screen-zh] .limit-count")).to_have_text("143 / 140 · 超出 3 个字")
