"""Questions in <scam-warning>: asked in turn, and what answers change, in the page and by the server."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.component import SHOWN, Shop, given, pause, question


@pytest.fixture
def shop(page: Page) -> Shop:
    return Shop(page)


def asked(shop: Shop) -> list[str]:
    """The questions on show."""
    return [one.inner_text() for one in shop.page.locator(f"{SHOWN} legend").all() if one.is_visible()]


def say(shop: Shop, name: str, value: str) -> None:
    shop.page.locator(f"{SHOWN} [data-question={name}] > .card-choices").get_by_label(value, exact=True).first.click()


def with_tree(*questions: dict[str, Any], level: str = "warn", **changes: Any) -> dict[str, Any]:
    """An answer with the tree that belongs to it: its own card at hold, whole, and others."""
    made = given(level, "en", questions=list(questions) if level != "notice" else [])
    whole = given("hold", "en", questions=list(questions))["card"]
    whole |= {"level": changes.pop("own", "warn"), "cooling_off": pause(15, cancellable=True)}
    cards = [whole, *changes.pop("cards", [])]
    routes = {one["fraud_type"]: one["id"] for one in cards}
    made["tree"] = {"cards": cards, "routes": routes, "signals": changes.pop("signals", {})}
    made["card"].update(changes)
    return made


def another(fraud_type: str = "authority-impersonation", **changes: Any) -> dict[str, Any]:
    card: dict[str, Any] = given("hold", "en", fraud_type=fraud_type)["card"]
    return card | {"level": "warn"} | changes


def test_questions_come_one_after_another(shop: Shop) -> None:
    shop.show(with_tree(question("q1"), question("q2"), question("q3")))
    assert asked(shop) == ["q1?"]
    say(shop, "q1", "no")
    assert asked(shop) == ["q1?", "q2?"]
    expect(shop.page.locator(".card-status")).to_have_text("Next question: q2?")
    assert [one | {"id": 0, "at": 0, "warning_id": 0} for one in shop.heard("question_answered")] == [
        {"id": 0, "at": 0, "warning_id": 0, "type": "question_answered"}
        | {"card": "task-rebate.adult.en", "question": "q1", "answer": "no"}
    ]


def test_a_question_leads_to_another_before_the_next(shop: Shop) -> None:
    shop.show(with_tree(question("q1", yes={"question": question("q3")}), question("q2")))
    say(shop, "q1", "yes")
    assert asked(shop) == ["q1?", "q3?"]
    say(shop, "q3", "no")
    assert asked(shop) == ["q1?", "q3?", "q2?"]
    say(shop, "q1", "no")
    assert asked(shop) == ["q1?", "q2?"]


def test_an_answer_raises_the_level_and_no_answer_lowers_it(shop: Shop) -> None:
    shop.show(with_tree(question("q1", yes={"level": "hold"}, no={"level": "notice"}), question("q2")))
    say(shop, "q1", "yes")
    card = shop.page.locator(SHOWN)
    expect(card).to_have_attribute("data-level", "hold")
    expect(card.locator(".card-clock b")).to_have_text("15")
    expect(shop.page.locator(".card-status")).to_have_text(
        "Because of your answer, this has changed: Paying first to earn commission is a task scam"
    )
    assert shop.focused() == "card-headline"
    expect(card.get_by_label("yes").first).to_be_checked()
    say(shop, "q1", "no")
    expect(card).to_have_attribute("data-level", "hold")
    assert asked(shop) == ["q1?", "q2?"]


def test_at_stop_there_is_no_way_on(shop: Shop) -> None:
    shop.show(with_tree(question("q1", yes={"level": "stop"})))
    say(shop, "q1", "yes")
    expect(shop.page.locator(SHOWN)).to_have_attribute("data-level", "stop")
    expect(shop.page.locator(f"{SHOWN} [data-event=proceed]")).to_have_count(0)


def test_a_signal_adds_a_line_and_the_focus_stays(shop: Shop) -> None:
    lines = ["Line of the payment", "Own line"]
    answer = with_tree(
        question("q1", yes={"signal": "on-call"}), signals={"on-call": "You are on a call"}, why_you=lines
    )
    answer["tree"]["cards"][0]["why_you"] = lines[1:]
    shop.show(answer)
    say(shop, "q1", "yes")
    expect(shop.page.locator(f"{SHOWN} .card-why li")).to_have_text(["You are on a call", *lines])
    expect(shop.page.locator(".card-status")).to_have_text("Because of your answer, one more thing: You are on a call")
    assert shop.shadow("root => root.activeElement.type") == "radio"


def test_an_answer_leads_to_another_card_and_never_back(shop: Shop) -> None:
    back = another(questions=[question("q1", yes={"fraud_type": "task-rebate", "level": "hold"})])
    shop.show(with_tree(question("q1", yes={"fraud_type": "authority-impersonation"}), cards=[back]))
    say(shop, "q1", "yes")
    headline = shop.page.locator(f"{SHOWN} .card-headline")
    expect(headline).to_have_text(back["headline"])
    (told,) = shop.heard("rerouted")
    assert (told["question"], told["answer"]) == ("q1", "yes")
    facts = ("id", "revision", "variant", "fraud_type", "level", "locale", "audience")
    assert told["card"] == {name: back[name] for name in facts}
    say(shop, "q1", "yes")
    expect(shop.page.locator(SHOWN)).to_have_attribute("data-level", "hold")
    expect(headline).to_have_text(back["headline"])
    assert [one["card"] for one in shop.heard("question_answered")] == ["task-rebate.adult.en", back["id"]]


@pytest.mark.parametrize("own", ["warn", "notice"])
def test_a_stronger_card_raises_the_level(shop: Shop, own: str) -> None:
    asks = question("q1", yes={"fraud_type": "authority-impersonation"})
    shop.show(with_tree(asks, cards=[another(level="hold")], own=own))
    say(shop, "q1", "yes")
    expect(shop.page.locator(SHOWN)).to_have_attribute("data-level", "hold")


def test_without_a_tree_answers_are_told_and_the_card_stays(shop: Shop) -> None:
    answer = given("warn", "en", questions=[question("q1", yes={"fraud_type": "investment"})])
    shop.show(answer)
    say(shop, "q1", "yes")
    assert shop.kinds().count("question_answered") == 1
    expect(shop.page.locator(f"{SHOWN} .card-headline")).to_have_text(answer["card"]["headline"])


def test_the_server_says_where_an_answer_leads(shop: Shop) -> None:
    first = given("warn", "en", questions=[question("q1")])
    second = given("hold", "en", fraud_type="investment")
    second["reroute"] = {"from": first["card"]["id"], "question": "q1", "answer": "yes"}
    shop.answers = [first, second]
    shop.open('<scam-warning src="/answer" reroute="server"></scam-warning>', lang="en")
    say(shop, "q1", "yes")
    expect(shop.page.locator(f"{SHOWN} .card-headline")).to_have_text(second["card"]["headline"])
    sent = {"card": first["card"]["id"], "question": "q1", "answer": "yes"}
    assert shop.posted == [None, {"warning_id": first["warning_id"], "answers": [sent]}]
    assert [(one["card"]["id"], one["question"]) for one in shop.heard("rerouted")] == [(second["card"]["id"], "q1")]
    assert shop.kinds().count("shown") == 1


def test_when_the_server_fails_the_page_goes_on_by_itself(shop: Shop) -> None:
    answer = with_tree(question("q1", yes={"level": "hold"}))
    shop.answers = [answer, 503]
    shop.open('<scam-warning src="/answer" reroute="server"></scam-warning>', lang="en")
    say(shop, "q1", "yes")
    expect(shop.page.locator(SHOWN)).to_have_attribute("data-level", "hold")
