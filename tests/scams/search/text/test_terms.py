"""What a question asks for."""

import pytest

from scams.search.text import Synonyms, terms, words

SYNONYMS = Synonyms.of(
    [["杀猪盘", "网恋投资诈骗", "pig butchering"], ["刷单", "点赞返佣", "task scam"], ["AI换脸", "deepfake"]]
)


@pytest.mark.parametrize("word", ["刷单", "杀猪盘", "公检法", "跑分", "安全账户", "百万保障"])
def test_house_words_stay_whole(word: str) -> None:
    assert word in words(f"他说{word}的事")


def test_a_question_is_its_telling_words() -> None:
    assert [term.word for term in terms("我在網上刷單被騙了怎麼辦？")] == ["网上", "刷单"]
    assert [term.word for term in terms("What is a safe account?")] == ["safe", "account"]


def test_a_question_of_nothing_else_keeps_what_it_has() -> None:
    assert [term.word for term in terms("怎么办")] == ["怎么办"]
    assert [term.word for term in terms("what is this")] == ["what", "is", "this"]


@pytest.mark.parametrize("question", ["", '"', "*()-+:^~", "\0", "\u202e", "。。。", "__"])
def test_what_has_no_word_asks_for_nothing(question: str) -> None:
    assert terms(question) == ()


@pytest.mark.parametrize("question", ["pig butchering", "Pig-Butchering", "杀猪盘", "殺豬盤", "網戀投資詐騙"])
def test_each_of_a_group_finds_the_others(question: str) -> None:
    (term,) = terms(question, SYNONYMS)
    assert {("杀猪", "猪盘"), ("pig", "butcher")} <= set(term.tokens())


def test_only_what_was_asked_for_may_stand_apart() -> None:
    assert terms("网恋投资诈骗", SYNONYMS)[0].tokens()[:2] == [
        ("网恋", "恋投", "投资", "资诈", "诈骗"),
        ("网恋", "投资", "诈骗"),
    ]
    assert ("网恋", "投资", "诈骗") not in terms("杀猪盘", SYNONYMS)[0].tokens()


def test_phrases_are_no_parts_of_longer_words() -> None:
    assert [term.word for term in terms("multitask scams", SYNONYMS)] == ["multitask", "scams"]
    assert [term.word for term in terms("task scams", SYNONYMS)] == ["task scams"]
    assert [set(term.tokens()) for term in terms("AI 换脸", SYNONYMS)] == [{("ai", "换脸"), ("deepfak",)}]


def test_a_question_without_end_is_cut_to_its_first_words() -> None:
    assert len(terms("".join(chr(0x4E00 + place) + " " for place in range(5000)))) == 12
    assert len(terms("刷单" * 5000)) == 1
