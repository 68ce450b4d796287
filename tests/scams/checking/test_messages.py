from collections import Counter

import pytest
from msgspec.structs import replace

from scams.checking.automaton import Ready, arrange
from scams.checking.verdict import check
from scams.loading.rows import rows_of
from scams.words import LOCALES
from tests.scams.checking.messages import GENUINE, PARTS, messages
from tests.scams.checking.report import outcomes, sums

EVERY = [one for part in PARTS for one in messages(part)]
TYPES = {row["slug"] for _number, row in rows_of("fraud_types.csv") if row["parent"]} - {
    *("fake-buyer", "flight-change", "cover-cancellation", "romance-investment")  # told by the pattern above them
}


def test_there_are_enough_messages_of_every_kind_in_every_language() -> None:
    assert len(EVERY) >= 300
    labels = Counter(one.label for one in EVERY)
    assert set(labels) == TYPES | {GENUINE}
    assert labels[GENUINE] >= len(EVERY) / 3
    for part in ("held", "fresh"):
        for locale in LOCALES:
            assert {one.label for one in messages(part) if one.locale == locale} == TYPES | {GENUINE}


def test_no_message_is_in_two_parts() -> None:
    assert len({one.text for one in EVERY}) == len(EVERY)


@pytest.mark.parametrize(
    ("part", "top_1", "top_3", "alarms"),
    [("held", 0.96, 0.975, 0.035), ("fresh", 0.94, 0.96, 0.04), ("long", 0.8, 0.88, 0.18)],
)
def test_messages_nobody_taught_it_are_known(
    of_files: Ready, part: str, top_1: float, top_3: float, alarms: float
) -> None:
    found = sums(outcomes(of_files, part))
    assert found.top_1 >= top_1
    assert found.top_3 >= top_3
    assert found.false_alarms <= alarms


@pytest.mark.parametrize(
    "text",
    [
        "【招商银行】验证码 448812，请勿告诉任何人。",
        "您的快递已到菜鸟驿站，取件码 3-1-2208",
        "Show this PIN to your driver: 4471",
        "借我二十块吃午饭，明天还你",
        "请家长通过学校公众号缴纳伙食费",
        "【中国银行】我行不会要求您将资金转到安全账户，谨防诈骗",
        "警方提醒：刷单就是诈骗，凡是先垫付的都是骗局",
    ],
)
def test_what_is_genuine_is_not_called_a_scam(of_files: Ready, text: str) -> None:
    assert check(of_files, text, "zh-Hans").matches == []


def test_examples_and_rules_know_more_together_than_rules_alone(of_files: Ready) -> None:
    alone = arrange(replace(of_files.rules, examples=()))
    for part in PARTS:
        together, apart = sums(outcomes(of_files, part)), sums(outcomes(alone, part))
        assert together.top_1 > apart.top_1
        assert together.false_alarms < apart.false_alarms


def test_a_scam_amid_ordinary_talk_is_found_where_it_is(of_files: Ready) -> None:
    talk = "今晚谁接孩子？我来吧，六点到校门口。\n好的，路上慢点，菜我买了。\n" * 12
    scam = "您好，我是京东客服，您的金条利率过高，不注销会影响征信，请加我QQ共享屏幕操作。\n"
    assert check(of_files, talk, "zh-Hans").matches == []
    for text in (scam + talk, talk + scam + talk, talk + scam):
        match = check(of_files, text, "zh-Hans").matches[0]
        assert match.fraud_type in {"credit-repair", "remote-control"}
        place = text.index(scam)
        assert all(place <= one.start < one.end <= place + len(scam) for one in match.evidence)
