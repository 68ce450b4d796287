"""Setting Chinese and Latin text in lines. Pure: how wide a line is comes from outside, in em."""

import math
import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

Measure = Callable[[str], float]
"""Returns the width of a line in em, that is, at a font size of 1."""

THIN: Final = "\u2009"
"""Stands between Chinese and Latin. Fonts may lack it: how wide it is, is ours to say."""
CUT: Final = "…"

_CLOSING: Final = frozenset("，。、；：？！）》〉」』】〕〗”…—～・％々ー")
NO_START: Final = _CLOSING | frozenset("’–·‰℃°,.;:?!)]}%")
"""No line begins with one of these."""
NO_END: Final = frozenset("（《〈「『【〔〖“‘([{¥￥$€£#@")
"""No line ends with one of these."""

_HAN: Final = "\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WIDE: Final = re.compile(f"[{_HAN}\u2e80-\u303f\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6]")
_SEAM: Final = re.compile(rf"(?<=[{_HAN}]) ?(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]) ?(?=[{_HAN}])")
_COUNT: Final = re.compile(r"\d$")
_NO_WAY: Final = (1e9, 0)
_ROUGH: Final = 0.4
"""What a break without a pause costs, beside the squared share by which a line differs from the others."""
_MODEST: Final = 0.82
"""A text is set this much smaller if its lines then end where a sentence pauses."""

Ways = dict[tuple[int, int], tuple[float, int]]
"""By the first part and the number of lines left: what the cheapest way costs, and where its first line ends."""


class Fitted(NamedTuple):
    """Lines that fit a box, and the font size in pixels at which they do."""

    size: int
    lines: list[str]


def tidy(text: str) -> str:
    """Return a text with single spaces, and a thin one wherever Chinese and Latin letters or digits meet."""
    return _SEAM.sub(THIN, " ".join(text.split()))


def pieces(text: str) -> list[str]:
    """Return the parts of a tidied text between which a line may end; spaces stand at the end of a part."""
    parts: list[str] = []
    for char in text:
        if parts and _together(parts[-1], char):
            parts[-1] += char
        else:
            parts.append(char)
    return parts


def fit(
    text: str, measure: Measure, *, width: float, height: float, largest: int, smallest: int, leading: float
) -> Fitted:
    """Return the text in balanced lines at the largest size that fits a box, in pixels; cut with … if none does."""
    parts = pieces(tidy(text))
    for size in range(largest, smallest - 1, -2):
        if _fits(parts, measure, width / size, _rows(height, size, leading)):
            return _calmest(parts, measure, width, range(size, max(smallest, round(size * _MODEST)) - 1, -2))
    rows, em = _rows(height, smallest, leading), width / smallest
    parts = list(_short(parts, measure, em))
    if len(list(_greedy(parts, measure, em))) > rows:
        parts = _cut(parts, measure, em, rows)
    return Fitted(smallest, _stripped(balanced(parts, measure, em)))


def _calmest(parts: list[str], measure: Measure, width: float, sizes: range) -> Fitted:
    """Return the lines at the first size at which all end where a sentence pauses, or else at the first of all."""
    first = balanced(parts, measure, width / sizes[0])
    for size in sizes:
        lines = balanced(parts, measure, width / size)
        if len(lines) == len(first) and all(_pauses(line) for line in lines[:-1]):
            return Fitted(size, _stripped(lines))
    return Fitted(sizes[0], _stripped(first))


def balanced(parts: list[str], measure: Measure, width: float) -> list[str]:
    """Return as few lines as there can be, as even as they can be, rather ending where a sentence pauses.

    `width` is in em; a line keeps the space it ended at. Of all ways to break, the cheapest is found from the end.
    """
    total = max(1, len(list(_greedy(parts, measure, width))))
    target = measure("".join(parts).rstrip()) / total
    ways: Ways = {(len(parts), 0): (0.0, len(parts))}
    for start in range(len(parts) - 1, -1, -1):
        ends = list(_ends(parts, start, measure, width, target))
        for rows in range(1, total + 1):
            ways[start, rows] = min((cost + ways.get((end, rows - 1), _NO_WAY)[0], end) for end, cost in ends)
    return _lines(parts, ways, total)


