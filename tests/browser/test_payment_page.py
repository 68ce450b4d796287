"""The mock payment page with the warning card, in a real browser."""

import itertools

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from scams.words import LEVELS, LOCALES
from tests.browser.conftest import Show, answer, double_the_text, keep, serve_payment_page, violations

AUDIENCES = ("adult", "elder")
EVERY = list(itertools.product(LEVELS, AUDIENCES, LOCALES))
PHONE = {"width": 320, "height": 568}
CONTROLS = ".scam-card :is(button, summary, .card-choice, a), .pay-after :is(button, a)"


def boxes(places: Locator) -> list[dict[str, float]]:
    return [box for place in places.all() if place.is_visible() and (box := place.bounding_box())]


@pytest.mark.parametrize(("level", "audience", "locale"), EVERY)
def test_nothing_breaks_wcag_or_the_policy(page: Page, show: Show, level: str, audience: str, locale: str) -> None:
    complaints = show(answer(level=level, audience=audience, locale=locale))
    stricter = audience == "elder"
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        keep(page, f"card-{level}-{audience}-{locale}-{scheme}")
        assert violations(page, color_contrast_enhanced=stricter, color_contrast=not stricter) == []
    assert complaints == []


@pytest.mark.parametrize(("level", "audience", "locale"), EVERY)
def test_twice_the_text_is_neither_cut_nor_scrolled_sideways(
    page: Page, show: Show, level: str, audience: str, locale: str
) -> None:
    page.set_viewport_size(PHONE)
    show(answer(level=level, audience=audience, locale=locale))
    double_the_text(page)
    for confirm in page.locator("summary").all():
        confirm.click()
    keep(page, f"large-{level}-{audience}-{locale}")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    wide = "e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display != 'inline'"
    cut = page.locator(".scam-card *").evaluate_all(f"all => all.filter(e => {wide}).map(e => e.outerHTML)")
    assert cut == []


@pytest.mark.parametrize(("level", "audience", "locale"), EVERY)
def test_the_safe_action_comes_first_and_is_the_largest(
    page: Page, show: Show, level: str, audience: str, locale: str
) -> None:
    show(answer(level=level, audience=audience, locale=locale))
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_attribute("data-event", "safe_action")
    safe, *others = boxes(page.locator(".scam-card .card-button"))
    area = safe["width"] * safe["height"]
    assert all(box["height"] < safe["height"] or box["width"] * box["height"] <= area for box in others)


@pytest.mark.parametrize(("level", "locale"), list(itertools.product(LEVELS, LOCALES)))
@pytest.mark.parametrize(("audience", "least"), [("adult", 44), ("elder", 60)])
def test_targets_are_large_enough(page: Page, show: Show, level: str, locale: str, audience: str, least: int) -> None:
    show(answer(level=level, audience=audience, locale=locale))
    for confirm in page.locator("summary").all():
        confirm.click()
    page.locator(".scam-card .card-primary").first.click()
    found = boxes(page.locator(CONTROLS))
    assert len(found) > 3
    assert [box for box in found if min(box["height"], box["width"]) < least] == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_only_stop_has_no_way_on(page: Page, show: Show, audience: str) -> None:
    ways = {}
    for level in LEVELS:
        show(answer(level=level, audience=audience, locale="zh-Hans"))
        ways[level] = page.locator("[data-event=proceed]").count()
    assert ways == {"notice": 1, "warn": 1, "hold": 1, "stop": 0}


def test_an_elder_confirms_twice_by_keyboard(page: Page, show: Show) -> None:
    show(answer(level="warn", audience="elder", locale="zh-Hans"))
    proceed = page.locator("[data-event=proceed]")
    expect(proceed).to_be_hidden()
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(proceed).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("data-event", "safe_action")


def test_a_wait_that_cannot_be_ended_shows_the_way_on_but_closed(page: Page, show: Show) -> None:
    pause = {"minutes": 1440, "cancellable": False, "text": "先等等。", "while_waiting": "问问家人。"}
    show(answer(level="hold", audience="adult", locale="zh-Hans", cooling_off=pause))
    expect(page.locator("[data-event=proceed]")).to_be_visible()
    expect(page.locator("[data-event=proceed]")).to_be_disabled()
    expect(page.locator(".card-clock b")).to_have_text("24")


