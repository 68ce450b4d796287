"""How the hot endpoint appears in the OpenAPI document: its schemas come from the structs it decodes."""

from typing import Any, Final

import msgspec
from msgspec import Struct

from scams.api.problems import CONTENT_TYPE
from scams.deck.match import Audience, Level, Matched, WarningRequest
from scams.rules.card import CoolingOff

REF: Final = "#/components/schemas/{name}"


class Then(Struct):
    """What an answer means: a stronger level, a signal, or another fraud type to ask again with."""

    level: Level | None = None
    signal: str | None = None
    fraud_type: str | None = None


class AnswerChoice(Struct):
    """One answer to a question, and what follows from it."""

    value: str
    label: str
    then: Then | None


class CardQuestion(Struct):
    """A closed question; its id stays the same in every variant."""

    id: str
    text: str
    answers: list[AnswerChoice]


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
    questions: list[CardQuestion]
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


class WarningAnswer(Struct):
    """The answer to a warning request. Events about it carry its `warning_id`."""

    warning_id: str
    deck: str
    matched: Matched
    card: AnsweredCard


class FieldError(Struct):
    """Which field is wrong, and how."""

    field: str
    message: str


class ProblemDocument(Struct):
    """An error as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []


_STRUCTS: Final = (WarningRequest, WarningAnswer, ProblemDocument)
_REFUSALS: Final = {
    401: "No key, or a wrong one",
    403: "A key without the scope",
    413: "Over 16 KiB",
    422: "A bad body; `errors` names the field",
    503: "No deck has been built yet",
}


def components() -> dict[str, Any]:
    """Return the schemas of the structs, by name."""
    _out, schemas = msgspec.json.schema_components(_STRUCTS, ref_template=REF)
    return schemas


def warnings_operation() -> dict[str, Any]:
    """Return the request body and the responses of `POST /warnings`."""
    refusals = {status: _response(text, ProblemDocument, CONTENT_TYPE) for status, text in _REFUSALS.items()}
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": _ref(WarningRequest)}}},
        "responses": {200: _response("The card to show", WarningAnswer, "application/json"), **refusals},
        "security": [{"bearer": []}],
    }


def _ref(struct: type[Struct]) -> dict[str, str]:
    return {"$ref": REF.format(name=struct.__name__)}


def _response(description: str, struct: type[Struct], content_type: str) -> dict[str, Any]:
    return {"description": description, "content": {content_type: {"schema": _ref(struct)}}}
