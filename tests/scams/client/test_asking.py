"""What a caller may say, and how a mistake of the caller's own is told."""

import decimal
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.client.asking import body_of, suspected, understood

MEMBERS = ("level", "locale", "audience", "channel", "amount", "signals", "subject", "seen")
CODES = {"fraud_types": [{"code": "gain"}]}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("gain", [{"code": "gain"}]),
        ([], []),
        (["gain", "trade"], [{"code": "gain"}, {"code": "trade"}]),
        (("gain", "trade"), [{"code": "gain"}, {"code": "trade"}]),
        ([("gain", 0.5), "trade"], [{"code": "gain", "score": 0.5}, {"code": "trade"}]),
        ([("gain", None)], [{"code": "gain"}]),
        ([["gain", 1]], [{"code": "gain", "score": 1.0}]),
        ({"gain": 0.5}.items(), [{"code": "gain", "score": 0.5}]),
        ([("gain", decimal.Decimal("0.25"))], [{"code": "gain", "score": 0.25}]),
    ],
)
def test_fraud_types_may_be_said_in_several_ways(said: Any, meant: list[dict[str, Any]]) -> None:
    assert suspected(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        None,
        5,
        b"gain",
        [5],
        [None],
        [("gain",)],
        [("gain", 0.5, 1)],
        ("gain", 0.93),
        [{"code": "gain", "score": 0.5}],
        [("gain", "0.5")],
        [("gain", float("nan"))],
        [("gain", float("inf"))],
        [("gain", 10**400)],
    ],
)
def test_fraud_types_that_are_none_are_told(said: Any) -> None:
    with pytest.raises(ValueError, match=r"^fraud_types: expected codes"):
        suspected(said)


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"fraud_types": suspected("")}, r"fraud_types\[0\]\.code"),
        ({"fraud_types": suspected("x" * 129)}, r"fraud_types\[0\]\.code"),
        ({"fraud_types": suspected([("gain", 1.5)])}, r"fraud_types\[0\]\.score"),
        ({"fraud_types": suspected(["gain"] * 51)}, "fraud_types"),
        ({**CODES, "level": "shout"}, "level"),
        ({**CODES, "locale": "中文"}, "locale"),
        ({**CODES, "locale": ""}, "locale"),
        ({**CODES, "audience": "kids"}, "audience"),
        ({**CODES, "channel": "c" * 65}, "channel"),
        ({**CODES, "amount": 5}, "amount"),
        ({**CODES, "amount": {"value": "5", "currency": "yuan"}}, r"amount\.currency"),
        ({**CODES, "amount": {"value": 5, "currency": "CNY"}}, r"amount\.value"),
        ({**CODES, "amount": {"value": decimal.Decimal("1E+3"), "currency": "CNY"}}, r"amount\.value"),
        ({**CODES, "signals": "on-call"}, "signals"),
        ({**CODES, "signals": [""]}, r"signals\[0\]"),
        ({**CODES, "subject": "s" * 65}, "subject"),
        ({**CODES, "seen": {"v": -1}}, "seen"),
        ({**CODES, "seen": [1]}, "seen"),
        ({**CODES, "warning_id": "7"}, "warning_id"),
        ({**CODES, "answers": [{"question": "q1", "answer": "perhaps"}]}, r"answers\[0\]\.answer"),
        ({**CODES, "answers": [{"answer": "yes"}]}, r"answers\[0\]\.question"),
        ({**CODES, "ladder": {"taken": "warn", "answer": "shrugged"}}, r"ladder\.answer"),
        ({**CODES, "subject": object()}, "subject"),
        ({**CODES, "subject": "\ud800"}, "subject"),
        ({**CODES, "signals": {"a", object()}}, "signals"),
        ({"fraud_types": [{"code": "\ud800"}]}, "fraud_types"),
    ],
)
def test_a_malformed_request_is_told_with_its_field(members: dict[str, Any], field: str) -> None:
    with pytest.raises(ValueError, match=f"^{field}.*: "):
        understood(body_of(members))


def test_a_mistake_says_nothing_of_the_rest() -> None:
    with pytest.raises(ValueError, match="level") as told:
        understood(body_of({**CODES, "level": "shout", "subject": "u-secret"}))
    assert "u-secret" not in str(told.value)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(max_size=9) | st.just(object()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.integers(), inner, max_size=3),
    max_leaves=9,
)


def what_is_wrong(fraud_types: Any, rest: dict[str, Any]) -> str | None:
    """Return what a request is refused with, or None when it is a good one."""
    try:
        understood(body_of({"fraud_types": suspected(fraud_types), **rest}))
    except ValueError as error:
        return str(error)
    return None


@given(fraud_types=junk, rest=st.dictionaries(st.sampled_from(MEMBERS), junk, max_size=4))
def test_whatever_is_said_it_is_a_request_or_a_value_error(fraud_types: Any, rest: dict[str, Any]) -> None:
    told = what_is_wrong(fraud_types, rest)
    assert told is None or re.match(rf"(fraud_types|{'|'.join(MEMBERS)})\b", told)


class Number:
    """As other libraries' numbers are."""

    def __float__(self) -> float:
        return 0.5


class Text(str):
    """As other libraries' texts are."""


def test_numbers_and_texts_of_other_libraries_are_taken_for_what_they_are() -> None:
    body = body_of({"fraud_types": [{"code": Text("gain"), "score": Number()}]})
    assert json.loads(body) == {"fraud_types": [{"code": "gain", "score": 0.5}]}


def test_a_sum_may_be_a_decimal() -> None:
    amount = {"value": decimal.Decimal("5000.00"), "currency": "CNY"}
    read = understood(body_of({**CODES, "amount": amount}))
    assert read.amount
    assert read.amount.value == "5000.00"
