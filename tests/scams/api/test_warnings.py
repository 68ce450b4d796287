import io
import json
import logging
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from scams.api.health import not_found
from scams.api.warnings import BODY_LIMIT, WarningsEndpoint
from scams.deck.snapshot import SqliteSource
from scams.deck.store import Store
from tests.scams.api.conftest import Door, call
from tests.scams.deck.database import add_client, add_deck, add_key, revoke
from tests.scams.deck.making import card, deck

PLAIN = {"fraud_types": [{"code": "task-rebate"}]}


# --- Answers


def test_the_answer_is_json_that_nobody_keeps(door: Door) -> None:
    reply = door.ask(PLAIN)
    assert (reply.status, reply.headers) == (
        200,
        {"Content-Type": "application/json", "Content-Length": str(len(reply.body)), "Cache-Control": "no-store"},
    )


def test_the_same_request_has_the_same_answer_but_for_its_id(door: Door) -> None:
    asked = {**PLAIN, "subject": "u-7f3a", "seen": {"task-rebate.adult.zh-Hans.a": 2}, "signals": ["new-payee"]}
    first, second = door.ask(asked).json(), door.ask(asked).json()
    ids = [first.pop("warning_id"), second.pop("warning_id")]
    assert first == second
    assert ids[0] != ids[1]
    assert [uuid.UUID(one).version for one in ids] == [7, 7]


def test_a_warning_that_goes_on_keeps_its_id(door: Door) -> None:
    first = door.ask(PLAIN).json()["warning_id"]
    assert door.ask({**PLAIN, "warning_id": first}).json()["warning_id"] == first


@pytest.mark.parametrize("wrong", ["", "7", "x" * 36, 7, f"{uuid.uuid4()}\n", uuid.uuid4().hex])
def test_an_id_that_is_none_is_refused(door: Door, wrong: Any) -> None:
    reply = door.ask({**PLAIN, "warning_id": wrong})
    assert (reply.status, reply.fields()) == (422, ["warning_id"])


def test_the_answer_names_the_deck(door: Door) -> None:
    assert door.endpoint.store.state
    assert door.ask(PLAIN).json()["deck"] == door.endpoint.store.state.version


def test_everything_a_request_may_hold_is_accepted(door: Door) -> None:
    asked = {
        "fraud_types": [{"code": "task-rebate", "score": 0.93}, {"code": "ukf:advance-fee", "score": 0.4}],
        "level": "warn",
        "locale": "zh-Hans",
        "audience": "elder",
        "channel": "app",
        "amount": {"value": "5000.00", "currency": "CNY"},
        "signals": ["new-payee", "on-call"],
        "subject": "u-7f3a…",
        "seen": {"task-rebate.elder.zh-Hans.a": 2},
    }
    answer = door.ask(asked).json()
    assert answer["matched"] == {"fraud_type": "task-rebate", "by": "exact", "code": "task-rebate", "score": 0.93}
    assert answer["card"]["variant"] == "task-rebate.elder.zh-Hans.b"
    assert len(answer["card"]["why_you"]) == 3


GOOD = [
    {"fraud_types": []},
    {"fraud_types": [{"code": "task-rebate", "score": None}]},
    {"fraud_types": [{"code": "task-rebate", "score": 0}]},
    {"fraud_types": [{"code": "task-rebate", "score": 1}]},
    {"fraud_types": [{"code": "x" * 128}]},
    {"fraud_types": [{"code": "task-rebate"}] * 50},
    {"fraud_types": [], "level": None, "audience": None, "channel": None, "amount": None},
    {"fraud_types": [], "locale": None, "signals": None, "subject": None, "seen": None},
    {"fraud_types": [], "locale": "de-Latn-DE-1996"},
    {"fraud_types": [], "subject": "\u0000\u202e😀"},
    {"fraud_types": [], "subject": "字" * 64},
    {"fraud_types": [], "signals": ["unheard-of"] * 50},
    {"fraud_types": [], "seen": {"": 0, "x" * 128: 10**30}},
    {"fraud_types": [], "a member of a later version": {"whatever": [1]}},
]


