from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.deck.ladder import PAY, STOP, ladder_of
from scams.deck.request import StepTaken
from scams.rules.playbook import Playbook, Step
from scams.words import STEP_ANSWERS, STEPS
from tests.scams.deck.making import ask, card, index

WHOLE = Playbook(
    (
        Step("notice"),
        Step("warn", if_reassured="pay"),
        Step("call", if_confirmed="hold", if_reassured="pay"),
        Step("cooling-off", minutes=30, cancellable=False),
        Step("hold", if_confirmed="stop"),
    )
)
SHORT = Playbook((Step("warn"),))
OF = index(
    card("task-rebate"),
    card("task-rebate", "elder"),
    card("gain"),
    card("purchase"),
    card("investment"),
    playbooks={"task-rebate.adult": WHOLE, "gain.adult": SHORT, "other-unknown.adult": Playbook((Step("hold"),))},
)


def climbed(taken: str | None, answer: str | None = None, code: str = "task-rebate", **rest: Any) -> tuple[Any, ...]:
    """Return the level answered at, and the step or the end that the ladder is at."""
    body = ask(OF, code, ladder=StepTaken(taken, answer), **rest)
    state = body["ladder"]
    return body["card"]["level"], state["step"]["id"] if state["step"] else state["end"]


@pytest.mark.parametrize(
    ("taken", "answer", "expected"),
    [
        (None, None, ("notice", "notice")),
        ("notice", "proceed", ("warn", "warn")),
        ("notice", None, ("warn", "warn")),
        ("warn", "proceed", ("hold", "call")),
        ("warn", "reassured", ("warn", PAY)),
        ("warn", "confirmed", ("hold", "hold")),
        ("warn", "safe_action", ("stop", STOP)),
        ("call", "no_answer", ("hold", "cooling-off")),
        ("call", "confirmed", ("hold", "hold")),
        ("call", "reassured", ("warn", PAY)),
        ("cooling-off", "waited", ("hold", "hold")),
        ("cooling-off", "cancelled_in_wait", ("stop", STOP)),
        ("hold", "proceed", ("hold", "hold")),
        ("hold", "no_answer", ("hold", "hold")),
        ("hold", "released", ("warn", PAY)),
        ("hold", "confirmed", ("stop", STOP)),
        (STOP, "proceed", ("stop", STOP)),
        (PAY, None, ("warn", PAY)),
        ("no-such-step", "proceed", ("warn", "warn")),
    ],
)
def test_a_step_and_what_came_of_it_lead_to_the_next(taken: str | None, answer: str | None, expected: Any) -> None:
    assert climbed(taken, answer) == expected


def test_a_call_that_nobody_takes_never_makes_the_payment() -> None:
    ladder = ladder_of("x", Playbook((Step("warn"), Step("call"))))
    assert ladder.after(StepTaken("call", "no_answer")) == "call"
    assert ladder.after(StepTaken("call", "proceed")) == PAY


def test_a_level_asked_for_begins_higher_up() -> None:
    assert climbed(None, level="hold") == ("hold", "call")
    assert climbed("notice", "proceed", level="hold") == ("hold", "call")
    assert climbed(None, level="stop") == ("stop", STOP)


def test_a_step_above_the_level_asked_for_raises_it() -> None:
    assert climbed("warn", "proceed", level="notice") == ("hold", "call")


@pytest.mark.parametrize(
    ("level", "step"), [("notice", "notice"), ("warn", "warn"), ("hold", "call"), ("stop", None), (None, "warn")]
)
def test_a_request_that_says_nothing_of_steps_is_told_where_it_stands(level: str | None, step: str | None) -> None:
    body = ask(OF, "task-rebate", level=level)
    assert body["card"]["level"] == (level or "warn")
    assert (body["ladder"]["step"] or {"id": None})["id"] == step


def test_the_ladder_says_everything_an_engine_needs_to_go_on_alone() -> None:
    assert ask(OF, "task-rebate", ladder=StepTaken("call", "proceed"))["ladder"] == {
        "playbook": "task-rebate.adult",
        "step": {"id": "cooling-off", "kind": "cooling-off", "level": "hold", "minutes": 30, "cancellable": False},
        "number": 4,
        "steps": 5,
        "end": None,
        "next": {
            "proceed": "hold",
            "safe_action": "stop",
            "confirmed": "hold",
            "reassured": "hold",
            "no_answer": "hold",
            "waited": "hold",
            "cancelled_in_wait": "stop",
            "released": "pay",
        },
    }


@pytest.mark.parametrize(
    ("code", "audience", "playbook"),
    [
        ("task-rebate", "adult", "task-rebate.adult"),
        ("task-rebate", "elder", "task-rebate.adult"),
        ("investment", "teen", "gain.adult"),
        ("purchase", "adult", "other-unknown.adult"),
    ],
)
def test_a_type_without_a_playbook_uses_its_nearest(code: str, audience: Any, playbook: str) -> None:
    assert ask(OF, code, audience=audience)["ladder"]["playbook"] == playbook


def test_a_deck_without_playbooks_answers_without_a_ladder() -> None:
    body = ask(index(card("purchase")), "purchase", ladder=StepTaken("warn", "proceed"))
    assert (body["ladder"], body["card"]["level"]) == (None, "warn")


def test_a_playbook_without_steps_is_passed_over() -> None:
    assert ask(index(card("purchase"), playbooks={"purchase.adult": Playbook(())}), "purchase")["ladder"] is None


kinds = st.lists(st.sampled_from(list(STEPS)), min_size=1, max_size=5, unique=True)
books = kinds.flatmap(
    lambda chosen: st.tuples(
        *(
            st.builds(
                Step,
                kind=st.just(kind),
                if_confirmed=st.sampled_from(["last", "stop", *STEPS]),
                if_reassured=st.sampled_from(["next", "pay"]),
            )
            for kind in sorted(chosen, key=list(STEPS).index)
        )
    )
).map(Playbook)


@given(books, st.lists(st.sampled_from(STEP_ANSWERS), min_size=20, max_size=20))
def test_every_walk_only_goes_up_until_it_ends(book: Playbook, answers: list[str]) -> None:
    ladder = ladder_of("x", book)
    at = ladder.after(StepTaken())
    order = [*ladder.steps, PAY, STOP]
    for answer in answers:
        then = ladder.after(StepTaken(at, answer))
        assert order.index(then) >= order.index(at)
        at = then


@given(books)
def test_whoever_stops_is_never_led_to_pay(book: Playbook) -> None:
    ladder = ladder_of("x", book)
    assert {ladder.rungs[kind].next["safe_action"] for kind in ladder.steps} == {STOP}
