"""`POST /api/v1/check`, called as a server calls it, over the real rules."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scams.api.addresses import AddressLimits
from scams.api.check import BODY_LIMIT, FRONT, PATH, CheckEndpoint
from scams.api.health import not_found
from scams.checking.rules import TEXT_MOST, decode, encode, version_of
from scams.checking.store import RulesSnapshot, RulesState, RulesStore, newest_rules, state_of
from scams.checking.verdict import check
from scams.deck.places import FilePlace
from scams.deck.snapshot import SqliteSource
from tests.scams.api.conftest import Answer, call
from tests.scams.deck.database import run

SCAM = "我是京东客服，您的金条利率过高，不注销会影响征信"


@pytest.fixture
def kept(tmp_path: Path) -> FilePlace:
    return FilePlace(tmp_path / "rules.last-good")


@pytest.fixture(scope="module")
def arranged() -> dict[str, RulesState]:
    """What rules were arranged to, by the version: every test's are the same."""
    return {}


@pytest.fixture
def store(
    database_file: Path, kept: FilePlace, arranged: dict[str, RulesState], monkeypatch: Any
) -> Iterator[RulesStore]:
    def remembered(snapshot: RulesSnapshot) -> RulesState:
        name = version_of(snapshot.payload)
        if name not in arranged:
            arranged[name] = state_of(snapshot)
        return arranged[name]._replace(snapshot=snapshot)

    monkeypatch.setattr("scams.checking.store.state_of", remembered)
    found = RulesStore(SqliteSource(database_file, newest_rules), kept)
    found.refresh()
    yield found
    found.stop()


def ask(store: RulesStore, body: Any, *, limits: AddressLimits | None = None, **environ: Any) -> Answer:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    endpoint = CheckEndpoint(store, not_found, limits=limits or AddressLimits(0, 1), address_header="X-Real-IP")
    return call(endpoint, PATH, content, **environ)


def test_a_scam_is_told_with_words_article_advice_and_hotline(store: RulesStore) -> None:
    reply = ask(store, {"text": SCAM, "locale": "zh-HK"})
    assert reply.status == 200
    told = reply.json()
    assert set(told) == {"verdict", "matches", "advice", "contacts"}
    assert told["verdict"] == "likely"
    best = told["matches"][0]
    assert set(best) == {"fraud_type", "title", "article_url", "confidence", "evidence"}
    assert best["fraud_type"] == "credit-repair"
    assert best["article_url"].endswith("/zh-hant/credit/credit-repair/")
    assert all(SCAM[one["start"] : one["end"]] == one["text"] and one["why"] for one in best["evidence"])
    assert [contact["number"] for contact in told["contacts"]] == ["18222", "999"]
    assert told["advice"]


@pytest.mark.parametrize(
    ("locale", "numbers"),
    [("zh-Hans", ["96110", "110", "+86-10-12308"]), ("zh-TW", ["165", "110"]), ("en-SG", ["1799", "999"])],
)
def test_the_numbers_are_the_verified_ones_of_the_locale(store: RulesStore, locale: str, numbers: list[str]) -> None:
    assert [one["number"] for one in ask(store, {"text": "a", "locale": locale}).json()["contacts"]] == numbers


def test_what_looks_genuine_has_no_matches(store: RulesStore) -> None:
    told = ask(store, {"text": "【招商银行】验证码 448812，请勿告诉任何人。"}).json()
    assert (told["verdict"], told["matches"]) == ("none", [])
    assert told["advice"]


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ({"text": "好" * TEXT_MOST}, 200, []),
        ({"text": "🙂" * TEXT_MOST}, 200, []),
        ({"text": "好" * (TEXT_MOST + 1)}, 422, ["text"]),
        (b'{"text": "' + b"a" * BODY_LIMIT + b'"}', 413, ["text"]),
        (b'{"text": "' + b"a" * 5_000_000 + b'"}', 413, ["text"]),
        ({}, 422, ["text"]),
        ({"text": 5}, 422, ["text"]),
        ({"text": None}, 422, ["text"]),
        ({"text": ["a"]}, 422, ["text"]),
        ({"text": "a", "locale": 3}, 422, ["locale"]),
        ([], 422, ["body"]),
        (b"null", 422, ["body"]),
        ({"text": "a", "locale": "x" * 41}, 422, ["locale"]),
        (b'{"text": "\\ud800"}', 422, ["body"]),
        (b'{"text": "\xff"}', 422, ["body"]),
        (b"", 422, ["body"]),
        (b"[" * 50_000, 422, ["body"]),
        ({"text": "\0\u202e\u200b"}, 200, []),
        ({"text": ""}, 200, []),
    ],
)
def test_whatever_is_sent_is_answered_with_the_field_named(
    store: RulesStore, body: Any, status: int, fields: list[str]
) -> None:
    reply = ask(store, body)
    assert reply.status == status
    if status != 200:
        assert reply.fields() == fields


