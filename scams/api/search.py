"""`GET /api/v1/search` and what is suggested while one types: for anybody, without a key."""

from typing import Annotated, Any, Final, Literal
from urllib.parse import urljoin

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field
from wagtail.models import Site

from scams.api.openapi import ADDRESS_TOO_LONG, refusals
from scams.api.problems import Problem
from scams.api.public import admit
from scams.deck.request import LOCALE_PATTERN
from scams.search.asking import LONGEST, Asked, ask, suggest
from scams.search.contract import LAST_PAGE
from scams.search.known import known
from scams.search.unanswered import tally
from scams.words import api_locale

router = Router(tags=["search"])

UNKNOWN_TYPE: Final = "No fraud type or group of them is called so; `/api/v1/fraud-types` lists them"


class SearchQuery(Schema):
    """What is looked for."""

    q: Annotated[str, Field(min_length=1, max_length=LONGEST, description="In one's own words.")]
    locale: Annotated[
        str, Field(max_length=35, pattern=LOCALE_PATTERN, description="The reader's: results in it come first.")
    ] = "zh-Hans"
    fraud_type: Annotated[str, Field(max_length=60, description="A fraud type, or a group of them.")] | None = None
    kind: Literal["article", "quiz", "page", "contact"] | None = None
    audience: Literal["adult", "elder", "teen", "sme"] | None = None
    page: Annotated[int, Field(ge=1, le=LAST_PAGE)] = 1


class SearchResult(Schema):
    """One thing found."""

    kind: Literal["article", "quiz", "page", "contact"]
    title: str
    url: Annotated[str, Field(description="The whole address; empty for what has no page.")]
    fraud_type: str | None
    locale: str
    snippet: Annotated[str, Field(description="HTML: escaped text, with the words found in `<mark>`.")]


class SearchFacets(Schema):
    """How many results each choice would leave, under the other choices."""

    fraud_type: dict[str, int]
    audience: dict[str, int]
    kind: dict[str, int]


class SearchAnswer(Schema):
    """What was found, ten a page."""

    total: int
    results: list[SearchResult]
    facets: SearchFacets
    suggestion: Annotated[
        str | None, Field(description="A question that may be meant, where not all words were found.")
    ]


class SuggestionOut(Schema):
    """A way to go on typing: a phrase to search by, or with a `url` the title of what is there."""

    text: str
    url: str | None


class Suggestions(Schema):
    """At most eight."""

    suggestions: list[SuggestionOut]


def _kept_by_nobody(view: Any) -> Any:
    """Have no one keep the answers: questions are personal."""

    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return answering


@router.get(
    "/search",
    response=SearchAnswer,
    summary="Articles, quizzes and hotlines, found in one's own words",
    openapi_extra={"responses": refusals(422, 429) | ADDRESS_TOO_LONG},
)
@decorate_view(_kept_by_nobody)
def search(request: HttpRequest, asked: Query[SearchQuery]) -> Any:
    """Find in both Chinese scripts and English; other words for the same count too. Needs no key.

    What has all words comes alone; where nothing has, what has most of them. Results in the reader's language come
    first. `suggestion` is a better spelling. Three queries.
    """
    admit(request, "search")
    if asked.fraud_type and asked.fraud_type not in known().types:
        raise Problem(422, f"fraud_type: {UNKNOWN_TYPE}", errors=[{"field": "fraud_type", "message": UNKNOWN_TYPE}])
    answer = ask(
        Asked(asked.q, asked.locale, asked.fraud_type or "", asked.kind or "", asked.audience or "", asked.page)
    )
    if not answer.total and not (asked.fraud_type or asked.kind or asked.audience):
        tally.add(asked.q, api_locale(asked.locale))
    root = _root(request)
    return {
        "total": answer.total,
        "results": [
            {
                "kind": one.kind,
                "title": one.title,
                "url": urljoin(root, one.url) if one.url else "",
                "fraud_type": one.fraud_type or None,
                "locale": one.locale,
                "snippet": one.snippet,
            }
            for one in answer.results
        ],
        "facets": {
            "fraud_type": answer.facets.fraud_type,
            "audience": answer.facets.audience,
            "kind": answer.facets.kind,
        },
        "suggestion": answer.suggestion,
    }


@router.get(
    "/search/suggest",
    response=Suggestions,
    summary="What may be meant by the beginning of a question",
    openapi_extra={"responses": refusals(422, 429) | ADDRESS_TOO_LONG},
)
@decorate_view(_kept_by_nobody)
def suggestions(
    request: HttpRequest,
    q: Annotated[str, Field(max_length=LONGEST)],
    locale: Annotated[str, Field(max_length=35, pattern=LOCALE_PATTERN)] = "zh-Hans",
) -> Any:
    """Return names of scams and titles in the reader's language that begin so; pinyin initials do too. Needs no key."""
    admit(request, "suggest")
    return {"suggestions": [{"text": one.text, "url": one.url or None} for one in suggest(q, locale)]}


def _root(request: HttpRequest) -> str:
    site = Site.find_for_request(request)
    return str(site.root_url) if site else ""
