"""A message as the rules see it, every character of it traced back to where it stood in the message.

Full-width letters, Traditional characters, invisible marks, spaces put between characters and look-alikes from other
alphabets are all ways to write the same word. What is left is plain: letters and digits, a space between Latin words,
a comma where a clause ends, a line end where a sentence does.
"""

import re
import unicodedata
from typing import Final, NamedTuple

from scams.search.text.fold import fold as plain

COMMA: Final = ","
END: Final = "\n"
_SOFT: Final = " "
_LINE: Final = "\r"
"""A line end in the message: the end of a clause, unless a Latin sentence was only wrapped there."""
_DOT: Final = "."
_STRENGTH: Final = {_SOFT: 1, _LINE: 2, COMMA: 3, _DOT: 4, END: 5}

_CLAUSE_ENDS: Final = frozenset(",，、:：;；﹐﹔﹕…()（）[]【】{}《》〈〉|｜")
_SENTENCE_ENDS: Final = frozenset("。！!？?｡︒﹗﹖")
_DROPPED: Final = frozenset("'’‘`´＇")
"""Apostrophes: “don't” is one word."""

_SAME: Final = str.maketrans(
    {
        **dict(zip("著您祂佢她它", "着你他他他他", strict=True)),
        # Letters of other alphabets that look like Latin ones.
        **dict(zip("асеорхуікмтвнѕј", "aceopxyikmtbhsj", strict=True)),
        **dict(zip("αορυνικτε", "aopyvikte", strict=True)),
    }
)
_LETTERS_APART: Final = re.compile(r"(?<![a-z0-9])[a-z](?: [a-z]){2,}(?![a-z0-9])")
_ZERO_FOR_O: Final = re.compile(r"(?<=[a-z])0(?=[a-z])")
HAN_FROM: Final = "\u2e80"


class Folded(NamedTuple):
    """A folded message; character i of it came from the characters `starts[i]` to `ends[i]` of the message."""

    text: str
    starts: list[int]
    ends: list[int]


class _Table(dict[str, str]):
    """What each character is folded to: letters, a separator, or nothing. Filled as characters come."""

    def __missing__(self, char: str) -> str:
        self[char] = folded = _fold_char(char)
        return folded


def _fold_char(char: str) -> str:
    if char in "\n\r\u2028\u2029":
        return _LINE
    if char in _SENTENCE_ENDS:
        return END
    if char in _CLAUSE_ENDS:
        return COMMA
    if char in ".．" or char in _DROPPED:
        return _DOT if char in ".．" else ""
    if unicodedata.category(char) in {"Cf", "Cc", "Cs", "Co", "Cn"}:
        return "" if char != "\t" else _SOFT
    kept = "".join(one for one in plain(char) if unicodedata.category(one)[0] in "LN")
    if not kept:
        return "" if unicodedata.category(char)[0] == "M" else _SOFT
    return kept.translate(_SAME)


_table: Final = _Table()


def fold(message: str) -> Folded:
    """Return a message as the rules see it."""
    out: list[str] = []
    starts: list[int] = []
    waiting, before = "", ""
    for place, char in enumerate(message):
        folded = _table[char]
        if folded in _STRENGTH:
            if folded == _DOT and _is_initial(out):
                folded = _SOFT
            if not waiting or _STRENGTH[folded] > _STRENGTH[waiting]:
                waiting = folded
        elif folded:
            if waiting:
                between = _between(before, waiting, folded[0], message[place - 1 : place + 1]) if before else ""
                if between:
                    out.append(between)
                    starts.append(place - 1)
                waiting = ""
            for one in folded:
                out.append(one)
                starts.append(place)
            before = folded[-1]
    return _joined("".join(out), starts)


def _is_initial(out: list[str]) -> bool:
    """Return whether the last word is a single letter, as in V.I.P.: its dot ends no sentence."""
    return bool(out) and out[-1] < HAN_FROM and (len(out) < 2 or not out[-2].isalnum())


def _between(before: str, waiting: str, after: str, seam: str) -> str:
    """Return what stands between two letters that separators were between; `seam` is the last one with the letter."""
    han = before >= HAN_FROM or after >= HAN_FROM
    if waiting == _DOT:
        return END if han or seam[0].isspace() else _SOFT
    if waiting == _LINE:
        return _SOFT if not han and seam[1].islower() and before.isalpha() else COMMA
    return "" if waiting == _SOFT and han else waiting


def _joined(text: str, starts: list[int]) -> Folded:
    """Return the folded text with single letters that stood apart joined to the word they make."""
    for found in reversed(list(_LETTERS_APART.finditer(text))):
        for place in range(found.end() - 2, found.start(), -2):
            del starts[place]
        text = text[: found.start()] + found[0].replace(" ", "") + text[found.end() :]
    if "0" in text:
        text = _ZERO_FOR_O.sub("o", text)
    return Folded(text, starts, [place + 1 for place in starts])
