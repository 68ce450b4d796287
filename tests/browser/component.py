"""A payment page with <scam-warning> on it, under the strictest policy, and what the tests ask of it."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

from scams.client.html import render_element
from tests.browser.conftest import WALLET, answer, fulfil

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'; require-trusted-types-for 'script'"
)
HTML = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Pay</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
{head}<script type="module" src="/static/scams/scam-warning.js"></script></head>
<body><main><h1>Pay</h1>{element}</main></body></html>"""
STYLE = '<link rel="stylesheet" href="/static/scams/card.css">'
STYLED = "heard.length > 0 && document.querySelector('scam-warning').shadowRoot.querySelector('link').sheet"
SHOWN = "div:not([hidden]) > .scam-card"
NO_ID = "00000000-0000-7000-8000-000000000000"
KEPT = "window.heard = []; document.addEventListener('outcome', e => heard.push(e.detail));"


class Shop:
    """A payment page and its backend."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.batches: list[list[dict[str, Any]]] = []
        self.posted: list[Any] = []
        self.answers: list[Any] = []
        """What `/answer` gives, one after another; a number is a status without an answer."""
        self.static: Callable[[Route], bool] = lambda route: False
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.add_init_script(KEPT)

    def open(self, element: str, *, lang: str = "zh-Hans", head: str = "", until: Any = "load") -> None:
        html = HTML.format(lang=lang, head=head, element=element)
        self.page.context.route("**/*", lambda route: self._fulfil(route, html))
        self.page.goto(WALLET, wait_until=until)

    def show(self, given: dict[str, Any], **attributes: str) -> None:
        """Open the page with an answer in it and wait until the script's card is there."""
        self.show_plain(given, **attributes)
        expect(self.page.locator(SHOWN)).to_be_visible()
        self.until(STYLED)

    def show_plain(self, given: dict[str, Any], **attributes: str) -> None:
        self.open(render_element(given, action="/paid", **attributes), lang=given["card"]["locale"], head=STYLE)

    def until(self, expression: str) -> None:
        """Wait for something to be true in the page; Playwright's own way is against the page's policy."""
        for _ in range(300):
            if self.page.evaluate(f"Boolean({expression})"):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(expression)

    def heard(self, *kinds: str) -> list[dict[str, Any]]:
        """The outcome events so far, of these kinds or all."""
        told: list[dict[str, Any]] = self.page.evaluate("heard")
        return [one for one in told if not kinds or one["type"] in kinds]

    def kinds(self) -> list[str]:
        return [one["type"] for one in self.heard()]

    def shadow(self, script: str) -> Any:
        """What a function of the shadow root returns."""
        return self.page.evaluate(f"({script})(document.querySelector('scam-warning').shadowRoot)")

    def focused(self) -> str:
        """The class of what has the focus inside the card."""
        return str(self.shadow("root => root.activeElement?.className ?? ''"))

    def set(self, name: str, value: Any) -> None:
        self.page.evaluate("([name, value]) => { document.querySelector('scam-warning')[name] = value }", [name, value])

    def _fulfil(self, route: Route, html: str) -> None:
        request = route.request
        path = request.url.removeprefix(WALLET)
        if path == "":
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)
        elif path == "events":
            self.batches.append(json.loads(request.post_data or "{}")["events"])
            route.fulfill(status=202, json={})
        elif path == "answer":
            self._answer(route)
        elif path == "paid":
            self.posted.append(request.post_data)
            route.fulfill(body="paid", content_type="text/html")
        elif not self.static(route):
            fulfil(route, html)

    def _answer(self, route: Route) -> None:
        given = self.answers.pop(0)
        self.posted.append(json.loads(route.request.post_data or "null"))
        if isinstance(given, int):
            route.fulfill(status=given)
        else:
            route.fulfill(json=given)


def given(level: str, locale: str = "zh-Hans", audience: str = "adult", **changes: Any) -> dict[str, Any]:
    """An answer of the API with the content of the repository."""
    made = answer(level=level, audience="elder" if audience == "elder" else "adult", locale=locale, **changes)
    made["card"]["audience"] = audience
    return made | {"warning_id": NO_ID}


def question(name: str, text: str = "", **effects: Any) -> dict[str, Any]:
    """A question, with what follows from `yes`, `no` and `unsure`."""
    values = ("yes", "no", "unsure")
    answers = [{"value": value, "label": value, "then": effects.get(value)} for value in values]
    return {"id": name, "text": text or f"{name}?", "answers": answers}


def pause(minutes: int, *, cancellable: bool) -> dict[str, Any]:
    return {"minutes": minutes, "cancellable": cancellable, "text": "Wait.", "while_waiting": "Ask."}
