"""The quiz of a held payment over the API: who may, what is told, what is refused."""

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from scams.api.clients import create_client, revoke_client
from scams.client import ReleaseVerifier
from scams.deck.signers import signing_keys
from scams.models import ApiClient, ApiKey, Release
from tests.scams.release.payer import answers_to

pytestmark = pytest.mark.django_db

PATH = "/api/v1/releases"


class Caller:
    """A payment company's program."""

    def __init__(self, name: str = "engine", scopes: tuple[str, ...] = ("warnings:read",), **options: Any) -> None:
        self.key = create_client(name, scopes, **options)
        self.http = Client()

    def post(self, path: str, body: Any, **headers: str) -> Any:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {self.key}", **headers}
        return self.http.post(path, content, content_type="application/json", headers=sent)

    def begin(self, **members: Any) -> Any:
        return self.post(PATH, {"warning_id": str(uuid.uuid4()), "fraud_type": "task-rebate", **members})

    def answer(self, release_id: str, answers: Any) -> Any:
        return self.post(f"{PATH}/{release_id}/answers", {"answers": answers})


def kept(reply: Any) -> Release:
    return Release.objects.get(pk=reply.json()["release_id"])


def problem(reply: Any, status: int) -> list[str]:
    """Return the fields a problem names, after checking that it is one."""
    assert (reply.status_code, reply["Content-Type"]) == (status, "application/problem+json")
    document = reply.json()
    assert document["status"] == status
    assert document["detail"]
    return [one["field"] for one in document.get("errors", [])]


# --- What is told


def test_a_release_is_begun_with_questions_and_no_right_answers() -> None:
    caller, warning = Caller(), str(uuid.uuid4())
    reply = caller.begin(warning_id=warning, locale="zh-HK", audience="elder", subject="u-1")
    assert (reply.status_code, reply["Content-Type"], reply["Cache-Control"]) == (201, "application/json", "no-store")
    begun = reply.json()
    assert set(begun) == {"release_id", "warning_id", "questions", "pass", "expires"}
    assert (begun["warning_id"], begun["pass"]) == (warning, 3)
    assert [one["id"] for one in begun["questions"]] == ["d1q1", "d1q2", "d1q3"]
    for question in begun["questions"]:
        assert set(question) <= {"id", "prompt", "message", "options"}
        assert all(set(option) == {"id", "text"} for option in question["options"])
    row = kept(reply)
    assert (row.client, row.locale, row.audience) == ("engine", "zh-Hant", "elder")
    for one in row.questions:
        assert not any(option["why"] in reply.content.decode() for option in one["options"])
        assert one["key"] not in reply.content.decode()


def test_a_message_to_judge_says_whom_it_is_from() -> None:
    caller = Caller()
    replies = [caller.begin(fraud_type="customer-service-impersonation").json() for _ in range(8)]
    messages = [one["message"] for reply in replies for one in reply["questions"] if "message" in one]
    assert messages
    assert all(set(one) == {"form", "from", "title", "button", "lines"} for one in messages)
    assert all(set(line) == {"who", "text"} for one in messages for line in one["lines"])


def test_the_payer_is_kept_as_a_keyed_hash_only() -> None:
    row = kept(Caller().begin(subject="somebody@example.org"))
    assert len(row.subject) == 64
    assert "somebody" not in json.dumps(list(Release.objects.values()), default=str)


def test_right_answers_have_a_proof_that_the_client_can_check_alone() -> None:
    caller = Caller()
    begun = caller.begin()
    reply = caller.answer(begun.json()["release_id"], answers_to(kept(begun)))
    assert (reply.status_code, set(reply.json())) == (200, {"passed", "proof", "expires"})
    keys = {"keys": [key.jwk for key in signing_keys()]}
    said = ReleaseVerifier(keys, audience="engine").verify(reply.json()["proof"], warning_id=begun.json()["warning_id"])
    assert (said.fraud_type, said.exp - said.iat) == ("task-rebate", 300)


