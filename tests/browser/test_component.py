"""<scam-warning> as people meet it: its look, its words, who can use it, and what it weighs."""

import itertools

import brotli
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from scams.client.html import render_element
from scams.words import AUDIENCES, LEVELS, LOCALES
from tests.browser.component import SHOWN, Shop, given
from tests.browser.conftest import WALLET, double_the_text, keep, violations
from tests.conftest import ROOT

EVERY = list(itertools.product(LEVELS, ("adult", "elder"), LOCALES))
MOST = 15_000
"""Bytes that a payer's browser is sent for a card, compressed."""
TREE = """card => {
  const left = ["type", "name", "value", "method", "action", "disabled", "aria-disabled", "aria-describedby", "hidden"];
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    const kept = [...node.attributes].filter(one => node.type === "radio" || !left.includes(one.name));
    const parts = [...node.childNodes].filter(one => !one.hasAttribute?.("data-plain"));
    return [node.localName, Object.fromEntries(kept.map(one => [one.name, one.value]).sort()), ...parts.map(read)];
  };
  return read(card);
}"""


@pytest.fixture
def shop(page: Page) -> Shop:
    return Shop(page)


@pytest.mark.parametrize(("level", "audience", "locale"), list(itertools.product(LEVELS, AUDIENCES, LOCALES)))
def test_script_and_plain_html_are_the_same_card(shop: Shop, level: str, audience: str, locale: str) -> None:
    shop.show(given(level, locale, audience))
    plain = shop.page.evaluate(f"({TREE})(document.querySelector('scam-warning > .scam-card'))")
    assert shop.shadow(f"root => ({TREE})(root.querySelector('.scam-card'))") == plain
    assert shop.shadow("root => root.querySelector('.card-plain')?.textContent ?? ''") in str(plain)


@pytest.mark.parametrize(("level", "audience", "locale"), EVERY)
def test_nothing_breaks_wcag_or_the_strictest_policy(shop: Shop, level: str, audience: str, locale: str) -> None:
    shop.show(given(level, locale, audience))
    assert shop.complaints == []  # what checks afterwards brings styles of its own
    stricter = audience == "elder"
    for scheme in ("light", "dark"):
        shop.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        keep(shop.page, f"component-{level}-{audience}-{locale}-{scheme}")
        assert violations(shop.page, color_contrast_enhanced=stricter, color_contrast=not stricter) == []


@pytest.mark.parametrize(("level", "audience", "locale"), EVERY)
def test_it_fits_a_small_phone_with_twice_the_text(shop: Shop, level: str, audience: str, locale: str) -> None:
    shop.show(given(level, locale, audience))
    for large in (False, True):
        if large:
            double_the_text(shop.page)
        assert shop.page.evaluate("document.documentElement.scrollWidth") == 320
        wide = (
            "one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display != 'inline'"
        )
        assert (
            shop.shadow(f"root => [...root.querySelectorAll('*')].filter(one => {wide}).map(one => one.outerHTML)")
            == []
        )


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("audience", "least"), [("adult", 44), ("elder", 60)])
def test_targets_are_large_enough(shop: Shop, level: str, audience: str, least: int) -> None:
    shop.show(given(level, "zh-Hans", audience))
    controls = ".card-button, .card-choice, .card-contacts a"
    sizes: list[list[float]] = shop.shadow(
        f"""root => {{
          root.querySelectorAll("details").forEach(one => one.open = true);
          return [...root.querySelectorAll({controls!r})].map(one => one.getBoundingClientRect())
            .filter(box => box.width).map(box => [box.width, box.height]);
        }}"""
    )
    assert len(sizes) > 3
    assert [size for size in sizes if min(size) < least] == []


def test_older_people_read_large_text_that_grows(shop: Shop) -> None:
    shop.show(given("hold", "zh-Hant", "elder"))
    words = "root => [...root.querySelectorAll('.scam-card :is(p, li, legend, .card-choice span)')]"
    sizes = shop.shadow(f"{words}.map(one => parseFloat(getComputedStyle(one).fontSize))")
    assert len(sizes) > 15
    assert min(sizes) >= 18
    shop.page.evaluate("document.documentElement.style.fontSize = '150%'")
    assert shop.shadow("root => getComputedStyle(root.querySelector('.card-what')).fontSize") == "30px"


