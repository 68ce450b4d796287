"""What is made for the script in the browser is what the repository has, and fits the answers that are sent."""

import json
from typing import Any

import pytest

from scams.client.card_words import WORDS
from scams.client.component import STATIC, files, schema
from scams.words import LOCALES
from tests.conftest import ROOT


@pytest.mark.parametrize("path", files())
def test_a_made_file_is_up_to_date(path: str) -> None:
    assert (STATIC / path).read_text("utf-8") == files()[path], "run python -m scams.client.component"


def test_every_language_says_the_same_things() -> None:
    assert set(WORDS) == set(LOCALES)
    assert {tuple(words) for words in WORDS.values()} == {tuple(WORDS["en"])}
    assert [key for words in WORDS.values() for key, text in words.items() if not text] == []


def test_the_types_name_every_member_of_the_schema() -> None:
    types = (ROOT / "static/scams/scam-warning.d.ts").read_text("utf-8")
    members = {name for one in schema()["$defs"].values() for name in one.get("properties", {})}
    assert len(members) > 40
    assert sorted(name for name in members if f"{name}:" not in types and f"{name}?:" not in types) == []


def test_the_last_card_has_what_the_schema_asks_for() -> None:
    needed: list[str] = schema()["$defs"]["AnsweredCard"]["required"]
    for locale in LOCALES:
        line = next(one for one in files()[f"warning/words/{locale}.js"].splitlines() if "LAST_RESORT" in one)
        card: dict[str, Any] = json.loads(line.split(" = ", 1)[1].rstrip(";"))
        assert set(needed) <= set(card)
        assert (card["locale"], card["level"]) == (locale, "warn")
