"""How the hot endpoint appears in the OpenAPI document: its schemas come from the structs it decodes."""

from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from scams.api.check import CheckRequest
from scams.api.problems import CONTENT_TYPE
from scams.checking.verdict import Verdict
from scams.deck.answers import Reroute
from scams.deck.brief import Brief
from scams.deck.match import Matched
from scams.deck.questions import Question
from scams.deck.request import Audience, Level, WarningRequest
from scams.deck.wire import Card, Head
from scams.outcomes.reading import EventBatch, EventsTaken
from scams.release import asking
from scams.rules.card import CoolingOff
from scams.rules.playbook import StepKind

REF: Final = "#/components/schemas/{name}"


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


class JsonWebKey(Struct):
    """A public Ed25519 key (RFC 8037), named by its thumbprint (RFC 7638)."""

    kty: str
    crv: str
    x: str
    kid: str
    use: str
    alg: str


class JsonWebKeys(Struct):
    """The keys that the present deck is signed with: two while keys are changed, else one."""

    keys: list[JsonWebKey]


_STRUCTS: Final = (
    *(WarningRequest, WarningAnswer, Head, Card, JsonWebKeys, ProblemDocument),
    Brief,
    *(CheckRequest, Verdict),
    *(asking.ReleaseRequest, asking.ReleaseBegun),
    *(asking.ReleaseAnswers, asking.ReleasePassed, asking.ReleaseNotPassed),
    *(EventBatch, EventsTaken),
)
_REFUSALS: Final = {
    401: "No key, or a wrong one",
    403: "A key without the scope",
    404: "There is none",
    409: "It takes no answers, or not these; `detail` says what to do",
    413: "The body is too long",
    422: "Bad input; `errors` names the field",
    429: "Over the rate; `Retry-After` says in how many seconds to come again",
    503: "No deck has been built yet",
}
_TO_A_BODY: Final = (401, 403, 413, 422, 429, 503)
_NOT_TO_ALL: Final = (401, 403, 503)
_BUNDLE_HEADERS: Final = {
    "ETag": "Names this deck; send it as `If-None-Match`",
    "Deck-Version": "The first 16 hexadecimal digits of the SHA-256 of the lines",
    "Deck-Signature": (
        "By commas, a compact JWS (EdDSA) per key; it claims `deck`, `sha256` of the lines, `serial`, `iat`"
    ),
}


def components() -> dict[str, Any]:
    """Return the schemas of the structs, by name."""
    _out, schemas = msgspec.json.schema_components(_STRUCTS, ref_template=REF)
    return schemas


def warnings_operation() -> dict[str, Any]:
    """Return the request body and the responses of `POST /warnings`."""
    return {
        "requestBody": body_of(WarningRequest),
        "responses": {200: response("The card to show", WarningAnswer, "application/json"), **refusals(*_TO_A_BODY)},
        "security": [{"bearer": []}],
    }


def check_operation() -> dict[str, Any]:
    """Return the request body and the responses of `POST /check`."""
    return {
        "requestBody": body_of(CheckRequest),
        "responses": {
            200: response("What the message is like", Verdict, "application/json"),
            **refusals(413, 422, 429, 503),
        },
    }


def bundle_operation() -> dict[str, Any]:
    """Return the headers, the responses and the security of `GET /deck`."""
    headers = {name: {"description": text, "schema": {"type": "string"}} for name, text in _BUNDLE_HEADERS.items()}
    lines = {"type": "string", "description": "One JSON document a line: first `Head`, then a `Card` each"}
    whole = {"description": "The deck", "content": {"application/jsonl": {"schema": lines}}, "headers": headers}
    wish = {"name": "If-None-Match", "in": "header", "required": False, "schema": {"type": "string"}}
    return {
        "parameters": [wish],
        "responses": {200: whole, 304: {"description": "The caller has it"}, **refusals(*_NOT_TO_ALL)},
        "security": [{"bearer": []}],
    }


def keys_operation() -> dict[str, Any]:
    """Return the responses of `GET /deck/key`."""
    return {"responses": {200: response("The keys", JsonWebKeys, "application/jwk-set+json"), **refusals(503)}}


def refusals(*statuses: int) -> dict[int, dict[str, Any]]:
    """Return the responses with these statuses, every one a problem document."""
    return {status: response(_REFUSALS[status], ProblemDocument, CONTENT_TYPE) for status in statuses}


def body_of(struct: type[Struct]) -> dict[str, Any]:
    """Return the request body of an operation that takes JSON."""
    return {"required": True, "content": {"application/json": {"schema": ref(struct)}}}


def ref(struct: type[Struct]) -> dict[str, str]:
    """Return a reference to a struct's schema."""
    return {"$ref": REF.format(name=struct.__name__)}


def response(description: str, struct: type[Struct], content_type: str) -> dict[str, Any]:
    """Return a response whose body is a struct."""
    return {"description": description, "content": {content_type: {"schema": ref(struct)}}}
