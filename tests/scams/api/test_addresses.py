"""How often one place may ask what needs no key."""

import pytest

from scams.api import addresses
from scams.api.addresses import AddressLimits, address_of
from scams.api.problems import Problem


@pytest.mark.parametrize(
    ("told", "connection", "address"),
    [
        ("", "192.0.2.7", "192.0.2.7"),
        ("198.51.100.1, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
        ("nonsense", "10.0.0.1", "10.0.0.1"),
        ("", "", None),
        ("", "2001:db8::1:2:3:4", "2001:db8::"),
        ("", "::ffff:192.0.2.7", "192.0.2.7"),
    ],
)
def test_where_a_request_comes_from(told: str, connection: str, address: str | None) -> None:
    assert address_of(told, connection) == address


def test_a_burst_then_a_steady_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(addresses, "monotonic", lambda: now[0])
    limits = AddressLimits(per_minute=60, burst=3)
    assert [limits.take("a") > 0 for _ in range(4)] == [False, False, False, True]
    assert limits.take("b") == 0
    now[0] += 1
    assert [limits.take("a") > 0 for _ in range(2)] == [False, True]


def test_too_many_are_told_when_to_come_again() -> None:
    limits = AddressLimits(per_minute=1, burst=1)
    limits.admit("a")
    with pytest.raises(Problem) as refused:
        limits.admit("a")
    assert (refused.value.status, refused.value.headers) == (429, [("Retry-After", "60")])


def test_no_limit_and_no_address_let_everybody_in() -> None:
    for limits, address in ((AddressLimits(0, 1), "a"), (AddressLimits(1, 1), None)):
        assert [limits.take(address) for _ in range(5)] == [0.0] * 5


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "MOST_ADDRESSES", 2)
    limits = AddressLimits(per_minute=1, burst=1)
    for address in "abc":
        limits.take(address)
    assert limits.take("c") > 0
    assert limits.take("a") == 0
