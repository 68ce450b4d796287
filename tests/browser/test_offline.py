"""The site without a network: what was read can be read again, and what to do after paying always can."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import keep, violations
from tests.conftest import RunningSite

ARTICLE = "/zh-hans/gain/task-rebate/"
KEPT = """async (name) => {
  const found = [];
  for (const one of await caches.keys()) {
    if (one.startsWith(name)) for (const request of await (await caches.open(one)).keys()) found.push(request.url);
  }
  return found.map((url) => new URL(url).pathname);
}"""

KEPT_IN = "async ([path, mode]) => (await (await caches.match(path)).text()).includes(mode)"


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains of; in the end there must be none."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "console", lambda message: heard.append(message.text) if "security policy" in message.text.lower() else None
    )
    yield heard
    assert heard == []


def kept(page: Page, name: str = "academy-pages") -> list[str]:
    paths: list[str] = page.evaluate(KEPT, name)
    return paths


def eventually(page: Page, script: str, *given: str) -> None:
    """Wait until a function in the page says yes. The page's policy lets Playwright's own waiting run nothing."""
    for _try in range(450):
        if page.evaluate(script, list(given)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(script)


def visit(page: Page, site: RunningSite, path: str) -> None:
    """Open a page and wait until the worker has taken over and kept it."""
    page.goto(site.url + path)
    eventually(page, "() => Boolean(navigator.serviceWorker.controller)")
    eventually_kept(page, path)


def eventually_kept(page: Page, path: str) -> None:
    eventually(page, f"async ([path]) => (await ({KEPT})('academy-')).includes(path)", path)


def without_network(page: Page) -> None:
    page.context.set_offline(True)


def test_an_article_that_was_read_can_be_read_again(page: Page, site: RunningSite, complaints: list[str]) -> None:
    visit(page, site, ARTICLE)
    heading, colour = page.locator("h1").inner_text(), page.evaluate("getComputedStyle(document.body).backgroundColor")
    without_network(page)
    page.goto(site.url + ARTICLE)
    expect(page.locator("h1")).to_have_text(heading)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == colour != "rgba(0, 0, 0, 0)"


def test_the_page_it_was_installed_from_is_kept_too(page: Page, site: RunningSite) -> None:
    visit(page, site, "/en/types/")
    assert "/en/types/" in kept(page)


@pytest.mark.parametrize("path", ["/zh-hans/types/", "/zh-hant/types/", "/en/no-such-page/"])
def test_a_page_never_read_says_in_its_language_that_there_is_no_network(
    page: Page, site: RunningSite, path: str
) -> None:
    language = path.split("/")[1]
    page.goto(f"{site.url}/{language}/offline/")
    heading = page.locator("h1").inner_text()
    visit(page, site, ARTICLE)
    without_network(page)
    page.goto(site.url + path)
    assert str(page.locator("html").get_attribute("lang")).lower() == language
    expect(page.locator("h1")).to_have_text(heading)
    keep(page, f"offline-{language}")
    assert violations(page) == []


def test_the_page_for_no_network_lists_what_can_be_read(page: Page, site: RunningSite) -> None:
    visit(page, site, ARTICLE)
    title = page.locator("h1").inner_text()
    without_network(page)
    page.goto(f"{site.url}/zh-hans/about/")
    page.get_by_role("link", name=title).click()
    expect(page).to_have_url(site.url + ARTICLE)
    expect(page.locator("h1")).to_have_text(title)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_what_to_do_after_paying_works_without_ever_having_been_visited(
    page: Page, site: RunningSite, language: str
) -> None:
    visit(page, site, ARTICLE)
    without_network(page)
    reply = page.goto(f"{site.url}/{language}/paid/")
    assert reply
    assert reply.status == 200
    assert page.locator("a[href^='tel:']").count() > 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_a_question_that_was_seen_can_be_seen_again(page: Page, site: RunningSite) -> None:
    visit(page, site, "/en/quizzes/task-rebate/")
    page.goto(f"{site.url}/en/quizzes/task-rebate/take/")
    expect(page).to_have_url(re.compile("/take/1/$"))
    eventually_kept(page, "/en/quizzes/task-rebate/take/1/")
    question = page.locator("h1").inner_text()
    without_network(page)
    page.goto(f"{site.url}/en/quizzes/task-rebate/take/1/")
    expect(page.locator("h1")).to_have_text(question)
    page.goto(f"{site.url}/en/quizzes/task-rebate/")
    expect(page).to_have_title(re.compile("Task scams"))


def test_a_page_comes_from_the_network_while_there_is_one_and_is_kept_as_seen(page: Page, site: RunningSite) -> None:
    visit(page, site, ARTICLE)
    page.context.add_cookies([{"name": "mode", "value": "teen", "url": site.url}])
    page.goto(site.url + ARTICLE)
    expect(page.locator("html")).to_have_attribute("data-mode", "teen")
    eventually(page, KEPT_IN, ARTICLE, 'data-mode="teen"')
    without_network(page)
    page.goto(site.url + ARTICLE)
    expect(page.locator("html")).to_have_attribute("data-mode", "teen")


def test_another_mode_is_that_of_the_pages_that_are_always_kept_too(page: Page, site: RunningSite) -> None:
    visit(page, site, ARTICLE)
    page.locator("button[name=mode][value^=elder]").first.click()
    expect(page.locator("html")).to_have_attribute("data-mode", "elder")
    eventually(page, KEPT_IN, "/en/paid/", 'data-mode="elder"')


def test_what_is_an_editors_or_one_persons_is_not_kept(page: Page, site: RunningSite) -> None:
    visit(page, site, ARTICLE)
    for path in ("/admin/login/", "/en/me/", "/api/v1/docs"):
        page.goto(site.url + path)
    visit(page, site, "/en/")
    assert sorted(kept(page)) == ["/en/", ARTICLE]


def test_of_many_pages_the_newest_are_kept(page: Page, site: RunningSite) -> None:
    visit(page, site, ARTICLE)
    page.evaluate("""async () => {
      const cache = await caches.open("academy-pages");
      for (let number = 0; number < 70; number += 1) await cache.put(`/en/${number}/`, new Response("old"));
    }""")
    visit(page, site, "/en/")
    assert [len(kept(page)), kept(page)[-1], kept(page)[0]] == [60, "/en/", "/en/11/"]


def test_a_page_that_is_gone_is_forgotten(page: Page, site: RunningSite) -> None:
    visit(page, site, ARTICLE)
    page.evaluate("async () => (await caches.open('academy-pages')).put('/en/gone/', new Response('old'))")
    page.goto(f"{site.url}/en/gone/")
    eventually(page, f"async () => !(await ({KEPT})('academy-pages')).includes('/en/gone/')")
