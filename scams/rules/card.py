"""A warning card as plain data: what an editor wrote, before it is checked or compiled.

Both the admin's model and the content files become this, so that the publish gate and the
deck compiler each know one shape only.
"""

import datetime as dt

import msgspec


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A closed question; each answer's effect is empty or `signal:…`, `type:…`, `level:…` or `next:…`.

    `next:2` asks the second question of the card's list next.
    """

    text: str
    yes: str = ""
    no: str = ""
    unsure: str = ""


class Action(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A button: its label, and what kind of act it stands for (`scams.words`)."""

    label: str
    action: str


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a fact comes from, when it was published or read, and what it supports."""

    publisher: str
    date: dt.date
    supports: str
    url: str = ""


class Proof(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One number or one case, with its source."""

    text: str
    source: str


class CoolingOff(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pause before the payment goes on: how long, whether the payer may end it, and the words for it."""

    minutes: int
    cancellable: bool
    text: str
    while_waiting: str


class Variant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another wording of the same facts. Empty parts are the card's own; `reverse` turns its lists round."""

    key: str
    headline: str
    what_is_happening: str = ""
    reverse: bool = False


class CardContent(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a warning card says in one language to one audience."""

    fraud_type: str
    locale: str
    audience: str
    level: str
    headline: str
    why_you: str
    what_is_happening: str
    red_flags: tuple[str, ...]
    questions: tuple[Question, ...]
    rebuttals: tuple[str, ...]
    safe_action: Action
    other_actions: tuple[Action, ...]
    proceed: str
    contacts: tuple[str, ...]
    cooling_off: CoolingOff | None
    switch_line: str
    guardian_script: str
    agent_script: str
    variants: tuple[Variant, ...]
    sources: tuple[Source, ...]
    review_by: dt.date | None
    secondary_types: tuple[str, ...] = ()
    discreet_headline: str = ""
    discreet: bool = False
    """Whether the fraud type is one nobody wants on a visible screen."""
    proof: Proof | None = None
    hold_out: int = 0
    """The share of payers, in percent, who do not see the card, so that its effect can be told."""
    audible: bool = False
    """Whether the card has a recording or is to be read aloud by the device."""
