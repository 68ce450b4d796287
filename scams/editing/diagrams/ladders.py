"""The picture of a playbook's ladder."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scams.editing.diagrams.layout import Item
from scams.editing.step_blocks import CONFIRMED_LABELS, REASSURED_LABELS, STEP_LABELS, confirmed_choices
from scams.rules.playbook import Step
from scams.rules.steps import StepFault


def ladder_items(steps: Sequence[Step], wrong: Sequence[StepFault]) -> list[Item]:
    """Return the ladder as an outline: its steps, each with where it leads when more is known."""
    faults: dict[int, str] = {}
    for fault in wrong:
        faults.setdefault(fault.step, fault.message)
    return [
        Item("", f"{number}. {_step(step)}", "step", faults.get(number, ""), tuple(_leads(step)))
        for number, step in enumerate(steps, start=1)
    ]


def _step(step: Step) -> str:
    """Return what is done at a step, with how long it lasts."""
    parts = [str(STEP_LABELS.get(step.kind, step.kind or "…"))]
    if step.minutes is not None:
        parts.append(ngettext("%d minute", "%d minutes", step.minutes) % step.minutes)
    if step.cancellable:
        parts.append(_("the payer may end the wait"))
    return " · ".join(parts)


def _leads(step: Step) -> Iterator[Item]:
    confirmed = dict([*CONFIRMED_LABELS.items(), *confirmed_choices()])
    yield Item(_("Scam"), str(confirmed.get(step.if_confirmed, step.if_confirmed)), "effect")
    yield Item(_("Genuine"), str(REASSURED_LABELS.get(step.if_reassured, step.if_reassured)), "effect")
