"""A message as the rules see it, every character of it traced back to where it stood in the message.

Full-width letters, Traditional characters, invisible marks, spaces put between characters and look-alikes from other
alphabets are all ways to write the same word. What is left is plain: letters and digits, a space between Latin words,
a comma where a clause ends, a line end where a sentence does.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

from scams.search.text.fold import fold as plain

COMMA: Final = ","
END: Final = "\n"
_SOFT: Final = " "
_LINE: Final = "\r"
"""A line end in the message: the end of a clause, unless a Latin sentence was only wrapped there."""
_DOT: Final = "."
_DROPPED_HERE: Final = "\0"
_SEVERAL: Final = "\1"
_WEAKER: Final = (END, _DOT, COMMA, _LINE, _SOFT)
"""What may stand between letters, the strongest first."""
_SEPARATORS: Final = _SOFT + _LINE + COMMA + _DOT + END + _DROPPED_HERE
_BETWEEN: Final = f"[{_SEPARATORS}]"
_SEAM: Final = re.compile(
    rf"{_BETWEEN}(?:{_BETWEEN}+|(?<=[{_LINE}{_DOT}{_DROPPED_HERE}])|(?<= )(?![a-z0-9])|(?<=[^a-z0-9] ))"
)
"""What does not stay as it is between two letters: not a single comma or sentence end, nor a space of Latin words."""

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
HAN_FROM: Final = "\u2e80"
_LETTERS_APART: Final = re.compile(r"[a-z](?<![a-z0-9].) [a-z] [a-z](?: [a-z])*(?![a-z0-9])")
_HAN_APART: Final = re.compile(
    rf"[{COMMA}{END}][{HAN_FROM}-\U0010ffff](?:[{COMMA}{END}][{HAN_FROM}-\U0010ffff])+[{COMMA}{END}]"
)
"""Chinese characters that stand apart by stops, as nobody writes who does not hide something."""
_ZERO_FOR_O: Final = re.compile(r"0(?<=[a-z]0)(?=[a-z])")


class Folded(NamedTuple):
    """A folded message; character i of it came from the character `starts[i]` of the message."""

    text: str
    starts: list[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the message itself something stands."""
        return self.starts[start], self.starts[end - 1] + 1


class _Table(dict[int, str]):
    """What each character is folded to, always one: a letter, a separator, or that it is dropped or becomes several."""

    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        self[code] = one = folded if len(folded) == 1 else _SEVERAL if folded else _DROPPED_HERE
        return one


def _fold_char(char: str) -> str:
    """Return what a character is folded to: letters, a separator, or nothing."""
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
    """Return a message as the rules see it. Looks closer only where what stands between letters must change."""
    text, origin = _each(message)
    pieces, starts = list[str](), list[int]()
    text, done = text.rstrip(_SEPARATORS), len(text) - len(text.lstrip(_SEPARATORS))
    for found in _SEAM.finditer(text, done):
        start, end = found.span()
        pieces.append(text[done:start])
        starts += origin[done:start]
        place, done = origin[end], end
        between = _between(pieces, found[0], text[end], message[place - 1 : place + 1])
        if between:
            pieces.append(between)
            starts.append(place - 1)
    pieces.append(text[done:])
    starts += origin[done : len(text)]
    return _joined("".join(pieces), starts)


def _each(message: str) -> tuple[str, Sequence[int]]:
    """Return what every character is folded to, and of each of these which one it came from."""
    text = message.translate(_table)
    if _SEVERAL not in text:
        return text, range(len(text))
    parts = [_fold_char(char) if folded == _SEVERAL else folded for char, folded in zip(message, text, strict=True)]
    return "".join(parts), [place for place, part in enumerate(parts) for _one in part]


def _between(pieces: list[str], run: str, after: str, seam: str) -> str:
    """Return what is left between two letters of what stands there; `seam` is its last character with the letter."""
    before = pieces[-1][-1]
    han = before >= HAN_FROM or after >= HAN_FROM
    if run == _SOFT:
        return "" if han else _SOFT
    initial = _DOT in run and _is_initial("".join(pieces[-4:]))
    strongest = next((one for one in _WEAKER if one in run and not (initial and one == _DOT)), _SOFT if initial else "")
    if strongest == _DOT:
        return END if han or seam[0].isspace() else _SOFT
    if strongest == _LINE:
        return _SOFT if not han and seam[1].islower() and before.isalpha() else COMMA
    return "" if strongest == _SOFT and han else strongest


def _is_initial(out: str) -> bool:
    """Return whether the last word is a single letter, as in V.I.P.: its dot ends no sentence."""
    return out[-1] < HAN_FROM and not out[-2:-1].isalnum()


def _joined(text: str, starts: list[int]) -> Folded:
    """Return the folded text with single letters and characters that stood apart joined to the word they make."""
    gone = {place for found in _LETTERS_APART.finditer(text) for place in range(found.start() + 1, found.end(), 2)}
    gone |= {place for found in _HAN_APART.finditer(text) for place in range(found.start(), found.end(), 2)}
    if gone:
        text, starts = _without(gone, text, starts)
    if "0" in text:
        text = _ZERO_FOR_O.sub("o", text)
    return Folded(text, starts)


def _without(gone: set[int], text: str, starts: list[int]) -> tuple[str, list[int]]:
    pieces, kept, done = list[str](), list[int](), 0
    for place in [*sorted(gone), len(text)]:
        pieces.append(text[done:place])
        kept += starts[done:place]
        done = place + 1
    return "".join(pieces), kept


def in_word(char: str) -> bool:
    """Return whether a folded character belongs to a Latin word or number."""
    return char < HAN_FROM and char.isalnum()
