"""How the hot endpoint appears in the OpenAPI document: its schemas come from the structs it decodes."""

from typing import Any, Final

import msgspec
from msgspec import Struct

from scams.api.answer import WarningAnswer
from scams.api.problems import CONTENT_TYPE
from scams.deck.brief import Brief
from scams.deck.request import WarningRequest
from scams.deck.wire import Card, Head
from scams.outcomes.reading import EventBatch, EventsTaken
from scams.release import asking

REF: Final = "#/components/schemas/{name}"


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
ADDRESS_TOO_LONG: Final = {414: {"description": "The address is over 64 KiB: the server reads no further"}}
"""The response, without a body, where the question is in the address: 10,000 Chinese characters are 90,000 bytes."""
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
    return schemas_of(*_STRUCTS)


def schemas_of(*structs: type[Struct]) -> dict[str, Any]:
    """Return the schemas of structs and of all they are made of, by name."""
    _out, schemas = msgspec.json.schema_components(structs, ref_template=REF)
    return schemas


def warnings_operation() -> dict[str, Any]:
    """Return the request body and the responses of `POST /warnings`."""
    return {
        "requestBody": body_of(WarningRequest),
        "responses": {200: response("The card to show", WarningAnswer, "application/json"), **refusals(*_TO_A_BODY)},
        "security": [{"bearer": []}],
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
