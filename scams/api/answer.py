"""The answer to a warning request as structs: for the OpenAPI document, and for the client to read it with."""

from typing import Literal

from msgspec import Struct

from scams.deck.answers import Reroute
from scams.deck.match import Matched
from scams.deck.questions import Question
from scams.deck.request import Audience, Level
from scams.rules.card import CoolingOff
from scams.rules.playbook import StepKind


class Button(Struct):
    """A button and the kind of act it stands for."""

    label: str
    action: str


class Proceed(Struct):
    """The secondary way on; `confirm` asks for a second confirmation."""

    label: str
    confirm: bool


class CardContact(Struct):
    """A verified hotline; the number is empty where the payer must look it up, as on their own card."""

    name: str
    number: str
    region: str
    hours: str


class AnsweredCard(Struct):
    """The card as the payment page shows it; the level decides which parts are there."""

    id: str
    revision: int
    variant: str
    fraud_type: str
    level: Level
    locale: str
    audience: Audience
    headline: str
    why_you: list[str]
    what_is_happening: str
    red_flags: list[str]
    questions: list[Question]
    rebuttals: list[str]
    safe_action: Button
    other_actions: list[Button]
    proceed: Proceed | None
    contacts: list[CardContact]
    cooling_off: CoolingOff | None
    switch_line: str | None
    article_url: str | None
    quiz_url: str | None
    audio_url: str | None


class LadderStep(Struct):
    """One step of a playbook: its id, which is its kind, the level of its card, and how long it lasts if it does."""

    id: str
    kind: StepKind
    level: Level
    minutes: int | None
    cancellable: bool | None


class LadderState(Struct):
    """Where a payment stands on the ladder of its playbook, and where every answer to that step leads."""

    playbook: str
    step: LadderStep | None
    number: int | None
    steps: int
    end: Literal["pay", "stop"] | None
    """`pay`: let the payment go; `stop`: it is not made."""
    next: dict[str, str]
    """What came of the step (`proceed`, `safe_action`, …) to the next step's id, or to an end."""


class Tree(Struct):
    """Every card that answers may lead to, with all its parts, and lines for the signals that answers stand for."""

    cards: list[AnsweredCard]
    routes: dict[str, str]
    """The fraud type an answer leads to, and the id of the card that answers for it: its own, or its group's."""
    signals: dict[str, str]


class WarningAnswer(Struct):
    """The answer to a warning request. Events about it carry its `warning_id`."""

    warning_id: str
    deck: str
    matched: Matched
    card: AnsweredCard
    reroute: Reroute | None = None
    """The last answer that led to another card."""
    held_out: bool = False
    """Whether this payer goes without the card, so that its effect can be told; the engine does not show it then."""
    ladder: LadderState | None = None
    tree: Tree | None = None
    """Only when asked for."""
