"""The stories as data: complete, and as the engine sees them."""

import pytest

from academy.demo_pay.stories import FOLDER, Story, stories
from scams.loading.rows import rows_of
from scams.reference_engine import assess
from scams.words import AUDIENCES, LOCALES

ALL = list(stories().values())
TOLD = [(story, locale) for story in ALL for locale in LOCALES]


def test_every_file_is_a_story():
    assert sorted(stories()) == sorted(path.stem for path in FOLDER.glob("*.toml"))


@pytest.mark.parametrize(("story", "locale"), TOLD, ids=lambda one: getattr(one, "slug", one))
def test_the_engine_suspects_what_an_expert_would(story: Story, locale: str):
    found = assess(story.payment(locale))
    first = found.suspicions[0].fraud_type if found.level else ""
    assert (first, found.level or "") == (story.expected.first, story.expected.level)


@pytest.mark.parametrize("story", ALL, ids=lambda one: one.slug)
def test_a_story_is_told_whole_in_three_languages(story: Story):
    assert list(story.words) == list(LOCALES)
    parts = [
        [words.title, words.story, words.hint, words.payee, words.note] for words in story.words.values()
    ]  # fmt: skip
    assert all(all(one) for one in parts)


@pytest.mark.parametrize("story", ALL, ids=lambda one: one.slug)
def test_a_story_speaks_of_what_there_is(story: Story):
    signals = {row["slug"] for _line, row in rows_of("signals.csv")}
    slugs = {row["slug"] for _line, row in rows_of("fraud_types.csv")}
    assert set(story.signals) <= signals
    assert {story.expected.first, *story.expected.reroutes} - {""} <= slugs
    assert story.audience in AUDIENCES


def test_the_stories_end_in_every_way_there_is():
    assert {story.expected.ends for story in ALL} == {"stopped", "cooled-off", "released", "paid"}


def test_every_audience_has_its_story():
    assert {story.audience for story in ALL} == set(AUDIENCES)