def test_offsets_count_the_characters_that_were_sent(store: RulesStore) -> None:
    sent = "🙂e\u0301\u202e我是京\u200b东客服，您的金条🙂利率過高，ＶＩＰ不注\0销会影响征信👨\u200d👩\u200d👧"
    told = ask(store, {"text": sent}).json()
    evidence = [one for match in told["matches"] for one in match["evidence"]]
    assert told["matches"][0]["fraud_type"] == "credit-repair"
    assert [sent[one["start"] : one["end"]] for one in evidence] == [one["text"] for one in evidence]
    assert "利率過高" in {one["text"] for one in evidence} | {one["text"][-4:] for one in evidence}


def test_only_post_is_answered(store: RulesStore) -> None:
    assert ask(store, b"", REQUEST_METHOD="GET").status == 405


def test_every_other_path_goes_on_with_the_endpoint_in_its_environment(store: RulesStore) -> None:
    seen: list[Any] = []
    endpoint = CheckEndpoint(store, lambda environ, start: seen.append(environ[FRONT]) or not_found(environ, start))
    assert call(endpoint, "/else").status == 404
    assert seen == [endpoint]


def test_an_address_that_asks_too_often_waits_and_others_do_not(store: RulesStore) -> None:
    limits = AddressLimits(1, 1)
    first, second, other = (
        ask(store, {"text": "a"}, limits=limits, HTTP_X_REAL_IP=one) for one in ("10.0.0.1", "10.0.0.1", "10.0.0.2")
    )
    assert (first.status, second.status, other.status) == (200, 429, 200)
    assert int(second.headers["Retry-After"]) > 0


def test_nothing_of_the_text_is_logged(store: RulesStore, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    broken = RulesStore(store._newest)
    broken.state = store.state._replace(ready=None) if store.state else None  # type: ignore[arg-type]
    assert ask(broken, {"text": "一个秘密"}).status == 500
    assert ask(store, {"text": "一个秘密 13800138000"}).status == 200
    assert "秘密" not in caplog.text
    assert "could not be checked" in caplog.text


def test_without_rules_it_says_so(tmp_path: Path) -> None:
    store = RulesStore(SqliteSource(tmp_path / "no", newest_rules))
    assert ask(store, {"text": "a"}).status == 503


def add_rules(path: Path, payload: bytes) -> None:
    run(
        path,
        "INSERT INTO scams_checkversion (version, built_at, previous, covers, payload, left_out)"
        " SELECT ?, '2026-01-01', max(id), max(covers), ?, '[]' FROM scams_checkversion",
        *(version_of(payload), payload),
    )


def test_newer_rules_are_taken_and_broken_ones_are_not(store: RulesStore, database_file: Path) -> None:
    assert store.state
    assert not store.refresh()
    fewer = encode(type(store.state.ready.rules)())
    add_rules(database_file, fewer)
    assert store.refresh()
    assert ask(store, {"text": SCAM}).json()["matches"] == []
    add_rules(database_file, b"junk")
    assert not store.refresh()
    assert store.state.version == version_of(fewer)


def test_with_the_database_gone_the_last_good_rules_answer(
    store: RulesStore, database_file: Path, kept: FilePlace
) -> None:
    assert store.state
    before = check(store.state.ready, SCAM, "en")
    database_file.unlink()
    again = RulesStore(SqliteSource(database_file, newest_rules), kept)
    again.start()
    again.stop()
    assert again.state
    assert check(again.state.ready, SCAM, "en") == before
    assert decode(again.state.snapshot.payload) == store.state.ready.rules
