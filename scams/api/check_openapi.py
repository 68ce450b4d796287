"""How the checker appears in the OpenAPI document."""

from typing import Any

from scams.api.check import CheckRequest
from scams.api.openapi import body_of, refusals, response, schemas_of
from scams.checking.verdict import Verdict


def check_components() -> dict[str, Any]:
    """Return the schemas of request and answer, by name."""
    return schemas_of(CheckRequest, Verdict)


def check_operation() -> dict[str, Any]:
    """Return the request body and the responses of `POST /check`."""
    found = response("What the message is like", Verdict, "application/json")
    return {"requestBody": body_of(CheckRequest), "responses": {200: found, **refusals(413, 422, 429, 503)}}
