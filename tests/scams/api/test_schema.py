"""The running site is what its OpenAPI document says, for requests made from the document: good ones and bad ones.

For every operation there is: no fault of ours, only statuses, content types and bodies that are documented, good
requests answered, bad ones refused, nothing given out without a key that asks for one.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import schemathesis

from tests.conftest import RunningSite

# Of a batch of events each is judged by itself: one that is wrong is named in an answer of 202.
PARTLY = {"include-path": "/api/v1/events", "checks": {"negative_data_rejection": {"enabled": False}}}
CONFIG = schemathesis.Config.from_dict(
    {"generation": {"deterministic": True, "max-examples": 100}, "operations": [PARTLY]}
)
SLUG_MOST = 60
"""Characters of a fraud type's name that the document allows; longer ones are refused for that."""
LONGEST_ADDRESS = 60_000
"""Bytes; the server refuses addresses over 64 KiB."""
# The document in the repository is the site's: another test keeps them the same.
schema = schemathesis.openapi.from_path(Path(__file__).with_name("openapi.json"), config=CONFIG)


@schema.hook
def map_body(_context: schemathesis.HookContext, body: Any) -> Any:
    """Write whole numbers as such: a JSON Schema takes 2.0 for an integer, the API does not."""
    if isinstance(body, dict):
        return {name: map_body(_context, value) for name, value in body.items()}
    if isinstance(body, list):
        return [map_body(_context, value) for value in body]
    return int(body) if _is_whole(body) else body


@schema.hook
def filter_query(_context: schemathesis.HookContext, query: Any) -> bool:
    """Leave out what is longer than an address may be: the server refuses it before it is a request."""
    return len(urlencode(query or {}, doseq=True, errors="replace")) < LONGEST_ADDRESS


@schemathesis.hook
def before_call(_context: schemathesis.HookContext, case: schemathesis.Case, _kwargs: dict[str, Any]) -> None:
    """Ask for a fraud type there is: which there are is content, and not told by the document."""
    asked = case.query.get("fraud_type")
    if isinstance(asked, str) and len(asked) <= SLUG_MOST:
        case.query["fraud_type"] = "task-rebate"


@schema.hook
def map_headers(_context: schemathesis.HookContext, headers: Any) -> Any:
    """Leave the frame of the message alone: a length that is none is refused by the server before it is a request."""
    framing = {"connection", "content-length", "expect", "host", "transfer-encoding", "upgrade"}
    return headers and {name: value for name, value in headers.items() if name.lower() not in framing}


def _is_whole(value: Any) -> bool:
    return isinstance(value, float) and value.is_integer()


@schema.parametrize()
def test_with_a_key_the_site_answers_as_the_document_says(case: schemathesis.Case, site: RunningSite) -> None:
    case.call_and_validate(base_url=site.url, headers={"Authorization": f"Bearer {site.key}"})


@schema.parametrize()
def test_without_a_key_the_site_answers_as_the_document_says(case: schemathesis.Case, site: RunningSite) -> None:
    reply = case.call_and_validate(base_url=site.url)
    needed = bool(case.operation.definition.raw.get("security"))
    assert not needed or reply.status_code in (401, 405)


@schema.parametrize()
def test_with_a_wrong_key_the_site_answers_as_the_document_says(case: schemathesis.Case, site: RunningSite) -> None:
    reply = case.call_and_validate(base_url=site.url, headers={"Authorization": f"Bearer {site.key[:-1]}"})
    needed = bool(case.operation.definition.raw.get("security"))
    assert not needed or reply.status_code in (401, 405)
