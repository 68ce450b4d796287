"""A payer's walk through a deck, replayed from what was pressed. Asks what the API asks: `scams.deck.match`."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from scams.deck.index import Index
from scams.deck.match import match, splice
from scams.deck.request import Given, StepTaken, SuspectedType, WarningRequest
from scams.words import ANSWERS, DEFAULT_AUDIENCE, STEP_ANSWERS

PRESSES_MOST: Final = 30
WALK_ID: Final = "00000000-0000-7000-8000-000000000000"
FIRST_STEP: Final = "first"
"""Begin at the foot of the ladder, whatever the level of the card."""
ANSWER: Final = "answer"
"""The act of sending answers alone."""
_ENDS: Final = {"proceed": "pay", "safe_action": "stop"}
"""Where a press leads when no playbook says."""


class Start(NamedTuple):
    """What an engine knows of a payment."""

    code: str = ""
    audience: str = DEFAULT_AUDIENCE
    locale: str = ""
    level: str = ""
    signals: tuple[str, ...] = ()
    step: str = ""
    """The step of the ladder to begin at; empty leaves it to the level."""


class Press(NamedTuple):
    """One button pressed, with the answers that were given until then."""

    act: str
    answers: tuple[Given, ...] = ()


class Stop(NamedTuple):
    """What the payer sees after a press, and what was asked of the deck for it."""

    press: Press | None
    """What led here; None for the beginning."""
    answer: dict[str, Any]
    end: str
    """`pay` or `stop` where the walk is over, else empty."""


def walk(index: Index, start: Start, presses: Iterable[Press]) -> list[Stop]:
    """Return every stop of a walk, the first sight of a card included; what is pressed after its end does not count."""
    step, given = _first_step(index, start), list[Given]()
    stops = [_stop(None, _ask(index, start, given, step))]
    for press in presses:
        before = stops[-1]
        if before.end or len(stops) > PRESSES_MOST:
            break
        given += press.answers
        ladder = before.answer["ladder"]
        if press.act in STEP_ANSWERS and ladder:
            step = StepTaken(ladder["step"]["id"], press.act)  # type: ignore[arg-type]  # one of STEP_ANSWERS
        end = _ENDS.get(press.act, "") if not ladder else ""
        stops.append(_stop(press, _ask(index, start, given, step), end))
    return stops


def _stop(press: Press | None, answer: dict[str, Any], end: str = "") -> Stop:
    return Stop(press, answer, end or (answer["ladder"] or {}).get("end") or "")


def _ask(index: Index, start: Start, given: Sequence[Given], step: StepTaken | None) -> dict[str, Any]:
    """Return what the API answers to the payment as it stands."""
    request = WarningRequest(
        fraud_types=[SuspectedType(start.code, 1.0)] if start.code else [],
        level=start.level or None,  # type: ignore[arg-type]  # the form lets no other through
        locale=start.locale or None,
        audience=start.audience,  # type: ignore[arg-type]
        signals=list(start.signals),
        warning_id=WALK_ID,
        answers=list(given),
        ladder=step,
    )
    decoded: dict[str, Any] = json.loads(splice(match(index, request), warning_id=WALK_ID))
    return decoded


def _first_step(index: Index, start: Start) -> StepTaken | None:
    """Return the word of a step with which a walk begins: that the one before was gone through, or that none was."""
    if not start.step:
        return None
    fraud_type = _ask(index, start, (), None)["matched"]["fraud_type"]
    ladder = index.ladders.get((fraud_type, start.audience))
    place = ladder.steps.index(start.step) if ladder and start.step in ladder.steps else 0
    return StepTaken(ladder.steps[place - 1], "proceed") if ladder and place else StepTaken()


def written(press: Press) -> str:
    """Return a press as the page's address has it: the act, then card, question and answer of each answer."""
    return "|".join([press.act, *(f"{one.card} {one.question} {one.answer}" for one in press.answers)])


def read(text: str) -> Press:
    """Return the press in a part of an address; parts of it that are none are left out."""
    act, *parts = text.split("|")
    return Press(act, tuple(given for part in parts if (given := given_of(*part.split(" ")))))


def given_of(*words: str) -> Given | None:
    """Return an answer by the words card, question and answer; None for anything else."""
    if len(words) != 3 or not all(words) or words[2] not in ANSWERS:
        return None
    card, question, answer = words
    return Given(question[:64], answer, card[:128])  # type: ignore[arg-type]  # one of ANSWERS
