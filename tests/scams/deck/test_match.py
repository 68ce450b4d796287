import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scams.deck.index import Index, index_of, plate_of
from scams.deck.match import choose_variant, match, splice
from scams.deck.request import SuspectedType, WarningRequest
from scams.words import AUDIENCES, LEVELS, LOCALES
from tests.scams.deck.making import PARENTS, ask, card, deck, index

FULL = index(*(card(slug, who, where) for slug in PARENTS for who in ("adult", "elder") for where in LOCALES))
SPARSE = index(card("purchase"), card("task-rebate", "elder", "zh-Hant", expires=50.0), card("other-unknown"))


def matched(of: Index, *codes: Any, **rest: Any) -> tuple[Any, ...]:
    found = ask(of, *codes, **rest)["matched"]
    return found["fraud_type"], found["by"], found["code"], found["score"]


# --- Which card


def test_a_type_with_a_card_is_answered_exactly() -> None:
    of = index(card("task-rebate"), card("gain"))
    assert matched(of, ("task-rebate", 0.9)) == ("task-rebate", "exact", "task-rebate", 0.9)


def test_a_type_without_a_card_is_answered_by_its_parent() -> None:
    assert matched(index(card("gain")), ("task-rebate", 0.9)) == ("gain", "parent", "task-rebate", 0.9)


def test_a_sub_type_climbs_as_far_as_it_must() -> None:
    of = index(card("trade"))
    assert matched(of, "fake-buyer") == ("trade", "parent", "fake-buyer", None)


def test_the_nearest_ancestor_comes_before_a_further_one() -> None:
    of = index(card("trade"), card("purchase"))
    assert matched(of, "fake-buyer") == ("purchase", "parent", "fake-buyer", None)


def test_a_type_with_no_card_up_to_the_root_is_answered_by_the_fallback() -> None:
    assert matched(index(), ("task-rebate", 0.9)) == ("other-unknown", "fallback", "task-rebate", 0.9)


def test_a_later_code_with_a_card_comes_before_the_fallback() -> None:
    of = index(card("purchase"))
    assert matched(of, ("task-rebate", 0.9), ("purchase", 0.2)) == ("purchase", "exact", "purchase", 0.2)


def test_asking_for_the_fallback_type_itself_is_an_exact_match() -> None:
    assert matched(FULL, ("other-unknown", 1)) == ("other-unknown", "exact", "other-unknown", 1)


def test_a_crosswalk_code_is_answered_as_its_type_and_named_as_sent() -> None:
    assert matched(FULL, ("mps:刷单返利类", 0.5)) == ("task-rebate", "exact", "mps:刷单返利类", 0.5)


@pytest.mark.parametrize(
    "codes", [[], ["no-such-type"], ["刷单"], ["mps:"], [("x", 1), ("y", 0)], ["TASK-REBATE"]], ids=str
)
def test_unknown_codes_and_none_at_all_are_answered_by_the_fallback(codes: list[Any]) -> None:
    assert matched(FULL, *codes) == ("other-unknown", "fallback", None, None)


def test_an_unknown_code_does_not_stand_in_the_way_of_a_known_one() -> None:
    assert matched(FULL, ("nobody-knows", 0.99), ("investment", 0.1))[0] == "investment"


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([("task-rebate", 0.2), ("investment", 0.9)], "investment"),
        ([("task-rebate", 0.5), ("investment", 0.5)], "task-rebate"),
        ([("investment", 0.5), ("task-rebate", 0.5)], "investment"),
        ([("task-rebate", None), ("investment", 0.0)], "investment"),
        (["purchase", "task-rebate"], "purchase"),
        ([("task-rebate", 0.9), ("task-rebate", 0.1)], "task-rebate"),
    ],
    ids=str,
)
def test_the_highest_score_comes_first_ties_in_the_order_sent_no_score_last(codes: list[Any], expected: str) -> None:
    assert matched(FULL, *codes)[0] == expected


def test_an_expired_card_goes_and_the_parents_takes_over() -> None:
    cards = (card("fake-buyer", expires=100.0), card("purchase"))
    assert matched(index(*cards, now=99.9), "fake-buyer")[:2] == ("fake-buyer", "exact")
    assert matched(index(*cards, now=100.0), "fake-buyer")[:2] == ("purchase", "parent")


def test_the_next_expiry_is_that_of_the_first_live_card_to_go() -> None:
    cards = (card("fake-buyer", expires=100.0), card("purchase", expires=50.0), card("trade"))
    assert index(*cards, now=60.0).next_expiry == 100.0
    assert index(card("trade")).next_expiry is None


