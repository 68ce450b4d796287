"""All ways to write the same become one, and every place leads back to the text that was sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.search.text import fold, folded


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("刷單返利", "刷单返利"),
        ("安全帳戶", "安全账户"),
        ("安全賬戶", "安全账户"),
        ("安全帐户", "安全账户"),
        ("臺灣／台灣", "台湾/台湾"),
        ("Ｓａｆｅ　Ａｃｃｏｕｎｔ", "safe account"),
        ("Café ﬁne Straße", "cafe fine strasse"),
        ("cafe\u0301", "cafe"),
        ("刷\u200b单\u202e返\u2060利\ufe0f", "刷单返利"),
        ("\ud800刷单", "刷单"),
        ("刷\x00单\t返\u3000利", "刷 单 返 利"),
    ],
)
def test_one_form(written: str, same: str) -> None:
    assert fold(written) == same


def test_places_lead_back_to_what_was_sent() -> None:
    sent = "请\u200b到㍿的安全\u200b帳戶"
    text = folded(sent)
    start = text.text.index("安全账户")
    assert sent[slice(*text.span(start, start + 4))] == "安全\u200b帳戶"
    assert sent[slice(*text.span(text.text.index("会"), text.text.index("社")))] == "㍿"
    assert text.at(sent.index("安")) == start
    assert text.span(0, 0) == (0, 0)


@given(st.text())
def test_any_text_folds_with_a_place_for_each_character(text: str) -> None:
    whole = folded(text)
    assert whole.text == fold(text) == fold(whole.text)
    assert len(whole.origin) == len(whole.text)
    assert list(whole.origin) == sorted(whole.origin)
