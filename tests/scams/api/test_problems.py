import json
from typing import Any

import msgspec
import pytest

from scams.api.problems import Problem, from_decoding
from scams.deck.request import read_request


def test_a_problem_has_the_members_of_rfc_9457() -> None:
    problem = Problem(422, "level: no", errors=[{"field": "level", "message": "no"}])
    assert json.loads(problem.body()) == {
        "type": "about:blank",
        "title": "Unprocessable Entity",
        "status": 422,
        "detail": "level: no",
        "errors": [{"field": "level", "message": "no"}],
    }


def test_a_problem_about_no_field_names_none() -> None:
    assert "errors" not in Problem(401, "who?").as_dict()


def test_headers_and_status_are_as_wsgi_wants_them() -> None:
    problem = Problem(405, "no", Allow="POST", Retry_After="1")
    assert problem.status_line == "405 Method Not Allowed"
    assert problem.headers == [("Allow", "POST"), ("Retry-After", "1")]


def test_chinese_travels_as_it_is() -> None:
    assert "骗局".encode() in Problem(422, "骗局").body()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("", "body"),
        ("{", "body"),
        ("[]", "body"),
        ("{}", "fraud_types"),
        ('{"fraud_types": 1}', "fraud_types"),
        ('{"fraud_types": [1]}', "fraud_types[0]"),
        ('{"fraud_types": [{"code": "a"}, {}]}', "fraud_types[1].code"),
        ('{"fraud_types": [{"code": "a", "score": "x"}]}', "fraud_types[0].score"),
        ('{"fraud_types": [], "amount": {"value": "5"}}', "amount.currency"),
        ('{"fraud_types": [], "amount": {"value": "5", "currency": "yuan"}}', "amount.currency"),
        ('{"fraud_types": [], "signals": ["a", 5]}', "signals[1]"),
        ('{"fraud_types": [], "seen": {"a": "b"}}', "seen[...]"),
        ('{"fraud_types": [], "level": "loud"}', "level"),
    ],
)
def test_the_field_is_named(body: str, field: str) -> None:
    with pytest.raises(msgspec.DecodeError) as raised:
        read_request(body.encode())
    problem = from_decoding(raised.value)
    assert problem.status == 422
    assert [one["field"] for one in problem.errors] == [field]
    assert problem.detail == f"{field}: {problem.errors[0]['message']}"
    assert "at `" not in problem.detail


def test_any_other_error_is_about_the_body() -> None:
    errors: list[Any] = from_decoding(RecursionError("too deep")).errors
    assert errors == [{"field": "body", "message": "too deep"}]
