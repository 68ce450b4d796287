"""From the admin's playbooks to plain ones that the gate checks and the deck carries."""

import logging
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from scams.rules import steps
from scams.rules.playbook import Playbook, Step

if TYPE_CHECKING:
    from scams.models import Playbook as PlaybookModel

logger = logging.getLogger(__name__)


def playbook_content(playbook: "PlaybookModel") -> Playbook:
    """Return a playbook as plain data; a draft's steps may hold what the gate refuses."""
    return Playbook(tuple(_step(block["value"]) for block in playbook.steps.raw_data))


def _step(value: dict[str, Any]) -> Step:
    """Return a block's value as a step, unchecked; only a cooling-off can be ended by the payer."""
    waits = value.get("kind") == steps.WAIT
    return Step(
        kind=value.get("kind") or "",  # type: ignore[arg-type]  # the gate says that it is missing
        minutes=value.get("minutes"),
        cancellable=bool(value.get("cancellable")) if waits else None,
        if_confirmed=value.get("if_confirmed") or "last",
        if_reassured=value.get("if_reassured") or "next",
    )


def problems_by_field(playbook: "PlaybookModel") -> dict[str, list[str]]:
    """Return the messages of every broken rule, under the name of the field."""
    messages = [fault.message for fault in steps.faults(playbook_content(playbook).steps)]
    return {"steps": messages} if messages else {}


def playbook_contents() -> dict[str, Playbook]:
    """Return the live playbooks by `fraud type.audience`; one that the gate refuses is left out. One query."""
    from scams.models import Playbook as PlaybookModel

    now = timezone.now()
    live = PlaybookModel.objects.filter(Q(expire_at=None) | Q(expire_at__gt=now), live=True)
    contents = {one.playbook_id: playbook_content(one) for one in live.select_related("fraud_type").order_by("pk")}
    for name, content in list(contents.items()):
        if found := steps.faults(content.steps):
            logger.error("playbook %s left out of the deck: %s", name, "; ".join(one.message for one in found))
            del contents[name]
    return contents
