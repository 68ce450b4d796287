"""The signed cookie of an anonymous person."""

import uuid

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from academy.quizzes import progress as cookie
from academy.quizzes.progress import Finished, Progress


def kept(progress: Progress) -> Progress:
    """What comes back in the next request after `progress` was kept."""
    response = HttpResponse()
    cookie.write(response, progress)
    return with_cookie(response.cookies[cookie.COOKIE].value)


def with_cookie(value: str) -> Progress:
    request = RequestFactory().get("/")
    request.COOKIES[cookie.COOKIE] = value
    return cookie.read(request)


def test_progress_comes_back() -> None:
    begun = cookie.begin(7, refreshes="ab")
    begun.answers["task-rebate-first"], begun.seconds["task-rebate-first"] = "a,c", 12
    progress = Progress({5: begun}, [Finished(4, uuid.uuid4())])
    assert kept(progress) == progress


@pytest.mark.parametrize("value", ["", "x", "x:y:z", "." * 300, "eyJhIjoxfQ:1abc:def"])
def test_a_cookie_that_is_not_ours_is_nothing(value: str) -> None:
    assert with_cookie(value) == Progress()


def test_a_cookie_somebody_changed_is_nothing() -> None:
    response = HttpResponse()
    cookie.write(response, Progress({5: cookie.begin(7)}))
    value = response.cookies[cookie.COOKIE].value
    assert with_cookie("A" + value[1:]) == Progress()


def test_it_stays_small_enough_for_a_cookie() -> None:
    progress = Progress()
    for number in range(40):
        begun = cookie.begin(10_000 + number, refreshes=uuid.uuid4().hex)
        for question in range(8):
            begun.answers[f"customer-service-impersonation-{uuid.uuid4().hex[:12]}-{question}"] = "a,b,c,d"
            begun.seconds[f"customer-service-impersonation-{uuid.uuid4().hex[:12]}-{question}"] = 1800
        progress.begun[number] = begun
        progress.finish(number + 100, uuid.uuid4())
    response = HttpResponse()
    cookie.write(response, progress)
    assert len(response.cookies[cookie.COOKIE].output()) < 4096
    assert list(progress.begun) == [36, 37, 38, 39][-len(progress.begun) :]
    assert len(progress.finished) == cookie.FINISHED_MOST


def test_it_is_out_of_reach_for_scripts_and_other_sites() -> None:
    response = HttpResponse()
    cookie.write(response, Progress())
    morsel = response.cookies[cookie.COOKIE]
    assert (morsel["httponly"], morsel["samesite"]) == (True, "Lax")


def test_finishing_twice_is_finishing_once() -> None:
    progress, begun = Progress(), cookie.begin(7)
    progress.begun[5] = begun
    for _ in range(2):
        progress.finish(5, begun.attempt)
    assert (progress.begun, progress.finished) == ({}, [Finished(5, begun.attempt)])


def test_a_sealed_attempt_opens_and_a_forged_one_does_not() -> None:
    begun = cookie.begin(7)
    assert cookie.unseal(cookie.seal(begun)) == begun
    assert cookie.unseal(cookie.seal(begun) + "x") is None
    assert cookie.unseal("") is None
