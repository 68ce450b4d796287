"""A playbook as plain data: the steps of the ladder for one fraud type and audience, weakest first."""

from typing import Literal

import msgspec

StepKind = Literal["notice", "warn", "call", "cooling-off", "hold"]
IfConfirmed = Literal["last", "notice", "warn", "call", "cooling-off", "hold", "stop"]
IfReassured = Literal["next", "pay"]


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step: what is done with the payment, and where it leads when more is known."""

    kind: StepKind
    minutes: int | None = None
    """How long a cooling-off lasts; None leaves it to the card."""
    cancellable: bool | None = None
    """Whether the payer may end a cooling-off; None leaves it to the card."""
    if_confirmed: IfConfirmed = "last"
    """The step to go to when answers or a call confirm the scam: the last one, one of a kind, or `stop`."""
    if_reassured: IfReassured = "next"
    """What follows when answers or a call find nothing: the next step, or the payment is made."""


class Playbook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The steps in order; each kind occurs once at most, so that a step's kind is its name."""

    steps: tuple[Step, ...]
