"""Writing lines of text onto a picture, and the picture into bytes."""

from functools import partial
from io import BytesIO
from typing import Final, NamedTuple

from PIL import Image, ImageDraw

from academy.pictures import fonts
from academy.pictures.fonts import Typeface
from academy.pictures.layout import Fitted, fit

_ROOM: Final = 1.35
"""From a line's baseline to the next, as a share of the size."""


class Box(NamedTuple):
    """A place for text on a picture, in pixels."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height


def fitted(text: str, typeface: Typeface, box: Box, largest: int, smallest: int, leading: float = _ROOM) -> Fitted:
    """Return the text in lines at the largest size from `largest` to `smallest` pixels that fits a box."""
    measure = partial(fonts.measure, typeface)
    return fit(text, measure, width=box.width, height=box.height, largest=largest, smallest=smallest, leading=leading)


def height_of(block: Fitted, leading: float = _ROOM) -> float:
    """Return how high a block of lines is, in pixels."""
    return block.size * (1 + leading * (len(block.lines) - 1))


def write_block(
    picture: Image.Image,
    block: Fitted,
    typeface: Typeface,
    box: Box,
    colour: str,
    *,
    centred: bool = False,
    leading: float = _ROOM,
) -> float:
    """Write a block's lines from the top of a box, and return where it ends, in pixels."""
    for row, line in enumerate(block.lines):
        spare = box.width - fonts.measure(typeface, line) * block.size
        left = box.left + (spare / 2 if centred else 0)
        write_line(picture, line, typeface, block.size, (left, box.top + row * block.size * leading), colour)
    return box.top + height_of(block, leading)


def write_line(
    picture: Image.Image, line: str, typeface: Typeface, size: int, at: tuple[float, float], colour: str
) -> float:
    """Write one tidied line with its top left corner at a point, and return where it ends, in pixels."""
    draw = ImageDraw.Draw(picture)
    left, top = at
    baseline = round(top + fonts.BASELINE * size)
    for char, font, x in fonts.place(typeface, line):
        draw.text(
            (left + x * size, baseline),
            char,
            fill=colour,
            font=fonts.load(font, size),
            anchor="ls",
            stroke_width=typeface.weight * size,
        )
    return left + fonts.measure(typeface, line) * size


def png(picture: Image.Image, dots_per_inch: int = 72) -> bytes:
    """Return a picture as a PNG file; the same picture always as the same bytes."""
    written = BytesIO()
    picture.save(written, "PNG", optimize=True, dpi=(dots_per_inch, dots_per_inch))
    return written.getvalue()
