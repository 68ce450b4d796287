import msgspec
import pytest

from scams.checking.automaton import Ready
from scams.checking.finding import read
from scams.checking.rules import Clue, RulesError, TypeRules, decode, encode
from scams.checking.scoring import scores
from scams.checking.verdict import check, confidence
from tests.scams.checking.making import clue, ready
from tests.scams.checking.messages import messages


def kinds(verdict: object) -> list[str]:
    return [match.fraud_type for match in verdict.matches]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "message", "matches"),
    [
        ("刷单", "来刷單吗", True),
        ("刷单", "来刷 · 单", True),
        ("刷单", "单刷", False),
        ("先…返", "先垫后返", True),
        ("先…返", "先垫。后返", False),
        ("先…返", "返了先", False),
        ("先{pay}", "先匯款", True),
        ("先{pay}", "先pay", False),
        ("{pay}", "wire it", True),
        ("fee", "coffee", False),
        ("fee", "fee!", True),
        ("invest*", "investing", True),
        ("invest", "investing", False),
        ("网络", "網路", True),  # as Taiwan has it
        ("{short-link}", "bit.ly/x", True),
    ],
)
def test_phrases_match_as_editors_mean_them(written: str, message: str, matches: bool) -> None:
    assert kinds(check(ready(clue(written, weight=4)), message, "en")) == (["task-rebate"] if matches else [])


def test_a_clue_needs_one_of_each_group_nearby_and_none_of_what_it_excludes() -> None:
    rules = ready(clue("做任务", also=(("垫付", "充值"),), unless=("奖学金",)))
    assert kinds(check(rules, "做任务要充值", "en")) == ["task-rebate"]
    assert not kinds(check(rules, "做任务", "en"))
    assert not kinds(check(rules, "做任务" + "好" * 300 + "充值", "en"))
    assert not kinds(check(rules, "做任务要充值，有奖学金", "en"))


def test_what_one_is_warned_of_does_not_count_but_tell_nobody_does() -> None:
    rules = ready(clue("刷单"), clue("不要告诉任何人", key="hush"))
    assert not kinds(check(rules, "谨防刷单", "en"))
    assert not kinds(check(rules, "刷单都是诈骗", "en"))
    assert kinds(check(rules, "谨防被骗。来刷单", "en")) == ["task-rebate"]
    assert kinds(check(rules, "不要告诉任何人", "en")) == ["task-rebate"]


def test_genuine_turns_speak_against_and_techniques_for() -> None:
    rules = ready(clue("刷单", weight=2))
    assert check(rules, "刷单", "en").verdict == "possible"
    assert check(rules, "刷单，取件码", "en").verdict == "none"
    alone, hushed = (check(rules, text, "en").matches[0] for text in ("刷单", "刷单要保密"))
    assert hushed.confidence > alone.confidence
    assert not kinds(check(rules, "要保密", "en"))


def test_a_clue_counts_once_however_often_it_is_said_and_in_however_many_languages() -> None:
    rules = ready(clue("刷单", weight=2), clue("brushing", weight=2))
    once, often = (check(rules, text, "en").matches[0].confidence for text in ("刷单", "刷单刷单 brushing"))
    assert once == often


def test_evidence_is_told_in_the_payers_language_and_slices_to_the_message() -> None:
    message = "來，刷 單賺錢！"
    (match,) = check(ready(clue("刷单", weight=4)), message, "zh-HK").matches
    (evidence,) = match.evidence
    assert (evidence.text, evidence.why) == ("刷 單", "因为")
    assert message[evidence.start : evidence.end] == evidence.text
    assert match.title == "Pay first"


def test_at_most_three_matches_best_first() -> None:
    others = tuple(TypeRules(fraud_type=f"t{n}", clues=(clue("刷单", weight=1.5 + n / 2),)) for n in range(4))
    verdict = check(ready(clue("刷单", weight=1), types=others), "刷单", "en")
    assert kinds(verdict) == ["t3", "t2", "t1"]
    certain = [match.confidence for match in verdict.matches]
    assert certain == sorted(certain, reverse=True)


def test_the_first_three_are_the_same_whether_or_not_the_rest_is_worked_out(of_files: Ready) -> None:
    texts = [one.text for one in messages("held")]
    for text in [*texts[::7], *("\n".join(texts[place : place + 40]) for place in range(0, 400, 80))]:
        reading = read(of_files, text)
        assert scores(of_files, reading, 3)[:3] == scores(of_files, reading)[:3]


def test_a_phrase_that_fills_a_long_message_is_found_wherever_the_rest_of_its_clue_is() -> None:
    rules = ready(clue("刷单", "返利", also=(("垫付",),), weight=4))
    filled = "刷单返利" * 1000
    assert kinds(check(rules, f"{filled}，垫付", "en")) == ["task-rebate"]
    assert kinds(check(rules, f"垫付，{filled}", "en")) == ["task-rebate"]
    assert not kinds(check(rules, f"垫付{'好' * 300}，{filled}", "en"))


def test_where_nothing_can_be_told_it_says_what_to_ask_next_and_explains_a_link() -> None:
    verdict = check(ready(clue("刷单")), "看 bit.ly/a", "en")
    assert (verdict.verdict, verdict.matches) == ("none", [])
    assert "can't tell" in verdict.advice[0]
    assert "shortened link" in verdict.advice[1]


def test_confidence_grows_with_the_score_and_falls_with_rivals() -> None:
    assert 0 < confidence(2, 0) < confidence(4, 0) < 1
    assert confidence(4, 3.5) < confidence(4, 0)


@pytest.mark.parametrize("written", ["", "…", "a", "*", "{no-such}", "a…b…c…d…e"])
def test_a_phrase_that_would_match_everywhere_or_nothing_is_refused(written: str) -> None:
    with pytest.raises(RulesError):
        ready(clue(written))


def test_rules_survive_their_encoding_and_what_is_cut_is_refused() -> None:
    rules = ready(clue("刷单"), clue("x1", also=(("a1",),))).rules
    payload = encode(rules)
    assert decode(payload) == rules
    assert encode(decode(payload)) == payload
    for bad in (b"", payload[:-1], b"junk", encode(msgspec.structs.replace(rules, format=99))):
        with pytest.raises(RulesError):
            decode(bad)


def test_clue_is_plain_data() -> None:
    assert Clue(key="a").words == ()
