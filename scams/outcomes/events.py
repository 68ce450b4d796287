"""What became of a warning, one struct for each kind of event: what is read here is all that is kept of it.

No text of the caller's own is taken but names: nobody can put a person's data into an event. Unknown members are
ignored. `subject` and `payee` are opaque tokens of the caller's, kept only as a keyed hash.
"""

import datetime as dt
import uuid
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from scams.deck.request import Audience, Level

_END: Final = r"(?![\s\S])"
"""The end of a text, for Python and JavaScript alike: `$` would let a line break pass."""
_NAME: Final = f"^[A-Za-z0-9._:-]+{_END}"
_VALUE: Final = rf"^[0-9]{{1,15}}(\.[0-9]{{1,6}})?{_END}"
_CURRENCY: Final = f"^[A-Z]{{3}}{_END}"
_NUMBER_MOST: Final = 2**31 - 1

Name = Annotated[str, Meta(max_length=128, pattern=_NAME)]
Short = Annotated[str, Meta(max_length=32, pattern=_NAME)]
Number = Annotated[int, Meta(ge=0, le=_NUMBER_MOST)]
Token = Annotated[str, Meta(max_length=64)]
Moment = Annotated[dt.datetime, Meta(tz=True)]
Locale = Literal["zh-Hans", "zh-Hant", "en"]
Answered = Literal["yes", "no", "unsure"]
Act = Literal["stop", "call", "check"]
LabelWord = Literal["confirmed-scam", "confirmed scam", "confirmed_scam", "genuine", "unknown"]


class CardFacts(Struct, frozen=True, gc=False):
    """Which card was shown: the seven members of a card that say so."""

    id: Name
    revision: Number
    variant: Name
    fraud_type: Name
    level: Level
    locale: Locale
    audience: Audience


class EventAmount(Struct, frozen=True, gc=False):
    """The payment's sum as a decimal text, and its ISO 4217 currency."""

    value: Annotated[str, Meta(pattern=_VALUE)]
    currency: Annotated[str, Meta(pattern=_CURRENCY)]


class Event(Struct, frozen=True, kw_only=True, gc=False, tag_field="type"):
    """What all events have: an id of their own, the warning they are about, and when it happened."""

    id: uuid.UUID
    warning_id: uuid.UUID
    at: Moment


class ShownEvent(Event, frozen=True, kw_only=True, gc=False, tag="shown"):
    """A card was shown, or, with `held_out`, would have been: this payer is one of those who see none.

    `subject` (the payer) and `payee` are opaque tokens; only a keyed hash of them is kept.
    """

    card: CardFacts
    subject: Token | None = None
    payee: Token | None = None
    amount: EventAmount | None = None
    held_out: bool | None = None


class SeenEvent(Event, frozen=True, kw_only=True, gc=False, tag="seen"):
    """The card was on the screen for a second."""


class TimeOnCardEvent(Event, frozen=True, kw_only=True, gc=False, tag="time_on_card"):
    """How long the card was on the screen."""

    milliseconds: Number


class QuestionAnsweredEvent(Event, frozen=True, kw_only=True, gc=False, tag="question_answered"):
    """The payer answered a question; `card` is the id of the card that asked."""

    question: Name
    answer: Answered
    card: Name | None = None


class ReroutedEvent(Event, frozen=True, kw_only=True, gc=False, tag="rerouted"):
    """An answer led to another card, which is shown now."""

    card: CardFacts
    question: Name | None = None
    answer: Answered | None = None


class SafeActionEvent(Event, frozen=True, kw_only=True, gc=False, tag="safe_action"):
    """The payer took the safe action."""

    action: Act | None = None


class ProceedEvent(Event, frozen=True, kw_only=True, gc=False, tag="proceed"):
    """The payer went on with the payment."""


class DelayedEvent(Event, frozen=True, kw_only=True, gc=False, tag="delayed"):
    """The payment was put off, by so many minutes."""

    minutes: Number | None = None


class CancelledInWaitEvent(Event, frozen=True, kw_only=True, gc=False, tag="cancelled_in_wait"):
    """The payer cancelled the payment during the wait."""


class HotlineTakenEvent(Event, frozen=True, kw_only=True, gc=False, tag="hotline_taken"):
    """The payer called, or let themselves be connected to, a hotline."""


class GuardianToldEvent(Event, frozen=True, kw_only=True, gc=False, tag="guardian_told"):
    """A relative or colleague was told."""


class SwitchedChannelEvent(Event, frozen=True, kw_only=True, gc=False, tag="switched_channel"):
    """The payer paid another way, within 24 hours."""


class RepeatAttemptEvent(Event, frozen=True, kw_only=True, gc=False, tag="repeat_attempt"):
    """The payer tried again, within 7 days."""


class ComplaintEvent(Event, frozen=True, kw_only=True, gc=False, tag="complaint"):
    """The payer complained of the warning."""


class StepTakenEvent(Event, frozen=True, kw_only=True, gc=False, tag="step_taken"):
    """A step of a ladder was taken: its id and kind, and what came of it."""

    step: Short
    kind: Short
    answer: Short | None = None


class ReleasedEvent(Event, frozen=True, kw_only=True, gc=False, tag="released"):
    """A hold was released by the payer's proof."""


class LabelEvent(Event, frozen=True, kw_only=True, gc=False, tag="label"):
    """What the payment turned out to be. Of several labels the one with the latest `at` counts."""

    label: LabelWord


AnyEvent = (
    ShownEvent
    | SeenEvent
    | TimeOnCardEvent
    | QuestionAnsweredEvent
    | ReroutedEvent
    | SafeActionEvent
    | ProceedEvent
    | DelayedEvent
    | CancelledInWaitEvent
    | HotlineTakenEvent
    | GuardianToldEvent
    | SwitchedChannelEvent
    | RepeatAttemptEvent
    | ComplaintEvent
    | StepTakenEvent
    | ReleasedEvent
    | LabelEvent
)
