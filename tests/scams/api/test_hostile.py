"""Bad input, a hundred thousand times: the answer is a card, or a problem that names what is wrong."""

import io
import json
from collections import Counter
from typing import Any

import pytest

from scams.api.health import not_found
from scams.api.warnings import PATH, WarningsEndpoint
from tests.scams.api.conftest import Answer, Door
from tests.scams.api.hostile import GOOD, KINDS, WHOLE, Hostile, hostile, named

BODIES = 100_000
SHARE = -(-BODIES // len(KINDS))


def post(endpoint: WarningsEndpoint, key: str, sent: Hostile, **environ: Any) -> Answer:
    """Send a request as a server would, without the validator, which is slow and allows only what servers should do."""
    started: list[Any] = []
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in sent.headers.items()}
    usual = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": PATH,
        "HTTP_AUTHORIZATION": f"Bearer {key}",
        "CONTENT_LENGTH": str(len(sent.body)),
        "CONTENT_TYPE": sent.content_type or "",
        "wsgi.input": io.BytesIO(sent.body),
    }
    parts = endpoint({**usual, **headers, **environ}, lambda *start: started.append(start))
    ((status, told),) = started
    return Answer(int(status[:3]), dict(told), b"".join(parts))


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_body_is_answered_with_a_card_or_the_name_of_the_field(
    door: Door, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    endpoint = WarningsEndpoint(door.endpoint.store, then=not_found)
    about: Counter[str] = Counter()
    for sent in hostile(kind, SHARE):
        about[named(post(endpoint, door.keys["engine"], sent), sent)] += 1
    assert about.total() == SHARE
    assert set(about) - {"a card"}
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_what_is_cut_off_is_never_answered_with_a_card(door: Door) -> None:
    texts = (WHOLE, json.dumps(GOOD).encode())
    cut = [Hostile(text[:length], None, {}) for text in texts for length in range(len(text))]
    assert {named(post(door.endpoint, door.keys["engine"], sent), sent) for sent in cut} == {"body"}


ECHOES = [" - at `$.evil`", "' - at `$", "Object missing required field `evil`", "`x", "字" * 50]


@pytest.mark.parametrize("text", ECHOES)
@pytest.mark.parametrize("member", ["level", "audience"])
def test_nobody_is_told_a_long_text_again_or_a_field_of_their_making(door: Door, member: str, text: str) -> None:
    for times in (1, 1500):
        sent = json.dumps({"fraud_types": [], member: (text * times)[:5000]}, ensure_ascii=False).encode()
        assert named(post(door.endpoint, door.keys["engine"], Hostile(sent, None, {})), sent) == member


LENGTHS = [
    *("²²²²²", "٥٥٥٥٥", "9" * 5000, "-9" * 3000, "+99999", "0" * 5000, " 99999"),
    *("1e9", "0x10000", "\x00" * 9, "NaN" * 5),
]


@pytest.mark.parametrize("length", LENGTHS, ids=lambda length: repr(length[:9]))
def test_a_length_that_is_none_is_no_fault_of_ours(door: Door, length: str) -> None:
    reply = post(door.endpoint, door.keys["engine"], Hostile(WHOLE, None, {}), CONTENT_LENGTH=length)
    assert named(reply, length) in ("a card", "body")


HEADERS = [
    *("Bearer \xff\xfe", "Bearer " + "x" * 60_000, "Bearer \x00", "bearer\t", "Bearer é"),
    *("\ud800" * 30, "Bearer " * 99),
]


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: ascii(header[:12]))
def test_a_hostile_key_is_no_key(door: Door, header: str) -> None:
    prefix = door.keys["engine"][:12]
    for sent in (header, header.replace("Bearer ", f"Bearer {prefix}")):
        reply = post(door.endpoint, "", Hostile(WHOLE, None, {}), HTTP_AUTHORIZATION=sent)
        assert (reply.status, reply.fields()) == (401, [])