def test_right_answers_sent_twice_have_the_same_proof() -> None:
    caller = Caller()
    begun = caller.begin()
    sent = answers_to(kept(begun))
    first, second = (caller.answer(begun.json()["release_id"], sent) for _ in range(2))
    assert first.json() == second.json()


def test_wrong_answers_are_explained_and_three_times_is_the_end() -> None:
    caller = Caller()
    begun = caller.begin()
    where = begun.json()["release_id"]
    for left in (2, 1, 0):
        reply = caller.answer(where, answers_to(kept(begun), wrong=2))
        told = reply.json()
        assert (reply.status_code, told["passed"], told["tries_left"]) == (200, False, left)
        assert [one["question"][2:] for one in told["wrong"]] == ["q1", "q2"]
        assert all(one["why"] for one in told["wrong"])
        assert len(told["questions"]) == (3 if left else 0)
    assert problem(caller.answer(where, {"d3q1": "a"}), 409) == []
    assert problem(caller.begin(warning_id=begun.json()["warning_id"]), 409) == []


# --- Who may


def test_another_clients_release_is_not_there() -> None:
    owner, outsider = Caller(), Caller("outsider")
    begun = owner.begin()
    sent = answers_to(kept(begun))
    assert problem(outsider.answer(begun.json()["release_id"], sent), 404) == []
    assert owner.answer(begun.json()["release_id"], sent).json()["passed"]


def test_without_a_valid_key_or_the_scope_nothing_is_told() -> None:
    caller = Caller()
    begun = caller.begin()
    where, body = f"{PATH}/{begun.json()['release_id']}/answers", {"answers": answers_to(kept(begun))}
    wrong_scope = Caller("events-only", ("events:write", "deck:read"))
    revoked = Caller("revoked")
    revoke_client("revoked")
    expired = Caller("expired")
    ApiKey.objects.filter(client__name="expired").update(expires_at="2026-01-01T00:00Z")
    taken = Caller("taken")
    ApiKey.objects.filter(client__name="taken").update(revoked_at="2026-01-01T00:00Z")
    for path in (PATH, where):
        assert problem(wrong_scope.post(path, body), 403) == []
        for other in (revoked, expired, taken):
            assert problem(other.post(path, body), 401) == []
        for header in ("", "Bearer", f"Bearer {caller.key[:-1]}", caller.key, "Bearer \0", "Bearer sc_é\xff", "x" * 99):
            reply = caller.post(path, body, Authorization=header)
            assert (problem(reply, 401), reply["WWW-Authenticate"]) == ([], "Bearer")
    assert caller.post(where, body).json()["passed"]


def test_who_may_not_is_told_so_before_anything_is_read() -> None:
    assert problem(Caller(scopes=("deck:read",)).post(PATH, b"{"), 403) == []


def test_a_clients_rate_counts_here_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scams.api.limits.monotonic", lambda: 1000.0)  # a busy machine gives tokens back meanwhile
    caller = Caller("hasty", rate=1)
    statuses = [caller.begin().status_code for _ in range(3)]
    assert statuses == [201, 201, 429]


def test_the_use_of_a_key_is_noted_once_a_day() -> None:
    caller = Caller()
    assert ApiKey.objects.get().last_used_on is None
    caller.post(PATH, b"{}")
    assert ApiKey.objects.get().last_used_on is not None
    with CaptureQueriesContext(connection) as queries:
        caller.post(PATH, b"{}")
    assert len(queries) == 1  # the key with its client


# --- What is refused

