"""Every fraud type, level, language and audience; every code of every other taxonomy."""

import csv
from typing import Any

import pytest

from scams.loading.files import DATA
from scams.rules.limits import CONTACTS, FIRST_SCREEN, LIMITS
from scams.rules.text import count, has_link, has_phone_number
from scams.words import AUDIENCES, LEVELS, LOCALES, OTHER_ACTIONS, SAFE_ACTIONS
from tests.scams.api.conftest import Door


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TYPES = {row["slug"]: row for row in rows("fraud_types.csv")}
SLUGS = [slug for slug, row in TYPES.items() if row["parent"] and not TYPES[row["parent"]]["parent"]]
CODES = rows("crosswalk.csv")
NUMBERS = {row["number"] for row in rows("contacts.csv")}
SIGNALS = {row["slug"]: row for row in rows("signals.csv")}


def test_the_matrix_is_whole() -> None:
    assert (len(SLUGS), len(set(SLUGS)), len(CODES)) == (25, 25, 116)


def card_for(door: Door, slug: str, level: str, locale: str, audience: str) -> dict[str, Any]:
    """Return the card for the four, after checking what the contract says of the answer around it."""
    suspected = [{"code": "gain", "score": 0.1}, {"code": slug, "score": 0.9}]
    reply = door.ask({"fraud_types": suspected, "level": level, "locale": locale, "audience": audience})
    assert reply.status == 200
    answer: dict[str, Any] = reply.json()
    assert list(answer) == ["warning_id", "deck", "matched", "reroute", "held_out", "ladder", "card"]
    assert answer["matched"] == {"fraud_type": slug, "by": "exact", "code": slug, "score": 0.9}
    shown: dict[str, Any] = answer["card"]
    return shown


MEMBERS = (
    *("id", "revision", "variant", "fraud_type", "level", "locale", "audience", "headline", "why_you"),
    *("what_is_happening", "red_flags", "questions", "rebuttals", "safe_action", "other_actions", "proceed"),
    *("contacts", "cooling_off", "switch_line", "article_url", "quiz_url", "audio_url"),
)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("slug", SLUGS)
def test_every_type_is_answered_at_every_level_in_every_language_for_everyone(
    door: Door, slug: str, level: str, locale: str, audience: str
) -> None:
    card = card_for(door, slug, level, locale, audience)
    listener = "elder" if audience == "elder" else "adult"
    assert set(card) == set(MEMBERS)
    assert (card["fraud_type"], card["level"], card["locale"], card["audience"]) == (slug, level, locale, listener)
    assert card["id"] == f"{slug}.{listener}.{locale}"
    assert card["revision"] > 0
    assert card["article_url"].startswith("http://localhost")
    _parts_by_level(card, level)
    _within_limits(card, locale)


def _parts_by_level(card: dict[str, Any], level: str) -> None:
    strong, asks = level in ("hold", "stop"), level != "notice"
    if level == "stop":
        assert card["proceed"] is None
    else:
        assert card["proceed"].keys() == {"label", "confirm"}
        assert card["proceed"]["confirm"] == (card["audience"] == "elder")
    assert (card["cooling_off"] is not None, card["switch_line"] is not None) == (strong, strong)
    if strong:
        assert card["cooling_off"].keys() == {"minutes", "cancellable", "text", "while_waiting"}
        assert 1 <= card["cooling_off"]["minutes"] <= 24 * 60
    assert (bool(card["questions"]), bool(card["rebuttals"])) == (asks, asks)
    for question in card["questions"]:
        assert [one["value"] for one in question["answers"]] == ["yes", "no", "unsure"]


def _within_limits(card: dict[str, Any], locale: str) -> None:
    texts = {
        "headline": [card["headline"]],
        "why_you": card["why_you"],
        "what_is_happening": [card["what_is_happening"]],
        "red_flags": card["red_flags"],
        "questions": [one["text"] for one in card["questions"]],
        "rebuttals": card["rebuttals"],
        "safe_action": [card["safe_action"]["label"]],
        "other_actions": [one["label"] for one in card["other_actions"]],
        "proceed": [card["proceed"]["label"]] if card["proceed"] else [],
        "switch_line": [card["switch_line"]] if card["switch_line"] else [],
    }
    for field, lines in texts.items():
        assert all(0 < count(line) <= LIMITS[field].for_locale(locale) for line in lines), field
        assert not any(has_phone_number(line) or has_link(line) for line in lines), field
    assert 1 <= len(card["red_flags"]) <= LIMITS["red_flags"].most
    assert card["safe_action"]["action"] in SAFE_ACTIONS
    assert all(one["action"] in OTHER_ACTIONS for one in card["other_actions"])
    assert CONTACTS.least <= len(card["contacts"]) <= CONTACTS.most
    assert all(one["name"] and one["number"] in NUMBERS for one in card["contacts"])
    first = ("headline", "why_you", "what_is_happening", "red_flags", "safe_action", "proceed")
    assert sum(count(line) for field in first for line in texts[field]) <= FIRST_SCREEN.for_locale(locale)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("slug", [slug for slug in SLUGS if TYPES[slug]["discreet"]])
def test_a_discreet_types_name_is_not_in_the_headline_of_any_wording(door: Door, slug: str, locale: str) -> None:
    label = TYPES[slug][f"label_{locale.lower().replace('-', '_')}"]
    suspected = {"fraud_types": [{"code": slug}], "locale": locale}
    shown = {door.ask({**suspected, "subject": str(number)}).json()["card"]["headline"] for number in range(20)}
    assert len(shown) == 1
    assert label not in shown.pop()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_card_has_two_wordings_at_least(door: Door, slug: str) -> None:
    asked = [{"fraud_types": [{"code": slug}], "subject": str(number)} for number in range(40)]
    shown = {(card["variant"], card["headline"]) for card in (door.ask(one).json()["card"] for one in asked)}
    variants = {variant for variant, _headline in shown}
    assert len(variants) >= 2
    assert TYPES[slug]["discreet"] or len(shown) == len({headline for _variant, headline in shown}) == len(variants)


@pytest.mark.parametrize("row", CODES, ids=lambda row: f"{row['scheme']}:{row['code']}")
def test_every_code_of_another_taxonomy_is_answered_as_its_type(door: Door, row: dict[str, str]) -> None:
    code = f"{row['scheme']}:{row['code']}"
    before = sum(door.endpoint.counts.unknown.values())
    answer = door.ask({"fraud_types": [{"code": code, "score": 0.7}]}).json()
    assert (answer["matched"]["code"], answer["matched"]["score"]) == (code, 0.7)
    assert answer["card"]["fraud_type"] == answer["matched"]["fraud_type"]
    own = row["fraud_type"] in SLUGS
    expected = (row["fraud_type"], "exact") if own else (TYPES[row["fraud_type"]]["parent"], "parent")
    assert (answer["matched"]["fraud_type"], answer["matched"]["by"]) == expected
    assert sum(door.endpoint.counts.unknown.values()) == before


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("signal", SIGNALS)
def test_every_signal_has_its_line_ahead_of_the_cards_own(door: Door, signal: str, locale: str) -> None:
    lines = door.ask({"fraud_types": [], "locale": locale, "signals": [signal]}).json()["card"]["why_you"]
    assert len(lines) == 2
    assert lines[0] == SIGNALS[signal][f"why_{locale.lower().replace('-', '_')}"]