def _ends(parts: list[str], start: int, measure: Measure, width: float, target: float) -> Iterator[tuple[int, float]]:
    """Yield where a line may end that begins with part `start`, and what that costs. There is always one."""
    for end in range(start + 1, len(parts) + 1):
        line = measure("".join(parts[start:end]).rstrip())
        if line > width and end > start + 1:
            return
        rough = _ROUGH if end < len(parts) and not _pauses(parts[end - 1]) else 0.0
        yield end, ((line - target) / max(target, 1)) ** 2 + rough


def _lines(parts: list[str], ways: Ways, rows: int) -> list[str]:
    """Return the lines of the cheapest way."""
    lines: list[str] = []
    start = 0
    while start < len(parts):
        end = ways[start, rows - len(lines)][1]
        lines.append("".join(parts[start:end]))
        start = end
    return lines


def _stripped(lines: list[str]) -> list[str]:
    return [line.rstrip() for line in lines]


def _together(before: str, char: str) -> bool:
    """Return whether no line may end between the part so far and the next character."""
    last = before[-1]
    if char.isspace() or char in NO_START or before.rstrip().endswith(tuple(NO_END)):
        return True
    if last.isspace():  # a number keeps its measure word: 10 条
        return last == THIN and bool(_COUNT.search(before.rstrip())) and bool(_WIDE.match(char))
    return not (_WIDE.match(last) or _WIDE.match(char) or last in _CLOSING)


def _pauses(part: str) -> bool:
    """Return whether a reader pauses after a part: at a word's end in Latin, at punctuation in Chinese."""
    return part[-1] == " " or part[-1] in NO_START


def _rows(height: float, size: int, leading: float) -> int:
    """Return how many lines a box holds; the last needs no space below."""
    return max(1, math.floor((height - size) / (size * leading)) + 1)


def _fits(parts: list[str], measure: Measure, width: float, rows: int) -> bool:
    """Return whether every part fits a line, and all lines the box."""
    for count, line in enumerate(_greedy(parts, measure, width), start=1):
        if count > rows or measure(line) > width:
            return False
    return True


def _greedy(parts: list[str], measure: Measure, width: float) -> Iterator[str]:
    """Yield lines as full as they can be: no other way needs fewer."""
    line = ""
    for part in parts:
        if line and measure((line + part).rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += part
    if line:
        yield line.rstrip()


def _short(parts: list[str], measure: Measure, width: float) -> Iterator[str]:
    """Yield the parts, those too long for a line cut so that each has room for the sign of a cut."""
    for part in parts:
        while len(part.rstrip()) > 1 and measure(part.rstrip()) > width:
            end = max((at for at in range(1, len(part)) if measure(part[:at] + CUT) <= width), default=1)
            yield part[:end]
            part = part[end:]
        yield part


def _cut(parts: list[str], measure: Measure, width: float, rows: int) -> list[str]:
    """Return as many of the first parts as fit so many lines with the sign of a cut behind them."""
    low, high = 0, len(parts)
    while low < high:
        middle = (low + high + 1) // 2
        if _fits(_with_sign(parts[:middle]), measure, width, rows):
            low = middle
        else:
            high = middle - 1
    return _with_sign(parts[:low])


def _with_sign(parts: list[str]) -> list[str]:
    """Return parts of which the last ends in …, with no punctuation before it."""
    kept = list(parts)
    while kept and not kept[-1].strip("".join(NO_START | NO_END) + " " + THIN):
        kept.pop()
    if not kept:
        return [CUT]
    return [*kept[:-1], kept[-1].rstrip("".join(NO_START | NO_END) + " " + THIN) + CUT]
