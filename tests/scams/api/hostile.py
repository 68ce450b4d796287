"""Bodies nobody should send, by kind: as many as are wanted, and the same ones on every machine.

And what a whole answer to one of them is.
"""

import base64
import bz2
import gzip
import json
import pickle
import re
import zlib
from collections.abc import Callable, Iterator
from http import HTTPStatus
from itertools import count
from random import Random
from typing import Any, Final, NamedTuple
from urllib.parse import quote

import msgspec

from scams.api.answer import WarningAnswer
from scams.api.openapi import ProblemDocument
from scams.api.warnings import BODY_LIMIT
from tests.scams.api.conftest import Answer

GOOD: Final[dict[str, Any]] = {
    "fraud_types": [{"code": "task-rebate", "score": 0.93}, {"code": "mps:刷单返利类", "score": None}],
    "level": "warn",
    "locale": "zh-Hans",
    "audience": "elder",
    "channel": "app",
    "amount": {"value": "5000.00", "currency": "CNY"},
    "signals": ["new-payee", "on-call"],
    "subject": "u-7f3a…😀",
    "seen": {"task-rebate.elder.zh-Hans.a": 2, "": 0},
    "warning_id": "01939b9e-7c1d-7abc-8def-0123456789ab",
    "answers": [{"question": "q1", "answer": "unsure", "card": "task-rebate.elder.zh-Hans"}],
    "ladder": {"taken": "warn", "answer": "proceed"},
    "tree": True,
    "later": {"": [None, True, -0.5e-3]},
}
"""A request with every member there is and one there is not: what the others are made from."""


class Hostile(NamedTuple):
    """A body, what it calls itself, and what else the request says."""

    body: bytes
    content_type: str | None
    headers: dict[str, str]


Maker = Callable[[Random, int], bytes]
"""Makes the body of a turn; what is left open is for chance to choose."""


def hostile(kind: str, number: int) -> Iterator[Hostile]:
    """Return so many requests of a kind, the same ones every time and no body twice."""
    random, make = Random(f"hostile {kind}"), KINDS[kind]  # noqa: S311 - chance that can be repeated is wanted
    made: set[bytes] = set()
    for turn in count():
        if len(made) == number:
            return
        body = make(random, turn)
        if body not in made:
            made.add(body)
            yield Hostile(body, random.choice(CONTENT_TYPES), dict(random.choice(HEADERS)))


# --- Documents that json.dumps would not write

Place = tuple[str | int, ...]


