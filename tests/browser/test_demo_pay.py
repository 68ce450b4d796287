"""The demonstration in a real browser, with the card's own element: by keyboard, for elders, in large text."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from academy.demo_pay.stories import Move, Story, stories
from scams.words import LOCALES
from tests.browser.conftest import double_the_text, keep, violations
from tests.browser.test_site import sideways
from tests.conftest import RunningSite
from tests.payer import events_of, harmless, right_answers

ALL = list(stories().values())
STAGES = {"call": "called", "cooling-off": "waiting", "hold": "held"}


@pytest.fixture
def heard(page: Page) -> list[str]:
    """What the browser complains of, such as a policy that was broken."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


@pytest.fixture
def wide(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def begin(page: Page, site: RunningSite, story: Story, locale: str = "en") -> str:
    """Fill the form with a story, pay, and return the warning's id."""
    page.goto(f"{site.url}/demo/pay?language={locale}&story={story.slug}")
    warning = page.locator("#id_warning_id").input_value()
    page.locator("button[value=pay]").click()
    expect(page.locator(".bill")).to_be_visible()
    return warning


def ready(page: Page) -> None:
    """Wait until the card's element has taken the place of the plain card in it."""
    expect(page.locator("scam-warning .card-status")).to_have_count(1)  # which a plain card does not have
    expect(page.locator("scam-warning .card-headline:visible")).to_be_visible()


def card(page: Page) -> dict[str, Any]:
    """The card that the element was given."""
    answer = json.loads(page.locator("scam-warning > script").text_content() or "{}")
    found: dict[str, Any] = answer["card"]
    return found


def answer(page: Page, question: str, value: str) -> None:
    """Answer a question of the card on show, and harmlessly those that are asked before it."""
    ready(page)
    asked = card(page)["questions"]
    for _one in asked:
        shown = page.locator(".card-question:visible:not(:has(input:checked))").first
        name = shown.get_attribute("data-question") or ""
        chosen = value if name == question else harmless(asked, name)
        shown.locator(f"input[name$='-{name}'][value={chosen}]").click(force=True)
        if name == question:
            return


def press(page: Page, move: Move, *, data_dir: Any, warning: str) -> None:
    """Do what the payer does in a move, by the buttons that the page and the card show."""
    for question, value in move.answers.items():
        answer(page, question, value)
    if move.act in ("safe_action", "proceed"):
        way(page, move.act).click()
    elif move.act == "release":
        page.locator("button[value=ask_release]").click()
        for name, value in right_answers(data_dir, warning).items():
            page.locator(f"input[name=release-{name}][value={value}]").check()
        page.locator("button[value=release]").click()
    elif move.act != "answer":
        if move.act in ("confirmed", "reassured") and page.locator("button[value=take_call]").count():
            page.locator("button[value=take_call]").click()
        page.locator(f"button[value={move.act}]").click()


def way(page: Page, act: str) -> Locator:
    """The card's own button for an act; the second one where it asks twice."""
    ready(page)
    if (twice := page.locator("scam-warning .card-confirm summary:visible")).count() and act == "proceed":
        twice.click()
    return page.locator(f"scam-warning [data-event={act}]:visible").last


@pytest.mark.parametrize("story", ALL, ids=lambda one: one.slug)
def test_a_story_ends_where_an_expert_would_want_it(
    page: Page, heard: list[str], site: RunningSite, story: Story
) -> None:
    warning = begin(page, site, story)
    for move in story.expected.walk:
        press(page, move, data_dir=site.data_dir, warning=warning)
        if move.step:
            if move.act == "answer":  # the page changed the card by itself; the step is asked for when one goes on
                way(page, "proceed").click()
            expect(page.locator(f".wallet[data-stage={STAGES[move.step]}]")).to_be_visible()
    expect(page.locator(".end")).to_have_attribute("data-end", story.expected.ends)
    for slug in story.expected.reroutes:
        expect(page.locator(".engine-facts")).to_contain_text(slug)
    assert heard == []
    assert sideways(page) == 0


def test_the_academy_hears_what_happened_in_the_browser(page: Page, site: RunningSite) -> None:
    warning = begin(page, site, stories()["boss"])
    expect(page.locator("#events")).to_contain_text("seen")
    answer(page, "q3", "yes")
    way(page, "safe_action").click()
    expect(page.locator(".end")).to_be_visible()
    expected = {"shown", "seen", "question_answered", "rerouted", "time_on_card", "safe_action"}
    for _try in range(100):
        if expected <= (kinds := {one["kind"] for one in events_of(site.data_dir, warning)}):
            break
        page.wait_for_timeout(100)
    assert expected <= kinds
    shown = [one for one in events_of(site.data_dir, warning) if one["kind"] == "shown"]
    assert len(shown) == 1


def test_a_story_is_walked_by_keyboard_alone(page: Page, heard: list[str], site: RunningSite) -> None:
    page.goto(f"{site.url}/demo/pay?language=en&story=task-rebate")
    press_on(page, "button[value=pay]")
    expect(page.locator("scam-warning .card-headline:visible")).to_be_focused()  # where reading begins
    page.keyboard.press("Tab")
    expect(page.locator("scam-warning [data-event=safe_action]:visible")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".end")).to_have_attribute("data-end", "stopped")
    assert heard == []


