import datetime as dt
import json
from typing import Any

import msgspec
import pytest

from scams.deck.encode import Origin, Surroundings, encode_card
from scams.loading.files import DATA, CardFile, read
from scams.models import Contact
from scams.rules.card import CardContent, Question, Variant

HOTLINE = Contact(key="cn-96110", region="CN", number="96110", name_zh_hans="反诈专线", name_en="Anti-fraud line")
POLICE = Contact(
    key="cn-110", region="CN", number="110", name_zh_hans="报警电话", hours_zh_hans="24小时", hours_en="24 hours"
)
AROUND = Surroundings({"cn-110": POLICE, "cn-96110": HOTLINE}, {("task-rebate", "zh-Hans"): "http://a.test/刷单/"})


def content(locale: str = "zh-Hans", audience: str = "adult", **changes: Any) -> CardContent:
    file = read(DATA / "cards" / "task-rebate" / f"{locale}.toml", CardFile)
    made = file.content(
        fraud_type="task-rebate", locale=locale, audience=audience, discreet=False, review_by=dt.date(2030, 1, 1)
    )
    return msgspec.structs.replace(made, **changes)


def parts(piece: msgspec.Raw) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bytes(piece))
    return found


def test_a_card_is_named_by_type_audience_and_language_and_its_wordings_by_letter() -> None:
    card = encode_card(content(audience="elder"), AROUND, Origin(revision=9, edition=2, set_key="k", expires=5.5))
    assert (card.id, card.fraud_type, card.locale) == ("task-rebate.elder.zh-Hans", "task-rebate", "zh-Hans")
    assert [one.id[-2:] for one in card.variants] == [".a", ".b"]
    assert (card.revision, card.edition, card.set_key, card.expires) == (9, 2, "k", 5.5)


def test_the_words_of_a_wording_are_its_own_and_else_the_cards() -> None:
    plain = content(variants=(Variant("b", "另一个说法"), Variant("c", "第三个", what_is_happening="另一段话。")))
    first, second, third = (parts(one.words) for one in encode_card(plain, AROUND, Origin()).variants)
    assert first["headline"] == plain.headline
    assert second == {**first, "headline": "另一个说法"}
    assert third == {**first, "headline": "第三个", "what_is_happening": "另一段话。"}


def test_a_turned_wording_has_the_same_lists_backwards_and_questions_keep_their_names() -> None:
    card = encode_card(content(variants=(Variant("b", "另一个说法", reverse=True),)), AROUND, Origin())
    first, second = card.variants
    assert parts(second.words)["red_flags"] == parts(first.words)["red_flags"][::-1]
    assert parts(second.asks) == {name: part[::-1] for name, part in parts(first.asks).items()}
    assert [one["id"] for one in parts(second.asks)["questions"]] == ["q3", "q2", "q1"]


@pytest.mark.parametrize(
    ("effect", "then"),
    [
        ("", None),
        ("level:hold", {"level": "hold"}),
        ("signal:on-call", {"signal": "on-call"}),
        ("type:job-fee", {"fraud_type": "job-fee"}),
    ],
)
def test_an_answer_says_what_follows(effect: str, then: dict[str, str] | None) -> None:
    card = encode_card(content(questions=(Question("有人教您吗？", yes=effect),)), AROUND, Origin())
    (question,) = parts(card.variants[0].asks)["questions"]
    assert question["answers"] == [
        {"value": "yes", "label": "是", "then": then},
        {"value": "no", "label": "不是", "then": None},
        {"value": "unsure", "label": "说不准", "then": None},
    ]


def test_a_question_that_follows_stands_in_the_answer_that_leads_to_it() -> None:
    asked = (Question("有人教您吗？", yes="next:3", unsure="level:hold"), Question("见过吗？", no="next:3"))
    card = encode_card(content(questions=(*asked, Question("在电话里吗？", yes="signal:on-call"))), AROUND, Origin())
    first, second = parts(card.variants[0].asks)["questions"]
    then = [[answer["then"] for answer in question["answers"]] for question in (first, second)]
    following = {"id": "q3", "text": "在电话里吗？"}
    assert [first["id"], second["id"]] == ["q1", "q2"]
    nested = then[0][0]["question"]
    assert {**nested, "answers": None} == {**following, "answers": None}
    assert [answer["then"] for answer in nested["answers"]] == [{"signal": "on-call"}, None, None]
    assert then == [[{"question": nested}, None, {"level": "hold"}], [None, {"question": nested}, None]]


