"""Where a request comes from."""

from typing import Any

import pytest
from django.test import RequestFactory

from academy.people.clients import client_address


def address(header: str = "", **meta: Any) -> str | None:
    return client_address(RequestFactory().get("/", headers={"X-Forwarded-For": header} if header else None, **meta))


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", None),
        ("unix:", None),
    ],
)
def test_it_is_the_address_of_the_connection_and_of_ipv6_that_of_the_household(
    remote: str, expected: str | None
) -> None:
    assert address(REMOTE_ADDR=remote) == expected


def test_a_header_that_nobody_was_told_to_believe_is_not_believed() -> None:
    assert address("198.51.100.1", REMOTE_ADDR="192.0.2.7") == "192.0.2.7"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("10.9.9.9, 198.51.100.1", "198.51.100.1"),  # what the caller made up, and what the proxy saw
        ("nonsense", "192.0.2.7"),
        ("", "192.0.2.7"),
    ],
)
def test_behind_a_proxy_it_is_the_last_address_the_proxy_wrote(header: str, expected: str, settings: Any) -> None:
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    assert address(header, REMOTE_ADDR="192.0.2.7") == expected
