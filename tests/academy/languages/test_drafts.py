"""Drafts in Traditional Chinese: every text is converted, nothing else is, and nothing goes live unread."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Page

from academy.editing.fitness import problems_of
from academy.languages.convert import to_traditional
from academy.languages.drafts import draft, draft_missing
from academy.models import Question, Quiz
from scams.editing.blocks import AUDIENCE_LABELS
from scams.models import ScamPattern, WarningCard
from scams.models.translated import MachineDrafted
from tests.academy.languages import making
from tests.academy.languages.making import newest, there, version_of
from tests.scams.editing.desk import desk

pytestmark = pytest.mark.django_db

KINDS: dict[str, Callable[[], Any]] = {
    "article": making.article,
    "quiz": making.quiz,
    "help page": making.help_page,
    "page of words": making.words,
    "home page": making.home,
    "question": making.question,
    "card": making.card,
}
MACHINE = MachineDrafted.TranslationState.MACHINE
READ = MachineDrafted.TranslationState.REVIEWED


def texts_of(instance: Any) -> str:
    """Everything an instance says, as one text."""
    data = {name: value for name, value in instance.serializable_data().items() if name not in ("url_path", "slug")}
    return json.dumps(data, ensure_ascii=False, default=str)


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_a_draft_of_every_kind_waits_for_a_reader(make: Callable[[], Any]) -> None:
    source = make()
    made = draft(source, there())
    stored = version_of(source)
    for one in (stored, newest(stored)):
        assert (one.translation_state, one.live, one.locale.language_code) == (MACHINE, False, "zh-hant")
        assert (one.first_published_at, one.go_live_at, one.live_revision) == (None, None, None)
    assert made.pk == stored.pk
    source.refresh_from_db()
    assert (source.translation_state, source.live) == ("written", True)


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_every_text_of_every_kind_is_converted(make: Callable[[], Any]) -> None:
    source = make()
    made = newest(draft(source, there()))
    assert texts_of(made) == to_traditional(texts_of(made))
    assert texts_of(made) != texts_of(source)


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_publishing_is_refused_until_somebody_has_read_it(make: Callable[[], Any]) -> None:
    made = newest(draft(make(), there()))
    with pytest.raises(ValidationError) as refused:
        made.save_revision().publish()
    assert "translation_state" in refused.value.message_dict
    made.translation_state = READ
    if isinstance(made, Quiz | Question | WarningCard):
        return  # whether these are fit to go live is another question
    made.save_revision().publish()
    made.refresh_from_db()
    assert (made.live, made.translation_state) == (True, READ)


def test_titles_of_an_article_are_converted_and_its_address_is_not() -> None:
    source = making.article()
    source.seo_title, source.search_description = "刷单返利骗局", "先垫钱再返利，都是骗局。"
    source.save()
    made = version_of(draft(source, there()))
    assert made.title == made.draft_title == to_traditional(source.title) != source.title
    assert (made.seo_title, made.search_description) == ("刷單返利騙局", "先墊錢再返利，都是騙局。")
    assert (made.slug, made.fraud_type_id, made.audiences) == (source.slug, source.fraud_type_id, source.audiences)
    assert made.url == f"/zh-hant/gain/{source.slug}/"


def test_the_streams_of_an_article_keep_what_is_no_text() -> None:
    source = making.article()
    made = version_of(draft(source, there()))
    ours, theirs = source.versions.raw_data[0]["value"], made.versions.raw_data[0]["value"]
    assert theirs["audience"] == ours["audience"]
    assert theirs["audience"] in AUDIENCE_LABELS
    assert [one["value"] for one in theirs["points"]] == [to_traditional(one["value"]) for one in ours["points"]]
    assert [block.id for block in made.timeline] == [block.id for block in source.timeline]
    for before, after in zip(source.sources, made.sources, strict=True):
        assert (after.value["url"], after.value["date"]) == (before.value["url"], before.value["date"])
        assert after.value["publisher"] == to_traditional(before.value["publisher"])


def test_a_help_page_keeps_its_regions() -> None:
    source = making.help_page()
    made = version_of(draft(source, there()))
    assert [one.value["region"] for one in made.regions] == [one.value["region"] for one in source.regions]
    assert made.regions[0].value["steps"][0] == to_traditional(source.regions[0].value["steps"][0])


def test_a_page_of_words_keeps_its_purpose() -> None:
    source = making.words()
    made = version_of(draft(source, there()))
    assert made.purpose == source.purpose == "parents"
    assert [block.block_type for block in made.body] == [block.block_type for block in source.body]


@pytest.mark.parametrize("kind", ["verdict", "red_flags", "single", "multiple", "true_false", "order"])
def test_a_question_keeps_its_key_its_kind_and_what_is_right(kind: str) -> None:
    source = making.question(kind)
    made = version_of(draft(source, there()))
    assert (made.key, made.channel, made.fraud_type_id) == (source.key, source.channel, source.fraud_type_id)
    assert made.body[0].block_type == kind
    assert made.prompt == to_traditional(source.prompt)
    assert marks(made.body.raw_data[0]["value"]) == marks(source.body.raw_data[0]["value"])
    made.translation_state = READ
    assert problems_of(made) == {}


def marks(value: Any) -> list[Any]:
    """Everything in a block that is a mark or a choice, in order."""
    if isinstance(value, dict):
        own = [(key, one) for key, one in value.items() if key in ("right", "genuine", "form", "who")]
        return own + [mark for one in value.values() for mark in marks(one)]
    return [mark for one in value for mark in marks(one)] if isinstance(value, list) else []


def test_every_red_flag_still_stands_in_its_message() -> None:
    flags = [one for one in Question.objects.filter(locale__language_code="zh-hans") if one.kind == "red-flags"]
    assert flags
    for one in flags:
        made = version_of(draft(making.question_like(one), there()))
        made.translation_state = READ
        assert problems_of(made) == {}


def test_a_card_keeps_its_letters_actions_and_contacts() -> None:
    source = making.card()
    made = version_of(draft(source, there()))
    assert made.headline == to_traditional(source.headline) != source.headline
    assert [one.value["key"] for one in made.variants] == [one.value["key"] for one in source.variants]
    assert [one.value["action"] for one in made.other_actions] == [one.value["action"] for one in source.other_actions]
    answers = [(one.value["yes"], one.value["no"], one.value["unsure"]) for one in source.questions]
    assert [(one.value["yes"], one.value["no"], one.value["unsure"]) for one in made.questions] == answers
    assert (made.audience, made.level, made.edition) == (source.audience, source.level, source.edition)
    assert {one.key for one in made.contacts.all()} == {one.key for one in source.contacts.all()}


def test_a_chosen_page_becomes_its_version_in_the_same_language() -> None:
    made = version_of(draft(making.home(), there()))
    chosen = [one.value["article"].locale.language_code for one in made.going_round]
    assert chosen
    assert set(chosen) == {"zh-hant"}


def test_a_chosen_page_without_a_version_stays() -> None:
    source = making.home()
    alone = making.article()
    source.going_round[0].value["article"] = Page.objects.get(pk=alone.pk)
    source.save()
    made = version_of(draft(source, there()))
    assert made.going_round[0].value["article"].pk == alone.pk


def test_a_copy_for_another_language_is_not_converted() -> None:
    source = making.article()
    english = source.copy_for_translation(ScamPattern.objects.filter(locale__language_code="en")[0].locale)
    assert (english.title, english.translation_state) == (source.title, "written")


def test_translating_in_the_admin_makes_a_converted_draft() -> None:
    source = making.article()
    url = reverse("simple_translation:submit_page_translation", args=[source.pk])
    answer = desk("editor").post(url, {"locales": [there().pk]}, follow=True)
    made = version_of(source)
    assert (made.title, made.translation_state, made.live) == (to_traditional(source.title), MACHINE, False)
    assert "A machine converted this from Simplified Chinese" in answer.content.decode()


def test_translating_a_card_in_the_admin_makes_a_draft_whatever_the_source_is() -> None:
    source = making.card()
    url = reverse("simple_translation:submit_snippet_translation", args=["scams", "warningcard", source.pk])
    answer = desk("editor").post(url, {"locales": [there().pk]}, follow=True)
    made = version_of(source)
    assert (made.headline, made.translation_state) == (to_traditional(source.headline), MACHINE)
    assert (made.live, made.live_revision, made.first_published_at) == (False, None, None)
    assert "A machine converted this from Simplified Chinese" in answer.content.decode()


def test_the_command_drafts_what_is_missing_and_keeps_the_rest() -> None:
    article, question = making.article(), making.question()
    out = io.StringIO()
    call_command("draft_translations", type=["articles"], stdout=out)
    kept = ScamPattern.objects.filter(locale__language_code="zh-hant").count() - 1
    assert out.getvalue() == f"articles: 1 drafted, {kept} there already\n"
    assert version_of(article).translation_state == MACHINE
    assert not Question.objects.filter(translation_key=question.translation_key, locale=there()).exists()
    call_command("draft_translations", stdout=out)
    assert "questions: 1 drafted" in out.getvalue()
    assert f"articles: 0 drafted, {kept + 1} there already" in out.getvalue()


def test_a_quiz_takes_the_questions_of_its_own_language() -> None:
    question, quiz = making.question(), making.quiz()
    entry = quiz.entries.first()
    entry.question = question
    entry.save()
    call_command("draft_translations", stdout=io.StringIO())
    made = version_of(quiz)
    assert {one.question.locale.language_code for one in newest(made).entries.all()} == {"zh-hant"}


def test_a_page_below_one_that_is_not_there_is_named_and_left() -> None:
    source = making.article()
    source.get_parent().get_translation(there()).specific.delete()
    assert draft_missing("articles").without_parent == tuple(
        str(one) for one in ScamPattern.objects.child_of(source.get_parent()).live().order_by("path")
    )


def test_what_is_not_live_is_not_drafted() -> None:
    source = making.article()
    source.unpublish()
    assert draft_missing("articles").made == 0
