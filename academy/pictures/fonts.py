"""Which font writes which language, and how wide its characters are.

The fonts come with packages, and complex layout (which needs a library of the system) is left alone: a text is set
alike on every machine. Each package holds one weight; `Typeface.weight` thickens it.
"""

from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import pylopdf_fonts_zh_cn as simplified
import pylopdf_fonts_zh_tw as traditional
from PIL import ImageFont

from academy.pictures.layout import CUT, THIN
from scams.words import api_locale

REGULAR: Final = 0.0
MEDIUM: Final = 0.006
BOLD: Final = 0.013
HEAVY: Final = 0.018

BASELINE: Final = 0.88
"""From the top of a Chinese character's square to the line Latin stands on, in em."""
_UNIT: Final = 1000
_THIN_WIDTH: Final = 0.14
_HALF: Final = 0.5
_OPENING: Final = frozenset("（《〈「『【〔〖“‘")
_CLOSING: Final = frozenset("）》〉」』】〕〗”’")
_LOW: Final = frozenset("，。、")
_MARKS: Final = _OPENING | _CLOSING | _LOW | frozenset("：；")
_NARROW_IN_ENGLISH: Final = frozenset("“”‘’·")
_BEARING: Final = 0.05


class Typeface(NamedTuple):
    """How a text is written."""

    locale: str
    """In any spelling; it decides on the shapes of Chinese characters."""
    serif: bool = False
    weight: float = REGULAR
    """How much thicker strokes are on each side, in em."""


class Glyph(NamedTuple):
    """A character in a font; lengths in em."""

    font: Path | None
    """None where no font has it: it is left out."""
    advance: float
    shift: float = 0.0
    """How far the font's own shape stands too far to the right."""


class Placed(NamedTuple):
    """A character in a line, and where its origin is, in em from the line's beginning."""

    char: str
    font: Path
    x: float


def measure(typeface: Typeface, line: str) -> float:
    """Return how wide a line is, in em, without the empty half of a bracket at either end."""
    line = _spelled(typeface, line)
    trimmed = sum(_trim_before(typeface, line, at) + _trim_after(typeface, line, at) for at in range(len(line)))
    return sum(glyph(typeface, char).advance for char in line) - trimmed


def place(typeface: Typeface, line: str) -> list[Placed]:
    """Return where each character of a line stands; spaces and characters that no font has are left out."""
    line = _spelled(typeface, line)
    placed, x = [], 0.0
    for at, char in enumerate(line):
        one, before = glyph(typeface, char), _trim_before(typeface, line, at)
        if one.font and not char.isspace():
            placed.append(Placed(char, one.font, x - before - one.shift))
        x += one.advance - before - _trim_after(typeface, line, at)
    return placed


@lru_cache(maxsize=20_000)
def glyph(typeface: Typeface, char: str) -> Glyph:
    """Return a character's font and width; the thin space is ours."""
    if char == THIN:
        return Glyph(None, _THIN_WIDTH)
    font = next((path for path in _paths(typeface) if _has(path, char)), None)
    if font is None:
        return Glyph(None, 0.0)
    if char in _NARROW_IN_ENGLISH and api_locale(typeface.locale) == "en":
        return _narrow(font, char)
    return Glyph(font, load(font, _UNIT).getlength(char) / _UNIT + typeface.weight)


@lru_cache(maxsize=64)
def load(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """Return a font at a size in pixels."""
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def _paths(typeface: Typeface) -> tuple[Path, Path]:
    """Return the language's font, and the one that has what it lacks."""
    ours, other = (traditional, simplified) if api_locale(typeface.locale) == "zh-Hant" else (simplified, traditional)
    if typeface.serif:
        return ours.serif_path(), other.serif_path()
    return ours.sans_path(), other.sans_path()


def _has(path: Path, char: str) -> bool:
    """Return whether a font has a character, that is, draws something else than the box for what it lacks."""
    font = load(path, 32)
    return bytes(font.getmask(char)) != bytes(font.getmask("\uffff"))


def _narrow(font: Path, char: str) -> Glyph:
    """Return a mark that the fonts make as wide as a Chinese character as wide as its ink."""
    left, _top, right, _bottom = load(font, _UNIT).getmask(char).getbbox() or (0, 0, _UNIT, 0)
    return Glyph(font, (right - left) / _UNIT + 2 * _BEARING, left / _UNIT - _BEARING)


def _spelled(typeface: Typeface, line: str) -> str:
    """Return a line with three dots on the base line for an ellipsis in English; the fonts' are at middle height."""
    return line.replace(CUT, "...") if api_locale(typeface.locale) == "en" else line


def _trim_before(typeface: Typeface, line: str, at: int) -> float:
    """Return how much of an opening bracket's empty half goes: at a line's beginning, and after another bracket."""
    if line[at] not in _OPENING or not _wide(typeface, line[at]):
        return 0.0
    return _HALF if at == 0 or line[at - 1] in _OPENING else 0.0


def _trim_after(typeface: Typeface, line: str, at: int) -> float:
    """Return how much of the empty half behind a mark goes: at a line's end, and before another mark."""
    empty = _CLOSING if api_locale(typeface.locale) == "zh-Hant" else _CLOSING | _LOW
    if line[at] not in empty or not _wide(typeface, line[at]):
        return 0.0
    following = line[at + 1 : at + 2]
    return _HALF if not following or following in _MARKS else 0.0


def _wide(typeface: Typeface, char: str) -> bool:
    """Return whether a mark is as wide as a Chinese character here."""
    return glyph(typeface, char).advance >= 1