def press_on(page: Page, selector: str) -> None:
    """Go by the tabulator to an element, and press Enter."""
    for _stop in range(60):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{selector} is not reached by keyboard")


def look(page: Page, heard: list[str]) -> None:
    """Check that nothing was complained of, no rule of access is broken, and nothing is wider than the screen."""
    assert heard == []
    assert violations(page) == []
    assert sideways(page) == 0
    heard.clear()  # looking for broken rules puts styles into the card, which the policy refuses


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_breaks_a_rule_of_access(page: Page, heard: list[str], site: RunningSite, locale: str) -> None:
    """Form, card, call, pause, hold and end, in each language; the last of the false alarm's path."""
    story = stories()["hospital"]
    page.goto(f"{site.url}/demo/pay?language={locale}&story={story.slug}")
    look(page, heard)
    warning = begin(page, site, story, locale)
    ready(page)
    look(page, heard)
    for move in story.expected.walk:
        press(page, move, data_dir=site.data_dir, warning=warning)
        if move.step:
            if move.act == "answer":  # the page changed the card by itself; the step is asked for when one goes on
                way(page, "proceed").click()
            expect(page.locator(f".wallet[data-stage={STAGES[move.step]}]")).to_be_visible()
        look(page, heard)
        keep(page, f"demo-{locale}-{move.act}")
    expect(page.locator(".end")).to_be_visible()


@pytest.mark.parametrize("slug", ["family", "boss", "rent"])
def test_twice_the_text_fits_a_small_phone(page: Page, site: RunningSite, slug: str) -> None:
    page.goto(f"{site.url}/demo/pay?language=en&story={slug}")
    double_the_text(page)
    assert sideways(page) == 0
    page.locator("button[value=pay]").click()
    expect(page.locator(".bill")).to_be_visible()
    double_the_text(page)
    assert sideways(page) == 0


def test_elders_get_large_text_and_targets(page: Page, site: RunningSite) -> None:
    begin(page, site, stories()["family"], "zh-Hans")
    ready(page)
    for way_on in page.locator("scam-warning .card-button:visible, .wallet button:visible").all():
        box = way_on.bounding_box()
        assert box
        assert box["height"] >= 59.5
    size = page.locator("scam-warning .card-what:visible").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size >= 18
    keep(page, "demo-elder")


def test_the_engine_s_panel_stands_beside_the_wallet_folds_and_is_not_printed(wide: Page, site: RunningSite) -> None:
    begin(wide, site, stories()["romance-investment"])
    wallet, engine = (wide.locator(one).bounding_box() for one in (".wallet", ".engine"))
    assert wallet
    assert engine
    assert wallet["x"] + wallet["width"] <= engine["x"]
    assert violations(wide) == []
    wide.locator(".engine > details > summary").click()
    expect(wide.locator(".engine-facts")).to_be_hidden()
    wide.emulate_media(media="print")
    expect(wide.locator(".engine")).to_be_hidden()


def test_asking_the_family_says_what_a_wallet_would_do(page: Page, site: RunningSite) -> None:
    begin(page, site, stories()["task-rebate"])
    ready(page)
    page.locator("scam-warning [data-action=ask-family]:visible").click()
    expect(page.locator("[data-said=guardian_told]")).to_be_visible()
    expect(page.locator("#events")).to_contain_text("guardian_told")
