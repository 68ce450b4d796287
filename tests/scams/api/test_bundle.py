import gzip
import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest

from scams.api.bundle import KEY_PATH, PATH, BundleEndpoint
from scams.api.health import not_found
from scams.deck import wire
from scams.deck.signing import verify
from scams.deck.snapshot import SqliteSource
from scams.deck.store import Store
from tests.scams.api.conftest import Answer, call
from tests.scams.deck.database import add_client, add_deck
from tests.scams.deck.making import card, deck


class Desk:
    """The endpoint over a database of its own, and keys."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.key = add_client(path, "engine", ("deck:read",))
        self.other = add_client(path, "warnings-only", ("warnings:read",))
        self.store = Store(SqliteSource(path))
        self.store.refresh()
        self.endpoint = BundleEndpoint(self.store, then=not_found)

    def get(self, path: str = PATH, key: str | None = None, **headers: Any) -> Answer:
        sent = {"HTTP_AUTHORIZATION": f"Bearer {key or self.key}", "REQUEST_METHOD": "GET", **headers}
        return call(self.endpoint, path, **sent)


@pytest.fixture(scope="module")
def desk(whole_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(Path(shutil.copy(whole_database, tmp_path_factory.mktemp("bundle"))))
    yield made
    made.store.stop()


def test_the_bundle_is_the_deck_that_is_served(desk: Desk) -> None:
    reply = desk.get()
    assert desk.store.state
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/jsonl")
    assert "Content-Encoding" not in reply.headers
    assert hashlib.sha256(reply.body).hexdigest()[:16] == reply.headers["Deck-Version"] == desk.store.state.version
    assert len(wire.decode_body(reply.body).cards) == desk.store.state.index.cards
    head, *cards = (json.loads(line) for line in reply.body.splitlines())
    assert (head["format"], len(cards)) == (wire.FORMAT, desk.store.state.index.cards)


def test_the_signature_is_good_by_the_key_that_is_given_out(desk: Desk) -> None:
    reply = desk.get()
    keys = desk.get(KEY_PATH, HTTP_AUTHORIZATION=None).json()["keys"]
    claims = verify(reply.headers["Deck-Signature"].split(", "), reply.body, {key["kid"]: key for key in keys})
    assert (claims.deck, claims.sha256) == (reply.headers["Deck-Version"], hashlib.sha256(reply.body).hexdigest())
    assert desk.store.state
    assert claims.serial == desk.store.state.snapshot.row
    assert [set(key) for key in keys] == [{"kty", "crv", "x", "kid", "use", "alg"}]


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("br;q=0.0, gzip; q=0.001", "gzip"),
        ("identity", None),
        ("gzip;q=0", None),
        ("", None),
    ],
)
def test_the_body_comes_in_the_best_coding_the_caller_takes(desk: Desk, accepted: str, coding: str | None) -> None:
    reply = desk.get(HTTP_ACCEPT_ENCODING=accepted)
    assert reply.headers.get("Content-Encoding") == coding
    assert "Accept-Encoding" in reply.headers["Vary"]
    unpack: dict[str | None, Any] = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}
    assert unpack[coding](reply.body) == desk.get().body


def test_a_caller_who_has_the_deck_is_told_so(desk: Desk) -> None:
    tag = desk.get().headers["ETag"]
    for header in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        reply = desk.get(HTTP_IF_NONE_MATCH=header)
        assert (reply.status, reply.body, reply.headers["ETag"]) == (304, b"", tag)
    assert desk.get(HTTP_IF_NONE_MATCH='"other"').status == 200


def test_head_has_the_headers_alone(desk: Desk) -> None:
    reply, whole = desk.get(REQUEST_METHOD="HEAD"), desk.get()
    assert (reply.body, reply.headers) == (b"", whole.headers)
    assert desk.get(KEY_PATH, REQUEST_METHOD="HEAD").body == b""


@pytest.mark.parametrize("path", [PATH, KEY_PATH])
def test_only_reading_is_answered(desk: Desk, path: str) -> None:
    reply = desk.get(path, REQUEST_METHOD="POST")
    assert (reply.status, reply.headers["Allow"], reply.fields()) == (405, "GET, HEAD", [])


def test_who_may_not_read_the_deck_is_refused(desk: Desk) -> None:
    assert desk.get(key="no").status == desk.get(HTTP_AUTHORIZATION=None).status == 401
    reply = desk.get(key=desk.other)
    assert (reply.status, reply.fields()) == (403, [])
    assert "deck:read" in reply.json()["detail"]


@pytest.mark.parametrize("path", ["/api/v1/deck/", "/api/v1/deck/keys", "/"])
def test_any_other_path_goes_on_to_what_is_behind(desk: Desk, path: str) -> None:
    assert desk.get(path).status == 404


def test_the_same_deck_served_again_has_another_tag(database_file: Path) -> None:
    desk = Desk(database_file)
    tag, old = desk.get().headers["ETag"], wire.encode(deck(card("purchase")))
    tags = {tag}
    for _ in range(2):
        add_deck(database_file, old)
        desk.store.refresh()
        tags.add(desk.get().headers["ETag"])
    assert len(tags) == 3


def test_without_a_deck_the_caller_is_told_to_come_again(tmp_path: Path) -> None:
    endpoint = BundleEndpoint(Store(SqliteSource(tmp_path / "no")), then=not_found)
    for path in (PATH, KEY_PATH):
        reply = call(endpoint, path, REQUEST_METHOD="GET")
        assert (reply.status, reply.headers["Retry-After"]) == (503, "1")
