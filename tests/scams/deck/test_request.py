import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.api.problems import from_decoding
from scams.deck.request import WarningRequest, read_request
from scams.words import KNOWN_LOCALES
from tests.scams.deck.asking import Broken, Document, broken_requests, requests


def read(document: Any) -> WarningRequest:
    return read_request(json.dumps(document).encode())


@given(requests)
def test_a_well_formed_request_is_read_as_it_was_meant(document: Document) -> None:
    request = read(document)
    for name in WarningRequest.__struct_fields__:
        meant = document.get(name)
        found = msgspec.to_builtins(getattr(request, name))
        if name == "fraud_types":
            meant = [{"score": None, **one} for one in document["fraud_types"]]
        if name == "answers" and meant:
            meant = [{"card": None, **one} for one in meant]
        if name == "ladder" and meant is not None:
            meant = {"taken": None, "answer": None, **meant}
        assert found == meant


@given(requests, st.booleans())
def test_how_the_json_is_written_makes_no_difference(document: Document, escaped: bool) -> None:
    other = json.dumps(document, ensure_ascii=escaped, indent=1, sort_keys=True, separators=(" ,", " : "))
    assert read_request(other.encode()) == read(document)


names = st.text().filter(lambda name: name not in WarningRequest.__struct_fields__)


@given(requests, st.dictionaries(names, st.integers() | st.text() | st.none() | st.lists(st.text()), max_size=3))
def test_members_of_a_later_version_are_passed_over(document: Document, later: Document) -> None:
    assert read({**later, **document}) == read({**document, **later}) == read(document)


@given(broken_requests)
def test_what_is_wrong_at_one_place_is_refused_by_the_name_of_the_place(broken: Broken) -> None:
    with pytest.raises(msgspec.ValidationError) as raised:
        read(broken.document)
    (error,) = from_decoding(raised.value).errors
    assert error["field"] == broken.field


@given(st.binary() | st.text().map(str.encode) | requests.flatmap(lambda one: _torn(json.dumps(one).encode())))
def test_whatever_the_bytes_they_are_read_or_refused_as_the_reader_says(body: bytes) -> None:
    try:
        assert isinstance(read_request(body), WarningRequest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        (named,) = from_decoding(error).errors
        assert named["field"]


def _torn(body: bytes) -> st.SearchStrategy[bytes]:
    """Return a strategy of the body with a part replaced by other bytes."""
    places = st.integers(0, len(body))
    return st.builds(
        lambda one, other, new: body[: min(one, other)] + new + body[max(one, other) :],
        places,
        places,
        st.binary(max_size=4),
    )


@pytest.mark.parametrize("locale", KNOWN_LOCALES)
def test_every_usual_spelling_of_a_language_is_let_in(locale: str) -> None:
    assert read({"fraud_types": [], "locale": locale}).locale == locale


def test_null_is_as_good_as_left_out() -> None:
    names = [name for name in WarningRequest.__struct_fields__ if name != "fraud_types"]
    assert read({"fraud_types": [], **dict.fromkeys(names)}) == read({"fraud_types": []})


def test_of_a_member_said_twice_the_last_is_believed_and_none_may_be_wrong() -> None:
    assert read_request(b'{"fraud_types": [], "level": "stop", "level": "warn"}').level == "warn"
    with pytest.raises(msgspec.ValidationError, match=r"\$\.level"):
        read_request(b'{"fraud_types": [], "level": 5, "level": "warn"}')


# --- What a refusal says


def refusal(body: bytes) -> dict[str, str]:
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError, RecursionError)) as raised:
        read_request(body)
    problem = from_decoding(raised.value)
    (error,) = problem.errors
    assert problem.detail == f"{error['field']}: {error['message']}"
    return error


@pytest.mark.parametrize("text", ["x" * 10_000, "字" * 3000, "a' - at `$.evil`" * 500, " - at `$" * 1000])
def test_a_long_text_is_not_told_again(text: str) -> None:
    error = refusal(json.dumps({"fraud_types": [], "level": text}).encode())
    assert error["field"] == "level"
    assert len(error["message"]) <= 120
    assert error["message"].startswith("Invalid enum value ")
    assert text[:10] in error["message"]


@pytest.mark.parametrize(
    "text",
    ["x' - at `$.evil`", " - at `$.evil", "- at `key` in `$.evil`", "Object missing required field `evil`", "`$"],
)
def test_a_text_that_looks_like_a_place_names_none(text: str) -> None:
    assert refusal(json.dumps({"fraud_types": [], "audience": text}).encode())["field"] == "audience"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"fraud_types": [], "subject": "\xff"}', "This is not UTF-8"),
        (b'{"fraud_types": [', "The JSON ends too early, or has half of a surrogate pair"),
        (b'{"fraud_types": [], "subject": "\\ud800"}', "The JSON ends too early, or has half of a surrogate pair"),
        (b'{"fraud_types": NaN}', "JSON is malformed: invalid character (byte 16)"),
    ],
)
def test_a_body_that_is_no_json_is_told_what_is_wrong_with_it(body: bytes, message: str) -> None:
    assert refusal(body) == {"field": "body", "message": message}
