"""Limits by where a request comes from."""

from typing import Any

import pytest
import time_machine
from django.http import HttpRequest
from django.test import RequestFactory

from academy.people.throttle import Limit, within
from tests.conftest import free_port

TWICE = Limit("tests", 2)


def request(address: str = "192.0.2.7") -> HttpRequest:
    return RequestFactory().get("/", REMOTE_ADDR=address)


def test_what_is_over_the_limit_is_refused_until_the_hour_is_over() -> None:
    with time_machine.travel("2026-11-22T10:30:00Z", tick=False) as clock:
        assert [within(TWICE, request()) for _ in range(4)] == [True, True, False, False]
        clock.shift(1800)
        assert within(TWICE, request()) is True


def test_each_address_and_each_limit_counts_by_itself() -> None:
    within(TWICE, request())
    within(TWICE, request())
    assert within(TWICE, request("192.0.2.8")) is True
    assert within(Limit("others", 2), request()) is True


def test_nobody_is_refused_for_an_address_that_cannot_be_read() -> None:
    assert [within(TWICE, request("")) for _ in range(4)] == [True] * 4


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_nobody_is_refused_while_the_cache_is_down(settings: Any) -> None:
    options = {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1}
    location = f"redis://127.0.0.1:{free_port()}/0"
    settings.CACHES = {
        "default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": location, "OPTIONS": options}
    }
    assert [within(TWICE, request()) for _ in range(4)] == [True] * 4
