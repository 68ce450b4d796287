"""The card that ships with the package: whole, within the limits of every card, and true to the records."""

import csv

import msgspec
import pytest

from scams.client.last_resort import last_resort
from scams.client.last_words import ANSWERS, CONTACTS, WORDS
from scams.client.reply import WarningReply, local_reply
from scams.deck.encode import YES_NO_UNSURE
from scams.deck.request import SuspectedType, WarningRequest
from scams.loading.files import DATA
from scams.rules.limits import FIRST_SCREEN, LIMITS
from scams.rules.text import clean, count, has_link, has_phone_number
from scams.words import AUDIENCES, LEVELS, LOCALES


def reply(level: str, locale: str, audience: str) -> WarningReply:
    request = WarningRequest([SuspectedType("task-rebate", 0.9)], level=level, locale=locale, audience=audience)
    return local_reply(last_resort(), request, "last-resort")


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("level", LEVELS)
def test_it_answers_every_request_as_the_api_has_it(level: str, locale: str, audience: str) -> None:
    warning = reply(level, locale, audience)
    body = {"tree": None, **msgspec.json.decode(warning.body)}  # sent only where it was asked for
    assert msgspec.json.decode(msgspec.json.encode(warning.answer)) == body
    card, strong = warning.answer.card, level in ("hold", "stop")
    assert (warning.answer.deck, warning.source) == ("last-resort", "last-resort")
    assert (warning.answer.matched.by, warning.answer.matched.code) == ("fallback", None)
    assert (card.fraud_type, card.level, card.locale) == ("other-unknown", level, locale)
    assert card.audience == ("elder" if audience == "elder" else "adult")
    assert (bool(card.questions), bool(card.rebuttals)) == (level != "notice", level != "notice")
    assert (card.cooling_off is not None, card.switch_line is not None) == (strong, strong)
    assert (card.proceed is None) == (level == "stop")
    if card.proceed:
        assert card.proceed.confirm == (audience == "elder")


@pytest.mark.parametrize(("locale", "audience"), WORDS)
def test_its_texts_are_as_every_cards(locale: str, audience: str) -> None:
    words = WORDS[locale, audience]
    texts = {
        "headline": [words.headline],
        "why_you": [words.why],
        "what_is_happening": [words.happening],
        "red_flags": words.flags,
        "questions": [words.question],
        "rebuttals": [words.rebuttal],
        "safe_action": [words.safe],
        "other_actions": [words.family, words.hotline],
        "proceed": [words.proceed],
        "cooling_off_text": [words.pause],
        "cooling_off_while": [words.meanwhile],
        "switch_line": [words.switch],
    }
    for field, lines in texts.items():
        assert all(0 < count(line) <= LIMITS[field].for_locale(locale) for line in lines), field
        assert len(lines) <= LIMITS[field].most
        assert all(line == clean(line) for line in lines)
        assert not any(has_phone_number(line) or has_link(line) or "!" in line or "！" in line for line in lines)
    first = ("headline", "why_you", "what_is_happening", "red_flags", "safe_action", "proceed")
    assert sum(count(line) for field in first for line in texts[field]) <= FIRST_SCREEN.for_locale(locale)


def test_there_is_a_card_for_every_language_for_adults_and_for_older_people() -> None:
    assert set(WORDS) == {(locale, audience) for locale in LOCALES for audience in ("adult", "elder")}


@pytest.mark.parametrize("locale", LOCALES)
def test_its_hotlines_are_those_of_the_records(locale: str) -> None:
    with (DATA / "contacts.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    column = locale.lower().replace("-", "_")
    for contact in CONTACTS[locale]:
        row = rows[contact.key]
        recorded = (row[f"name_{column}"], row["number"], row["region"], row[f"hours_{column}"])
        assert (contact.name, contact.number, contact.region, contact.hours) == recorded


def test_its_answers_are_labelled_as_every_cards() -> None:
    assert ANSWERS == YES_NO_UNSURE
