"""The demonstration's stories, walked on a served site by a browser that runs no scripts: forms, and nothing else."""

import re
import threading
import urllib.parse
import urllib.request
from collections.abc import Iterator
from html import unescape
from http.cookiejar import CookieJar
from urllib.error import HTTPError

import pytest

from academy.demo_pay.stories import Story, stories
from scams.words import LOCALES
from tests.conftest import Demo, RunningSite, served_copy
from tests.payer import events_of, right_answers
from tests.services.conftest import wait_for

ALL = list(stories().values())


@pytest.fixture(scope="module")
def wallet_site(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A site to pay at."""
    yield from served_copy(demo, tmp_path_factory.mktemp("wallet") / "data")


class Payer:
    """Somebody at the mock wallet, with cookies and without scripts."""

    def __init__(self, site: RunningSite) -> None:
        self.site = site
        self.html = ""
        self.status = 0
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, **query: str) -> None:
        self._open(f"/demo/pay?{urllib.parse.urlencode(query)}")

    def send(self, act: str, **fields: str) -> None:
        """Press a button that is there, with what is hidden in its form and what was filled in."""
        assert re.search(rf'value="{act}"', self.html), f"no button for {act}"
        self._open("/demo/pay", {**self.hidden(), **fields, "act": act})

    def pay(self) -> None:
        """Send the form as it is filled in."""
        fields = [
            (name, unescape(value))
            for name, value in re.findall(r'<input type="(?:text|number)" name="(\w+)" value="([^"]*)"', self.html)
        ]
        ticked = re.findall(r'name="(audience|signals)"\s+value="([\w-]+)"[^>]*?checked', self.html)
        self._open("/demo/pay", [*self.hidden().items(), *fields, *ticked, ("act", "pay")])

    def hidden(self) -> dict[str, str]:
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.html))

    def _open(self, path: str, fields: object = None) -> None:
        data = urllib.parse.urlencode(fields).encode() if fields else None  # type: ignore[arg-type]
        try:
            with self._opener.open(self.site.url + path, data, timeout=30) as reply:
                self.status, self.html = reply.status, reply.read().decode()
        except HTTPError as error:
            self.status, self.html = error.code, error.read().decode()

    @property
    def stage(self) -> str:
        return self._attribute("stage")

    @property
    def end(self) -> str:
        return self._attribute("end")

    def _attribute(self, name: str) -> str:
        found = re.search(rf'data-{name}="([\w-]+)"', self.html)
        return found[1] if found else ""

    @property
    def card(self) -> tuple[str, str]:
        """The fraud type and level of the card shown last, as the engineers' panel has them."""
        found = re.search(r"<code>([\w-]+)\.\w+\.[\w-]+</code> · (\w+)", self.html)
        assert found
        return found[1], found[2]


STAGES = {"call": "called", "cooling-off": "waiting", "hold": "held"}


def walk(payer: Payer, story: Story, locale: str) -> str:
    """Walk a story as its data say, and return the warning's id, empty where there was none."""
    payer.get(language=locale, story=story.slug)
    payer.pay()
    warning = payer.hidden().get("warning_id", "")
    if story.expected.first:
        assert payer.card == (story.expected.first, story.expected.level)
    for move in story.expected.walk:
        card, _level = payer.card
        place = f"{card}.{_audience(payer)}.{locale}"
        fields = {f"answer-{place}-{question}": answer for question, answer in move.answers.items()}
        if move.act == "release":
            payer.send("ask_release")
            fields = {f"release-{name}": value for name, value in right_answers(payer.site.data_dir, warning).items()}
        payer.send(move.act, **fields)
        if move.fraud_type:
            assert payer.card[0] == move.fraud_type
        if move.level:
            assert payer.card[1] == move.level
        if move.step:
            assert payer.stage == STAGES[move.step]
    return warning


def _audience(payer: Payer) -> str:
    found = re.search(r"<code>[\w-]+\.(\w+)\.[\w-]+</code> · \w+", payer.html)
    assert found
    return found[1]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("story", ALL, ids=lambda one: one.slug)
def test_a_story_ends_where_an_expert_would_want_it(wallet_site: RunningSite, story: Story, locale: str) -> None:
    payer = Payer(wallet_site)
    warning = walk(payer, story, locale)
    assert payer.end == story.expected.ends
    assert [one for one in story.expected.reroutes if f"<dd><code>{one}</code></dd>" not in payer.html] == []
    if story.expected.first:
        wait_for(lambda: _told(payer, warning, story), "the academy to have the events")


LAST = {"stopped": "safe_action", "cooled-off": "cancelled_in_wait", "released": "released", "paid": "proceed"}


def _told(payer: Payer, warning: str, story: Story) -> bool:
    """Whether the academy was told what was shown, each better card, and how it ended."""
    events = events_of(payer.site.data_dir, warning)
    kinds = [one["kind"] for one in events]
    rerouted = [one["card"]["fraud_type"] for one in events if one["kind"] == "rerouted"]
    return (
        kinds[:1] == ["shown"]
        and rerouted == list(story.expected.reroutes)
        and LAST[story.expected.ends] in kinds
        and {one["client"] for one in events} == {"demo-page"}
    )


def test_a_genuine_payment_asks_nobody(wallet_site: RunningSite) -> None:
    payer = Payer(wallet_site)
    walk(payer, stories()["rent"], "en")
    assert payer.end == "paid"
    assert "scam-card" not in payer.html
    assert "POST /api/v1/warnings" not in payer.html


def test_the_same_form_twice_counts_once(wallet_site: RunningSite) -> None:
    """Two payments of one form are one; an act pressed twice is done once, also at the same moment."""
    payer = Payer(wallet_site)
    payer.get(language="en", story="task-rebate")
    form = payer.html
    payer.pay()
    warning = payer.hidden()["warning_id"]
    shown = payer.html
    payer.html = form
    payer.pay()
    assert payer.hidden()["warning_id"] == warning
    payer.html = shown
    press = {**payer.hidden(), "act": "safe_action"}
    presses = [threading.Thread(target=payer._open, args=("/demo/pay", press)) for _press in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    payer.get()
    assert payer.end == "stopped"
    wait_for(lambda: len(events_of(wallet_site.data_dir, warning)) >= 2, "the events")
    kinds = [one["kind"] for one in events_of(wallet_site.data_dir, warning)]
    assert (kinds.count("shown"), kinds.count("safe_action")) == (1, 1)


def test_wrong_answers_release_nothing(wallet_site: RunningSite) -> None:
    payer = Payer(wallet_site)
    payer.get(language="en", story="hospital")
    payer.pay()
    warning = payer.hidden()["warning_id"]
    for act in ("proceed", "no_answer", "waited", "ask_release"):
        payer.send(act)
    right = right_answers(wallet_site.data_dir, warning)
    wrong = {f"release-{name}": "b" if value == "a" else "a" for name, value in right.items()}
    payer.send("release", **wrong)
    assert (payer.stage, payer.end) == ("held", "")
    assert 'class="wrong"' in payer.html


def test_nothing_that_names_somebody_leaves_the_wallet(wallet_site: RunningSite) -> None:
    payer = Payer(wallet_site)
    payer.get(language="en", story="task-rebate")
    payer.pay()
    warning = payer.hidden()["warning_id"]
    wait_for(lambda: events_of(wallet_site.data_dir, warning), "the event")
    assert "Star Task Desk" not in payer.html.partition('class="wallet"')[2]
    assert "comes back with commission" not in payer.html.partition('class="wallet"')[2]
    assert "Star" not in str(events_of(wallet_site.data_dir, warning))


def test_simplified_chinese_comes_first_whatever_the_browser_prefers(wallet_site: RunningSite) -> None:
    payer = Payer(wallet_site)
    payer._opener.addheaders = [("Accept-Language", "en-GB,en")]
    payer.get()
    assert '<html lang="zh-Hans">' in payer.html
    payer.get(language="zh-Hant")
    payer.get()
    assert '<html lang="zh-Hant">' in payer.html


def test_a_form_without_its_token_is_refused(wallet_site: RunningSite) -> None:
    payer = Payer(wallet_site)
    payer.get(language="en")
    payer._open("/demo/pay", {"act": "pay", "payee": "A", "amount": "1"})
    assert payer.status == 403


def test_what_is_filled_in_wrong_is_told_beside_the_field(wallet_site: RunningSite) -> None:
    payer = Payer(wallet_site)
    payer.get(language="en", story="task-rebate")
    payer.html = payer.html.replace('value="3000"', 'value="-3"')
    payer.pay()
    assert payer.status == 422
    assert 'class="errorlist"' in payer.html


def test_a_form_made_by_hand_breaks_nothing(wallet_site: RunningSite) -> None:
    payer = Payer(wallet_site)
    payer.get(language="en", story="task-rebate")
    payer.pay()
    hidden, card = payer.hidden(), payer.card
    for fields in ({f"answer-x-{'q' * 80}": "yes"}, {"told": "[]"}):
        payer._open("/demo/pay", {**hidden, **fields, "act": "answer"})
        assert payer.status == 400
    payer._open("/demo/pay", {**hidden, "act": "release"})  # which is for a payment that is held
    assert (payer.card, payer.end) == (card, "")


def test_what_has_ended_stays_as_it_is(wallet_site: RunningSite) -> None:
    payer = Payer(wallet_site)
    payer.get(language="en", story="task-rebate")
    payer.pay()
    hidden = payer.hidden()
    payer.send("safe_action")
    steps = payer.html.count("step_taken")
    payer._open("/demo/pay", {**hidden, "turn": "1", "act": "proceed", "answer-a-q1": "yes"})
    assert (payer.status, payer.end, payer.html.count("step_taken")) == (200, "stopped", steps)
