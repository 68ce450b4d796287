import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.deck.index import Index
from scams.deck.request import Given
from scams.deck.wire import Card, Variant
from scams.words import LEVELS
from tests.scams.deck.making import ask, card, index, piece

REBATE, INVEST, SHOP = (f"{slug}.adult.zh-Hans" for slug in ("task-rebate", "investment", "purchase"))


def question(name: str, **then: Any) -> dict[str, Any]:
    """Return a question whose answers lead to what is given for them."""
    answers = [{"value": value, "label": value, "then": then.get(value)} for value in ("yes", "no", "unsure")]
    return {"id": name, "text": f"{name}?", "answers": answers}


def asking(slug: str, *questions: dict[str, Any], keys: str = "ab", **changes: Any) -> Card:
    """Return a card that asks these questions, in its second wording in another order."""
    card_id = f"{slug}.adult.zh-Hans"
    variants = tuple(
        Variant(
            f"{card_id}.{key}",
            piece({"headline": f"{card_id} {key}", "what_is_happening": "", "red_flags": []}),
            piece({"questions": questions[:: -1 if place else 1], "rebuttals": []}),
        )
        for place, key in enumerate(keys)
    )
    return card(slug, variants=variants, **changes)


DEEPER = question("q3", yes={"fraud_type": "purchase"}, unsure={"level": "hold"})
OF = index(
    asking(
        "task-rebate",
        question("q1", yes={"fraud_type": "investment", "level": "hold"}, no={"signal": "on-call"}),
        question("q2", yes={"level": "stop"}, no={"level": "notice"}, unsure={"question": DEEPER}),
    ),
    asking("investment", question("q1", yes={"fraud_type": "task-rebate"}, no={"fraud_type": "gain"}), level="notice"),
    asking("purchase", question("q1", yes={"fraud_type": "nobody-knows"}), level="hold"),
)


def answered(*given: tuple[str, ...], of: Index = OF, code: str = "task-rebate", **rest: Any) -> dict[str, Any]:
    return ask(of, (code, 0.9), answers=[Given(*one) for one in given], **rest)


def where(body: dict[str, Any]) -> tuple[str, str]:
    return body["card"]["id"], body["card"]["level"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], (REBATE, "warn")),
        ([("q1", "unsure")], (REBATE, "warn")),
        ([("q2", "yes")], (REBATE, "stop")),
        ([("q2", "no")], (REBATE, "warn")),
        ([("q1", "yes")], (INVEST, "hold")),
        ([("q3", "yes")], (SHOP, "hold")),
        ([("q3", "unsure")], (REBATE, "hold")),
        ([("q9", "yes")], (REBATE, "warn")),
        ([("q2", "yes", REBATE)], (REBATE, "stop")),
        ([("q2", "yes", INVEST)], (REBATE, "warn")),
        ([("q1", "yes"), ("q2", "yes")], (INVEST, "hold")),
        ([("q2", "yes"), ("q1", "yes")], (INVEST, "stop")),
    ],
    ids=str,
)
def test_an_answer_raises_the_level_or_leads_to_another_card(given: Any, expected: tuple[str, str]) -> None:
    assert where(answered(*given)) == expected


def test_a_reroute_says_where_it_came_from_and_how_the_new_card_was_found() -> None:
    body = answered(("q1", "yes"))
    assert body["reroute"] == {"from": REBATE, "question": "q1", "answer": "yes"}
    assert body["matched"] == {"fraud_type": "investment", "by": "exact", "code": "investment", "score": None}
    assert answered()["reroute"] is None


def test_the_next_card_goes_on_asking() -> None:
    of = index(
        asking("task-rebate", question("q1", yes={"fraud_type": "investment"})),
        asking("investment", question("q1", yes={"fraud_type": "purchase"})),
        card("purchase"),
    )
    assert where(answered(("q1", "yes"), ("q1", "yes", INVEST), of=of))[0] == SHOP
    assert where(answered(("q1", "yes"), ("q1", "yes"), of=of))[0] == INVEST


def test_nobody_is_led_back_to_a_card_already_left() -> None:
    assert where(answered(("q1", "yes"), ("q1", "yes", INVEST)))[0] == INVEST


def test_a_type_without_a_card_of_its_own_is_answered_by_the_fallback() -> None:
    body = answered(("q1", "no", INVEST), code="investment")
    assert body["matched"] == {"fraud_type": "other-unknown", "by": "fallback", "code": "gain", "score": None}
    assert where(answered(("q1", "yes"), code="purchase"))[0] == "other-unknown.adult.zh-Hans"


def test_what_an_answer_tells_about_the_payment_comes_first_in_why() -> None:
    body = answered(("q1", "no"), signals=["new-payee"])
    assert body["card"]["why_you"] == ["您正在通话。", "您是第一次向对方付款。", "这笔付款很像骗局"]


