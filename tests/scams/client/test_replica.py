"""Replica mode: the deck is fetched, checked, kept and followed; what is no good is refused, the one before stays."""

import gzip
import hashlib
import logging
import stat
import threading
import time
import zlib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
import time_machine

from scams.client import Client
from scams.client.bundle import Bundle, Refused, opened
from scams.deck import wire
from scams.deck.signing import SigningKey, verify
from tests.scams.client.academy import Academy, signatures, small
from tests.scams.client.conftest import MakeClient
from tests.scams.client.servers import WsgiServer, answering, eventually
from tests.scams.deck.making import card, deck

DECK, KEY = "/api/v1/deck", "/api/v1/deck/key"


def held(client: Client) -> str:
    return client.status().deck


def types(client: Client, *codes: str) -> list[str]:
    """Return who answers for each code."""
    return [str(msgspec.json.decode(client.warning(code).body)["card"]["fraud_type"]) for code in codes]


@pytest.fixture
def client(make_client: MakeClient, server: WsgiServer, folder: Path) -> Client:
    """A replica that has its first deck."""
    client = make_client(server.url, mode="replica", folder=folder)
    assert client.ready(30)
    return client


def test_it_answers_without_asking(client: Client, server: WsgiServer, academy: Academy) -> None:
    warning = client.warning([("task-rebate", 0.9)], "hold", "zh-HK", audience="elder")
    assert (warning.source, warning.answer.deck) == ("replica", academy.version)
    assert warning.answer.card.id == "task-rebate.elder.zh-Hant"
    assert set(server.paths()) == {DECK, KEY}
    assert client.status().troubles == {}


def test_it_goes_on_when_the_server_is_gone(client: Client, server: WsgiServer) -> None:
    server.stop()
    assert client.warning("task-rebate").source == "replica"
    eventually(lambda: "replica" in client.status().troubles)
    assert client.warning("task-rebate").source == "replica"


def test_a_newer_deck_is_taken(client: Client, academy: Academy) -> None:
    new = academy.publish(small("purchase"))
    eventually(lambda: held(client) == new)
    assert types(client, "purchase", "task-rebate") == ["purchase", "other-unknown"]


def test_an_older_deck_that_is_served_again_is_taken(client: Client, academy: Academy) -> None:
    first = academy.publish(small("purchase"))
    eventually(lambda: held(client) == first)
    second = academy.publish(small("task-rebate"))
    eventually(lambda: held(client) == second)
    assert academy.publish(small("purchase")) == first
    eventually(lambda: held(client) == first)


def test_what_it_has_is_not_sent_again(client: Client, server: WsgiServer) -> None:
    def looks() -> list[bool]:
        return ["If-None-Match" in one.headers for one in server.asked if one.path == DECK]

    eventually(lambda: len(looks()) >= 5)
    assert looks() == [False] + [True] * (len(looks()) - 1)
    assert client.status().deck_age is not None


def test_its_age_is_since_the_server_last_confirmed_it(client: Client, server: WsgiServer) -> None:
    age = client.status().deck_age
    assert age is not None
    assert age < 30
    server.application = answering("503 Later")
    eventually(lambda: (client.status().deck_age or 0) > 1)
    assert "503" in client.status().troubles["replica"]


def test_until_the_first_deck_the_last_resort_answers(make_client: MakeClient, academy: Academy) -> None:
    with WsgiServer(answering("503 Later")) as server:
        client = make_client(server.url, mode="replica")
        assert not client.ready(0.1)
        assert client.warning("task-rebate").source == "last-resort"
        server.application = academy
        assert client.ready(30)
        assert client.warning("task-rebate").source == "replica"


def test_a_deck_that_comes_unpacked_is_as_good(make_client: MakeClient, academy: Academy) -> None:
    def plain(environ: Any, start: Any) -> Iterable[bytes]:
        return academy({**environ, "HTTP_ACCEPT_ENCODING": ""}, start)

    with WsgiServer(plain) as server:
        assert make_client(server.url, mode="replica").ready(30)


def test_a_card_leaves_when_it_expires(client: Client, academy: Academy) -> None:
    soon = time.time() + 3600
    new = academy.publish(deck(card("task-rebate", expires=soon), card("other-unknown")))
    eventually(lambda: held(client) == new)
    assert types(client, "task-rebate") == ["task-rebate"]
    with time_machine.travel(soon + 1):
        eventually(lambda: types(client, "task-rebate") == ["other-unknown"])
    assert held(client) == new


