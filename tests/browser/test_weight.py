"""Every public page is light: what a browser is sent for it, compressed, without pictures."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.conftest import RunningSite

MOST = 60_000
"""Bytes. On a bad line of 400 kbit/s that is a second and a bit."""
LANGUAGES = ("zh-hans", "zh-hant", "en")
PAGES = (
    *("", "types/", "gain/", "gain/task-rebate/", "quizzes/", "quizzes/everyday/", "quizzes/task-rebate/"),
    *("paid/", "contacts/", "about/", "parents/", "privacy/"),
)
PICTURES = ("image/", "audio/", "video/")


@pytest.fixture
def newcomer(browser: Browser) -> Iterator[Page]:
    """The page of somebody who was never here: nothing is in their browser yet, and nobody fetches ahead for them."""
    context = browser.new_context(service_workers="block")
    yield context.new_page()
    context.close()


def weighed(page: Page, url: str) -> dict[str, tuple[int, str]]:
    """What a page needs to be shown, but for pictures: the bytes sent and their coding by address."""
    found: dict[str, tuple[int, str]] = {}
    finished: list[Request] = []
    page.on("requestfinished", lambda request: finished.append(request))
    page.goto(url, wait_until="networkidle")
    for request in finished:
        reply = request.response()
        assert reply
        assert (reply.status, request.redirected_from) == (200, None), request.url
        if not (reply.header_value("content-type") or "").startswith(PICTURES):
            coding = reply.header_value("content-encoding") or ""
            found[request.url] = (request.sizes()["responseBodySize"], coding)
    return found


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_under_60_kilobytes_before_pictures(
    newcomer: Page, site: RunningSite, language: str, path: str
) -> None:
    url = f"{site.url}/{language}/{path}"
    found = weighed(newcomer, url)
    assert found[url][1] in {"br", "gzip"}
    assert all(coding for size, coding in found.values() if size > 1000)
    assert [one for one in found if not one.startswith(site.url)] == []
    assert any(re.search(r"\.css$", one) for one in found)
    assert sum(size for size, _coding in found.values()) < MOST, found