def test_small_roots_do_not_shrink_it(shop: Shop) -> None:
    shop.show(given("warn"))
    shop.page.evaluate("document.documentElement.style.fontSize = '10px'")
    assert shop.shadow("root => getComputedStyle(root.querySelector('.card-what')).fontSize") == "16px"


@pytest.mark.parametrize(("level", "focused"), [("notice", ""), ("warn", "card-headline"), ("stop", "card-headline")])
def test_only_a_notice_leaves_the_focus_where_it_is(shop: Shop, level: str, focused: str) -> None:
    shop.show(given(level))
    expect(shop.page.locator(".card-status")).to_have_text(
        "请您留意 先垫钱再返利，都是刷单骗局" if level == "notice" else ""
    )
    assert shop.focused() == focused


def test_by_keyboard_the_safe_action_comes_first_and_escape_does_nothing(shop: Shop) -> None:
    shop.show(given("warn"))
    shop.page.keyboard.press("Tab")
    assert shop.focused() == "card-button card-primary"
    shop.page.keyboard.press("Escape")
    shop.page.keyboard.press("Tab")
    assert shop.focused() == "card-button card-plain"
    shop.page.keyboard.press("Tab")
    shop.page.keyboard.press("Enter")
    assert set(shop.kinds()) <= {"shown", "seen"}
    shop.page.keyboard.press("Space")
    assert [one["answer"] for one in shop.heard("question_answered")] == ["yes"]
    for _ in range(20):
        shop.page.keyboard.press("Tab")
    assert shop.focused() == ""


def test_who_listens_is_told_the_same(shop: Shop) -> None:
    shop.show(given("warn", "en", why_you=["New payee"], what_is_happening="You pay first.", red_flags=["Hurry"]))
    heard = shop.page.get_by_role("region", name="Please check first").aria_snapshot()
    assert [line.strip() for line in heard.splitlines()][:17] == [
        '- region "Please check first Paying first to earn commission is a task scam":',
        "- paragraph: Please check first",
        '- heading "Paying first to earn commission is a task scam" [level=2]',
        "- list:",
        "- listitem: New payee",
        "- paragraph: You pay first.",
        '- heading "Signs of this scam" [level=3]',
        "- list:",
        "- listitem: Hurry",
        """- button "Don't pay for now\"""",
        """- button "I've checked, pay anyway\"""",
        '- group "Ask yourself":',
        '- heading "Ask yourself" [level=3]',
        '- group "Do you have to pay in before you receive commission?":',
        "- text: Do you have to pay in before you receive commission?",
        '- radio "Yes"',
        '- text: "Yes"',
    ]


def test_an_older_person_confirms_twice(shop: Shop) -> None:
    shop.show(given("warn", "zh-Hans", "elder"))
    way = shop.page.locator("[data-event=proceed]").last
    expect(way).to_be_hidden()
    shop.page.locator("summary").last.focus()
    shop.page.keyboard.press("Enter")
    expect(way).to_be_visible()
    shop.page.keyboard.press("Tab")
    assert shop.focused() == "card-button card-primary"
    way.click()
    assert shop.kinds()[-2:] == ["proceed", "time_on_card"]


