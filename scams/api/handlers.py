"""The one registrar of errors for everything Ninja answers: each becomes a problem document."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from scams.api.problems import CONTENT_TYPE, Problem


def register_problems(api: NinjaAPI) -> None:
    """Make `api` answer every error as `application/problem+json`."""
    api.add_exception_handler(Problem, _problem)
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(ValidationError, _invalid)


def respond(problem: Problem) -> HttpResponse:
    """Return a Django response that carries the problem."""
    return HttpResponse(problem.body(), status=problem.status, content_type=CONTENT_TYPE, headers=dict(problem.headers))


def _problem(_request: HttpRequest, error: Any) -> HttpResponse:
    return respond(error)


def _http_error(_request: HttpRequest, error: Any) -> HttpResponse:
    return respond(Problem(error.status_code, str(error)))


def _invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    errors = [
        {"field": ".".join(str(part) for part in one["loc"][1:]) or "body", "message": one["msg"]}
        for one in error.errors
    ]
    return respond(Problem(422, "; ".join(f"{one['field']}: {one['message']}" for one in errors), errors=errors))
