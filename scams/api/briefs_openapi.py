"""How briefs appear in the OpenAPI document."""

from typing import Any, get_args

from scams.api.openapi import ref, refusals
from scams.deck.brief import Brief
from scams.deck.request import LOCALE_PATTERN, Audience, Level


def brief_operation() -> dict[str, Any]:
    """Return the parameters, the responses and the security of `GET /briefs/{fraud_type}`."""
    told = {
        "description": "The brief",
        "content": {"application/json": {"schema": ref(Brief)}, "text/html": {"schema": {"type": "string"}}},
    }
    wishes = {
        "locale": {"type": "string", "pattern": LOCALE_PATTERN},
        "audience": {"type": "string", "enum": list(get_args(Audience))},
        "level": {"type": "string", "enum": list(get_args(Level))},
        "format": {"type": "string", "enum": ["json", "html"]},
    }
    return {
        "parameters": [
            *({"name": name, "in": "query", "required": False, "schema": one} for name, one in wishes.items()),
        ],
        "responses": {200: told, **refusals(401, 403, 404, 422, 429, 503)},
        "security": [{"bearer": []}],
    }
