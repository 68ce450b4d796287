"""The verdict in a real browser: for everybody, on every screen, without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import double_the_text, keep, violations
from tests.browser.test_site import WIDTHS, mode, sideways, too_small
from tests.conftest import RunningSite

SCAM = (
    "【退款通知】您好，我是京东客服，您的快递丢失，现为您办理三倍理赔，请点 http://jd-lp.top/a?id=99 "
    "打开屏幕共享，把验证码告诉我，来电 +86 170 1234 5678"
)


def paste(page: Page, site: RunningSite, text: str, language: str = "zh-hans") -> None:
    page.goto(f"{site.url}/{language}/check/")
    page.fill("#check-text", text)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#result")


@pytest.mark.parametrize("text", [SCAM, "明天见", "长" * 3000])
def test_the_verdict_breaks_nothing_and_fits(page: Page, site: RunningSite, text: str) -> None:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    paste(page, site, text)
    keep(page, f"check-{len(text)}")
    assert violations(page) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        assert sideways(page) == 0, width
    double_the_text(page)
    page.set_viewport_size({"width": 320, "height": 700})
    assert sideways(page) == 0
    assert heard == []
    assert all(url.startswith(site.url) for url in asked), "a link in the message was followed"


def test_elder_mode_fits(page: Page, site: RunningSite) -> None:
    mode(page, site, "elder.30")
    paste(page, site, SCAM)
    assert violations(page, color_contrast_enhanced=True, color_contrast=False) == []
    assert sideways(page) == 0
    assert too_small(page) == []


@pytest.mark.parametrize("chosen", ["adult", "elder.30", "teen"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_way_to_a_report_is_for_everybody(
    page: Page, site: RunningSite, chosen: str, scheme: str
) -> None:
    mode(page, site, chosen)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{site.url}/en/check/")
    page.evaluate("document.querySelector('#check-text').required = false")
    page.click(".check-form button")
    assert page.locator("[role=alert]").count() == 1
    for step in ("empty", "verdict", "report", "thanks"):
        if step == "verdict":
            paste(page, site, SCAM, "en")
        elif step == "report":
            page.click("form[action$='/report/'] button")
        elif step == "thanks":
            page.click("button[name=keep]")
        keep(page, f"check-{step}-{chosen}-{scheme}")
        assert violations(page) == [], step
        assert sideways(page) == 0, step


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def test_without_scripts_one_gets_from_the_home_page_to_a_kept_report(plain: Page, site: RunningSite) -> None:
    plain.goto(f"{site.url}/en/")
    plain.click('.hero a[href="/en/check/"]')
    plain.fill("#check-text", SCAM)
    plain.click(".check-form button")
    assert plain.locator("#result").get_attribute("data-verdict") == "likely"
    plain.click("form[action$='/report/'] button")
    assert "170" not in plain.locator(".checked").inner_text()
    plain.click("button[name=keep]")
    assert plain.locator("h1").inner_text() == "Thank you"
