"""Which step of a playbook comes next, given the step taken and what came of it: pure, and ready as bytes.

Whoever stands at a step finds with it where every answer leads, so an engine that was cut off can go on by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct

from scams.deck.request import StepTaken, WarningRequest
from scams.rules.playbook import Playbook, Step
from scams.words import AUDIENCES, DEFAULT_AUDIENCE, FALLBACK_TYPE, LEVELS, STEP_ANSWERS, STEPS

PAY: Final = "pay"
STOP: Final = "stop"
_json: Final = msgspec.json.Encoder().encode


class Rung(Struct, frozen=True, gc=False):
    """One step, ready to be answered with."""

    level: str
    """The level its card answers at; `stop` at the end that stops the payment, empty at the one that makes it."""
    next: dict[str, str]
    """What came of the step to the next one's kind, or to an end."""
    body: bytes
    """The `ladder` of an answer."""


class Ladder(Struct, frozen=True):
    """A playbook, ready to be walked."""

    steps: tuple[str, ...]
    """The kinds, weakest first."""
    rungs: dict[str, Rung]
    """By the step's kind, and by `pay` and `stop`."""
    opening: dict[str, bytes]
    """By level, the `ladder` of an answer to a request that says nothing of steps."""

    def after(self, step: StepTaken) -> str:
        """Return where a step leads: a kind or an end.

        Without a step taken it is the first one; a step this playbook does not have counts as none. A step without
        an answer leads on as if the payer wanted to pay.
        """
        taken = step.taken
        if taken is None or taken not in self.rungs:
            return self.steps[0]
        return self.rungs[taken].next.get(step.answer or "proceed", taken)


def climb(ladder: Ladder, request: WarningRequest, level: str) -> tuple[str, bytes]:
    """Return the level to answer at, and the ladder's member of the answer.

    Without word of a step it is the first one at the level. A step asked for raises the level to its own, and a
    stronger level goes on to the step that has it.
    """
    step = request.ladder
    if step is None:
        return level, ladder.opening[level]
    kind = ladder.after(step)
    rung = ladder.rungs[kind]
    begins = request.level is None and not request.answers and step.taken is None
    if begins or not rung.next:
        return rung.level or level, rung.body
    rung = ladder.rungs[_reaching(ladder.steps[ladder.steps.index(kind) :], level)]
    return max(rung.level, level, key=LEVELS.index), rung.body


def _reaching(steps: Sequence[str], level: str) -> str:
    """Return the first of `steps` whose card is at `level` or above, the last one if none is; at stop the end."""
    if level == STOP:
        return STOP
    return next((kind for kind in steps if LEVELS.index(STEPS[kind]) >= LEVELS.index(level)), steps[-1])


def ladder_of(name: str, playbook: Playbook) -> Ladder:
    """Return a playbook, called `name` in answers, ready to be walked; ValueError for one without steps."""
    if not playbook.steps:
        raise ValueError(f"playbook {name} has no steps")
    total = len(playbook.steps)
    rungs: dict[str, Rung] = {}
    for number, step in enumerate(playbook.steps, start=1):
        leads = dict(_leads(playbook, number - 1))
        rungs[step.kind] = Rung(STEPS[step.kind], leads, _body(name, total, number=number, step=step, leads=leads))
    for end, level in ((PAY, ""), (STOP, STOP)):
        rungs[end] = Rung(level, {}, _body(name, total, end=end))
    steps = tuple(step.kind for step in playbook.steps)
    return Ladder(steps, rungs, {level: rungs[_reaching(steps, level)].body for level in LEVELS})


def _leads(playbook: Playbook, place: int) -> Iterator[tuple[str, str]]:
    """Yield everything that may come of a step, and where it leads."""
    step, later = playbook.steps[place], [one.kind for one in playbook.steps[place + 1 :]]
    following = later[0] if later else PAY
    # Whoever wants to pay at a hold stays there until it is released.
    onwards = following if later or step.kind != "hold" else step.kind
    leads: dict[str, str] = dict.fromkeys(STEP_ANSWERS, onwards)
    leads |= {"safe_action": STOP, "cancelled_in_wait": STOP, "released": PAY}
    leads["no_answer"] = following if later else step.kind
    leads["confirmed"] = _if_confirmed(step, later)
    leads["reassured"] = PAY if step.if_reassured == PAY else onwards
    yield from leads.items()


def _if_confirmed(step: Step, later: Sequence[str]) -> str:
    if step.if_confirmed == "last":
        return later[-1] if later else STOP
    return step.if_confirmed if step.if_confirmed in later else STOP


def _body(name: str, steps: int, **parts: Any) -> bytes:
    step: Step | None = parts.get("step")
    shown = step and {
        "id": step.kind,
        "kind": step.kind,
        "level": STEPS[step.kind],
        "minutes": step.minutes,
        "cancellable": step.cancellable,
    }
    return _json(
        {
            "playbook": name,
            "step": shown,
            "number": parts.get("number"),
            "steps": steps,
            "end": parts.get("end"),
            "next": parts.get("leads", {}),
        }
    )


Ladders = Mapping[tuple[str, str], Ladder]
"""Fraud type and audience to the ladder that holds there."""


def ladders_of(playbooks: Mapping[str, Playbook], lines: Mapping[str, list[str]]) -> Ladders:
    """Return the ladder for every fraud type and audience that has one.

    It is the type's own for the audience, or for adults; else its nearest ancestor's, in the same order; else that of
    the fraud type to fall back on. `lines` has each fraud type with its ancestors, nearest first.
    """
    ready = {name: ladder_of(name, one) for name, one in playbooks.items() if one.steps}
    found: dict[tuple[str, str], Ladder] = {}
    for slug, line in lines.items():
        for audience in AUDIENCES:
            names = (f"{one}.{who}" for one in (*line, FALLBACK_TYPE) for who in (audience, DEFAULT_AUDIENCE))
            if name := next((name for name in names if name in ready), None):
                found[slug, audience] = ready[name]
    return found
