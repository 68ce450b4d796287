"""`POST /api/v1/releases` and its answers: the quiz that lets a held payment go, and the proof that it was passed."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Final, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Router

from scams.api import releases_openapi as openapi
from scams.api.callers import Caller
from scams.api.problems import Problem, from_decoding
from scams.deck.request import BAD_REQUEST
from scams.models import Release
from scams.outcomes.keyed import subjects
from scams.release import asking, proof, taking
from scams.words import DEFAULT_AUDIENCE, LOCALES, api_locale

SCOPE: Final = "warnings:read"

router = Router(tags=["releases"], auth=Caller(SCOPE))
Read = TypeVar("Read")


@router.post(
    "/releases", summary="The questions that release a held payment", openapi_extra=openapi.releases_operation()
)
def releases(request: HttpRequest) -> HttpResponse:
    """Begin the release from a warning, or go on with the one that is under way.

    Three questions about this scam, in the payer's language; other ones every time. Three tries, thirty minutes. Not
    to be offered at `stop`. Needs the scope `warnings:read`. Twelve queries at most: one for the key
    and eleven for the release; another for a crosswalk code, and two where a language has too few questions.
    """
    asked = _read(asking.read_request, request)
    try:
        release = taking.begin(_wish(_client_name(request), asked))
    except taking.NoQuestions:
        raise Problem(503, "There are no questions yet: publish a quiz.") from None
    except taking.Closed as closed:
        raise Problem(409, str(closed)) from None
    questions = asking.shown(taking.questions_of(release), release.draw)
    expires = _moment(release.expires_at)
    return _answer(
        asking.ReleaseBegun(str(release.pk), str(release.warning_id), questions, len(questions), expires), status=201
    )


@router.post(
    "/releases/{release_id}/answers",
    summary="Answer the questions of a release",
    openapi_extra=openapi.answers_operation(),
)
def answers(request: HttpRequest, release_id: str) -> HttpResponse:
    """Say what came of the answers: the proof to check before the payment goes on, or what was wrong and why.

    The same right answers sent again have the same proof again, for as long as it is good; wrong ones sent again are
    no second try, but 409. Needs the scope `warnings:read`. Five queries, nine when some are wrong.
    """
    sent = _read(asking.read_answers, request)
    try:
        outcome = taking.answer(_client_name(request), _id(release_id), sent.answers)
    except taking.NoRelease:
        raise Problem(404, "There is no such release.") from None
    except taking.BadAnswer as bad:
        field, message = f"answers.{bad.question}", str(bad)  # 409, for what is good depends on what is asked now
        raise Problem(409, f"{field}: {message}", errors=[{"field": field, "message": message}]) from None
    except taking.Closed as closed:
        raise Problem(409, str(closed)) from None
    return _answer(_not_passed(outcome) if outcome.wrong else _passed(outcome.release))


def _id(text: str) -> uuid.UUID:
    """Return the id in an address; NoRelease for a text that is none, once the caller's key was seen to be good."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise taking.NoRelease from None


def _wish(client: str, asked: asking.ReleaseRequest) -> taking.Wish:
    return taking.Wish(
        client=client,
        warning_id=asked.warning_id,
        fraud_type=asked.fraud_type,
        locale=api_locale(asked.locale or LOCALES[0]),
        audience=asked.audience or DEFAULT_AUDIENCE,
        subject=subjects().hashed(asked.subject),
    )


def _passed(release: Release) -> asking.ReleasePassed:
    claims = proof.claims_of(release)
    return asking.ReleasePassed(True, proof.signed(claims), _moment(dt.datetime.fromtimestamp(claims.exp, dt.UTC)))


def _not_passed(outcome: taking.Outcome) -> asking.ReleaseNotPassed:
    release = outcome.release
    questions = asking.shown(taking.questions_of(release), release.draw)
    return asking.ReleaseNotPassed(False, outcome.wrong, taking.TRIES - release.tries, questions)


def _client_name(request: HttpRequest) -> str:
    name: str = request.auth.name  # type: ignore[attr-defined]  # Ninja puts there what `Caller` returned
    return name


def _read(read: Callable[[bytes], Read], request: HttpRequest) -> Read:
    """Return what the body says; Problem 422 with the field named."""
    try:
        return read(request.body)
    except BAD_REQUEST as error:
        raise from_decoding(error) from None


def _moment(moment: dt.datetime) -> str:
    """Return a moment as RFC 3339 has it, in UTC and whole seconds."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _answer(body: msgspec.Struct, *, status: int = 200) -> HttpResponse:
    content = msgspec.json.encode(body)
    return HttpResponse(content, status=status, content_type="application/json", headers={"Cache-Control": "no-store"})
