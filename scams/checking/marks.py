"""What a message holds that is recognised by its shape: links, telephone numbers, numbers of cards and accounts.

They are looked at and explained. Nothing is ever fetched, dialled or written down.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from scams.checking.domains import NAMES, ODD_TOPS, SHORTENERS, TOPS

_REST: Final = "(?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?[.。．]"
"""What follows the first letter of a part of a host."""
_DOMAIN: Final = re.compile(
    # Not from within a word: a host may begin after a Chinese character, but not after a letter or a letter's dash.
    rf"(?P<host>[a-zA-Z0-9](?<![a-zA-Z0-9].)(?<![a-zA-Z0-9]-.){_REST}(?:[a-zA-Z0-9]{_REST}){{0,4}}"
    r"(?P<top>[a-zA-Z]{2,12}))(?![a-zA-Z0-9@])(?P<path>(?:[:/?#][\w\-./?%&=#+~!:,;@]*)?)",
    re.ASCII,
)
_SCHEME: Final = re.compile(r"h(?:tt|xx)ps?\s?:\s?/{1,2}\Z", re.IGNORECASE | re.ASCII)
_SCHEME_MOST: Final = 10
_ADDRESS: Final = re.compile(r"h(?:tt|xx)ps?://\d{1,3}(?:\.\d{1,3}){3}[\w\-./?%&=#:]*", re.IGNORECASE | re.ASCII)
_OWN: Final = re.compile(
    r"(?:^|\.)(?:alipay|taobao|tmall|jd|pinduoduo|tencent|95516|icbc|ccb|boc|abchina|cmbchina|bankcomm|sf-express|"
    r"hsbc|hangseng|bochk|dbs|ocbc|uob|uobgroup|ctbcbank|cathaybk|esunbank|hongkongpost|hkpost|singpost|singpass|paypal|"
    r"amazon|apple|microsoft|netflix|usps|dhl|fedex|ups|royalmail|12123|12306)"
    r"\.(?:com|cn|com\.cn|net|org|hk|com\.hk|com\.tw|com\.sg|sg|co\.uk|uk|de|cc)$"
)
_OF_ANYBODY: Final = re.compile(r"(?:^|\.)(?:qq|whatsapp|telegram|facebook)\.(?:com|org)$")
"""Real, but anybody may write there."""
_OFFICIAL: Final = re.compile(r"(?:^|\.)(?:gov|edu|mil|ac)(?:\.[a-z]{2})?$")

_NUMBER: Final = re.compile(r"\d(?<![\d.].)(?:[ \-\u2010-\u2015().]{0,2}\d){5,24}(?!\d)")
_PLUS: Final = re.compile(r"(?<![\d.])\+\Z")
_WIDE: Final = re.compile("[（）＋－-：＠Ａ-Ｚ＿ａ-ｚ]+")
_PLAIN: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_MONEY: Final = re.compile(r"[¥$€£￥]\s?$|(?:RMB|HKD|HK\$|USD|NT\$|NTD|SGD|S\$|CNY|元|共|金额|金額)\s?$", re.IGNORECASE)
_DATE: Final = re.compile(r"(?:19|20)\d\d[-./ ]?[01]?\d[-./ ]?[0-3]?\d(?:[ ]?[0-2]?\d[:]?[0-5]?\d)?$")


class Mark(NamedTuple):
    """Something recognised in a message: from where to where, and which kinds of thing it is, the most telling last."""

    start: int
    end: int
    kinds: tuple[str, ...]


def marks_in(message: str) -> list[Mark]:
    """Return the links and numbers of a message in their order, none within another."""
    plain = _same_length(message)
    links = _apart(sorted(_links(plain), key=lambda mark: (mark.start, -mark.end)))
    return sorted([*links, *(mark for mark in _numbers(plain) if not _touches(mark, links))])


def _same_length(message: str) -> str:
    """Return a message with full-width letters and digits as plain ones, every character where it was."""
    return _WIDE.sub(lambda found: found[0].translate(_PLAIN), message)


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    """Return of marks in order those that begin where the one before has ended."""
    kept: list[Mark] = []
    for mark in marks:
        if not kept or kept[-1].end <= mark.start:
            kept.append(mark)
    return kept


def _touches(mark: Mark, others: list[Mark]) -> bool:
    """Return whether a mark overlaps one of others, in order and apart."""
    place = bisect_left(others, mark.end, key=_start)
    return place > 0 and others[place - 1].end > mark.start


def _start(mark: Mark) -> int:
    return mark.start


def _links(message: str) -> Iterator[Mark]:
    if "." not in message and "。" not in message:
        return
    for found in _ADDRESS.finditer(message):
        yield Mark(found.start(), found.end(), ("link", "odd-link"))
    for found in _DOMAIN.finditer(message):
        host, top = found["host"].lower().replace("。", "."), found["top"].lower()
        if top not in TOPS or message[found.start() - 1 : found.start()] == "@":
            continue
        scheme = _SCHEME.search(message, max(0, found.start() - _SCHEME_MOST), found.start())
        if scheme or not _is_prose(found):
            yield Mark(scheme.start() if scheme else found.start(), found.end(), _kinds_of(host))


def _is_prose(found: re.Match[str]) -> bool:
    """Return whether this is more likely two sentences without a space between than an address."""
    return "。" in found["host"] or (found["host"].count(".") == 1 and found["top"][0].isupper() and not found["path"])


def _kinds_of(host: str) -> tuple[str, ...]:
    if host in SHORTENERS:
        return ("link", "short-link")
    if _OF_ANYBODY.search(host):
        return ("link",)
    if _OWN.search(host) or _OFFICIAL.search(host):
        return ("official-link",)
    looks_like = not NAMES.isdisjoint(re.split(r"[.\-]", host)) or any(len(name) > 4 and name in host for name in NAMES)
    return ("link", "odd-link") if looks_like or host.rpartition(".")[2] in ODD_TOPS else ("link",)


def _numbers(message: str) -> Iterator[Mark]:
    for found in _NUMBER.finditer(message):
        start, written = found.start(), found[0]
        if _PLUS.search(message, max(0, start - 2), start):
            start, written = start - 1, f"+{written}"
        digits = re.sub(r"\D", "", written)
        if _MONEY.search(message[max(0, start - 4) : start]) or _DATE.fullmatch(written):
            continue
        if 15 <= len(digits) <= 19 and _passes_luhn(digits):
            yield Mark(start, found.end(), ("card",))
        elif kinds := _phone_kinds(written, digits):
            yield Mark(start, found.end(), kinds)


def _passes_luhn(digits: str) -> bool:
    """Return whether the check digit of a card's number is right."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _phone_kinds(written: str, digits: str) -> tuple[str, ...]:
    if written.startswith("+") or digits.startswith("00"):
        return ("phone", "foreign-phone") if 8 <= len(digits) <= 15 else ()
    if re.fullmatch(r"1[3-9]\d{9}|0\d{9,11}|[48]00\d{7}|9\d{4}|95\d{3,6}|[2-9]\d{7}|1\d{10}", digits):
        return ("phone",)
    return ("card",) if len(digits) in (16, 17, 18, 19) else ()
