"""Make one of all ways to write the same: width, case, script, accents, and what an eye cannot see."""

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from opencc import OpenCC

_HOUSE: Final = {"帐": "账", "祂": "他", "妳": "你", "牠": "它", "甚": "什", "麽": "么", "麼": "么"}
"""What OpenCC leaves apart though readers take it for the same, such as 帐户 (made of 帳戶) and 账户."""

_HAN_BLOCKS: Final = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x32000))


class Folded(NamedTuple):
    """A folded text, and where in the original each of its characters was."""

    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where `text[start:end]` was in the original, as start and end there; empty for an empty one."""
        if start >= end:
            place = self.origin[start] if start < len(self.origin) else 0
            return place, place
        return self.origin[start], self.origin[end - 1] + 1

    def at(self, place: int) -> int:
        """Return the first folded character that came from `place` of the original or later."""
        return bisect_left(self.origin, place)


class _Table(dict[int, str]):
    """What each character becomes, worked out when it is first met. Each alone: no character's form hangs on others."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        super().__init__()
        self.uneven: set[str] = set()
        """Characters that become none or several. What a text has of them is here once the text was translated."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        became = _simple(char)
        if len(became) != 1:
            self.uneven.add(char)
        self[code] = became  # at most as many as there are characters
        return became


def fold(text: str) -> str:
    """Return a text in the one form that is indexed and looked for.

    NFKC, without accents, in small letters and Simplified characters; control characters and every kind of space
    become a space; what cannot be seen (marks of direction, zero-width characters) is left out.
    """
    return text.translate(_table())


def folded(text: str) -> Folded:
    """Return a text as `fold` does, with the place in `text` that each character of it came from."""
    table = _table()
    plain = text.translate(table)
    if table.uneven.isdisjoint(text):
        return Folded(plain, range(len(plain)))
    parts, origin = list[str](), list[int]()
    for place, char in enumerate(text):
        part = table[ord(char)]
        parts.append(part)
        origin += [place] * len(part)
    return Folded("".join(parts), origin)


def _simple(char: str) -> str:
    """Return what one character becomes: nothing, a space, or some characters."""
    kind = unicodedata.category(char)
    if kind in ("Cf", "Cs", "Co") or kind[0] == "M":
        return ""
    if kind[0] in "CZ":
        return " "
    apart = unicodedata.normalize("NFKD", char)
    whole = unicodedata.normalize("NFKC", "".join(one for one in apart if unicodedata.category(one)[0] != "M"))
    simplified = whole.casefold().translate(_simplified())
    return " " if simplified.isspace() else simplified


@cache
def _table() -> _Table:
    return _Table()


@cache
def _simplified() -> dict[int, str]:
    """Return Traditional characters with their Simplified ones, each by itself: phrases would fold by their context."""
    traditional = [chr(code) for block in _HAN_BLOCKS for code in block]
    converter: Any = OpenCC("t2s")
    simplified = converter.convert("\n".join(traditional)).split("\n")
    pairs = {one: other for one, other in zip(traditional, simplified, strict=True) if one != other}
    house = {ord(one): _HOUSE.get(other, other) for one, other in pairs.items()}
    return house | {ord(one): other for one, other in _HOUSE.items()}
