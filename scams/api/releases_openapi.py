"""How releases appear in the OpenAPI document."""

from typing import Any

from scams.api.openapi import body_of, ref, refusals, response
from scams.release import asking

_JSON = "application/json"


def releases_operation() -> dict[str, Any]:
    """Return the request body, the responses and the security of `POST /releases`."""
    begun = response("The questions to answer", asking.ReleaseBegun, _JSON)
    return {
        "requestBody": body_of(asking.ReleaseRequest),
        "responses": {201: begun, **refusals(401, 403, 409, 413, 422, 429, 503)},
        "security": [{"bearer": []}],
    }


def answers_operation() -> dict[str, Any]:
    """Return the request body, the responses and the security of `POST /releases/{release_id}/answers`."""
    either = {"oneOf": [ref(asking.ReleasePassed), ref(asking.ReleaseNotPassed)]}
    told = {"description": "Passed, with the proof; or what was wrong", "content": {_JSON: {"schema": either}}}
    return {
        "requestBody": body_of(asking.ReleaseAnswers),
        "responses": {200: told, **refusals(401, 403, 404, 409, 413, 422, 429)},
        "security": [{"bearer": []}],
    }