def render(value: Any) -> bytes:
    """Return a document as JSON, in which bytes stand for themselves, as values and as keys."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, dict):
        return b"{%b}" % b",".join(b"%b:%b" % (render(key), render(one)) for key, one in value.items())
    if isinstance(value, list):
        return b"[%b]" % b",".join(map(render, value))
    return json.dumps(value, ensure_ascii=False).encode()


def _places(value: Any, above: Place = ()) -> Iterator[Place]:
    """Return the place of every value of a document, its own the first."""
    yield above
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _places(one, (*above, key))


def put(value: Any, place: Place, raw: bytes) -> Any:
    """Return a document with something else at a place."""
    if not place:
        return raw
    key, *rest = place
    if isinstance(value, dict):
        return {**value, key: put(value[key], tuple(rest), raw)}
    return [put(one, tuple(rest), raw) if number == key else one for number, one in enumerate(value)]


PLACES: Final = tuple(_places(GOOD))
WHOLE: Final = render(GOOD)
TEXTS: Final = (WHOLE, json.dumps(GOOD).encode(), json.dumps(GOOD, indent=2, ensure_ascii=False).encode())


def _some(random: Random) -> dict[str, Any]:
    """Return a good document of other members, in another order."""
    names = random.sample(list(GOOD), random.randrange(3, len(GOOD) + 1))
    return {name: GOOD[name] for name in dict.fromkeys([*names, "fraud_types"])}


def _at_a_place(raws: tuple[bytes, ...]) -> Maker:
    """Return a maker that puts each of `raws` at each place of a good document, then some at some places of others."""

    def make(random: Random, turn: int) -> bytes:
        which, place = divmod(turn, len(PLACES))
        if which < len(raws):
            return render(put(GOOD, PLACES[place], raws[which]))
        document: Any = _some(random)
        for _ in range(random.choice([1, 2, 3])):
            document = put(document, random.choice(list(_places(document))), random.choice(raws))
        return render(document)[: BODY_LIMIT + 1]

    return make


def _quoted(inside: bytes) -> bytes:
    return b'"%b"' % inside


# --- What is put there

_TYPES: Final = (
    *(b"null", b"true", b"false", b"0", b"-1", b"7", b"1.5", b"-0.0", b'""', b'"x"', b'"0.5"', b'"true"', b'"null"'),
    *(b"[]", b"{}", b"[[]]", b"[{}]", b"[null]", b'[""]', b"[0]", b'{"":{}}', b'{"code":[]}', b'{"code":{"code":"a"}}'),
    *(b'["task-rebate"]', b'{"0":"task-rebate"}', b'[{"code":["task-rebate"]}]', b'{"length":3}', b'{"value":null}'),
)
_NUMBERS: Final = (
    *(b"1" + b"0" * digits for digits in (17, 19, 20, 39, 308, 309, 400, 4299, 4300, 4301, 9000)),
    *(b"-" + b"9" * digits for digits in (1, 19, 400, 4301, 9000)),
    *(b"1e308", b"1e309", b"1e999", b"-1e999", b"1E+99999999999999999999", b"1e-400", b"1e-99999999999999999999"),
    *(
        b"0." + b"9" * 9000,
        b"0." + b"0" * 9000 + b"1",
        b"9" * 5000 + b".5",
        b"9" * 400 + b"e-400",
        b"1.0000000000000002",
    ),
    *(b"01", b"-01", b"+1", b".5", b"5.", b"1e", b"1e+", b"--1", b"- 1", b"0x10", b"1_000", b"1,000", b"0b1", b"1e1.5"),
    *("٥".encode(), "５".encode(), b"18446744073709551615", b"18446744073709551616", b"-9223372036854775809"),
)
_NO_NUMBERS: Final = (
    *(b"NaN", b"-NaN", b"nan", b"NAN", b"Infinity", b"-Infinity", b"+Infinity", b"inf", b"-inf", b"Inf", b"1.#INF"),
    *(b"None", b"undefined", b"True", b"nul", b"nulll", b"tru", b"void 0", b"new Date()", b"'x'", b"`x`", b"", b"-"),
    *(b'"NaN"', b'"Infinity"', b'{"$numberDouble":"NaN"}', b"[NaN]", b"[1,]", b"[,1]", b"{,}", b"/**/1", b"1//", b"#"),
)
_SURROGATES: Final = tuple(
    _quoted(half)
    for half in (
        *(rb"\ud800", rb"\udfff", rb"\uDC00\uD800", rb"a\ud83d", rb"\ud83da", rb"\ud83d\u0041", rb"\ud83d\ud83d\ude00"),
        *(rb"\ud83d\ude00\ude00", rb"\ud800" * 64, rb"\ud83d\n", rb"\ud83d\u", rb"\ud83d\ude0", rb"\ude00", rb"\uD8"),
        *(b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xed\xa0\xbd\xed\xb8\x80", b"\xed\xa0\x80" * 21, b"a\xed\xb0\x80b"),
    )
)
_STRINGS: Final = tuple(
    _quoted(inside)
    for inside in (
        *(b"\x00", b"\x01\x02", b"\n", b"\r\n", b"\t", b"\x1f", b"\x7f", rb"\u0000", rb"\u0000" * 64, rb"\u001b[2J"),
        *(b"\xc0\x80", b"\xc0\xaf", b"\xe0\x80\x80", b"\xf0\x80\x80\xaf", b"\xf8\x88\x80\x80\x80", b"\xf4\x90\x80\x80"),
        *(
            b"\xf5\x80\x80\x80",
            b"\xfe",
            b"\xff",
            b"\xc3",
            b"\xe2\x82",
            b"\xf0\x9f\x98",
            b"\x80",
            b"\xbf" * 50,
            b"\xc3\x28",
        ),
        *(
            rb"\x41",
            rb"\u12",
            rb"\u",
            rb"\U0001F600",
            rb"\'",
            rb"\0",
            rb"\a",
            b"\\",
            b'"',
            b'\\"',
            rb"\u00g0",
            rb"\u+123",
        ),
        *(
            "\ufeff".encode(),
            "\u202e\u2066".encode(),
            "\u2028\u2029".encode(),
            "\uffff\ufdd0".encode(),
            b"e\xcc\x81" * 60,
        ),
        *(
            ("é" * 128).encode(),
            ("😀" * 64).encode(),
            ("😀" * 65).encode(),
            b"x" * 64,
            b"x" * 65,
            b"x" * 128,
            b"x" * 129,
        ),
        *(b"x" * 15_000, ("字" * 5_000).encode(), b"a-" * 7_000, rb"\u0061" * 2_500, b"\\\\" * 7_000, b"9" * 15_000),
        *(
            b"%s%n%d",
            b"{0}{x.__class__}",
            b"${jndi:ldap://x}",
            b"' OR 1=1 --",
            b"<script>",
            b"../../etc/passwd",
            b"%00%0a",
        ),
    )
)
_ECHOES: Final = tuple(
    _quoted(inside)
    for inside in (
        *(
            b" - at `$.evil`",
            b" - at `$.evil",
            b"' - at `$.evil`' - at `",
            b"- at `key` in `$.evil`",
            b" - at `$" * 1500,
        ),
        *(
            b"missing required field `evil`",
            b"Object missing required field `evil`",
            b"`" * 9000,
            b"`x" * 4000,
            b"$" * 9000,
        ),
        *(
            b"Object missing required field `evil` - at `$.evil`",
            rb"\n\n - at `$.evil`",
            b"x" * 9000,
            ("字" * 3000).encode(),
        ),
        *(b"stop\\u0000", b"STOP", b"adult ", "ｗａｒｎ".encode(), rb"\"}],\"errors\":[]", b"</script><svg onload=1>"),
    )
)


def _nested(random: Random, turn: int) -> bytes:
    opening, closing = random.choice([(b"[", b"]"), (b'{"a":', b"}"), (b'[{"fraud_types":', b"}]"), (b" [\n", b"]")])
    depth = random.choice([random.randrange(1, 130), random.randrange(850, 1100), random.randrange(9000)])
    depth = min(depth, (BODY_LIMIT - len(WHOLE)) // len(opening + closing))
    inside = (
        opening * depth
        + random.choice([b"", b"0", b"{}", b"x"])
        + closing * random.choice([depth, depth, 0, depth - 1])
    )
    return random.choice([inside, render(put(GOOD, PLACES[turn % len(PLACES)], inside)), b'{"later":%b}' % inside])


def _duplicated(random: Random, turn: int) -> bytes:
    """Say one member twice or often, once wrongly: the last is believed, and none may be wrong."""
    key, good = random.choice(list(GOOD.items()))
    name = random.choice([render(key), rb'"\u%04x%b"' % (ord(key[0]), key[1:].encode())])
    bad = random.choice([b"null", b"[]", b'""', b"{}", b'"warn"', render(good), random.choice(_TYPES)])
    times = random.choice([1, 1, 2, 50])
    members = [render({key: value})[1:-1] for key, value in GOOD.items()] + [b"%b:%b" % (name, bad)] * times
    random.shuffle(members)
    inner = random.choice(
        [b'{"code":"a","code":%b}' % bad, b'{"code":%b,"code":"a","score":1,"score":%b}' % (bad, bad)]
    )
    return random.choice([b"{%b}" % b",".join(members), render(put(GOOD, ("fraud_types", 0), inner))])


_ENCODINGS: Final = (
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-be",
    "utf-7",
    "utf-8-sig",
    "gb18030",
    "cp037",
)
_LOSSY: Final = ("latin-1", "gbk", "big5", "shift_jis", "cp1252", "koi8_r", "ascii")
_PACKERS: Final[tuple[Callable[[bytes], bytes], ...]] = (
    *(gzip.compress, zlib.compress, bz2.compress, base64.b64encode, base64.b85encode, pickle.dumps),
    *(lambda text: quote(text).encode(), lambda text: text.hex().encode(), lambda text: b"\x1f\x8b" + text),
)


def _encoded(random: Random, turn: int) -> bytes:
    """Return a good document in an encoding it should not have, now and then torn."""
    document = render({**_some(random), random.choice(["subject", "channel"]): "é字–Ж"}).decode()
    which = turn % 3
    if which == 0:
        body = document.encode(_ENCODINGS[turn // 3 % len(_ENCODINGS)], errors="replace")
    elif which == 1:
        body = document.encode(_LOSSY[turn // 3 % len(_LOSSY)], errors="replace")
    else:
        body = _PACKERS[turn // 3 % len(_PACKERS)](document.encode())
    return body if random.random() < 0.7 else body[random.randrange(4) : random.randrange(1, len(body))]


def _cut(random: Random, turn: int) -> bytes:
    """Cut a good document off after every one of its bytes, then others anywhere."""
    if turn < len(WHOLE):
        return WHOLE[:turn]
    text = render(_some(random)) if random.random() < 0.5 else json.dumps(_some(random)).encode()
    return text[: random.randrange(len(text))]


def _sized(random: Random, turn: int) -> bytes:
    """Return a body of the largest size allowed, of a byte less, or of a byte more."""
    size = BODY_LIMIT + turn % 3 - 1
    filling = random.choice(
        [b" ", b"\n", b"x", b"[", b'"', b"\\", b"\xff", b"\x00", b"9", b"{}", b"[],", b'"a":', "字".encode()]
    )
    some = render(_some(random))
    start = random.choice(
        [b"", some, some[:-1] + b',"x":', b'{"fraud_types":[],"subject":"', b'{"fraud_types":[', b'{"seen":{"']
    )
    end = random.choice([b"", b"}", b'"}', b"]}", b'":1}}'])
    return (start + filling * size)[: size - len(end)] + end


_NAMES: Final = (
    *(
        "__proto__",
        "constructor",
        "prototype",
        "toString",
        "__class__",
        "__init__",
        "__dict__",
        "self",
        "$ref",
        "@type",
    ),
    *("", " ", "\u0000", "fraud_types ", "FRAUD_TYPES", "fraud-types", "fraudTypes", "fraud_types\u0000", "levеl", "0"),
    *(
        "type",
        "code",
        "score",
        "value",
        "key",
        "length",
        "warning_id",
        "card",
        "matched",
        "x" * 9000,
        "字" * 2000,
        "a.b[0]",
    ),
)


def _named(random: Random, turn: int) -> bytes:
    """Give an object of the document members that nobody knows, or take those away that must be there."""
    name, value = _NAMES[turn % len(_NAMES)], random.choice([*_TYPES, b'{"__proto__":{"level":"stop"}}', WHOLE])
    at = random.choice([(), ("fraud_types", 0), ("amount",), ("seen",)])
    inside: Any = GOOD
    for step in at:
        inside = inside[step]
    kept = {key: one for key, one in inside.items() if random.random() < 0.8}
    return render(put(GOOD, at, render({**kept, name: value})))


_GARBAGE: Final = (
    *(
        b"\x00",
        b"\x00" * 64,
        b"{}",
        b"}",
        b"]",
        b",",
        b"null",
        b"//",
        b"/* */",
        b"#",
        b";",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\x1a",
    ),
    *(
        b")]}',\n",
        b"callback(",
        b"\x0b",
        b"\x0c",
        b"\xc2\xa0",
        b"\xe2\x80\xa8",
        b"\x1e",
        b"&a=b",
        b"\r\n\r\n",
        b" \t\r\n",
        b"0",
    ),
    *(b"HTTP/1.1 200 OK\r\n\r\n", b"0\r\n\r\n", b"--x--", b"'", b'"', b"\\", WHOLE),
)


def _surrounded(random: Random, turn: int) -> bytes:
    garbage = _GARBAGE[turn % len(_GARBAGE)] * random.choice([1, 1, 1, 2, 9])
    text = render(_some(random))
    return random.choice([text + garbage, garbage + text, garbage + text + garbage, garbage])[: BODY_LIMIT + 1]


def _mutated(random: Random, turn: int) -> bytes:
    """Return a good document after one to four accidents."""
    body = bytearray(random.choice(TEXTS))
    for _ in range(random.choice([1, 1, 2, 4])):
        at, size = random.randrange(len(body)), random.choice([1, 1, 2, 8, 40])
        match random.randrange(6):
            case 0:
                body[at] ^= 1 << random.randrange(8)
            case 1:
                del body[at : at + size]
            case 2:
                body[at:at] = random.randbytes(size)
            case 3:
                body[at:at] = body[at : at + size]
            case 4:
                to = random.randrange(len(body))
                body[at], body[to] = body[to], body[at]
            case _:
                body[at:at] = random.choice([b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"null", b"0"])
        body = body or bytearray(b"{")
    return bytes(body[: BODY_LIMIT + 1])


_TOKENS: Final = (*b"{}[],: \n", *b'"\\-.0e')
_WORDS: Final = tuple(render(name) for name in (*GOOD, "code", "score", "value", "currency", "stop", "en", "CNY"))


def _noise(random: Random, turn: int) -> bytes:
    """Return bytes, characters, or what JSON is made of, in no order."""
    size = random.choice([1, 2, 3, 5, 17, 100, 1000])
    match turn % 3:
        case 0:
            return random.randbytes(size)
        case 1:
            return bytes(random.choices(_TOKENS, k=size))
        case _:
            marks = (b"{", b"}", b"[", b"]", b",", b":", b"null", b"true", b"1")
            return b"".join(random.choices((*marks, *marks, *_WORDS), k=size))


_FORMS: Final = (
    *(
        b"fraud_types=task-rebate&level=warn",
        b"fraud_types[]=task-rebate",
        b"<warning level='warn'/>",
        b"fraud_types: []",
    ),
    *(b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hosts'>]><x>&a;</x>", b"fraud_types = []\n"),
    *(
        b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\n' + WHOLE + b"\r\n--x--\r\n",
        b"code,score\r\na,1\r\n",
    ),
    *(
        b"{'fraud_types': []}",
        b"{fraud_types: []}",
        b'{"fraud_types": [],}',
        b'/* a */{"fraud_types":[]}',
        b"%PDF-1.7\n",
        b"...",
    ),
    *(
        msgspec.msgpack.encode(GOOD),
        WHOLE + b"\n" + WHOLE,
        b"\x1e" + WHOLE + b"\n",
        b"[" + WHOLE + b"]",
        json.dumps(WHOLE.decode()).encode(),
    ),
    *(
        b"POST /api/v1/warnings HTTP/1.1\r\nHost: x\r\n\r\n{}",
        b"query { cards }",
        b'{"query":"{cards}"}',
        b"!!python/none",
        b"(())",
    ),
)


def _other_format(random: Random, turn: int) -> bytes:
    body = _FORMS[turn % len(_FORMS)]
    return body if turn < len(_FORMS) else body * random.choice([1, 2, 5]) + random.randbytes(random.randrange(3))


def _grown(random: Random, turn: int) -> bytes:
    """Return a document of the right names and whatever values."""
    names = (*GOOD, "code", "score", "value", "currency", "")
    leaves = (
        *_TYPES[:19],
        *_NUMBERS[:6],
        b'"task-rebate"',
        b'"stop"',
        b'"en"',
        b'"CNY"',
        b'"5"',
        b"0.5",
        b"NaN",
        b'"\xff"',
    )

    def grow(depth: int) -> Any:
        choice = random.random()
        if depth == 0 or choice < 0.4:
            return random.choice(leaves)
        if choice < 0.6:
            return [grow(depth - 1) for _ in range(random.randrange(4))]
        return {random.choice(names): grow(depth - 1) for _ in range(random.randrange(5))}

    return render({"fraud_types": grow(3), **{name: grow(2) for name in random.sample(names, 2)}})[: BODY_LIMIT + 1]


KINDS: Final[dict[str, Maker]] = {
    "wrong types": _at_a_place(_TYPES),
    "huge and misspelt numbers": _at_a_place(_NUMBERS),
    "no numbers": _at_a_place(_NO_NUMBERS),
    "lone surrogates": _at_a_place(_SURROGATES),
    "strange strings": _at_a_place(_STRINGS),
    "messages like ours": _at_a_place(_ECHOES),
    "nested": _nested,
    "duplicated": _duplicated,
    "encoded otherwise": _encoded,
    "cut off": _cut,
    "about the limit": _sized,
    "unknown members": _named,
    "surrounded": _surrounded,
    "mutated": _mutated,
    "noise": _noise,
    "other formats": _other_format,
    "grown": _grown,
}

CONTENT_TYPES: Final = (
    *("application/json", "application/json", "application/json; charset=utf-8", "application/json; charset=utf-16"),
    *("text/plain", "text/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "image/png"),
    *(
        "application/json; charset=\x00",
        "application/problem+json",
        "application/",
        "/",
        ";;;",
        "x" * 5000,
        "é",
        "",
        None,
    ),
)
HEADERS: Final[tuple[dict[str, str], ...]] = (
    *({}, {}, {}, {"Content-Encoding": "gzip"}, {"Content-Encoding": "x" * 3000}, {"Content-Language": "\xff\xfe"}),
    *(
        {"Accept": "text/html"},
        {"Accept": "*/*;q=nan"},
        {"Accept-Encoding": "gzip;q=9"},
        {"Accept-Language": "x" * 3000},
    ),
    *(
        {"X-HTTP-Method-Override": "DELETE"},
        {"X-Forwarded-For": "' OR 1=1"},
        {"Cookie": "a=" + "b" * 4000},
        {"Range": "bytes=9-0"},
    ),
    *({"If-None-Match": "*"}, {"Origin": "null"}, {"Content-MD5": "none"}, {"Digest": "sha-256=x"}, {"Te": "trailers"}),
)


# --- What is answered

_is_field = re.compile(r"[a-z_]+(\[(\d+|\.\.\.)\]|\.[a-z_]+)*").fullmatch
_card = msgspec.json.Decoder(WarningAnswer).decode
_problem = msgspec.json.Decoder(ProblemDocument).decode


def named(reply: Answer, sent: Any) -> str:
    """Return what a whole answer is about, a card or the field that is wrong; fail for any other answer."""
    if reply.status == 200:
        card = _card(reply.body).card
        assert card.headline, sent
        assert card.safe_action.label, sent
        return "a card"
    assert 400 <= reply.status < 500, sent
    assert reply.headers["Content-Type"] == "application/problem+json", sent
    assert len(reply.body) < 1500, sent
    problem = _problem(reply.body)
    assert (problem.type, problem.title) == ("about:blank", HTTPStatus(reply.status).phrase), sent
    assert problem.status == reply.status, sent
    assert problem.detail, sent
    if reply.status == 413:
        assert "body" in problem.detail, sent
        return "body"
    (error,) = problem.errors
    assert _is_field(error.field), sent
    assert re.split(r"[.\[]", error.field)[0] in (*GOOD, "body"), sent
    assert error.message, sent
    return error.field
