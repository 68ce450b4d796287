"""Words that were asked for are marked, and what comes out is safe HTML."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.search.snippets import LENGTH, marked, snippet
from scams.search.text import Synonyms, terms


@pytest.mark.parametrize(
    ("text", "question", "html"),
    [
        ("刷單返利", "刷单", "<mark>刷單</mark>返利"),
        ("Scammers & <b>refunds</b>", "refund", "Scammers &amp; &lt;b&gt;<mark>refunds</mark>&lt;/b&gt;"),
        ("刷\u200b单", "刷单", "<mark>刷\u200b单</mark>"),
        ("安全账户和账户", "安全账户 账户", "<mark>安全账户</mark>和<mark>账户</mark>"),
        ("<mark>", "mark", "&lt;<mark>mark</mark>&gt;"),
        ("没有", "刷单", "没有"),
    ],
)
def test_marks(text: str, question: str, html: str) -> None:
    assert marked(text, terms(question)) == html


def test_a_snippet_is_cut_where_the_words_are() -> None:
    text = "开头。" * 200 + "后来有人拉您去刷单，先垫付。" + "结尾。" * 200
    cut = snippet(text, terms("刷单"))
    assert "<mark>刷单</mark>" in cut
    assert cut.startswith("…")
    assert cut.endswith("…")
    assert len(re.sub("<.*?>", "", cut)) <= LENGTH + 2


def test_other_words_are_marked_as_they_stand_together() -> None:
    synonyms = Synonyms.of([["game skin", "in-game item", "游戏皮肤"]])
    text = "Sold in the game: rare in-game items, a SKIN for a game. 游戏皮肤"
    html = "Sold in the <mark>game</mark>: rare <mark>in-game items</mark>, a <mark>SKIN</mark> for a <mark>game</mark>"
    assert marked(text, terms("game skins", synonyms)) == f"{html}. <mark>游戏皮肤</mark>"


def test_no_latin_word_is_cut_through() -> None:
    text = " ".join(f"word{number}" for number in range(200))
    for question in ("word0", "word100", "nothing"):
        words = re.sub("<.*?>|…", "", snippet(text, terms(question))).split()
        assert words
        assert set(words) <= set(text.split())
    assert len(snippet("x" * 5_000, terms("y"))) > LENGTH


def test_a_heading_is_told_from_what_follows() -> None:
    text = "第一天\n有人加您好友。\n几天后\n钱到账了"
    assert snippet(text, terms("好友")) == "第一天 · 有人加您<mark>好友</mark>。 几天后 · 钱到账了"


def test_without_the_words_it_is_the_beginning() -> None:
    assert snippet("开头" * 100, terms("刷单")) == "开头" * (LENGTH // 2) + "…"
    assert snippet("", terms("刷单")) == ""


@given(st.text(), st.text())
def test_nothing_of_a_text_is_ever_markup(text: str, question: str) -> None:
    for html in (marked(text, terms(question)), snippet(text, terms(question))):
        assert "<" not in re.sub("</?mark>", "", html)
        assert html.count("<mark>") == html.count("</mark>")