@pytest.mark.parametrize("body", GOOD, ids=lambda body: json.dumps(body, ensure_ascii=True)[:60])
def test_a_well_formed_request_has_a_card(door: Door, body: Any) -> None:
    reply = door.ask(body)
    assert (reply.status, reply.json()["card"]["level"]) == (200, "warn")


@pytest.mark.parametrize("content_type", ["text/plain", "", None, "application/json; charset=utf-8"])
def test_a_request_is_read_as_json_whatever_it_calls_itself(door: Door, content_type: str | None) -> None:
    assert door.ask(PLAIN, CONTENT_TYPE=content_type).status == 200


def test_spaces_around_the_body_are_harmless(door: Door) -> None:
    assert door.ask(b" \r\n\t" + json.dumps(PLAIN).encode() + b"\n ").status == 200


# --- Bad bodies


def with_types(value: Any) -> bytes:
    return json.dumps({"fraud_types": value}).encode()


def and_also(**members: Any) -> bytes:
    return json.dumps({"fraud_types": [], **members}).encode()


BAD: list[tuple[bytes, str]] = [
    (b"", "body"),
    (b"   ", "body"),
    (b"fraud_types=task-rebate", "body"),
    (b"<warning/>", "body"),
    (b"{", "body"),
    (json.dumps(PLAIN).encode()[:-1], "body"),
    (json.dumps(PLAIN).encode() + b"}", "body"),
    (json.dumps(PLAIN).encode() * 2, "body"),
    (b"{'fraud_types': []}", "body"),
    (b"null", "body"),
    (b"true", "body"),
    (b'"task-rebate"', "body"),
    (b"17", "body"),
    (b"[]", "body"),
    (json.dumps([PLAIN]).encode(), "body"),
    (b"\xef\xbb\xbf" + json.dumps(PLAIN).encode(), "body"),
    (json.dumps(PLAIN).encode("utf-16"), "body"),
    (b'{"fraud_types": [], "subject": "\xff\xfe"}', "body"),
    (b'{"fraud_types": [{"code": "\xc3\x28"}]}', "body"),
    (b'{"fraud_types": [], "subject": "\\ud800"}', "body"),
    (b'{"fraud_types": [], "subject": "\\udc00\\ud800"}', "body"),
    (b'{"fraud_types": [], "subject": "\xed\xa0\x80"}', "body"),
    (b'{"fraud_types": [], "subject": "a\nb"}', "body"),
    (b'{"fraud_types": [{"code": "a", "score": NaN}]}', "body"),
    (b'{"fraud_types": [{"code": "a", "score": Infinity}]}', "body"),
    (b'{"fraud_types": [{"code": "a", "score": 1e999}]}', "fraud_types[0].score"),
    (b'{"fraud_types": ' + b"[" * 8000 + b"]" * 8000 + b"}", "fraud_types[0]"),
    (b"[" * 16000, "body"),
    (b'{"x": ' * 2700, "body"),
    (b'{"fraud_types": [], "later": ' + b"[" * 8000 + b"]" * 8000 + b"}", "body"),
    (b"{}", "fraud_types"),
    (with_types(None), "fraud_types"),
    (with_types("task-rebate"), "fraud_types"),
    (with_types({"code": "task-rebate"}), "fraud_types"),
    (with_types(["task-rebate"]), "fraud_types[0]"),
    (with_types([{}]), "fraud_types[0].code"),
    (with_types([{"code": ""}]), "fraud_types[0].code"),
    (with_types([{"code": 5}]), "fraud_types[0].code"),
    (with_types([{"code": None}]), "fraud_types[0].code"),
    (with_types([{"code": "x" * 129}]), "fraud_types[0].code"),
    (with_types([{"code": "a"}] * 51), "fraud_types"),
    (with_types([{"code": "a"}, {"code": "b", "score": 1.01}]), "fraud_types[1].score"),
    (with_types([{"code": "a", "score": -0.1}]), "fraud_types[0].score"),
    (with_types([{"code": "a", "score": "0.9"}]), "fraud_types[0].score"),
    (with_types([{"code": "a", "score": True}]), "fraud_types[0].score"),
    (with_types([{"code": "a", "score": 10**400}]), "fraud_types[0].score"),
    (and_also(level="loud"), "level"),
    (and_also(level="WARN"), "level"),
    (and_also(level=1), "level"),
    (and_also(locale=""), "locale"),
    (and_also(locale="zh Hans"), "locale"),
    (and_also(locale="en\n"), "locale"),
    (and_also(locale="x" * 50), "locale"),
    (and_also(audience="child"), "audience"),
    (and_also(audience=["adult"]), "audience"),
    (and_also(channel=""), "channel"),
    (and_also(channel="x" * 65), "channel"),
    (and_also(amount=5), "amount"),
    (and_also(amount="5.00 CNY"), "amount"),
    (and_also(amount={"value": 5, "currency": "CNY"}), "amount.value"),
    (and_also(amount={"value": "-5", "currency": "CNY"}), "amount.value"),
    (and_also(amount={"value": "5,00", "currency": "CNY"}), "amount.value"),
    (and_also(amount={"value": "٥", "currency": "CNY"}), "amount.value"),
    (and_also(amount={"value": "5\n", "currency": "CNY"}), "amount.value"),
    (and_also(amount={"value": "5"}), "amount.currency"),
    (and_also(amount={"value": "5", "currency": "cny"}), "amount.currency"),
    (and_also(amount={"value": "5", "currency": "CNY\n"}), "amount.currency"),
    (and_also(signals="new-payee"), "signals"),
    (and_also(signals=[""]), "signals[0]"),
    (and_also(signals=["a", 5]), "signals[1]"),
    (and_also(signals=["a"] * 51), "signals"),
    (and_also(subject=5), "subject"),
    (and_also(subject="x" * 65), "subject"),
    (and_also(seen=[]), "seen"),
    (and_also(seen={"a": -1}), "seen[...]"),
    (and_also(seen={"a": 1.5}), "seen[...]"),
    (and_also(seen={"a": None}), "seen[...]"),
    (and_also(seen={"x" * 129: 1}), "seen"),
]


