"""The block a playbook is made of: one step of the ladder."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from scams.rules.limits import COOLING_OFF_MINUTES

STEP_LABELS: Final = {
    "notice": _("Notice"),
    "warn": _("Warning"),
    "call": _("Call to the payer"),
    "cooling-off": _("Cooling-off"),
    "hold": _("Hold until released"),
}
CONFIRMED_LABELS: Final = {"last": _("Go to the last step"), "stop": _("Stop the payment")}
REASSURED_LABELS: Final = {"next": _("Go on to the next step"), "pay": _("Let it be paid")}


def confirmed_choices() -> list[tuple[str, Any]]:
    """Return where a step may lead when the payer confirms that it is a scam."""
    steps = [(kind, _("Go to: %s") % label) for kind, label in STEP_LABELS.items()]
    return [*CONFIRMED_LABELS.items(), *steps]


class LadderStepBlock(blocks.StructBlock):
    """What is done at one step of a playbook, and where what comes of it leads."""

    kind = blocks.ChoiceBlock(choices=list(STEP_LABELS.items()), label=_("what is done"))
    minutes = blocks.IntegerBlock(
        required=False,
        min_value=COOLING_OFF_MINUTES[0],
        max_value=COOLING_OFF_MINUTES[1],
        label=_("minutes"),
        help_text=_("How long a cooling-off lasts. Empty for every other step."),
    )
    cancellable = blocks.BooleanBlock(
        required=False, label=_("the payer may end the wait"), help_text=_("Counts for a cooling-off only.")
    )
    if_confirmed = blocks.ChoiceBlock(
        choices=confirmed_choices, default="last", label=_("if it is confirmed as a scam")
    )
    if_reassured = blocks.ChoiceBlock(
        choices=list(REASSURED_LABELS.items()), default="next", label=_("if it proves genuine")
    )

    class Meta:
        icon = "order"
        label = _("step")
        label_format = "{kind}"
        description = _("One step: a notice, a warning, a call, a wait, or a hold until the payer has it released.")
        preview_value = {"kind": "cooling-off", "minutes": 15, "if_confirmed": "last", "if_reassured": "next"}
        preview_template = "scams/blocks/ladder_step.html"