def test_every_answer_is_of_one_deck_while_decks_are_exchanged(client: Client, academy: Academy) -> None:
    versions, seen, stop = {academy.version}, set[tuple[str, str]](), threading.Event()

    def pay() -> None:
        while not stop.is_set():
            answer = msgspec.json.decode(client.warning("task-rebate").body)
            seen.add((answer["deck"], answer["card"]["headline"]))

    payers = [threading.Thread(target=pay) for _ in range(4)]
    for payer in payers:
        payer.start()
    for number in range(10):
        versions.add(version := academy.publish(deck(card("task-rebate", revision=number), card("other-unknown"))))
        eventually(lambda version=version: held(client) == version)
    stop.set()
    for payer in payers:
        payer.join()
    assert {version for version, _headline in seen} <= versions
    assert client.status().answers["last-resort"] == 0


# --- The folder


def test_what_is_kept_is_its_owners_alone(client: Client, folder: Path) -> None:
    client.record("shown", client.warning("gain").warning_id)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in ("deck.bundle", "keys.json", "events.sqlite3"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_it_starts_from_the_folder_without_a_server(
    client: Client, server: WsgiServer, make_client: MakeClient, folder: Path
) -> None:
    before = held(client)
    client.close()
    server.stop()
    again = make_client(server.url, mode="replica", folder=folder)
    assert again.warning("task-rebate").source == "replica"
    assert held(again) == before
    age = again.status().deck_age
    assert age is not None
    assert age < 60


def test_remote_mode_starts_from_the_folder_as_well(
    client: Client, server: WsgiServer, make_client: MakeClient, folder: Path
) -> None:
    client.close()
    server.stop()
    assert make_client(server.url, folder=folder).warning("task-rebate").source == "replica"


def test_what_has_expired_meanwhile_is_not_there_at_the_start(
    client: Client, server: WsgiServer, academy: Academy, make_client: MakeClient, folder: Path
) -> None:
    soon = time.time() + 3600
    new = academy.publish(deck(card("task-rebate", expires=soon), card("other-unknown")))
    eventually(lambda: held(client) == new)
    client.close()
    server.stop()
    with time_machine.travel(soon + 1):
        again = make_client(server.url, mode="replica", folder=folder)
        assert types(again, "task-rebate") == ["other-unknown"]


def damage(content: bytes) -> dict[str, bytes]:
    """Return the kept file, damaged in every kind of place."""
    middle = len(content) // 2
    return {
        "empty": b"",
        "cut": content[:-1],
        "half": content[:middle],
        "longer": content + b"\0",
        "head": b"X" + content[1:],
        "flipped": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "noise": bytes(range(256)),
        "JSON": b"{}",
    }


@pytest.mark.parametrize("kind", ["empty", "cut", "half", "longer", "head", "flipped", "noise", "JSON"])
def test_a_kept_deck_that_was_touched_is_not_used(
    client: Client,
    server: WsgiServer,
    make_client: MakeClient,
    folder: Path,
    kind: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    client.close()
    server.application = answering("503 Later")
    file = folder / "deck.bundle"
    file.write_bytes(damage(file.read_bytes())[kind])
    again = make_client(server.url, mode="replica", folder=folder)
    assert again.warning("task-rebate").source == "last-resort"
    assert "the kept deck is not used" in caplog.text


def test_a_kept_deck_that_was_touched_is_replaced(
    client: Client, server: WsgiServer, make_client: MakeClient, folder: Path
) -> None:
    client.close()
    (folder / "deck.bundle").write_bytes(b"junk")
    again = make_client(server.url, mode="replica", folder=folder)
    assert again.ready(30)
    again.close()
    server.stop()
    assert make_client(server.url, mode="replica", folder=folder).ready(0.1)


def test_a_folder_that_cannot_be_written_to_is_no_reason_to_stop(
    client: Client, academy: Academy, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("deck.bundle", "keys.json"):
        (folder / name).unlink()
        (folder / name).mkdir()  # which a file cannot be put in the place of, not even by root
    new = academy.publish(small("purchase"))
    eventually(lambda: held(client) == new)
    eventually(lambda: "could not be kept" in caplog.text)


def test_a_folder_that_cannot_be_made_is_told_at_once(make_client: MakeClient, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="file"):
        make_client("http://127.0.0.1:1", folder=tmp_path / "file" / "folder")


# --- What is refused


class Tampered:
    """The academy, but the bundle is altered on its way."""

    def __init__(self, academy: Academy) -> None:
        self.academy = academy
        self.body: Callable[[bytes], bytes] = bytes
        self.headers: Callable[[dict[str, str]], dict[str, str]] = dict

    def __call__(self, environ: Any, start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] != DECK:
            return self.academy(environ, start)
        said: list[tuple[str, dict[str, str]]] = []
        sent = {name: value for name, value in environ.items() if name != "HTTP_IF_NONE_MATCH"}
        parts = self.academy(sent, lambda status, headers: said.append((status, dict(headers))))
        body = self.body(b"".join(parts))
        ((status, headers),) = said
        start(status, list({**self.headers(headers), "Content-Length": str(len(body))}.items()))
        return [body]


@pytest.fixture
def tampered(academy: Academy, server: WsgiServer) -> Tampered:
    server.application = Tampered(academy)
    return server.application


def refused(client: Client, tampered: Tampered, academy: Academy, caplog: pytest.LogCaptureFixture) -> str:
    """Return why the bundle is refused, after checking that nothing of it shows and that good ones are taken again."""
    before, looks = held(client), len(caplog.records)
    eventually(lambda: "refused" in client.status().troubles.get("replica", ""))
    time.sleep(0.5)  # some more looks
    assert held(client) == before
    assert client.warning("task-rebate").source == ("replica" if before else "last-resort")
    told = [one for one in caplog.records[looks:] if one.levelno == logging.ERROR]
    assert len(told) <= 1
    reason = client.status().troubles["replica"]
    tampered.body, tampered.headers = bytes, dict
    new = academy.publish(small("purchase"))
    eventually(lambda: held(client) == new)
    eventually(lambda: "replica" not in client.status().troubles)
    return reason


def repacked(alter: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Return what alters the JSON in a bundle and packs it as before."""
    return lambda body: gzip.compress(alter(gzip.decompress(body)), mtime=0)


@cache
def bomb() -> bytes:
    """Return half a megabyte that unpacks to half a gigabyte."""
    pack, megabyte = zlib.compressobj(wbits=31), bytes(1 << 20)
    return b"".join(pack.compress(megabyte) for _ in range(512)) + pack.flush()


BODIES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda body: b"",
    "cut": lambda body: body[:-1],
    "half": lambda body: body[: len(body) // 2],
    "longer": lambda body: body + b"\0",
    "twice": lambda body: body + body,
    "gzip head": lambda body: b"\x1f\x8c" + body[2:],
    "gzip checksum": lambda body: body[:-8] + bytes([body[-8] ^ 1]) + body[-7:],
    "flipped": lambda body: body[: len(body) // 2] + bytes([body[len(body) // 2] ^ 1]) + body[len(body) // 2 + 1 :],
    "another word": repacked(lambda body: body.replace("先".encode(), "快".encode(), 1)),
    "another number": repacked(lambda body: body.replace(b"96110", b"96111")),
    "a space more": repacked(lambda body: body + b" "),
    "no card": repacked(lambda body: b'{"format":2,"parents":{},"codes":{},"signals":{},"cards":[]}'),
    "a bomb": lambda body: bomb(),
    "a page": lambda body: b"<!doctype html>",
}


@pytest.mark.parametrize("alter", BODIES.values(), ids=BODIES.keys())
def test_an_altered_deck_is_refused(
    client: Client,
    tampered: Tampered,
    academy: Academy,
    caplog: pytest.LogCaptureFixture,
    alter: Callable[[bytes], bytes],
) -> None:
    tampered.body = alter
    assert refused(client, tampered, academy, caplog)


def with_signature(change: Callable[[str], str]) -> Callable[[dict[str, str]], dict[str, str]]:
    return lambda headers: {**headers, "Deck-Signature": change(headers["Deck-Signature"])}


def without(text: str, place: int) -> str:
    """Return a text with one letter of its last part changed."""
    letter = "A" if text[place] != "A" else "B"
    return text[:place] + letter + (text[place + 1 :] if place != -1 else "")


SIGNATURES: dict[str, Callable[[dict[str, str]], dict[str, str]]] = {
    "none": lambda headers: {name: value for name, value in headers.items() if name != "Deck-Signature"},
    "empty": with_signature(lambda _signature: ""),
    "noise": with_signature(lambda _signature: "a.b.c"),
    "no parts": with_signature(lambda _signature: "abc"),
    "claims": with_signature(lambda signature: without(signature, signature.index(".") + 20)),
    "signature": with_signature(lambda signature: without(signature, -20)),
    "unsigned": with_signature(lambda signature: "eyJhbGciOiJub25lIn0." + signature.split(".")[1] + "."),
    "packed in another way": lambda headers: {**headers, "Content-Encoding": "br"},
}


@pytest.mark.parametrize("alter", SIGNATURES.values(), ids=SIGNATURES.keys())
def test_a_deck_whose_signature_is_not_good_is_refused(
    client: Client,
    tampered: Tampered,
    academy: Academy,
    caplog: pytest.LogCaptureFixture,
    alter: Callable[[dict[str, str]], dict[str, str]],
) -> None:
    tampered.headers = alter
    assert refused(client, tampered, academy, caplog)


def signed(academy: Academy, payload: bytes, serial: int, *keys: SigningKey) -> tuple[Any, Any]:
    """Return what makes a bundle another deck, signed."""
    tokens = ", ".join(signatures(wire.body_of(payload), serial, keys or academy.keys))
    return (lambda _body: wire.gzip_of(payload)), with_signature(lambda _signature: tokens)


def test_a_replayed_deck_is_refused(
    client: Client, tampered: Tampered, academy: Academy, caplog: pytest.LogCaptureFixture
) -> None:
    tampered.body, tampered.headers = signed(academy, wire.encode(small("purchase")), academy.serial - 1)
    assert "replayed" in refused(client, tampered, academy, caplog)


def test_two_decks_of_the_same_serial_are_one_too_many(
    client: Client, tampered: Tampered, academy: Academy, caplog: pytest.LogCaptureFixture
) -> None:
    tampered.body, tampered.headers = signed(academy, wire.encode(small("purchase")), academy.serial)
    assert "the same serial" in refused(client, tampered, academy, caplog)


def test_a_deck_is_refused_as_a_replay_after_a_new_start_too(
    client: Client, tampered: Tampered, academy: Academy, server: WsgiServer, make_client: MakeClient, folder: Path
) -> None:
    before = held(client)
    client.close()
    tampered.body, tampered.headers = signed(academy, wire.encode(small("purchase")), academy.serial - 1)
    again = make_client(server.url, mode="replica", folder=folder)
    eventually(lambda: "replayed" in again.status().troubles.get("replica", ""))
    assert held(again) == before


def test_the_signature_of_another_deck_is_refused(
    client: Client, tampered: Tampered, academy: Academy, caplog: pytest.LogCaptureFixture
) -> None:
    _body, tampered.headers = signed(academy, wire.encode(small("purchase")), academy.serial + 1)
    assert "about another deck" in refused(client, tampered, academy, caplog)


@pytest.mark.parametrize(
    "unfit",
    [deck(format=wire.FORMAT + 1), deck(card("other-unknown", "elder"))],
    ids=["another format", "nothing to fall back on"],
)
def test_a_deck_that_cannot_be_served_is_refused_though_it_is_signed(
    client: Client, tampered: Tampered, academy: Academy, caplog: pytest.LogCaptureFixture, unfit: wire.Deck
) -> None:
    tampered.body, tampered.headers = signed(academy, wire.encode(unfit), academy.serial + 1)
    assert refused(client, tampered, academy, caplog)


def test_a_replica_that_has_nothing_yet_refuses_as_well(
    make_client: MakeClient, tampered: Tampered, server: WsgiServer, academy: Academy, caplog: pytest.LogCaptureFixture
) -> None:
    tampered.body = repacked(lambda body: body + b" ")
    assert refused(make_client(server.url, mode="replica"), tampered, academy, caplog)


@pytest.mark.parametrize("place", range(0, 100, 9))
def test_no_bit_of_a_bundle_can_be_flipped(academy: Academy, place: int) -> None:
    """Anywhere in it: what comes out is refused, or the same JSON (gzip's head has bits that mean nothing)."""
    payload = wire.encode(small("task-rebate"))
    body, packed = wire.body_of(payload), wire.gzip_of(payload)
    tokens = signatures(body, 7, academy.keys)
    trusted = {key.kid: key.jwk for key in academy.keys}
    at = len(packed) * place // 100
    for bit in range(8):
        flipped = packed[:at] + bytes([packed[at] ^ 1 << bit]) + packed[at + 1 :]
        try:
            found = opened(Bundle(flipped, tokens), lambda tokens, body: verify(tokens, body, trusted), now=0.0)
        except Refused:
            continue
        assert found.claims.sha256 == hashlib.sha256(body).hexdigest()