@pytest.mark.parametrize(
    ("body", "field"), BAD, ids=[f"{number}-{body[:40]!r}" for number, (body, _) in enumerate(BAD)]
)
def test_a_bad_body_is_refused_with_the_field_named(door: Door, body: bytes, field: str) -> None:
    reply = door.ask(body)
    assert (reply.status, reply.fields()) == (422, [field])


@pytest.mark.parametrize("length", [None, "", "abc", "-1"])
def test_a_body_of_unknown_length_is_read(door: Door, length: str | None) -> None:
    content = json.dumps(PLAIN).encode()
    key = f"Bearer {door.keys['engine']}"
    stream = {"wsgi.input": io.BytesIO(content), "HTTP_AUTHORIZATION": key, "HTTP_TRANSFER_ENCODING": "chunked"}
    assert _unchecked(door, {**stream, "CONTENT_LENGTH": length})[0] == "200 OK"


def _unchecked(door: Door, environ: dict[str, Any]) -> tuple[str, bytes]:
    """Call without the validator, which allows only what servers should do."""
    started: list[str] = []
    usual = {"REQUEST_METHOD": "POST", "PATH_INFO": "/api/v1/warnings"}
    given = {name: value for name, value in {**usual, **environ}.items() if value is not None}
    body = b"".join(door.endpoint(given, lambda status, _headers: started.append(status)))
    return started[0], body