def test_the_card_to_fall_back_on_stays_past_its_date() -> None:
    of = index(card("other-unknown", expires=100.0), card("other-unknown", "elder", expires=100.0), now=100.0)
    assert of.next_expiry is None
    for audience in AUDIENCES:
        assert matched(of, audience=audience) == ("other-unknown", "fallback", None, None)


@pytest.mark.parametrize("cards", [(), (card("purchase"),), (card("other-unknown", "elder"),)], ids=len)
def test_a_deck_without_a_card_for_adults_to_fall_back_on_is_refused(cards: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match="fall back"):
        index_of(msgspec.structs.replace(deck(), cards=cards), now=0)


def test_a_loop_in_the_tree_ends() -> None:
    of = index(card("other-unknown"), parents={"a": "b", "b": "a", "other-unknown": ""})
    assert matched(of, "a") == ("other-unknown", "fallback", "a", None)


# --- For whom, in which language


@pytest.mark.parametrize(
    ("asked", "there", "expected"),
    [
        ("zh-HK", LOCALES, "zh-Hant"),
        ("zh-TW", LOCALES, "zh-Hant"),
        ("zh_Hant_HK", LOCALES, "zh-Hant"),
        ("zh-Hans-HK", LOCALES, "zh-Hans"),
        ("zh-CN", LOCALES, "zh-Hans"),
        ("zh", LOCALES, "zh-Hans"),
        ("ZH-hans", LOCALES, "zh-Hans"),
        ("en-GB", LOCALES, "en"),
        ("fr", LOCALES, "en"),
        ("zh-HK", ("zh-Hans", "en"), "zh-Hans"),
        ("zh-Hant", ("en",), "en"),
        ("zh-Hans", ("zh-Hant", "en"), "zh-Hant"),
        ("en", ("zh-Hans", "zh-Hant"), "zh-Hans"),
        ("fr", ("zh-Hant",), "zh-Hant"),
    ],
)
def test_a_language_falls_back_along_its_chain(asked: str, there: tuple[str, ...], expected: str) -> None:
    of = index(*(card("purchase", locale=locale) for locale in there))
    assert ask(of, "purchase", locale=asked)["card"]["locale"] == expected


@pytest.mark.parametrize(
    ("asked", "there", "expected"),
    [
        (None, ("adult", "elder"), "adult"),
        ("elder", ("adult", "elder"), "elder"),
        ("elder", ("adult",), "adult"),
        ("teen", ("adult", "elder"), "adult"),
        ("sme", ("adult", "sme"), "sme"),
    ],
)
def test_a_missing_audience_is_answered_as_adults(asked: str | None, there: tuple[str, ...], expected: str) -> None:
    of = index(*(card("purchase", audience) for audience in there))
    assert ask(of, "purchase", audience=asked)["card"]["audience"] == expected


def test_the_payers_language_comes_before_the_payers_audience() -> None:
    of = index(card("purchase", "elder", "en"), card("purchase", "adult", "zh-Hans"))
    assert ask(of, "purchase", audience="elder", locale="zh-Hans")["card"]["id"] == "purchase.adult.zh-Hans"


def test_a_types_own_card_in_another_language_comes_before_its_parents() -> None:
    of = index(card("purchase", locale="en"), card("trade", locale="zh-Hans"))
    assert ask(of, "purchase", locale="zh-Hans")["card"]["id"] == "purchase.adult.en"


# --- What is on it


@pytest.mark.parametrize("level", LEVELS)
def test_the_level_decides_the_parts(level: str) -> None:
    shown = ask(FULL, "purchase", level=level)["card"]
    assert shown["level"] == level
    assert (shown["proceed"] is None) == (level == "stop")
    assert (shown["cooling_off"] is not None) == (shown["switch_line"] is not None) == (level in ("hold", "stop"))
    assert bool(shown["questions"]) == bool(shown["rebuttals"]) == (level != "notice")


def test_no_level_asked_for_is_the_cards_own() -> None:
    of = index(card("purchase", level="hold"), card("other-unknown", level="notice"))
    assert ask(of, "purchase")["card"]["level"] == "hold"
    assert ask(of, "purchase", level="notice")["card"]["level"] == "notice"
    assert ask(of)["card"]["level"] == "notice"


OWN = "这笔付款很像骗局"
FIRST, SECOND = "您是第一次向对方付款。", "您正在通话。"


@pytest.mark.parametrize(
    ("signals", "lines"),
    [
        ([], [OWN]),
        (["new-payee"], [FIRST, OWN]),
        (["on-call", "new-payee"], [SECOND, FIRST, OWN]),
        (["new-payee", "new-payee"], [FIRST, OWN]),
        (["unheard-of", "on-call"], [SECOND, OWN]),
    ],
    ids=str,
)
def test_the_lines_about_this_payment_are_those_of_its_signals_then_the_cards_own(
    signals: list[str], lines: list[str]
) -> None:
    assert ask(FULL, "purchase", signals=signals)["card"]["why_you"] == lines


