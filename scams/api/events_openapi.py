"""How the events' endpoint appears in the OpenAPI document."""

from typing import Any, Final

from scams.api.openapi import body_of, refusals, response
from scams.outcomes.reading import EventBatch, EventsTaken

_OTHERWISE: Final = {
    413: "Over 1 MiB: send fewer events at once",
    422: "No batch; `errors` names the field. A wrong event in a batch is no reason",
    503: "Nothing was kept, for the database is down or busy: send the same batch again",
}


def events_operation() -> dict[str, Any]:
    """Return the request body, the responses and the security of `POST /events`."""
    taken = response("What became of each event, once it is kept for good", EventsTaken, "application/json")
    refused = refusals(401, 403, 429, *_OTHERWISE)
    for status, description in _OTHERWISE.items():
        refused[status] = {**refused[status], "description": description}
    return {"requestBody": body_of(EventBatch), "responses": {202: taken, **refused}, "security": [{"bearer": []}]}