def sized(number: int) -> bytes:
    """Return a well-formed request of so many bytes."""
    return json.dumps(PLAIN).encode().ljust(number)


def test_the_largest_body_is_answered_and_a_byte_more_is_too_large(door: Door) -> None:
    assert BODY_LIMIT == 16 * 1024
    assert door.ask(sized(BODY_LIMIT)).status == 200
    reply = door.ask(sized(BODY_LIMIT + 1))
    assert (reply.status, reply.fields()) == (413, ["body"])


@pytest.mark.parametrize("body", [sized(17 * 1024), b"x" * 17 * 1024, b"\xff" * 1_000_000])
def test_what_is_over_the_limit_is_too_large_before_it_is_anything_else(door: Door, body: bytes) -> None:
    assert door.ask(body).status == 413


class Endless(io.RawIOBase):
    """A body that never ends; remembers how much of it was asked for."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0
        self.taken += size
        return b"x" * size


@pytest.mark.parametrize("length", [None, "10"])
def test_no_more_than_the_limit_is_read_whatever_the_length_says(door: Door, length: str | None) -> None:
    stream = Endless()
    environ = {"wsgi.input": stream, "HTTP_AUTHORIZATION": f"Bearer {door.keys['engine']}", "CONTENT_LENGTH": length}
    assert _unchecked(door, environ)[0].startswith("413")
    assert stream.taken == BODY_LIMIT + 1


def test_a_length_over_the_limit_is_refused_unread(door: Door) -> None:
    stream = Endless()
    key = f"Bearer {door.keys['engine']}"
    environ = {"wsgi.input": stream, "HTTP_AUTHORIZATION": key, "CONTENT_LENGTH": "99999999999999999999"}
    assert _unchecked(door, environ)[0].startswith("413")
    assert stream.taken == 0


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_refused_and_told_which_is_right(door: Door, method: str) -> None:
    reply = door.ask(b"", REQUEST_METHOD=method)
    assert (reply.status, reply.headers["Allow"]) == (405, "POST")
    assert reply.fields() == []


@pytest.mark.parametrize("path", ["/api/v1/warnings/", "/api/v1/warning", "/api/v2/warnings", "/", ""])
def test_any_other_path_goes_on_to_what_is_behind(door: Door, path: str) -> None:
    assert call(door.endpoint, path).status == 404


# --- Keys


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_valid_key_is_let_in_however_the_scheme_is_written(door: Door, scheme: str) -> None:
    assert door.ask(PLAIN, HTTP_AUTHORIZATION=f"{scheme} {door.keys['engine']}").status == 200


def test_the_one_scope_is_enough(door: Door) -> None:
    assert door.ask(PLAIN, key="warnings-only").status == 200


def _wrong_headers(door: Door) -> Iterator[str | None]:
    key = door.keys["engine"]
    yield from (None, "", "Bearer", "Bearer ", key, f"Basic {key}", f"Bearer {key}x", f"Bearer {key[:-1]}")
    yield from (f"Bearer {key[:12]}", f"Bearer {key[:12]}{door.keys['warnings-only'][12:]}")
    yield f"Bearer {door.keys['revoked']}"


def test_no_key_a_wrong_one_and_a_revoked_one_are_refused_alike(door: Door) -> None:
    replies = [door.ask(PLAIN, HTTP_AUTHORIZATION=header) for header in _wrong_headers(door)]
    assert {(reply.status, reply.headers["WWW-Authenticate"]) for reply in replies} == {(401, "Bearer")}
    assert len({reply.body for reply in replies}) == 1
    assert replies[0].fields() == []


def test_a_key_is_good_until_it_expires_and_its_successor_beside_it(database_file: Path) -> None:
    noon = datetime(2030, 1, 1, 12, tzinfo=UTC)
    new = add_client(database_file, "engine")
    keys = {"new": new, "old": add_key(database_file, "engine", "2030-01-01 12:00:00")}
    store = Store(SqliteSource(database_file))
    with time_machine.travel(noon.timestamp() - 1, tick=False) as clock:
        store.refresh()
        mine = Door(WarningsEndpoint(store, then=not_found), keys)
        assert [mine.ask(PLAIN, key=key).status for key in ("old", "new", "old")] == [200, 200, 200]
        clock.move_to(noon)
        assert [mine.ask(PLAIN, key=key).status for key in ("old", "new")] == [401, 200]


def test_a_key_revoked_after_it_was_used_is_refused_with_the_next_look(database_file: Path) -> None:
    keys = {"engine": add_client(database_file, "engine")}
    store = Store(SqliteSource(database_file))
    store.refresh()
    mine = Door(WarningsEndpoint(store, then=not_found), keys)
    assert [mine.ask(PLAIN).status for _ in range(2)] == [200, 200]
    revoke(database_file, "engine")
    store.refresh()
    assert mine.ask(PLAIN).status == 401


def test_the_day_a_key_was_used_is_written_down_once(database_file: Path) -> None:
    keys = {"engine": add_client(database_file, "engine"), "idle": add_client(database_file, "idle")}
    store = Store(SqliteSource(database_file))
    store.refresh()
    mine = Door(WarningsEndpoint(store, then=not_found), keys)
    for day in (1, 1, 2):
        with time_machine.travel(datetime(2030, 1, day, 12, tzinfo=UTC), tick=False):
            mine.ask(PLAIN)
            store.note_use()
            assert used_on(database_file, keys["engine"]) == f"2030-01-0{day}"
    assert used_on(database_file, keys["idle"]) is None
    assert not store.refresh(), "it is nothing a server has to load anew"


def test_the_use_of_a_key_is_written_down_later_when_the_database_is_away(database_file: Path) -> None:
    keys = {"engine": add_client(database_file, "engine")}
    store = Store(SqliteSource(database_file))
    store.refresh()
    Door(WarningsEndpoint(store, then=not_found), keys).ask(PLAIN)
    away = database_file.rename(database_file.with_suffix(".away"))
    store.note_use()
    away.rename(database_file)
    store.note_use()
    assert used_on(database_file, keys["engine"])


def used_on(path: Path, key: str) -> str | None:
    with closing(sqlite3.connect(path)) as connection:
        found: str | None = connection.execute(
            "SELECT last_used_on FROM scams_apikey WHERE prefix = ?", [key[:12]]
        ).fetchone()[0]
        return found


def test_a_key_without_the_scope_is_refused_and_told_which(door: Door) -> None:
    reply = door.ask(PLAIN, key="events-only")
    assert (reply.status, reply.fields()) == (403, [])
    assert "warnings:read" in reply.json()["detail"]


def test_nobody_learns_from_outside_whether_a_body_is_good(door: Door) -> None:
    assert door.ask(b"{", HTTP_AUTHORIZATION="Bearer no").status == 401
    assert door.ask(sized(17 * 1024), HTTP_AUTHORIZATION="Bearer no").status == 401
    assert door.ask(b"{", key="events-only").status == 403


# --- Without a deck, and when something is wrong with us


def test_without_a_deck_the_caller_is_told_to_come_again(tmp_path: Path) -> None:
    endpoint = WarningsEndpoint(Store(SqliteSource(tmp_path / "no")), then=not_found)
    reply = call(endpoint, body=json.dumps(PLAIN).encode())
    assert (reply.status, reply.headers["Retry-After"], reply.fields()) == (503, "1", [])


def test_a_fault_of_ours_is_a_problem_that_says_nothing_and_is_written_down(
    database_file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # A card at a level nobody knows cannot come from the compiler; here it stands for the fault we did not think of.
    add_deck(database_file, deck(card("task-rebate", level="unheard-of")))
    key = add_client(database_file, "engine")
    store = Store(SqliteSource(database_file))
    store.refresh()
    endpoint = WarningsEndpoint(store, then=not_found)
    with caplog.at_level(logging.ERROR):
        reply = call(endpoint, body=json.dumps(PLAIN).encode(), HTTP_AUTHORIZATION=f"Bearer {key}")
    assert (reply.status, reply.fields()) == (500, [])
    assert b"unheard-of" not in reply.body
    assert key not in caplog.text
    assert "KeyError: 'unheard-of'" in caplog.text


# --- Unknown codes are counted


@pytest.fixture
def counting(door: Door) -> Door:
    """An endpoint of its own, whose counts begin at nothing."""
    return Door(WarningsEndpoint(door.endpoint.store, then=not_found), door.keys)


def test_unknown_codes_are_counted_and_known_ones_are_not(counting: Door) -> None:
    codes = [{"code": code} for code in ("mps:不存在", "task-rebate", "mps:刷单返利类", "x", "mps:不存在")]
    counting.ask({"fraud_types": codes})
    counting.ask({"fraud_types": [{"code": "x"}]})
    assert counting.endpoint.counts.unknown == {"mps:不存在": 2, "x": 2}


def test_a_refused_request_counts_nothing(counting: Door) -> None:
    counting.ask({"fraud_types": [{"code": "x"}]}, key="events-only")
    counting.ask({"fraud_types": [{"code": "x"}], "level": "loud"})
    assert counting.endpoint.counts.unknown == {}


def test_a_caller_who_makes_codes_up_does_not_fill_the_memory(counting: Door) -> None:
    for start in range(0, 300, 50):
        counting.ask({"fraud_types": [{"code": f"made-up-{start + number}"} for number in range(50)]})
    counts = counting.endpoint.counts.unknown
    assert (len(counts), counts["(more)"], counts["made-up-0"]) == (201, 100, 1)


# --- Anything at all

names = st.sampled_from(
    [
        "fraud_types",
        "code",
        "score",
        "level",
        "locale",
        "audience",
        "channel",
        "amount",
        "value",
        "currency",
        "signals",
        "subject",
        "seen",
    ]
)
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=70)
leaves |= st.sampled_from(["task-rebate", "warn", "stop", "zh-Hant", "elder", "CNY", "5.00", "new-payee"])
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names | st.text(max_size=5), inner, max_size=5),
    max_leaves=20,
)


@given(anything)
def test_whatever_the_json_the_answer_is_a_card_or_a_named_field(door: Door, body: Any) -> None:
    reply = door.ask(json.dumps(body).encode())
    assert reply.status in (200, 422)
    assert reply.json()["card"]["headline"] if reply.status == 200 else len(reply.fields()) == 1


MEMBERS = ("level", "locale", "audience", "channel", "amount", "signals", "subject", "seen", "later")


@given(st.fixed_dictionaries({"fraud_types": st.just([])}, optional=dict.fromkeys(MEMBERS, anything)))
def test_whatever_is_beside_the_fraud_types_the_answer_is_a_card_or_a_named_field(door: Door, body: Any) -> None:
    reply = door.ask(json.dumps(body).encode())
    assert reply.status in (200, 422)
    assert reply.status == 200 or reply.fields()[0].split("[")[0].split(".")[0] in {*body, "body"}


@given(st.binary(max_size=300))
def test_whatever_the_bytes_the_answer_is_never_our_fault(door: Door, body: bytes) -> None:
    assert door.ask(body).status in (200, 422)


@given(st.integers(0, 200), st.integers(0, 255))
def test_one_byte_changed_anywhere_is_never_our_fault(door: Door, place: int, value: int) -> None:
    body = bytearray(json.dumps({**PLAIN, "locale": "zh-HK", "seen": {"刷单": 2}, "signals": ["on-call"]}).encode())
    body[place % len(body)] = value
    assert door.ask(bytes(body)).status in (200, 422)
