"""`/.well-known/jwks.json`: the keys that proofs are signed with, for any JOSE library."""

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe

from scams.deck.signers import signing_keys

MAX_AGE = 300
"""Seconds that anybody may keep the keys: a new one signs proofs only when the one before it is dropped."""


@require_safe
@condition(etag_func=lambda _request: _tag())
def jwks(request: HttpRequest) -> HttpResponse:
    """Return the keys as a JWK set (RFC 7517), for anybody. No query."""
    body = msgspec.json.encode({"keys": [key.jwk for key in signing_keys()]})
    headers = {"Cache-Control": f"public, max-age={MAX_AGE}", "Access-Control-Allow-Origin": "*"}
    return HttpResponse(body, content_type="application/jwk-set+json", headers=headers)


def _tag() -> str:
    return f'"{"-".join(key.kid[:16] for key in signing_keys())}"'
