import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.checking.fold import fold


@pytest.mark.parametrize(
    ("message", "folded"),
    [
        ("轉帳至「安全帳戶」", "转账至安全账户"),
        ("刷 单·返*利", "刷单返利"),
        ("同.城.交.友群", "同城交友群"),
        ("同。城", "同\n城"),
        ("刷\u200b单\u2066返\ufeff利", "刷单返利"),
        ("ＶＩＰ　ｆｅｅ", "vip fee"),
        ("V.I.P. only", "vip only"),
        ("U S D T", "usdt"),
        ("acc0unt 100", "account 100"),
        ("Don’t tell", "dont tell"),
        ("раy now", "pay now"),
        ("您付款。好", "你付款\n好"),
        ("你好，我", "你好,我"),
        ("pay the\nfee", "pay the fee"),
        ("你好\n我", "你好,我"),
        ("Stop. Pay", "stop\npay"),
        ("", ""),
        ("\0\u202e", ""),
    ],
)
def test_all_ways_to_write_the_same_are_one(message: str, folded: str) -> None:
    assert fold(message).text == folded


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_every_character_came_from_somewhere_in_order(message: str) -> None:
    folded = fold(message)
    assert len(folded.text) == len(folded.starts)
    assert folded.starts == sorted(folded.starts)
    for place in range(len(folded.text)):
        start, end = folded.place(place, place + 1)
        assert 0 <= start < end <= len(message)


def test_a_character_that_becomes_several_comes_from_one_place() -> None:
    folded = fold("㎏好")
    assert folded == ("kg好", [0, 0, 1])
    assert [folded.place(*span) for span in ((0, 1), (0, 2), (1, 3))] == [(0, 1), (0, 1), (0, 2)]


def test_between_two_letters_the_strongest_stays_where_it_stood() -> None:
    folded = fold(" ,aa ,！ bb, \u200b,cc.\tdog V.I.P. ee。")
    assert folded.text == "aa\nbb,cc\ndog vip ee"
    assert [folded.place(place, place + 1)[0] for place in range(12)] == [2, 3, 7, 8, 9, 13, 14, 15, 17, 18, 19, 20]