@pytest.mark.parametrize(
    ("headline", "why", "what", "flags", "buttons"),
    [(20, 30, 60, (6, 6, 6), (6, 6)), (20, 20, 30, (20, 20, 20), (5, 5)), (18, 18, 36, (18, 18, 18), (7, 7))],
)
def test_the_first_screen_of_a_warning_holds_140_characters_without_scrolling(
    page: Page, show: Show, headline: int, why: int, what: int, flags: tuple[int, ...], buttons: tuple[int, int]
) -> None:
    assert headline + why + what + sum(flags) + sum(buttons) == 140
    show(
        answer(
            level="warn",
            audience="adult",
            locale="zh-Hans",
            headline="国" * headline,
            why_you=["国" * why],
            what_is_happening="国" * what,
            red_flags=["国" * length for length in flags],
            safe_action={"label": "国" * buttons[0], "action": "stop"},
            proceed={"label": "国" * buttons[1], "confirm": False},
        )
    )
    expect(page.locator("[data-event=proceed]")).to_be_in_viewport(ratio=1)


def test_levels_differ_in_more_than_colour(page: Page, show: Show) -> None:
    icons, labels, sizes, shapes = set(), set(), set(), set()
    for level in LEVELS:
        show(answer(level=level, audience="adult", locale="zh-Hans"))
        card = page.locator(".scam-card")
        icons.add(page.locator(".card-icon").inner_html())
        labels.add(page.locator(".card-level").inner_text())
        sizes.add(page.locator(".card-headline").evaluate("e => getComputedStyle(e).fontSize"))
        shapes.add((str(card.bounding_box()), card.evaluate("e => getComputedStyle(e).borderRadius")))
    assert [len(each) for each in (icons, labels, sizes, shapes)] == [len(LEVELS)] * 4


def test_the_elder_card_is_readable(page: Page, show: Show) -> None:
    show(answer(level="hold", audience="elder", locale="zh-Hant"))
    read = "es => es.map(e => getComputedStyle(e)).map(s => [parseFloat(s.fontSize), parseFloat(s.lineHeight)])"
    words = page.locator(".scam-card :is(p, li, legend, .card-choice span)").evaluate_all(read)
    assert len(words) > 15
    assert [size for size, _height in words if size < 18] == []
    spaced = [
        height / size for size, height in page.locator(".scam-card :is(.card-what, li, legend)").evaluate_all(read)
    ]
    assert min(spaced) >= 1.5


def test_it_works_without_scripts(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    serve_payment_page(page, answer(level="hold", audience="adult", locale="en"))
    page.get_by_label("Not sure").first.check()
    page.locator("[data-event=safe_action]").click()
    expect(page.get_by_role("heading", name="The payment is stopped")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#card-stopped")).to_be_hidden()
    context.close()


def test_a_live_warning_leads_nowhere_else(page: Page, show: Show) -> None:
    """The article is offered once the payment is stopped, not before; telephone links stay."""
    show(answer(level="warn", audience="adult", locale="zh-Hans"))
    addresses = [link.get_attribute("href") or "" for link in page.locator(".scam-card a").all()]
    assert addresses == ["tel:96110", "tel:96110", "tel:110"]
    assert [link.inner_text().split()[-1] for link in page.locator(".card-others a").all()] == ["96110"]
    expect(page.locator(".pay-after a")).to_be_hidden()


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_says_its_language_and_currency(page: Page, show: Show, locale: str) -> None:
    show(answer(level="notice", audience="adult", locale=locale))
    assert page.locator("html").get_attribute("lang") == locale
    signs = {"zh-Hans": "¥", "zh-Hant": "HK$", "en": "S$"}
    expect(page.locator(".pay-amount")).to_have_text(f"{signs[locale]}5,000.00")


def test_content_from_outside_is_text(page: Page, show: Show) -> None:
    complaints = show(answer(level="warn", audience="adult", locale="en", headline="<img src=x onerror=alert(1)>"))
    assert page.locator(".scam-card img").count() == 0
    assert complaints == []
