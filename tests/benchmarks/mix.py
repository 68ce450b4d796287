"""What engines ask: a realistic mix of requests about the content of a deck, the same in every run."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, TypeVar
from zlib import crc32

import msgspec

from scams.deck import wire
from scams.words import LEVELS

LOCALES: Final = ("zh-CN", "zh-Hans", "zh-HK", "zh-Hant", "zh-TW", "en", "en-SG", "en-GB", "fr", None)
AUDIENCES: Final = ("adult", "adult", "elder", "elder", "teen", "sme", None)
BAD_EVERY: Final = 100
UNKNOWN_PERCENT: Final = 3
BAD: Final = (
    b"",
    b"{",
    b"null",
    b'{"fraud_types": 5}',
    b'{"level": "warn"}',
    b'{"fraud_types": [{"code": ""}]}',
    b'{"fraud_types": [{"code": "task-rebate", "score": 2}]}',
    b'{"fraud_types": [{"code": "task-rebate", "score": NaN}]}',
    b'{"fraud_types": [], "level": "panic"}',
    b'{"fraud_types": [], "locale": "!"}',
    b'{"fraud_types": [], "amount": {"value": "-1", "currency": "CNY"}}',
    b'{"fraud_types": [], "subject": "' + b"u" * 65 + b'"}',
    b'{"fraud_types": [], "seen": {"x": -1}}',
    b'{"fraud_types": [{"code": "\xff\xfe"}]}',
)
"""Bodies that are refused with 422, on one line each."""

Choice = TypeVar("Choice")


def newest_deck(data_dir: Path) -> wire.Deck:
    """Return the deck that servers over a data folder answer from."""
    with closing(sqlite3.connect(data_dir / "db.sqlite3")) as database:
        query = "SELECT payload FROM scams_deckversion ORDER BY id DESC LIMIT 1"
        return wire.decode(database.execute(query).fetchone()[0])


def write_requests(path: Path, deck: wire.Deck, *, count: int, bad: bool = True) -> None:
    """Write so many requests as load.lua reads them; with `bad`, one of a hundred is to be refused."""
    codes = sorted(slug for slug, parent in deck.parents.items() if parent) + sorted(deck.codes)
    signals = sorted(deck.signals["en"])
    variants = [variant.id for card in deck.cards for variant in card.variants]
    path.write_bytes(b"".join(_lines(codes, signals, variants, count, bad=bad)))


def _lines(
    codes: Sequence[str], signals: Sequence[str], variants: Sequence[str], count: int, *, bad: bool
) -> Iterator[bytes]:
    for number in range(count):
        if bad and number % BAD_EVERY == BAD_EVERY // 2:
            yield b"422 " + BAD[number // BAD_EVERY % len(BAD)] + b"\n"
        else:
            yield b"200 " + msgspec.json.encode(_request(number, codes, signals, variants)) + b"\n"


def _request(number: int, codes: Sequence[str], signals: Sequence[str], variants: Sequence[str]) -> dict[str, Any]:
    """Return the request of a number: mostly all fields, now and then without one."""
    suspected = [_suspected(number, place, codes) for place in range(1 + _dice(number, "codes") % 3)]
    request = {
        "fraud_types": suspected,
        "level": _pick(number, "level", (*LEVELS, None)),
        "locale": _pick(number, "locale", LOCALES),
        "audience": _pick(number, "audience", AUDIENCES),
        "channel": _pick(number, "channel", ("app", "web", "counter")),
        "amount": {"value": f"{_dice(number, 'amount') % 10**6 / 100:.2f}", "currency": "CNY"},
        "signals": [_pick(number, f"signal {place}", signals) for place in range(_dice(number, "signals") % 4)],
        "subject": f"u-{_dice(number, 'subject'):08x}",
        "seen": {_pick(number, f"seen {place}", variants): place + 1 for place in range(_dice(number, "seen") % 3)},
    }
    return {name: value for name, value in request.items() if value is not None}


def _suspected(number: int, place: int, codes: Sequence[str]) -> dict[str, Any]:
    unknown = _dice(number, f"known {place}") % 100 < UNKNOWN_PERCENT
    code = f"nobody:{_dice(number, 'unknown') % 50}" if unknown else _pick(number, f"code {place}", codes)
    return {"code": code, "score": _dice(number, f"score {place}") % 100 / 100}


def _dice(number: int, what: str) -> int:
    """Return a number that looks as if thrown, but is the same in every run."""
    return crc32(f"{number}:{what}".encode())


def _pick(number: int, what: str, choices: Sequence[Choice]) -> Choice:
    return choices[_dice(number, what) % len(choices)]
