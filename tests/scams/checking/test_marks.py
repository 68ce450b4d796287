from itertools import pairwise

import pytest

from scams.checking.marks import marks_in


def found(message: str) -> list[tuple[str, str]]:
    return [(message[mark.start : mark.end], mark.kinds[-1]) for mark in marks_in(message)]


@pytest.mark.parametrize(
    ("message", "marks"),
    [
        ("点 https://bit.ly/3xY 查看", [("https://bit.ly/3xY", "short-link")]),
        ("登录icbc-safe.top领取", [("icbc-safe.top", "odd-link")]),
        ("www.icbc.com.cn", [("www.icbc.com.cn", "official-link")]),
        ("www.icbc.com.cn.login.vip/a", [("www.icbc.com.cn.login.vip/a", "odd-link")]),
        ("查 www.gov.cn", [("www.gov.cn", "official-link")]),
        ("chat.whatsapp.com/a", [("chat.whatsapp.com/a", "link")]),
        ("hxxp://10.2.3.4/a", [("hxxp://10.2.3.4/a", "odd-link")]),
        ("ｂｉｔ．ｌｙ／ａ", [("ｂｉｔ．ｌｙ／ａ", "short-link")]),
        ("电话13800138000", [("13800138000", "phone")]),
        ("+86 170 1234 5678 来电", [("+86 170 1234 5678", "foreign-phone")]),
        ("打 400-118-2290", [("400-118-2290", "phone")]),
        ("卡号4111 1111 1111 1111", [("4111 1111 1111 1111", "card")]),
        ("6222021234567890123", [("6222021234567890123", "card")]),
        ("共¥128000000", []),
        ("2026-11-26 14:30", []),
        ("me@example.com", []),
        ("I left.Then he called", []),
        ("等等...好", []),
    ],
)
def test_what_has_a_shape_is_recognised(message: str, marks: list[tuple[str, str]]) -> None:
    assert found(message) == marks


def test_no_mark_is_within_another_and_links_go_first() -> None:
    assert found("http://1.2.3.4/a.top 6222 0212-3456.top 400-118-2290") == [
        ("http://1.2.3.4/a.top", "odd-link"),
        ("0212-3456.top", "odd-link"),
        ("400-118-2290", "phone"),
    ]


@pytest.mark.parametrize(
    "piece", ["a.cc 13800138000 ", "a-", "a.", "1-", "+1.", "http://", "0755-1234567.top,", "1 (", "９．"]
)
def test_text_that_is_full_of_them_is_read_from_end_to_end(piece: str) -> None:
    message = (piece * 10_000)[:10_000] + " 110.top"
    marks = marks_in(message)
    assert message[marks[-1].start : marks[-1].end] == "110.top"
    assert all(before.end <= after.start for before, after in pairwise(marks))
