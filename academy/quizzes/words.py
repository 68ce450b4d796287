"""The closed vocabularies of quizzes. Plain data."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from academy.quizzes.content import Kind

VERDICT: Final = "verdict"
RED_FLAGS: Final = "red-flags"
SINGLE: Final = "single"
MULTIPLE: Final = "multiple"
TRUE_FALSE: Final = "true-false"
ORDER: Final = "order"

KINDS: Final[tuple[Kind, ...]] = (VERDICT, RED_FLAGS, SINGLE, MULTIPLE, TRUE_FALSE, ORDER)
ONE_ANSWER: Final = frozenset({VERDICT, SINGLE, TRUE_FALSE})
"""Kinds that are answered by exactly one option."""

FIXED_KINDS: Final = frozenset({VERDICT, TRUE_FALSE})
"""Kinds whose two options are always the same."""

KIND_LABELS: Final = {
    VERDICT: _("Scam or genuine?"),
    RED_FLAGS: _("Spot the red flags"),
    SINGLE: _("One answer"),
    MULTIPLE: _("Several answers"),
    TRUE_FALSE: _("True or false"),
    ORDER: _("Put in order"),
}


def block_name(kind: str) -> str:
    """Return the name of the editor's block for a kind; a block's name has no hyphen."""
    return kind.replace("-", "_")


def kind_of(block_name: str) -> Kind:
    """Return the kind of an editor's block; KeyError for a block of another name."""
    return {one.replace("-", "_"): one for one in KINDS}[block_name]


SCAM: Final = "scam"
GENUINE: Final = "genuine"
TRUE: Final = "true"
FALSE: Final = "false"
FIXED_LABELS: Final = {
    SCAM: _("It is a scam"),
    GENUINE: _("It is genuine"),
    TRUE: _("True"),
    FALSE: _("False"),
}
"""What the options of a verdict and of true or false are called; the question's author does not write them."""

FORM_LABELS: Final = {
    "sms": _("Text message"),
    "call": _("Phone call"),
    "chat": _("Chat"),
    "web": _("Web page"),
}
"""What a message in a question looks like."""

CHANNEL_LABELS: Final = {
    **FORM_LABELS,
    "payment": _("Payment"),
    "person": _("In person"),
}
"""Where the situation of a question happens."""

WHO_LABELS: Final = {"them": _("The other side"), "you": _("You")}
