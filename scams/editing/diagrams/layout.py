"""Where the boxes and lines of a picture stand: an outline, each thing below and to the right of what leads to it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

WIDTH: Final = 680
"""Units of the picture, drawn at one pixel each."""
INDENT: Final = 92
"""Room for the answer's name on the line that leads to a box."""
LINE: Final = 20
PAD: Final = 10
GAP: Final = 14
FONT: Final = 14
BOLD: Final = 1.08
"""How much wider bold letters are."""
NARROW: Final = 0.56
"""How wide a letter is, in parts of a Chinese character."""
_OPENING: Final = "“‘（《「『"
_CLOSING: Final = "，。？！、：；”’）》」』…"
_HAN: Final = "\u2e80-\u2fff\u3040-\u9fff\uf900-\ufaff"
_WIDE: Final = re.compile(rf"[{_HAN}{_OPENING}{_CLOSING}\uff00-\uffef✕→]")
_PIECE: Final = re.compile(
    rf"(?=.)[{_OPENING}]*(?:[{_HAN}]|[^\s{_HAN}{_OPENING}{_CLOSING}]+)?[{_CLOSING}]*\s*", re.DOTALL
)
"""What stays together: a Chinese character or a word, with what opens before and closes after it."""


class Item(NamedTuple):
    """One thing in a picture: what leads to it, what it says, how it looks, what is wrong with it, what follows it."""

    tag: str
    text: str
    look: str
    """`question`, `effect` or `step`."""
    fault: str = ""
    children: tuple["Item", ...] = ()


class Box(NamedTuple):
    """One item in its place."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[tuple[int, str], ...]
    """The y of each line of text, and the text."""
    wrong: tuple[tuple[int, str], ...]
    """The same for what is wrong with it."""
    look: str


class Arrow(NamedTuple):
    """A line that leads to a box, in two parts, the stem and what branches off; its name, and where that stands."""

    stem: str
    branch: str
    tag: str
    x: int
    y: int
    wrong: bool


class Picture(NamedTuple):
    """Everything to draw, in a frame of `width` by `height`."""

    width: int
    height: int
    boxes: list[Box]
    arrows: list[Arrow]


def draw(items: Sequence[Item], *, linked: bool = False) -> Picture:
    """Return the picture of an outline; `linked` items of the first row follow one another."""
    boxes: list[Box] = []
    arrows: list[Arrow] = []
    top, before = 1, None
    for item in items:
        box = _box(item, 1, top)
        if linked and before:
            arrows.append(Arrow(f"M{before.x + 16} {before.y + before.height}V{box.y}", "", "", 0, 0, wrong=False))
        top = _place(item, box, boxes, arrows)
        before = box
    return Picture(WIDTH, max(top - GAP, 0) + 2, boxes, arrows)


def _place(item: Item, box: Box, boxes: list[Box], arrows: list[Arrow]) -> int:
    """Put an item and what follows it into the picture; return where the next one begins."""
    boxes.append(box)
    top = box.y + box.height + GAP
    for child in item.children:
        below = _box(child, box.x + INDENT, top)
        middle = below.y + LINE // 2 + PAD
        stem, branch = f"M{box.x + 16} {box.y + box.height}V{middle}", f"M{box.x + 16} {middle}H{below.x}"
        arrows.append(Arrow(stem, branch, child.tag, box.x + 22, middle - 5, wrong=bool(child.fault)))
        top = _place(child, below, boxes, arrows)
    return top


def _box(item: Item, x: int, y: int) -> Box:
    room = (WIDTH - x - 3 - 2 * PAD) / FONT
    said = list(wrap(item.text, room))
    wrong = list(wrap(f"✕ {item.fault}", room / BOLD)) if item.fault else []
    first = y + PAD + LINE - 5
    lines = [(first + number * LINE, line) for number, line in enumerate([*said, *wrong])]
    longest = max(*map(_length, said), *(_length(line) * BOLD for line in wrong), 0)
    width = longest * FONT + 2 * PAD + 2
    height = len(lines) * LINE + 2 * PAD
    return Box(x, y, round(width), height, tuple(lines[: len(said)]), tuple(lines[len(said) :]), item.look)


def wrap(text: str, room: float) -> Iterator[str]:
    """Yield `text` in lines of at most `room` Chinese characters, broken at spaces and beside Chinese characters."""
    line = ""
    for found in _PIECE.finditer(text):
        piece = found[0]
        if line and _length(line + piece.rstrip()) > room:
            yield line.rstrip()
            line = ""
        line += piece
    yield line.rstrip()


def _length(text: str) -> float:
    return sum(1.0 if _WIDE.match(char) else NARROW for char in text)