def test_answers_count_the_same_whichever_wording_is_shown() -> None:
    for variant in (f"{REBATE}.a", f"{REBATE}.b"):
        assert where(answered(("q2", "yes"), seen={variant: 3}))[1] == "stop"


def test_a_stronger_card_raises_the_level_asked_for() -> None:
    assert where(answered(("q3", "yes"), level="notice")) == (SHOP, "hold")


def test_the_level_asked_for_is_not_lowered_by_a_calmer_card() -> None:
    assert where(answered(("q1", "yes"), level="hold")) == (INVEST, "hold")


given_answers = st.lists(
    st.builds(
        Given,
        question=st.sampled_from(["q1", "q2", "q3", "q9"]),
        answer=st.sampled_from(["yes", "no", "unsure"]),
        card=st.none() | st.sampled_from([REBATE, INVEST, SHOP]),
    ),
    max_size=8,
)


@given(given_answers, st.sampled_from(LEVELS))
def test_no_answers_whatever_bring_less_than_was_asked_for(given: list[Given], level: Any) -> None:
    shown = ask(OF, "task-rebate", answers=given, level=level)["card"]
    assert LEVELS.index(shown["level"]) >= LEVELS.index(level)


# --- The whole tree in one answer


def test_a_tree_has_every_card_that_answers_may_lead_to_once() -> None:
    tree = ask(OF, "task-rebate", tree=True)["tree"]
    assert [one["id"] for one in tree["cards"]] == [REBATE, INVEST, SHOP, "other-unknown.adult.zh-Hans"]
    assert tree["signals"] == {"on-call": "您正在通话。"}
    fallback = "other-unknown.adult.zh-Hans"
    routes = {"investment": INVEST, "purchase": SHOP, "task-rebate": REBATE, "gain": fallback, "nobody-knows": fallback}
    assert tree["routes"] == routes
    assert "tree" not in ask(OF, "task-rebate")


def test_a_card_of_the_tree_has_all_its_parts_at_its_own_level() -> None:
    shown = {one["id"]: one for one in ask(OF, "task-rebate", tree=True, level="stop")["tree"]["cards"]}
    assert [shown[name]["level"] for name in (REBATE, INVEST, SHOP)] == ["warn", "notice", "hold"]
    for one in shown.values():
        assert one["proceed"]
        assert one["cooling_off"]
        assert one["questions"]


def test_the_tree_begins_where_the_answers_have_led() -> None:
    tree = answered(("q1", "yes"), tree=True)["tree"]
    assert tree["cards"][0]["id"] == INVEST


def test_the_page_shows_the_wording_that_the_server_would() -> None:
    seen = {f"{name}.{key}": 1 for name in (REBATE, INVEST) for key in "a"}
    body = ask(OF, "task-rebate", tree=True, subject="u-1", seen=seen)
    assert body["tree"]["cards"][0]["variant"] == body["card"]["variant"]


def test_a_tree_of_many_cards_stops_at_the_nearest() -> None:
    parents = {**{f"t{number}": "" for number in range(30)}, "other-unknown": ""}
    chain = [asking(f"t{number}", question("q1", yes={"fraud_type": f"t{number + 1}"})) for number in range(30)]
    tree = ask(index(*chain, parents=parents), "t0", tree=True)["tree"]
    assert [one["fraud_type"] for one in tree["cards"]] == [f"t{number}" for number in range(12)]


# --- Hold-out


def test_a_share_of_payers_goes_without_the_card_always_the_same() -> None:
    of = index(card("purchase", hold_out=20))
    subjects = [f"u-{number}" for number in range(2000)]
    held = {one for one in subjects if ask(of, "purchase", subject=one)["held_out"]}
    assert 300 < len(held) < 500
    assert held == {one for one in subjects if ask(of, "purchase", subject=one)["held_out"]}


@pytest.mark.parametrize(
    "rest",
    [
        {"level": "stop"},
        {"warning_id": "01939b9e-0000-7000-8000-000000000000"},
        {"answers": [Given("q1", "unsure")]},
        {"subject": None},
    ],
    ids=str,
)
def test_nobody_goes_without_at_stop_or_once_the_card_was_shown(rest: dict[str, Any]) -> None:
    of = index(card("purchase", hold_out=100))
    assert ask(of, "purchase", subject="u-1")["held_out"]
    assert not ask(of, "purchase", **{"subject": "u-1", **rest})["held_out"]


def test_an_answer_is_the_same_json_with_and_without_the_new_parts() -> None:
    first = ask(OF, "task-rebate")
    assert json.loads(json.dumps(first)).keys() == {
        *("warning_id", "deck", "matched", "reroute", "held_out", "ladder", "card"),
    }
