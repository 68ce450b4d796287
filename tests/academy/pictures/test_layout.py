"""Text is broken into lines by the rules of Chinese and Latin. Here each character is one em wide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.pictures.layout import NO_END, NO_START, THIN, Fitted, balanced, fit, pieces, tidy

WORDS = "骗局转账客服，。、；：？！）》」』”…“（《「『 aZ9%-.·\u2009"


def square(line: str) -> float:
    return len(line.replace(THIN, ""))


def lines(text: str, width: float) -> list[str]:
    return [line.rstrip() for line in balanced(pieces(tidy(text)), square, width)]


def in_box(text: str, *, width: float, height: float, largest: int = 40, smallest: int = 10) -> Fitted:
    return fit(text, square, width=width, height=height, largest=largest, smallest=smallest, leading=1.5)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("先垫钱再返利，都是骗局", 6, ["先垫钱再返", "利，都是骗局"]),
        ("先垫钱，再返利", 4, ["先垫钱，", "再返利"]),
        ("他说（安全账户）很安全", 4, ["他说（安", "全账户）", "很安全"]),
        ("他们说（安全）", 4, ["他们说", "（安全）"]),
        ("说「好」。走", 3, ["说", "「好」。", "走"]),
        ("Customer service calling", 16, ["Customer", "service calling"]),
        ("10 条消息里认出 9 条骗局", 7, [f"10{THIN}条消息里", f"认出{THIN}9{THIN}条骗局"]),
        ("下载ZoomApp再说", 7, ["下载", f"ZoomApp{THIN}", "再说"]),
        ("所以……没有了", 4, ["所以……", "没有了"]),
        ("", 5, []),
    ],
)
def test_lines_end_where_they_may(text: str, width: float, expected: list[str]) -> None:
    assert lines(text, width) == [line.rstrip() for line in expected]


def test_chinese_and_latin_have_a_thin_space_between_them_whatever_was_typed() -> None:
    assert tidy(" 用 App付款10元,  ok ") == f"用{THIN}App{THIN}付款{THIN}10{THIN}元, ok"


def test_a_break_at_a_pause_is_worth_a_little_unevenness_but_not_much() -> None:
    assert lines("网上交友：谈到钱时，您怎么做", 10) == ["网上交友：", "谈到钱时，您怎么做"]
    assert lines("好，网上交友谈到钱时您怎么做", 12) == ["好，网上交友谈", "到钱时您怎么做"]


def test_a_little_smaller_is_better_than_a_break_inside_a_sentence() -> None:
    assert in_box("网上交友谈到钱时，您会怎么做呢", width=340, height=110) == Fitted(
        36, ["网上交友谈到钱时，", "您会怎么做呢"]
    )


def test_the_largest_size_that_fits_is_taken() -> None:
    assert in_box("骗局骗局", width=160, height=40) == Fitted(40, ["骗局骗局"])
    assert in_box("骗局骗局", width=80, height=40) == Fitted(20, ["骗局骗局"])
    assert in_box("骗局骗局", width=80, height=100) == Fitted(40, ["骗局", "骗局"])


def test_a_text_too_long_for_the_smallest_size_is_cut_with_no_mark_before_the_ellipsis() -> None:
    assert in_box("一二三四五六七，八九十", width=80, height=10) == Fitted(10, ["一二三四五六七…"])
    assert in_box("one two three", width=80, height=10) == Fitted(10, ["one two…"])


def test_a_word_longer_than_a_line_is_cut_only_then() -> None:
    assert in_box("abcdefghijkl", width=80, height=30) == Fitted(10, ["abcdefg", "hijkl"])


@given(st.text(alphabet=WORDS, max_size=60), st.integers(8, 30))
def test_no_line_begins_or_ends_with_what_must_not_stand_there(text: str, width: int) -> None:
    parts = pieces(tidy(text))
    if any(square(part.rstrip()) > width for part in parts):
        return
    found = lines(text, width)
    assert [line for line in found[1:] if line[0] in NO_START] == []
    assert [line for line in found[:-1] if line[-1] in NO_END] == []


@given(st.text(alphabet=WORDS, max_size=60), st.integers(2, 30))
def test_breaking_loses_nothing_but_spaces_and_needs_no_line_more_than_it_must(text: str, width: int) -> None:
    found = lines(text, width)
    assert "".join(found).replace(" ", "").replace(THIN, "") == tidy(text).replace(" ", "").replace(THIN, "")
    assert len(found) == fewest(pieces(tidy(text)), width)


def fewest(parts: list[str], width: int) -> int:
    """How many lines there are if each takes as many parts as it can."""
    count, line = 0, ""
    for part in parts:
        if not line or square((line + part).rstrip()) > width:
            count, line = count + 1, ""
        line += part
    return count


@given(st.text(max_size=80), st.integers(40, 400), st.integers(12, 200))
def test_whatever_is_written_fits_its_box(text: str, width: int, height: int) -> None:
    made = in_box(text, width=width, height=height, largest=60, smallest=12)
    assert [line for line in made.lines if square(line) * made.size > width and len(line) > 1] == []
    assert made.size * (1 + 1.5 * (len(made.lines) - 1)) <= height or len(made.lines) <= 1