@pytest.mark.parametrize("effect", ["next:1", "next:9", "next:x", "dance:now"])
def test_a_draft_s_answer_that_leads_nowhere_is_left_out_of_its_preview(effect: str) -> None:
    asked = (Question("有人教您吗？"), Question("见过吗？", no=effect if effect != "next:1" else "next:2"))
    card = encode_card(content(questions=asked), AROUND, Origin())
    assert all(answer["then"] is None for one in parts(card.variants[0].asks)["questions"] for answer in one["answers"])


@pytest.mark.parametrize(
    ("locale", "labels"), [("zh-Hant", ["是", "不是", "說不準"]), ("en", ["Yes", "No", "Not sure"])]
)
def test_the_answers_are_in_the_cards_language(locale: str, labels: list[str]) -> None:
    card = encode_card(content(locale), AROUND, Origin())
    assert [one["label"] for one in parts(card.variants[0].asks)["questions"][0]["answers"]] == labels


def test_the_discreet_headline_stands_in_for_every_wordings_headline() -> None:
    card = encode_card(content(discreet=True, discreet_headline="请再想一想"), AROUND, Origin())
    assert [parts(one.words)["headline"] for one in card.variants] == ["请再想一想"] * 3


def test_the_discreet_headline_is_not_used_where_the_type_is_not_discreet() -> None:
    card = encode_card(content(discreet_headline="请再想一想"), AROUND, Origin())
    assert parts(card.variants[0].words)["headline"] == "先垫钱再返利，都是刷单骗局"


def test_contacts_come_from_their_records_in_the_records_order() -> None:
    actions = parts(encode_card(content(contacts=("cn-96110", "cn-110")), AROUND, Origin()).always)
    assert actions["contacts"] == [
        {"name": "报警电话", "number": "110", "region": "CN", "hours": "24小时"},
        {"name": "反诈专线", "number": "96110", "region": "CN", "hours": ""},
    ]


def test_contacts_are_in_the_cards_language_and_else_in_simplified_chinese() -> None:
    actions = parts(encode_card(content("en", contacts=("cn-96110", "cn-110")), AROUND, Origin()).always)
    assert [(one["name"], one["hours"]) for one in actions["contacts"]] == [
        ("报警电话", "24 hours"),
        ("Anti-fraud line", ""),
    ]


def test_a_contact_that_is_no_more_is_left_out() -> None:
    actions = parts(encode_card(content(contacts=("cn-110", "gone")), AROUND, Origin()).always)
    assert [one["number"] for one in actions["contacts"]] == ["110"]


@pytest.mark.parametrize(
    ("articles", "expected"),
    [
        ({("task-rebate", "zh-Hant"): "/t", ("task-rebate", "zh-Hans"): "/s"}, "/t"),
        ({("task-rebate", "zh-Hans"): "/s", ("task-rebate", "en"): "/e"}, "/s"),
        ({("task-rebate", "en"): "/e"}, "/e"),
        ({("investment", "zh-Hant"): "/other"}, None),
    ],
)
def test_the_article_is_the_one_in_the_nearest_language(articles: dict[Any, str], expected: str | None) -> None:
    card = encode_card(content("zh-Hant"), Surroundings({}, articles), Origin())
    assert parts(card.always)["article_url"] == expected


@pytest.mark.parametrize(("audience", "confirm"), [("adult", False), ("elder", True)])
def test_older_people_confirm_a_second_time(audience: str, confirm: bool) -> None:
    card = encode_card(content(audience=audience), AROUND, Origin())
    assert parts(card.proceed)["proceed"]["confirm"] is confirm


def test_the_recordings_address_is_there_where_there_is_one() -> None:
    assert parts(encode_card(content(), AROUND, Origin()).always)["audio_url"] is None
    assert parts(encode_card(content(), AROUND, Origin(audio_url="/a.mp3")).always)["audio_url"] == "/a.mp3"


def test_chinese_and_quotes_travel_as_they_are() -> None:
    card = encode_card(content(why_you='他说“没事”\\"\n'), AROUND, Origin())
    assert json.loads(bytes(card.why)) == '他说“没事”\\"\n'
    assert "没事".encode() in bytes(card.why)
