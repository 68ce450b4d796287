"""A word is found wherever its characters stand together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.search.text import lookup, tokens
from scams.search.text.stem import stem

HAN = st.text(st.sampled_from("刷单返利杀猪盘公检法安全账户"), min_size=1, max_size=8)


def test_characters_pairs_and_words() -> None:
    assert tokens("刷單App，2,000元") == ["刷", "单", "刷单", "app", "2", "000", "元"]


@given(HAN, HAN, HAN)
def test_a_word_is_found_in_every_text_it_stands_in(before: str, word: str, after: str) -> None:
    assert set(lookup(word)) <= set(tokens(before + word + after))


def test_a_word_of_two_characters_is_found_in_no_other_text() -> None:
    assert not set(lookup("刷单")) & set(tokens("单刷，刷的单"))


@pytest.mark.parametrize(
    ("words", "one"),
    [
        ("scam scams scammed scamming", "scam"),
        ("refund refunds refunded refunding", "refund"),
        ("price prices pricing priced", "pric"),
        ("family families", "family"),
        ("company companies", "company"),
        ("bus", "bus"),
        ("boss", "boss"),
        ("this", "this"),
        ("crisis", "crisis"),
        ("boxes box", "box"),
        ("96110", "96110"),
        ("пассажиры", "пассажиры"),
    ],
)
def test_endings_of_english_words(words: str, one: str) -> None:
    assert {stem(word) for word in words.split()} == {one}


def test_a_word_without_end_is_cut() -> None:
    assert lookup("x" * 5000) == tuple(tokens("x" * 5000)) == ("x" * 64,)
