"""Characters come from the right font, marks lose their empty half where they should, and ink stays inside its box."""

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from academy.pictures.fonts import BOLD, HEAVY, Typeface, glyph, measure, place
from academy.pictures.layout import THIN
from academy.pictures.paint import Box, fitted, write_block

HANS: Final = Typeface("zh-Hans")
HANT: Final = Typeface("zh-hant")
ENGLISH: Final = Typeface("en")
TITLES: Final = [
    (HANS, "刷单返利：先垫钱再返利，都是骗局"),
    (HANT, "「猜猜我是誰」：假冒親友借錢，先打原來的號碼問一問"),
    (ENGLISH, "The person who says “don’t tell your family” is the one to tell your family about"),
    (Typeface("zh-hans", weight=HEAVY), "10 条消息里认出 9 条骗局"),
    (Typeface("zh-hant", serif=True, weight=BOLD), "客服來電說您被收了「百萬保障」的費用：退款，還是轉帳？"),
]


def font_of(typeface: Typeface, char: str) -> str:
    font = glyph(typeface, char).font
    return font.name if font else ""


def test_each_script_has_its_own_shapes() -> None:
    assert font_of(HANS, "骨") == "NotoSansSC-Regular.otf"
    assert font_of(HANT, "骨") == "NotoSansTC-Regular.otf"
    assert font_of(Typeface("zh-HK", serif=True), "骨") == "NotoSerifTC-Regular.otf"


def test_a_character_the_language_lacks_comes_from_the_other_font_and_one_nobody_has_is_left_out() -> None:
    assert font_of(HANT, "骗") == "NotoSansSC-Regular.otf"
    assert glyph(HANS, "🙂").font is None
    assert [one.char for one in place(HANS, "骗🙂局")] == ["骗", "局"]
    assert measure(HANS, "骗🙂局") == measure(HANS, "骗局") == 2


def test_marks_lose_their_empty_half_at_the_ends_of_a_line_and_beside_each_other() -> None:
    assert measure(HANS, "骗局") == 2
    assert measure(HANS, "骗局，") == 2.5
    assert measure(HANS, "（骗局）") == 3
    assert measure(HANS, "骗（局）骗") == 5
    assert measure(HANS, "骗局”，“骗局") == 6
    assert measure(HANT, "騙局，") == 3  # in Traditional Chinese it stands in the middle


def test_between_chinese_and_latin_there_is_a_thin_space() -> None:
    assert 0 < measure(HANS, THIN) < measure(HANS, " ")


def test_quotation_marks_are_narrow_in_english_and_an_ellipsis_is_three_dots() -> None:
    assert measure(HANS, "’") == 0.5
    assert measure(ENGLISH, "’") < 0.4
    assert measure(ENGLISH, "…") == measure(ENGLISH, "...")


def ink(typeface: Typeface, text: str, box: Box) -> tuple[int, int, int, int]:
    """Where something was drawn on a blank picture with room around the box."""
    picture = Image.new("L", (round(box.left + box.width + 200), round(box.bottom + 200)), 255)
    write_block(picture, fitted(text, typeface, box, 96, 24), typeface, box, "black")
    return ImageChops.invert(picture).getbbox() or (0, 0, 0, 0)


def is_inside(found: tuple[int, int, int, int], box: Box) -> bool:
    left, top, right, bottom = found
    beside = 3  # pixels: what thickens a stroke, and a descender
    return (
        left >= box.left - beside
        and right <= box.left + box.width + beside
        and top >= box.top - beside
        and bottom <= box.bottom + 24
    )


@pytest.mark.parametrize(("typeface", "text"), TITLES)
@pytest.mark.parametrize("size", [(1000, 300), (400, 200), (180, 60)])
def test_what_is_drawn_stays_inside_its_box(typeface: Typeface, text: str, size: tuple[int, int]) -> None:
    box = Box(100, 100, *size)
    found = ink(typeface, text, box)
    assert found[2] - found[0] > box.width / 3
    assert is_inside(found, box)


@settings(max_examples=30)
@given(st.text(max_size=60), st.sampled_from([HANS, HANT, ENGLISH]))
def test_no_text_breaks_the_drawing(text: str, typeface: Typeface) -> None:
    box = Box(100, 100, 500, 150)
    found = ink(typeface, text, box)
    assert found == (0, 0, 0, 0) or found[2] <= box.left + box.width + 60
