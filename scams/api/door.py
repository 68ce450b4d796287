"""The NinjaAPI: what is not hot, and the document and docs page of the whole API."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import BaseRenderer
from orjson import dumps

from scams.api import briefs_openapi, openapi
from scams.api.check_openapi import check_components, check_operation
from scams.api.events_openapi import events_operation
from scams.api.handlers import register_problems, respond
from scams.api.problems import Problem
from scams.api.releases import router as releases
from scams.api.search import router as search
from scams.api.taxonomy import router as taxonomy


class JsonRenderer(BaseRenderer):
    """JSON with Chinese characters as they are, not as escapes."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """Return `data` as UTF-8 JSON."""
        return dumps(data)


class Door(NinjaAPI):
    """Adds the hot endpoint's structs to the document that Ninja makes of its own schemas."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        """Return the OpenAPI document with the structs among its components."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        parts = schema.setdefault("components", {})
        parts.setdefault("schemas", {}).update(openapi.components() | check_components())
        parts.setdefault("securitySchemes", {})["bearer"] = {"type": "http", "scheme": "bearer"}
        return schema


api = Door(
    title="Warnings API",
    version="1",
    description="Ask at the point of transaction, get the warning card to show. Errors are RFC 9457 problems.",
    urls_namespace="api-1",
    renderer=JsonRenderer(),
)
register_problems(api)
api.add_router("", taxonomy)
api.add_router("", releases)
api.add_router("", search)


@api.post(
    "/warnings",
    summary="The card to show before this payment",
    tags=["warnings"],
    openapi_extra=openapi.warnings_operation(),
)
def warnings(request: HttpRequest) -> HttpResponse:
    """Answer with the warning card for the fraud types an engine suspects.

    Every well-formed, authenticated request gets a card: the highest-scored known code first; per type
    its own card, its parent group's, then `other-unknown`. Needs the scope `warnings:read`.
    """
    return _without_the_front()


@api.post("/events", summary="What became of warnings", tags=["events"], openapi_extra=events_operation())
def events(request: HttpRequest) -> HttpResponse:
    """Take one to a thousand outcome events, each with an id of its own: a repeat is counted, not kept twice.

    Send a batch again until it is answered with 202: what was accepted then survives whatever happens to the server.
    Events that are wrong are named in the answer, and keep no other out. Needs the scope `events:write`.
    """
    return _without_the_front()


@api.post("/check", summary="Is this message a scam?", tags=["check"], openapi_extra=check_operation())
def check(request: HttpRequest) -> HttpResponse:
    """Answer with the kinds of scam that a message is most like, three at most, and the words that make it so.

    `start` and `end` count characters (code points) of the text sent. `none` with no matches is said of what looks
    genuine and of what cannot be told; `advice` says what to ask next then. For anybody, at a rate by address.
    Nothing of the text is kept or logged, and no link in it is opened.
    """
    return _without_the_front()


@api.get("/deck", summary="The whole deck, signed", tags=["deck"], openapi_extra=openapi.bundle_operation())
def deck(request: HttpRequest) -> HttpResponse:
    """Answer with every card there is, so that an engine can hold a replica and go on when the network is gone.

    Lines of JSON: the head, then a card each; in gzip or brotli where accepted. Check `Deck-Signature` before use.
    Needs the scope `deck:read`.
    """
    return _without_the_front()


@api.get("/deck/key", summary="The keys decks are signed with", tags=["deck"], openapi_extra=openapi.keys_operation())
def deck_key(request: HttpRequest) -> HttpResponse:
    """Answer with a JWK set (RFC 7517), for anybody."""
    return _without_the_front()


@api.get(
    "/briefs/{path:fraud_type}",
    summary="What to say to the payer, for whoever calls them",
    tags=["briefs"],
    openapi_extra=briefs_openapi.brief_operation(),
)
def brief(request: HttpRequest, fraud_type: str) -> HttpResponse:
    """Answer with the brief for agents: the facts and the revision of the card that is served for a fraud type.

    A script, what to ask and what each answer means, red flags, rebuttals, contacts; as JSON, or as a page to print
    with `?format=html` or `Accept: text/html`. Crosswalk codes are accepted. Needs the scope `warnings:read`.
    """
    return _without_the_front()


def _without_the_front() -> HttpResponse:
    """Refuse what comes here only where Django runs without the part ahead of it that answers from memory."""
    return respond(Problem(503, "This server runs without the warnings endpoint; use `manage.py serve`."))
