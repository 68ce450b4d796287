"""Playbooks: the ladder of steps that a payment of one fraud type climbs."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from scams.editing.blocks import AUDIENCE_LABELS
from scams.editing.fields import Stream
from scams.editing.step_blocks import STEP_LABELS, LadderStepBlock
from scams.models.reviewed import Reviewed
from scams.models.taxonomy import FraudType
from scams.rules.steps import STEPS_MOST


class Playbook(Reviewed):
    """How far one audience is held back from paying, step by step. A type without one has its group's."""

    fraud_type = models.ForeignKey(FraudType, models.PROTECT, related_name="playbooks", verbose_name=_("fraud type"))
    audience = models.CharField(_("audience"), max_length=10, choices=list(AUDIENCE_LABELS.items()), default="adult")
    steps = Stream(
        [("step", LadderStepBlock())],
        verbose_name=_("steps"),
        blank=True,
        max_num=STEPS_MOST,
        help_text=_("From the mildest to the strongest. A payment goes one step up for each time the payer goes on."),
    )
    note = models.TextField(
        _("note"), blank=True, max_length=1000, help_text=_("Why these steps: for colleagues, payers never see it.")
    )

    class Meta:
        ordering = ["fraud_type__sort_order", "audience"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fraud_type", "audience"],
                name="scams_playbook_once",
                violation_error_message=_("There is already a playbook for this fraud type and audience."),
            )
        ]
        verbose_name = _("playbook")
        verbose_name_plural = _("playbooks")

    def __str__(self) -> str:
        return f"{self.fraud_type.label} · {self.get_audience_display()}"

    @property
    def playbook_id(self) -> str:
        """The playbook's name in the API: fraud type and audience."""
        return f"{self.fraud_type.slug}.{self.audience}"

    @property
    def ladder(self) -> str:
        """Its steps in a line, as editors call them."""
        kinds = (block["value"].get("kind") for block in self.steps.raw_data)
        return " → ".join(str(STEP_LABELS.get(kind, "…")) for kind in kinds)

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> None:
        """Publish `revision` if it is fit; else ValidationError names the fields.

        A revision whose schedule was approved has passed its gate before and goes out on time.
        """
        if revision.approved_go_live_at is None:
            revision.as_object().refuse_unfit()
        super().publish(revision, *args, **kwargs)

    def refuse_unfit(self) -> None:
        """Raise ValidationError with the message of every rule that the steps break."""
        from scams.editing.playbooks import problems_by_field

        if problems := problems_by_field(self):
            raise ValidationError(problems)
