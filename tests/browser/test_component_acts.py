"""What <scam-warning> tells, and where its answer comes from: events, waits, steps of a playbook, release, failures."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.component import NO_ID, SHOWN, Shop, given, pause

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
FACTS = ("id", "revision", "variant", "fraud_type", "level", "locale", "audience")
NEXT = {"proceed": "hold", "waited": "hold", "safe_action": "stop", "cancelled_in_wait": "stop", "released": "pay"}
STATUS = ".card-status"


@pytest.fixture
def shop(page: Page) -> Shop:
    return Shop(page)


def press(shop: Shop, event: str) -> None:
    shop.page.locator(f"{SHOWN} [data-event={event}]").last.click()


def way_on(shop: Shop) -> Any:
    return shop.page.locator(f"{SHOWN} [data-event=proceed]")


def ladder(kind: str, following: dict[str, str] = NEXT, **step: Any) -> dict[str, Any]:
    step = {"id": kind, "kind": kind, "level": "hold", "minutes": None, "cancellable": None} | step
    return {"playbook": "p", "step": step, "number": 1, "steps": 3, "end": None, "next": following}


def test_a_card_tells_that_it_was_shown_and_seen_and_for_how_long(shop: Shop) -> None:
    shop.page.clock.install()
    answer = given("warn")
    shop.show(answer)
    (shown,) = shop.heard()
    assert shown["card"] == {name: answer["card"][name] for name in FACTS}
    assert UUID.fullmatch(shown["id"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", shown["at"])
    shop.page.clock.run_for(5000)
    assert shop.kinds() == ["shown", "seen"]
    press(shop, "safe_action")
    assert [one.get("action") for one in shop.heard("safe_action")] == ["stop"]
    (spent,) = shop.heard("time_on_card")
    assert 5000 <= spent["milliseconds"] < 60_000
    assert {one["warning_id"] for one in shop.heard()} == {NO_ID}


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("call-hotline", {"type": "hotline_taken"}),
        ("ask-family", {"type": "guardian_told", "action": "ask-family"}),
        ("official-check", {"type": "safe_action", "action": "check"}),
        ("delay-arrival", {"type": "delayed"}),
    ],
)
def test_every_further_act_is_told(shop: Shop, action: str, told: dict[str, Any]) -> None:
    shop.show(given("warn", other_actions=[{"label": "Act", "action": action}], contacts=[]))
    shop.page.get_by_role("button", name="Act").click()
    assert shop.heard()[-1].items() >= told.items()


def test_a_page_may_stop_a_call(shop: Shop) -> None:
    shop.show(given("warn"))
    shop.page.evaluate("addEventListener('outcome', e => { window.stopped = e.cancelable; e.preventDefault() })")
    shop.page.evaluate("addEventListener('click', e => { window.left = !e.defaultPrevented; e.preventDefault() })")
    shop.page.locator(f"{SHOWN} .card-contacts a").first.click()
    assert shop.page.evaluate("[stopped, left]") == [True, False]


def test_events_are_posted_in_batches_and_again_after_a_failure(shop: Shop) -> None:
    refused = []

    def down(route: Any) -> bool:
        if not route.request.url.endswith("/down"):
            return False
        refused.append(1)
        route.fulfill(status=503)
        return True

    shop.static = down
    shop.show(given("warn"), events="/down")
    press(shop, "proceed")
    shop.page.wait_for_timeout(50)
    shop.page.evaluate("document.querySelector('scam-warning').setAttribute('events', '/events')")
    expect(way_on(shop)).to_be_visible()
    shop.until("heard.length >= 3")
    for _ in range(100):
        if sum(map(len, shop.batches)) >= 3:
            break
        shop.page.wait_for_timeout(100)
    assert refused
    sent = {one["id"]: one["type"] for batch in shop.batches for one in batch}
    assert sent == {one["id"]: one["type"] for one in shop.heard()}


def test_who_is_held_out_sees_nothing_and_is_told_of(shop: Shop) -> None:
    shop.show_plain(given("warn") | {"held_out": True}, events="/events")
    shop.until("heard.length > 0")
    assert [(one["type"], one["held_out"]) for one in shop.heard()] == [("shown", True)]
    expect(shop.page.locator(".scam-card")).to_have_count(0)


def test_a_wait_counts_minutes_and_then_opens_the_way(shop: Shop) -> None:
    shop.page.clock.install()
    shop.show(given("hold", "en", cooling_off=pause(15, cancellable=False)))
    clock = shop.page.locator(f"{SHOWN} .card-clock")
    expect(clock).to_have_text("15minutes")
    expect(way_on(shop)).to_have_attribute("aria-disabled", "true")
    expect(way_on(shop)).to_have_accessible_description("You can decide once the wait is over.")
    way_on(shop).focus()
    shop.page.keyboard.press("Enter")
    shop.page.clock.run_for(100)
    expect(shop.page.locator(STATUS)).to_have_text("You can decide once the wait is over.")
    assert shop.heard("proceed") == []
    shop.page.clock.run_for("10:00")
    expect(clock).to_have_text("5minutes")
    expect(shop.page.locator(STATUS)).to_have_text("5 minutes left to wait.")
    shop.page.clock.run_for("05:00")
    expect(clock).to_have_count(0)
    expect(shop.page.locator(STATUS)).to_have_text("The wait is over. It is up to you now.")
    expect(way_on(shop)).not_to_have_attribute("aria-disabled", "true")
    press(shop, "proceed")
    assert len(shop.heard("proceed")) == 1


def test_a_tab_that_slept_has_waited_too(shop: Shop) -> None:
    shop.page.clock.install()
    shop.show(given("hold", "en", cooling_off=pause(15, cancellable=False)))
    shop.page.clock.fast_forward("20:00")
    expect(way_on(shop)).not_to_have_attribute("aria-disabled", "true")


def test_who_may_end_the_wait_ends_it(shop: Shop) -> None:
    shop.show(given("hold", "en", cooling_off=pause(15, cancellable=True)))
    press(shop, "proceed")
    assert len(shop.heard("proceed")) == 1


def test_stopping_in_a_wait_is_told_as_such(shop: Shop) -> None:
    shop.show(given("hold") | {"ladder": ladder("cooling-off", minutes=30, cancellable=False)})
    expect(shop.page.locator(f"{SHOWN} .card-clock b")).to_have_text("30")
    press(shop, "safe_action")
    assert [one["type"] for one in shop.heard()][1:] == [
        "safe_action",
        "cancelled_in_wait",
        "step_taken",
        "time_on_card",
    ]
    (step,) = shop.heard("step_taken")
    assert {name: step[name] for name in ("step", "kind", "answer", "next")} == {
        "step": "cooling-off", "kind": "cooling-off", "answer": "cancelled_in_wait", "next": "stop",
    }  # fmt: skip


def test_going_on_leads_to_the_next_step_not_to_the_payment(shop: Shop) -> None:
    steps = [ladder("warn", NEXT | {"proceed": "cooling-off"}, level="warn"), ladder("cooling-off", minutes=10)]
    shop.answers = [given("warn") | {"ladder": steps[0]}, given("hold") | {"ladder": steps[1]}]
    shop.open('<scam-warning src="/answer"></scam-warning>')
    press(shop, "proceed")
    expect(shop.page.locator(f"{SHOWN} .card-clock b")).to_have_text("10")
    assert shop.posted[-1] == {"warning_id": NO_ID, "answers": [], "ladder": {"taken": "warn", "answer": "proceed"}}
    assert (len(shop.heard("step_taken")), shop.heard("proceed")) == (1, [])


def test_the_end_of_the_ladder_is_told_and_pay_shows_nothing(shop: Shop) -> None:
    end = {"playbook": "p", "step": None, "number": None, "steps": 3, "end": "pay", "next": {}}
    shop.show(given("warn"))
    shop.page.evaluate("addEventListener('ladder-end', e => window.ended = e.detail.end)")
    shop.set("answer", given("warn") | {"ladder": end})
    shop.until("window.ended === 'pay'")
    expect(shop.page.locator(SHOWN)).to_have_count(0)


def quiz(draw: int, **more: Any) -> dict[str, Any]:
    options = [{"id": "a", "text": "Genuine"}, {"id": "b", "text": "Scam"}]
    said = {"form": "sms", "from": "Parcel", "title": "", "button": "", "lines": [{"who": "them", "text": "Pay here"}]}
    questions = [
        {"id": f"d{draw}q1", "prompt": "What is it?", "options": options, "message": said},
        {"id": f"d{draw}q2", "prompt": "And this?", "options": options},
    ]
    return {"questions": questions} | more


def test_a_payer_releases_the_payment_with_a_second_try(shop: Shop) -> None:
    shop.show(given("hold", "en") | {"ladder": ladder("hold")})
    expect(way_on(shop)).to_have_accessible_description("This payment goes on only once it has been checked.")
    shop.page.evaluate("addEventListener('release-answers', e => window.sent = e.detail)")
    shop.set("release", quiz(1, release_id="r1") | {"pass": 2})
    box = shop.page.locator(f"{SHOWN} .card-quiz")
    expect(box).to_contain_text("Pay here")
    expect(box).not_to_contain_text("sms")
    send = box.get_by_role("button", name="Send my answers")
    send.click()
    expect(box.get_by_role("status")).to_have_text("Please choose an answer to every question.")
    for legend in ("What is it?", "And this?"):
        box.get_by_role("group", name=legend).get_by_label("Genuine").check()
    send.click()
    assert shop.page.evaluate("sent") == {"release_id": "r1", "answers": {"d1q1": "a", "d1q2": "a"}}
    shop.set("release", quiz(2, passed=False, wrong=[{"question": "d1q1", "why": "No courier asks"}], tries_left=1))
    expect(box).to_contain_text("No courier asks")
    expect(box.get_by_role("status")).to_have_text(
        "Not all are right yet. Read what it says below, and try again. Tries left: 1."
    )
    assert shop.focused() == "card-result"
    shop.set("release", {"passed": True, "proof": "x"})
    expect(way_on(shop)).not_to_have_attribute("aria-disabled", "true")
    assert [one["answer"] for one in shop.heard("step_taken")] == ["released"]
    press(shop, "proceed")
    assert [one["type"] for one in shop.heard("released", "proceed")] == ["released", "proceed"]


def test_with_no_try_left_there_is_nothing_to_fill_in(shop: Shop) -> None:
    shop.show(given("hold", "zh-Hant"))
    shop.set("release", quiz(3, passed=False, tries_left=0))
    expect(shop.page.locator(f"{SHOWN} .card-quiz input")).to_have_count(0)
    expect(shop.page.locator(f"{SHOWN} .card-result")).to_contain_text("這次沒有答對")


@pytest.mark.parametrize(
    ("lang", "headline"), [("zh-HK", "先停一停，查證了再付"), ("de", "Take a moment before you pay")]
)
def test_when_the_backend_fails_a_plain_card_asks_to_check(shop: Shop, lang: str, headline: str) -> None:
    shop.answers = [500]
    shop.page.add_init_script("addEventListener('error', e => window.trouble = e.detail?.message, true)")
    shop.open('<scam-warning src="/answer" audience="elder"></scam-warning>', lang=lang)
    expect(shop.page.locator(f"{SHOWN} .card-headline")).to_have_text(headline)
    expect(shop.page.locator(SHOWN)).to_have_attribute("data-audience", "elder")
    assert shop.page.evaluate("trouble") == "/answer answered 500"
    assert UUID.fullmatch(shop.heard("shown")[0]["warning_id"])


@pytest.mark.parametrize("broken", ["{", "{}", '{"card": {"headline": "x"}}', "null"])
def test_an_answer_that_is_none_shows_the_plain_card(shop: Shop, broken: str) -> None:
    shop.open(f'<scam-warning><script type="application/json">{broken}</script></scam-warning>', lang="en")
    expect(shop.page.locator(f"{SHOWN} .card-headline")).to_have_text("Take a moment before you pay")


def test_what_a_page_set_too_early_counts(shop: Shop) -> None:
    shop.open("<scam-warning></scam-warning>", until="commit")
    made = "const one = document.createElement('scam-warning'); one.answer = answer; document.body.append(one)"
    shop.page.evaluate(f"answer => {{ {made} }}", given("warn", "en"))
    expect(shop.page.locator(f"{SHOWN} .card-headline")).to_be_visible()