def test_at_most_three_lines_are_about_this_payment() -> None:
    known = {str(number): f"{number}" for number in range(5)}
    of = index(card("purchase"), signals={"zh-Hans": known})
    assert ask(of, "purchase", signals=list("43210"))["card"]["why_you"] == ["4", "3", OWN]


def test_the_lines_are_in_the_language_of_the_card_that_answers() -> None:
    of = index(card("purchase", locale="en"))
    assert ask(of, "purchase", locale="zh-Hans", signals=["new-payee"])["card"]["why_you"] == [OWN]


# --- Rotation


def ids(number: int) -> list[str]:
    return [f"purchase.adult.zh-Hans.{key}" for key in "abcd"[:number]]


def test_the_same_subject_is_shown_the_same_wording_others_are_not_all() -> None:
    one = plate_of(card("purchase", keys="abcd"))
    assert {choose_variant(one, "u-1", {}).id for _ in range(5)} == {choose_variant(one, "u-1", {}).id}
    assert {choose_variant(one, f"u-{number}", {}).id for number in range(60)} == set(ids(4))


def test_a_subject_who_reports_what_was_seen_is_shown_every_wording_before_one_twice() -> None:
    one, seen = plate_of(card("purchase", keys="abcd")), dict[str, int]()
    for turn in range(1, 4):
        for _ in range(4):
            shown = choose_variant(one, "u-1", seen).id
            seen[shown] = seen.get(shown, 0) + 1
        assert seen == dict.fromkeys(ids(4), turn)


@given(st.text(max_size=64), st.lists(st.integers(0, 3), min_size=3, max_size=3))
def test_the_least_seen_wording_is_shown(subject: str, counts: list[int]) -> None:
    seen = dict(zip(ids(3), counts, strict=True))
    assert seen[choose_variant(plate_of(card("purchase", keys="abc")), subject, seen).id] == min(counts)


def test_what_was_seen_of_another_card_changes_nothing() -> None:
    one = plate_of(card("purchase", keys="abcd"))
    assert choose_variant(one, "u-1", {"task-rebate.adult.zh-Hans.a": 9}) == choose_variant(one, "u-1", {})


def test_a_card_with_one_wording_shows_it() -> None:
    assert choose_variant(plate_of(card("purchase", keys="a")), "u-1", {ids(1)[0]: 99}).id == ids(1)[0]


# --- Every request

codes = st.one_of(st.sampled_from([*PARENTS, "mps:刷单返利类", "ukf:purchase"]), st.text(min_size=1, max_size=128))
scores = st.none() | st.floats(0, 1)
requests = st.builds(
    WarningRequest,
    fraud_types=st.lists(st.builds(SuspectedType, code=codes, score=scores), max_size=8),
    level=st.none() | st.sampled_from(LEVELS),
    locale=st.sampled_from([*LOCALES, "zh-HK", "zh_TW", "fr-CA", "zh", "de"]),
    audience=st.none() | st.sampled_from(AUDIENCES),
    signals=st.lists(st.sampled_from(["new-payee", "on-call"]) | st.text(min_size=1, max_size=64), max_size=6),
    subject=st.text(max_size=64),
    seen=st.dictionaries(st.sampled_from(ids(2)) | st.text(max_size=128), st.integers(0, 10**12), max_size=5),
)


@given(requests, st.sampled_from([FULL, SPARSE]))
def test_every_request_has_one_whole_answer_and_the_same_one_again(request: WarningRequest, of: Index) -> None:
    body = splice(match(of, request), warning_id="0")
    answer = json.loads(body)
    shown = answer["card"]
    assert shown["fraud_type"] == answer["matched"]["fraud_type"]
    assert shown["level"] == (request.level or "warn")
    assert shown["headline"] == shown["variant"].removesuffix(shown["variant"][-2:]) + " " + shown["variant"][-1]
    assert answer["matched"]["by"] in ("exact", "parent", "fallback")
    assert body == splice(match(of, request), warning_id="0")


@given(requests)
def test_with_every_card_there_a_known_code_is_always_answered_exactly(request: WarningRequest) -> None:
    known = [one for one in request.fraud_types if one.code in FULL.shelves]
    found = match(FULL, request).matched
    if known:
        best = max(-1.0 if one.score is None else one.score for one in known)
        first = next(one for one in known if (-1.0 if one.score is None else one.score) == best)
        assert (found.by, found.code, found.score) == ("exact", first.code, first.score)
    else:
        assert (found.by, found.code, found.score) == ("fallback", None, None)
