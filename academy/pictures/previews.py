"""Pictures 1200 × 630 that stand for a page, or for a result, where a link to it is shared."""

from typing import Final, Literal, NamedTuple

from django.utils.translation import gettext, override
from PIL import Image, ImageDraw

from academy.pictures import palette
from academy.pictures.fonts import BOLD, HEAVY, MEDIUM, Typeface, measure
from academy.pictures.layout import tidy
from academy.pictures.mark import draw_mark
from academy.pictures.paint import Box, fitted, height_of, png, write_block, write_line

Kind = Literal["article", "quiz", "page"]

SIZE: Final = (1200, 630)
_EDGE: Final = 80
_TEXT: Final = Box(_EDGE, 152, SIZE[0] - 2 * _EDGE - 60, 316)
_LABEL: Final = Box(470, 58, 650, 56)
_FOOT: Final = 534
_GAP: Final = 32
"""Between a quiz's title and what came out."""


class Colours(NamedTuple):
    """The colours of one kind of picture."""

    ground: str
    shape: str
    words: str
    soft: str
    label: str
    label_words: str
    shield: str
    book: str


_ARTICLE: Final = Colours(
    ground=palette.PAPER,
    shape=palette.PAPER_SHADE,
    words=palette.INK,
    soft=palette.SOFT,
    label=palette.TINT,
    label_words=palette.BRAND,
    shield=palette.BRAND,
    book=palette.SHEET,
)
_PAGE: Final = _ARTICLE._replace(ground=palette.TINT, shape=palette.TINT_SHADE, label=palette.SHEET)
_QUIZ: Final = Colours(
    ground=palette.DEEP,
    shape=palette.BRAND,
    words=palette.ON_DEEP,
    soft=palette.ON_DEEP_SOFT,
    label=palette.ON_DEEP_SOFT,
    label_words=palette.DEEP,
    shield=palette.ON_DEEP,
    book=palette.DEEP,
)
_COLOURS: Final[dict[Kind, Colours]] = {"article": _ARTICLE, "quiz": _QUIZ, "page": _PAGE}


def page_picture(*, locale: str, title: str, label: str, kind: Kind) -> bytes:
    """Return a PNG that stands for a page: its title, and above it what it is about (may be empty)."""
    colours = _COLOURS[kind]
    with override(locale.lower()):
        picture = _ground(locale, colours, gettext("Not sure about a payment? Stop first, then ask someone you trust."))
    _label(picture, locale, label, colours)
    typeface = Typeface(locale, weight=BOLD)
    block = fitted(title, typeface, _TEXT, 104, 40)
    top = _TEXT.top + (_TEXT.height - height_of(block)) / 2
    write_block(picture, block, typeface, _TEXT._replace(top=top), colours.words)
    return png(picture)


def share_picture(*, locale: str, title: str, line: str) -> bytes:
    """Return a PNG of a result: the quiz's title, and in large what came out."""
    with override(locale.lower()):
        picture = _ground(locale, _QUIZ, gettext("Would you see it? Take the quiz: three minutes, no account."))
    small, large = Typeface(locale), Typeface(locale, weight=HEAVY)
    over = fitted(title, small, _TEXT._replace(height=90), 40, 28)
    under = fitted(line, large, _TEXT._replace(height=_TEXT.height - _GAP - height_of(over)), 104, 44)
    top = _TEXT.top + (_TEXT.height - height_of(over) - _GAP - height_of(under)) / 2
    bottom = write_block(picture, over, small, _TEXT._replace(top=top), _QUIZ.soft)
    write_block(picture, under, large, _TEXT._replace(top=bottom + _GAP), _QUIZ.words)
    return png(picture)


def _ground(locale: str, colours: Colours, advice: str) -> Image.Image:
    """Return a picture with the site's name at the top and a line of advice at the foot."""
    picture = Image.new("RGB", SIZE, colours.ground)
    draw_mark(picture, 800, 60, 620, colours.shape)
    draw_mark(picture, _EDGE - 6, 56, 60, colours.shield, colours.book)
    name = gettext("Anti-fraud academy")
    write_line(picture, tidy(name), Typeface(locale, weight=BOLD), 32, (_EDGE + 66, 70), colours.words)
    ImageDraw.Draw(picture).line((_EDGE, _FOOT - 26, SIZE[0] - _EDGE, _FOOT - 26), fill=colours.soft, width=1)
    foot = Box(_EDGE, _FOOT, SIZE[0] - 2 * _EDGE, 44)
    write_block(picture, fitted(advice, Typeface(locale), foot, 30, 20), Typeface(locale), foot, colours.soft)
    return picture


def _label(picture: Image.Image, locale: str, label: str, colours: Colours) -> None:
    """Write the label into a rounded field at the upper right; one too long for its place is made smaller, then cut."""
    if not label:
        return
    typeface = Typeface(locale, weight=MEDIUM)
    block = fitted(label, typeface, Box(0, 0, _LABEL.width - 48, _LABEL.height / 2), 28, 22)
    line = block.lines[0]
    left = _LABEL.left + _LABEL.width - 48 - measure(typeface, line) * block.size
    field = (left, _LABEL.top, _LABEL.left + _LABEL.width, _LABEL.bottom)
    ImageDraw.Draw(picture).rounded_rectangle(field, radius=_LABEL.height / 2, fill=colours.label)
    top = _LABEL.top + (_LABEL.height - block.size) / 2 - 1
    write_line(picture, line, typeface, block.size, (left + 24, top), colours.label_words)
