"""A whole quiz in a real browser: by keyboard alone, without scripts, at twice the text, in elder mode."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import double_the_text, keep, violations
from tests.browser.test_site import mode, sideways, too_small
from tests.conftest import RunningSite


def choose(page: Page) -> None:
    """Answer the question on the page somehow, as a mouse does."""
    for number, place in enumerate(page.locator("select").all(), start=1):
        place.select_option(str(number))
    for option in page.locator("input[type=radio], .word input, .choice input[type=checkbox]").all()[:1]:
        option.check(force=True)


def take(page: Page, address: str) -> None:
    """Take the quiz at `address` to its result."""
    page.goto(address)
    page.locator(".actions a.button").first.click()
    for number in range(1, 9):
        expect(page.locator(".progress b")).to_have_text(f"{number} / 8")
        choose(page)
        page.locator("main form button.button").click()
        expect(page.locator(".feedback")).to_be_visible()
        page.locator(".actions :is(a, button).button:not(.quiet)").first.click()
    expect(page.locator(".figures")).to_be_visible()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def test_a_whole_quiz_is_taken_by_keyboard(page: Page, site: RunningSite) -> None:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.goto(f"{site.url}/zh-hans/quizzes/everyday/")
    press_on(page, ".actions a.button")
    for number in range(1, 9):
        expect(page.locator(".progress b")).to_have_text(f"{number} / 8")
        answer_by_keyboard(page)
        assert page.locator(":focus").evaluate("e => e.closest('.feedback') !== null")  # where one listens on
        assert violations(page) == []
        press_on(page, ".actions :is(a, button).button:not(.quiet)")
    expect(page.locator(".figures")).to_be_visible()
    assert "/result/" in page.url
    keep(page, "result-by-keyboard")
    assert violations(page) == []
    assert heard == []


def press_on(page: Page, selector: str) -> None:
    """Go by the tabulator to the first element of `selector`, and press Enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement === document.querySelector(s)", selector):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"the tabulator never comes to {selector}")


def answer_by_keyboard(page: Page) -> None:
    form = page.locator("main form")
    expect(form).to_be_visible()
    if places := page.locator("main select").count():
        for number in range(1, places + 1):
            tab_into(page, "SELECT")
            page.keyboard.press(str(number))
    else:
        tab_into(page, "INPUT")
        page.keyboard.press("Space")
    press_on(page, "main form button.button")
    expect(page.locator(".feedback")).to_be_visible()


def tab_into(page: Page, element: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if (
            page.evaluate("document.activeElement.tagName + !!document.activeElement.closest('main')")
            == f"{element}true"
        ):
            return
    raise AssertionError(f"the tabulator never comes to a {element}")


def test_a_whole_quiz_is_taken_without_scripts(plain: Page, site: RunningSite) -> None:
    take(plain, f"{site.url}/zh-hant/quizzes/customer-service-impersonation/")


def test_all_questions_on_one_page_without_scripts(plain: Page, site: RunningSite) -> None:
    plain.goto(f"{site.url}/en/quizzes/romance/")
    plain.locator("a[href$='pages=all']").click()
    plain.locator("main form button.button").click()
    expect(plain.locator(".notice.bad").first).to_contain_text("still need an answer")
    for question in plain.locator("fieldset.question").all():
        for number, place in enumerate(question.locator("select").all(), start=1):
            place.select_option(str(number))
        for option in question.locator("input").all()[:1]:
            option.check(force=True)
    plain.locator("main form button.button").click()
    expect(plain.locator(".figures")).to_be_visible()


def test_refresh_and_back_lose_nothing(page: Page, site: RunningSite) -> None:
    page.goto(f"{site.url}/zh-hans/quizzes/loan-fee/take/")
    first = page.locator(".prompt").inner_text()
    choose(page)
    page.locator("main form button.button").click()
    expect(page.locator(".feedback")).to_be_visible()
    page.reload()
    expect(page.locator(".feedback")).to_be_visible()
    page.locator(".actions a.button").first.click()
    expect(page.locator(".progress b")).to_have_text("2 / 8")
    page.go_back()
    expect(page.locator(".prompt")).to_have_text(first)
    expect(page.locator(".feedback")).to_be_visible()
    page.goto(f"{site.url}/zh-hans/quizzes/loan-fee/take/")
    expect(page.locator(".progress b")).to_have_text("2 / 8")


def test_a_quiz_in_elder_mode_is_large_and_fits(page: Page, site: RunningSite) -> None:
    mode(page, site, "elder.30")
    page.goto(f"{site.url}/zh-hans/quizzes/elder/")
    page.locator(".actions a.button").first.click()
    for number in range(1, 9):
        expect(page.locator(".progress b")).to_have_text(f"{number} / 8")
        assert sideways(page) == 0
        assert too_small(page) == []
        if number == 1:
            keep(page, "question-elder")
        choose(page)
        page.locator("main form button.button").click()
        expect(page.locator(".feedback")).to_be_visible()
        assert sideways(page) == 0
        assert violations(page, color_contrast_enhanced=True, color_contrast=False) == []
        page.locator(".actions :is(a, button).button:not(.quiet)").first.click()
    expect(page.locator(".figures")).to_be_visible()
    keep(page, "result-elder")
    assert sideways(page) == 0
    assert too_small(page) == []


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_twice_the_text_fits_in_questions_and_results(page: Page, site: RunningSite, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    take(page, f"{site.url}/en/quizzes/teen/")
    double_the_text(page)
    keep(page, f"result-large-{width}")
    assert sideways(page) == 0


def test_no_answer_is_said_and_focused(page: Page, site: RunningSite) -> None:
    page.goto(f"{site.url}/en/quizzes/purchase/take/")
    page.locator("main form button.button").click()
    expect(page.locator(".notice.bad")).to_be_visible()
    expect(page.locator(".notice.bad")).to_be_focused()
    assert violations(page) == []


def test_two_impatient_clicks_make_one_attempt(page: Page, site: RunningSite) -> None:
    page.goto(f"{site.url}/en/quizzes/investment/take/?pages=all")
    for question in page.locator("fieldset.question").all():
        for number, place in enumerate(question.locator("select").all(), start=1):
            place.select_option(str(number))
        for option in question.locator("input").all()[:1]:
            option.check(force=True)
    page.locator("main form button.button").dblclick()
    expect(page.locator(".figures")).to_be_visible()
