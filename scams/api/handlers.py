"""The one registrar of errors for everything Ninja answers: each becomes a problem document."""

from collections.abc import Callable
from http import HTTPStatus
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


class ProblemMiddleware:
    """Turns whatever refusal the framework itself makes below /api/ into a problem document."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand in front of everything that may refuse."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the response, or the problem that says the same."""
        response = self.get_response(request)
        told = response.get("Content-Type", "").startswith(CONTENT_TYPE)
        if response.status_code < 400 or told or not request.path.startswith("/api/"):
            return response
        problem = respond(Problem(response.status_code, HTTPStatus(response.status_code).description))
        if "Allow" in response:
            problem["Allow"] = response["Allow"]
        return problem


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
