import datetime as dt

import msgspec
import pytest
from django.utils import translation

from scams.rules import gate
from scams.rules.card import Action, CoolingOff, Proof, Question, Source, Variant
from scams.words import LOCALES
from tests.scams.rules.fit import FIT, TODAY, fit
from tests.scams.rules.test_limits import CARD_MODEL


def broken(**changes):
    """Return the fields the gate refuses, one per broken rule."""
    return [problem.field for problem in gate.check(fit(**changes), today=TODAY)]


def pause(**changes):
    return msgspec.structs.replace(FIT.cooling_off, **changes)


def with_text(field, text):
    """Return the change that puts `text` where `field` has its words."""
    return {
        "red_flags": {"red_flags": (text,)},
        "questions": {"questions": (Question(text),)},
        "rebuttals": {"rebuttals": (text,)},
        "safe_action": {"safe_action": Action(text, "stop")},
        "other_actions": {"other_actions": (Action(text, "ask-family"),)},
        "cooling_off_text": {"cooling_off": pause(text=text)},
        "cooling_off_while": {"cooling_off": pause(while_waiting=text)},
        "proof": {"proof": Proof(text, "公安部")},
    }.get(field, {field: text})


def test_a_fit_card_passes_in_every_language():
    assert [gate.check(fit(locale=locale), today=TODAY) for locale in LOCALES] == [[], [], []]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("field", CARD_MODEL)
def test_a_text_may_be_as_long_as_its_limit_and_no_longer(field, locale):
    most = CARD_MODEL[field][0 if locale.startswith("zh") else 1]
    assert broken(locale=locale, **with_text(field, "字" * most)) == []
    assert broken(locale=locale, **with_text(field, "字" * (most + 1))) == [field]


@pytest.mark.parametrize(("field", "row"), CARD_MODEL.items())
def test_a_text_that_payers_need_cannot_be_empty(field, row):
    _zh, _en, least, most = row
    is_needed = least > 0 or most > 1
    assert broken(**with_text(field, "")) == ([field] if is_needed else [])


def test_the_message_quotes_the_text_and_names_both_lengths():
    with translation.override("en"):
        [problem] = gate.check(fit(headline="字" * 21), today=TODAY)
    assert problem == ("headline", f"“{'字' * 21}” has 21 characters; at most 20 fit.")


def test_marks_over_letters_are_not_counted():
    assert broken(locale="en", headline="q\u0307" * 60) == []
    assert broken(locale="en", headline="q\u0307" * 61) == ["headline"]


@pytest.mark.parametrize(
    ("field", "one", "most"),
    [
        ("red_flags", "先付后返", 3),
        ("questions", Question("要垫钱吗？"), 3),
        ("rebuttals", "那是话术。", 2),
        ("contacts", "cn-96110", 3),
    ],
)
def test_lists_have_one_part_at_least_and_no_more_than_fit(field, one, most):
    counts = {number: broken(**{field: (one,) * number}) for number in (0, 1, most, most + 1)}
    assert counts == {0: [field], 1: [], most: [], most + 1: [field]}


def test_other_actions_are_three_at_most():
    actions = {number: broken(other_actions=(Action("问家人", "ask-family"),) * number) for number in (0, 3, 4)}
    assert actions == {0: [], 3: [], 4: ["other_actions"]}


TEXTS = [*CARD_MODEL, "variants"]


def placed(field, text):
    return {"variants": (Variant("b", text),)} if field == "variants" else with_text(field, text)


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize("text", ["拨96110", "９６ １１０", "abc.com", "先\u200b付", "<b>先付", "x <i>", " 先付"])
def test_no_text_holds_a_number_a_link_or_what_hides(field, text):
    assert broken(**placed(field, text)) == [field]


@pytest.mark.parametrize("field", TEXTS)
def test_a_year_and_a_price_may_be_told(field):
    assert broken(locale="en", **placed(field, "2024, $5,000")) == []


def test_scripts_may_have_lines_and_other_texts_may_not():
    assert broken(guardian_script="先问。\n再听。", agent_script="先问。\n再听。") == []
    assert broken(why_you="先问。\n再听。") == ["why_you"]