def test_without_scripts_the_plain_card_sends_what_was_chosen(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    shop = Shop(context.new_page())
    shop.show_plain(given("warn"))
    shop.page.get_by_label("说不准").first.check()
    shop.page.get_by_role("button", name="提交回答").click()
    expect(shop.page.get_by_text("paid")).to_be_visible()
    assert shop.posted == ["answer-task-rebate.adult.zh-Hans-q1=unsure&act=answer"]
    context.close()


def test_forced_colours_keep_every_edge(shop: Shop) -> None:
    shop.page.emulate_media(forced_colors="active")
    shop.show(given("warn"))
    keep(shop.page, "component-forced-colours")
    edges = "root => [...root.querySelectorAll('.card-button')].map(one => getComputedStyle(one).borderTopColor)"
    assert "rgba(0, 0, 0, 0)" not in shop.shadow(edges)
    assert violations(shop.page) == []


def test_it_moves_only_for_who_did_not_ask_for_stillness(shop: Shop) -> None:
    moves = "root => getComputedStyle(root.querySelector('.scam-card')).animationName"
    shop.show(given("warn"))
    assert shop.shadow(moves) == "none"
    shop.page.emulate_media(reduced_motion="no-preference")
    assert shop.shadow(moves) == "scam-card-in"


def test_a_page_sets_its_colours_but_not_those_of_a_stop(shop: Shop) -> None:
    theme = "root => getComputedStyle(root.querySelector('.card-primary')).backgroundColor"
    brand = "document.documentElement.style.setProperty('--scam-warning-brand', 'rgb(1, 2, 3)')"
    for level, colour in (("warn", "rgb(1, 2, 3)"), ("stop", "rgb(255, 223, 158)")):
        shop.show(given(level))
        shop.page.evaluate(brand)
        assert shop.shadow(theme) == colour


def test_the_card_is_dark_only_where_the_page_can_be(shop: Shop) -> None:
    sheet = "root => getComputedStyle(root.querySelector('.scam-card')).backgroundColor"
    light, dark = "rgb(255, 255, 255)", "rgb(27, 37, 45)"
    shop.page.emulate_media(color_scheme="dark")
    shop.show(given("warn"), scheme="light")
    assert shop.shadow(sheet) == light
    shop.show(given("warn"))
    assert shop.shadow(sheet) == dark
    shop.page.evaluate("document.querySelector('meta[name=color-scheme]').remove()")
    shop.set("answer", given("warn") | {"warning_id": "00000000-0000-7000-8000-000000000001"})
    shop.until("heard.filter(one => one.type === 'shown').length === 2")
    assert shop.shadow(sheet) == light


@pytest.mark.parametrize("hangs", [False, True])
def test_it_is_shown_even_when_its_style_never_comes(shop: Shop, hangs: bool) -> None:
    def refuse(route: Route) -> bool:
        if not route.request.url.endswith("card.css"):
            return False
        if not hangs:
            route.fulfill(status=404)
        return True

    shop.static = refuse
    shop.open(render_element(given("warn"), action=""), until="commit")
    expect(shop.page.locator(SHOWN)).to_be_visible()
    assert shop.focused() == "card-headline"


def test_words_from_outside_are_only_ever_text(shop: Shop) -> None:
    evil = "<img src=x onerror=alert(1)>"
    shop.show(given("hold", headline=evil, why_you=[evil], red_flags=[evil], switch_line=evil))
    assert shop.shadow("root => root.querySelectorAll('img').length") == 0
    assert shop.complaints == []


def test_it_reads_aloud_where_there_is_a_voice(shop: Shop) -> None:
    """The machine of these tests has no voice, so one is lent to it."""
    lent = "speechSynthesis.getVoices = () => [{lang: 'zh-CN'}]; speechSynthesis.speak = one => said.push(one.text)"
    spoken = "window.said = []; window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }"
    shop.page.add_init_script(f"{spoken}; {lent}")
    shop.show(given("warn"))
    listen = shop.page.get_by_role("button", name="听一听")
    listen.click()
    assert shop.page.evaluate("said[0]") == "先垫钱再返利，都是刷单骗局"
    expect(shop.page.get_by_role("button", name="停止朗读")).to_be_visible()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_card_weighs_less_than_15_kilobytes(shop: Shop, locale: str) -> None:
    sent: list[str] = []
    shop.page.on("request", lambda request: sent.append(request.url.removeprefix(WALLET)))
    shop.show(given("hold", locale))
    files = {ROOT / path for path in sent if path.startswith("static/")}
    assert {"scam-warning.js", "card.css", f"{locale}.js"} <= {file.name for file in files}
    assert sum(len(brotli.compress(file.read_bytes())) for file in files) < MOST