GOOD = {"warning_id": str(uuid.UUID(int=7)), "fraud_type": "task-rebate"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "body"),
        (b"{", "body"),
        (b"[]", "body"),
        (b"\xff", "body"),
        (b"[" * 9000, "body"),
        (b'{"warning_id": "\\ud800"}', "body"),
        ({}, "warning_id"),
        ({**GOOD, "warning_id": "x"}, "warning_id"),
        ({**GOOD, "warning_id": 7}, "warning_id"),
        ({"warning_id": GOOD["warning_id"]}, "fraud_type"),
        ({**GOOD, "fraud_type": ""}, "fraud_type"),
        ({**GOOD, "fraud_type": "x" * 129}, "fraud_type"),
        ({**GOOD, "fraud_type": ["task-rebate"]}, "fraud_type"),
        ({**GOOD, "locale": "not a locale"}, "locale"),
        ({**GOOD, "audience": "everybody"}, "audience"),
        ({**GOOD, "subject": "x" * 65}, "subject"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_wish_that_is_none_is_refused_by_its_field(body: Any, field: str) -> None:
    assert problem(Caller().post(PATH, body), 422) == [field]
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "body"),
        ({}, "answers"),
        ({"answers": []}, "answers"),
        ({"answers": {}}, "answers"),
        ({"answers": {"d1q1": 1}}, "answers[...]"),
        ({"answers": {"d1q1": "a" * 9}}, "answers[...]"),
        ({"answers": {str(number): "a" for number in range(9)}}, "answers"),
        (b'{"answers": {"\\ud800": "a"}}', "body"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_answers_that_are_none_are_refused_by_their_field(body: Any, field: str) -> None:
    caller = Caller()
    begun = caller.begin()
    reply = caller.post(f"{PATH}/{begun.json()['release_id']}/answers", body)
    fields = problem(reply, 422)
    assert fields == [field]
    assert kept(begun).tries == 0


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"d1q1": "a"}, "answers.d1q2"),
        ({"d1q1": "a", "d1q2": "a", "d1q3": "\0"}, "answers.d1q3"),
        ({"d9q9": "a"}, "answers.d9q9"),
    ],
    ids=str,
)
def test_answers_to_something_else_are_refused_by_their_question_and_are_no_try(answers: Any, field: str) -> None:
    caller = Caller()
    begun = caller.begin()
    assert problem(caller.answer(begun.json()["release_id"], answers), 409) == [field]
    assert kept(begun).tries == 0


@pytest.mark.parametrize("name", ["x", str(uuid.UUID(int=1)), "00000000-0000-0000-0000-00000000000", "%00"])
def test_a_release_that_is_none_is_not_there(name: str) -> None:
    assert problem(Caller().answer(name, {"d1q1": "a"}), 404) == []


def test_a_body_over_the_limit_is_refused() -> None:
    assert problem(Caller().post(PATH, {**GOOD, "later": "x" * 16 * 1024}), 413) == ["body"]


@pytest.mark.parametrize("length", ["x", "²", "-1", "9" * 5000, ""])
def test_a_length_that_is_none_is_no_fault_of_ours(length: str) -> None:
    caller = Caller()
    reply = Client(headers={"Authorization": f"Bearer {caller.key}"}).post(
        PATH, b"{}", content_type="application/json", CONTENT_LENGTH=length
    )
    assert problem(reply, 422)


@pytest.mark.parametrize("path", [PATH, f"{PATH}/{uuid.UUID(int=1)}/answers"])
def test_another_method_is_refused(path: str) -> None:
    assert problem(Client().get(path), 405) == []


def test_members_nobody_knows_are_passed_over() -> None:
    assert Caller().begin(later={"": [None]}).status_code == 201


def test_without_any_quiz_the_caller_is_told_so() -> None:
    from academy.models import Quiz

    Quiz.objects.update(live=False)
    assert problem(Caller().begin(), 503) == []
    assert not Release.objects.exists()


# --- Queries


@pytest.mark.parametrize("clients", [1, 3])
def test_the_number_of_queries_is_as_told(clients: int) -> None:
    callers = [Caller(f"engine-{number}") for number in range(clients)]
    for caller in callers:
        caller.begin(subject="u")
    caller = callers[0]
    assert ApiClient.objects.count() == clients
    with CaptureQueriesContext(connection) as queries:
        begun = caller.begin(subject="u")
    assert len(queries) == 12  # the key, and the release's
    with CaptureQueriesContext(connection) as queries:
        caller.answer(begun.json()["release_id"], answers_to(kept(begun), wrong=1))
    assert len(queries) == 9 + 1  # and the one of the test
    with CaptureQueriesContext(connection) as queries:
        caller.answer(begun.json()["release_id"], answers_to(kept(begun)))
    assert len(queries) == 5 + 1