def test_a_variant_s_story_is_checked_like_the_main_one():
    stories = ("字" * 60, "字" * 61, "拨96110")
    assert [broken(variants=(Variant("b", "小返利是饵", story),)) for story in stories] == [
        [],
        ["variants"],
        ["variants"],
    ]


@pytest.mark.parametrize("mark", ["!", "！"])
def test_headlines_are_calm(mark):
    assert broken(headline=f"先垫钱{mark}") == ["headline"]
    assert broken(discreet_headline=f"先垫钱{mark}") == ["discreet_headline"]
    assert broken(variants=(Variant("b", f"小返利是饵{mark}"),)) == ["variants"]


def first_screen(locale, over=0, **changes):
    """Return a card whose first screen is exactly full, or `over` by some characters."""
    most, flags, story = (140, 24, 60) if locale.startswith("zh") else (420, 80, 160)
    changes = {"variants": (Variant("b", "字", "字"),), **changes}
    card = fit(
        locale=locale, headline="字" * 5, red_flags=("字" * flags,) * 2, what_is_happening="字" * story, **changes
    )
    parts = (card.headline, card.what_is_happening, *card.red_flags, card.safe_action.label, card.proceed)
    return msgspec.structs.replace(card, why_you="字" * (most + over - sum(map(len, parts))))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_first_screen_may_be_full_and_no_fuller(locale):
    assert gate.check(first_screen(locale), today=TODAY) == []
    [problem] = gate.check(first_screen(locale, over=1), today=TODAY)
    assert problem.field == "what_is_happening"


def test_a_longer_variant_overfills_the_first_screen_too():
    longer = first_screen("zh-Hans", variants=(Variant("b", "字" * 6, ""),))
    assert [problem.field for problem in gate.check(longer, today=TODAY)] == ["what_is_happening"]


@pytest.mark.parametrize(("minutes", "problems"), [(0, 1), (1, 0), (24 * 60, 0), (24 * 60 + 1, 1)])
def test_a_pause_lasts_from_a_minute_to_a_day(minutes, problems):
    assert broken(cooling_off=CoolingOff(minutes, True, "钱还在。", "问家人。")) == ["cooling_off_minutes"] * problems


def test_a_card_needs_a_pause_and_a_source():
    assert broken(cooling_off=None) == ["cooling_off_minutes"]
    assert broken(sources=()) == ["sources"]


@pytest.mark.parametrize(
    ("types", "fields"),
    [
        ((), []),
        (("investment", "romance"), []),
        (("investment", "romance", "purchase"), ["secondary_types"]),
        (("task-rebate",), ["secondary_types"]),
    ],
)
def test_a_card_touches_two_other_types_at_most(types, fields):
    assert broken(secondary_types=types) == fields


def test_older_people_can_listen():
    assert broken(audience="elder") == ["audio"]
    assert broken(audience="elder", audible=True) == []
    assert broken(audience="adult", audible=False) == []


def test_a_discreet_type_needs_a_neutral_headline():
    assert broken(discreet=True) == ["discreet_headline"]
    assert broken(discreet=True, discreet_headline="请先核实") == []


@pytest.mark.parametrize(
    ("keys", "fields"),
    [("", ["variants"]), ("b", []), ("bc", []), ("bb", ["variants"]), ("a", ["variants"]), ("ab", ["variants"])],
)
def test_wordings_are_two_at_least_each_with_its_own_letter(keys, fields):
    assert broken(variants=tuple(Variant(key, "小返利是饵") for key in keys)) == fields


@pytest.mark.parametrize(("days", "fields"), [(-1, ["review_by"]), (0, []), (90, []), (91, ["review_by"])])
def test_the_review_is_within_ninety_days(days, fields):
    assert broken(review_by=TODAY + dt.timedelta(days=days)) == fields


def test_a_review_date_is_needed():
    assert broken(review_by=None) == ["review_by"]


@pytest.mark.parametrize(("days", "fields"), [(0, []), (1, []), (2, ["sources"])])
def test_sources_are_not_from_the_future(days, fields):
    assert broken(sources=(Source("公安部", TODAY + dt.timedelta(days=days), "类型"),)) == fields


def test_every_broken_rule_is_named_at_once():
    found = broken(headline="", sources=(), contacts=(), review_by=None, variants=())
    assert sorted(found) == ["contacts", "headline", "review_by", "sources", "variants"]
