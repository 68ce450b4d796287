"""What examples teach: what a message is like, and which of its words make it so."""

import pytest

from scams.checking.fold import fold
from scams.checking.likeness import Likeness, alike, learn, telling
from scams.checking.passages import passages
from scams.checking.pieces import pieces
from scams.checking.rules import GENUINE, Example, TypeRules
from scams.checking.verdict import check
from tests.scams.checking.making import clue, ready

EXAMPLES = (
    *(
        Example("romance", text)
        for text in ("亲爱的，我被海关扣了，帮我付一下", "宝贝等我回国娶你", "my love, I am stuck at sea")
    ),
    *(Example("task-rebate", text) for text in ("点赞关注赚佣金", "垫付三单返佣金", "like videos and earn")),
    *(Example(GENUINE, text) for text in ("晚上回家吃饭吗", "快递放门口了", "see you at lunch", "宝贝作业写完了吗")),
)


def points(text: str, examples: tuple[Example, ...] = EXAMPLES) -> dict[str, float]:
    folded = fold(text).text
    return dict(alike(learn(examples), folded, (0, len(folded))).points)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("亲爱的，我被扣在海关", "romance"),
        ("親愛的，我被海關扣了", "romance"),
        ("stuck at sea, my love", "romance"),
        ("关注就有佣金，先垫付", "task-rebate"),
        ("ＥＡＲＮ by liking videos", "task-rebate"),
    ],
)
def test_a_message_is_like_the_examples_whose_words_it_has_in_whatever_spelling(text: str, kind: str) -> None:
    found = points(text)
    assert max(found, key=lambda one: found[one]) == kind
    assert found[kind] > 0


@pytest.mark.parametrize("text", ["回家吃饭", "快递到了，放门口", "lunch?", "宝贝作业写了吗"])
def test_what_is_like_a_genuine_example_is_like_no_fraud_type(text: str) -> None:
    assert max(points(text).values()) < 0


def test_what_nobody_has_said_before_is_like_nothing() -> None:
    assert max(points("Φιλοσοφία").values()) < 0


@pytest.mark.parametrize("kept", [(), EXAMPLES[:6], EXAMPLES[6:]])
def test_nothing_is_learned_without_both_scams_and_genuine_messages(kept: tuple[Example, ...]) -> None:
    assert learn(kept) == Likeness()
    assert points("宝贝", kept) == {}


def test_the_words_that_make_it_so_are_told_the_most_telling_first() -> None:
    learned = learn(EXAMPLES)
    text = fold("快递到了。宝贝，海关把我扣了").text
    found = alike(learned, text, (5, len(text)))
    words = [text[slice(*span)] for span in telling(learned, found, text, "romance")]
    assert words == ["海关把我扣了"]
    assert telling(learned, found, text, "no-such-type") == []


def test_a_message_without_a_clue_is_told_by_its_words() -> None:
    rules = ready(clue("刷单"), types=(TypeRules(fraud_type="romance"),), examples=EXAMPLES)
    text = "他说：亲爱的，我被海關扣了"
    match = check(rules, text, "en").matches[0]
    assert match.fraud_type == "romance"
    assert match.evidence
    assert all(text[one.start : one.end] == one.text and "often said" in one.why for one in match.evidence)


def test_a_weak_clue_in_what_sounds_genuine_is_no_scam_but_one_that_is_enough_is() -> None:
    text = "晚上回家吃饭吗，快递放门口了"
    for weight, verdict in ((2.0, "none"), (4.0, "possible")):
        rules = ready(clue("快递", weight=weight), examples=EXAMPLES)
        assert check(rules, text, "en").verdict == verdict


def test_types_without_rules_of_their_own_are_not_named() -> None:
    assert check(ready(clue("刷单"), examples=EXAMPLES), "亲爱的，我被海关扣了", "en").matches == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("转账给我", ["转", "转账", "账", "账给", "给", "给我", "我"]),
        ("好，转", ["好", "转"]),
        ("Pay now", ["pay", "now", "pay now"]),
        ("pay. now", ["pay", "now"]),
        ("付500元 pay 20240101", ["付", "#3", "元", "pay", "#8", "pay #8"]),
        ("", []),
    ],
)
def test_pieces_are_words_characters_and_their_pairs_within_a_clause(text: str, found: list[str]) -> None:
    folded = fold(text).text
    assert list(pieces(folded)) == found
    for piece, (start, end) in pieces(folded).items():
        assert piece == folded[start:end] or "#" in piece


@pytest.mark.parametrize("length", [0, 1, 600, 601, 5_000, 10_000])
@pytest.mark.parametrize("sentence", [7, 299, 10_000])
def test_passages_are_the_whole_text_in_order_and_few(length: int, sentence: int) -> None:
    text = "".join("\n" if place % sentence == sentence - 1 else "好" for place in range(length))
    found = passages(text)
    assert "".join(text[slice(*span)] for span in found) == text
    assert len(found) <= 2 * 16
    assert len(found) == 1 or all(end - start <= 1_000 for start, end in found)
    if sentence == 7:
        assert all(text[end - 1] == "\n" for _start, end in found[:-1])
