import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.checking.fold import fold


@pytest.mark.parametrize(
    ("message", "folded"),
    [
        ("轉帳至「安全帳戶」", "转账至安全账户"),
        ("刷 单·返*利", "刷单返利"),
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
    text, starts, ends = fold(message)
    assert len(text) == len(starts) == len(ends)
    assert starts == sorted(starts)
    assert all(0 <= start < end <= len(message) for start, end in zip(starts, ends, strict=True))


def test_a_character_that_becomes_several_comes_from_one_place() -> None:
    assert fold("㎏好") == ("kg好", [0, 0, 1], [1, 1, 2])
