"""The publish gate of a playbook: what its ladder of steps must be like before a payment climbs it."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from scams.rules import limits
from scams.rules.playbook import Step
from scams.words import LEVELS, STEPS

STEPS_MOST: Final = 6
WAIT: Final = "cooling-off"
ENDS: Final = {"if_confirmed": ("last", "stop"), "if_reassured": ("next", "pay")}
"""Where answers may lead besides to a later step."""


class StepFault(NamedTuple):
    """One broken rule: the step it is about, from 1, or 0 for all of them; what to do, in the editor's language."""

    step: int
    message: str


def faults(steps: Sequence[Step]) -> list[StepFault]:
    """Return every rule that `steps` break; empty when they may go live."""
    rules = (_number, _kinds, _order, _waits, _confirmed, _reassured)
    return [fault for rule in rules for fault in rule(steps)]


def _number(steps: Sequence[Step]) -> Iterator[StepFault]:
    if not 1 <= len(steps) <= STEPS_MOST:
        message = _("There are %(number)d here; from %(least)d to %(most)d are needed.")
        yield StepFault(0, message % {"number": len(steps), "least": 1, "most": STEPS_MOST})


def _kinds(steps: Sequence[Step]) -> Iterator[StepFault]:
    kinds = [step.kind for step in steps]
    for number, kind in enumerate(kinds, start=1):
        if kind not in STEPS:
            yield StepFault(number, _("Step %d has no kind.") % number)
        elif kind in kinds[: number - 1]:
            yield StepFault(number, _("Step %d is of a kind that was there before: each kind fits once.") % number)


def _order(steps: Sequence[Step]) -> Iterator[StepFault]:
    ranks = [LEVELS.index(STEPS.get(step.kind, LEVELS[-1])) for step in steps]
    for number in range(2, len(steps) + 1):
        if ranks[number - 1] < ranks[number - 2]:
            yield StepFault(number, _("Step %d is milder than the one before: a ladder only goes up.") % number)


def _waits(steps: Sequence[Step]) -> Iterator[StepFault]:
    least, most = limits.COOLING_OFF_MINUTES
    for number, step in enumerate(steps, start=1):
        if step.kind == WAIT and (step.minutes is None or not least <= step.minutes <= most):
            yield StepFault(number, _("Step %d needs its minutes: a pause lasts from one minute to one day.") % number)
        elif step.kind != WAIT and step.minutes is not None:
            yield StepFault(number, _("Step %d is no cooling-off, so it has no minutes.") % number)


def _confirmed(steps: Sequence[Step]) -> Iterator[StepFault]:
    for number, step in enumerate(steps, start=1):
        later = [one.kind for one in steps[number:]]
        if step.if_confirmed not in (*ENDS["if_confirmed"], *later):
            message = _("Step %d: what is confirmed as a scam leads to a later step, or stops the payment.")
            yield StepFault(number, message % number)


def _reassured(steps: Sequence[Step]) -> Iterator[StepFault]:
    for number, step in enumerate(steps, start=1):
        if step.if_reassured not in ENDS["if_reassured"]:
            message = _("Step %d: what proves genuine is paid, or leads to the next step.")
            yield StepFault(number, message % number)
