"""The checker's rules at the editor's desk: refused when they cannot be read, tried in a box, live when published."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from scams.checking.build import build_rules
from scams.checking.compile import compile_rules
from scams.checking.rules import decode
from scams.checking.store import RulesSnapshot, state_of
from scams.checking.verdict import check
from scams.deck.build import build
from scams.models import CheckVersion, ScamPattern, WordList
from tests.scams.editing.desk import desk

pytestmark = pytest.mark.django_db

CLUE = {
    "key": "odd-word",
    "weight": 4,
    "words": "怪词一\n{pay}…怪词二",
    "also": [],
    "unless": "",
    "why": "这是个怪词。",
}


def pattern(slug: str = "task-rebate", locale: str = "zh-hans") -> ScamPattern:
    found: ScamPattern = ScamPattern.objects.get(fraud_type__slug=slug, locale__language_code=locale)
    return found


def with_clue(**changes: object) -> ScamPattern:
    page = pattern()
    page.rules = [*((block.block_type, block.value) for block in page.rules), ("clue", {**CLUE, **changes})]
    return page


def verdict_on(text: str) -> list[str]:
    version = CheckVersion.objects.first()
    assert version
    ready = state_of(RulesSnapshot(version.pk, bytes(version.payload))).ready
    return [match.fraud_type for match in check(ready, text, "zh-Hans").matches]


def test_every_pattern_came_with_rules_in_its_language() -> None:
    assert all(page.rules for page in ScamPattern.objects.live())
    version = CheckVersion.objects.first()
    assert version
    assert version.left_out == []
    assert len(decode(bytes(version.payload)).types) == 25


def test_a_published_clue_is_answered_from_at_once_and_gone_when_the_page_is() -> None:
    with_clue().save_revision().publish()
    build()
    assert verdict_on("转账怪词二") == ["task-rebate"]
    for page in ScamPattern.objects.filter(fraud_type__slug="task-rebate"):
        page.unpublish()
    build()
    assert verdict_on("转账怪词二") == []


def test_building_again_without_a_change_makes_no_version() -> None:
    assert build_rules() == build_rules()


def test_rules_made_after_others_are_those_made_from_the_beginning() -> None:
    before = compile_rules().rules
    with_clue().save_revision().publish()
    WordList.objects.filter(key="game").delete()
    after = compile_rules(before=before)
    assert after == compile_rules()
    assert after.rules != before
    assert compile_rules(before=after.rules) == after


def test_a_word_list_changes_what_its_rules_find() -> None:
    with_clue().save_revision().publish()
    pay = WordList.objects.get(key="pay")
    pay.words_zh += "\n嘎嘣"
    pay.save()
    build()
    assert verdict_on("嘎嘣怪词二") == ["task-rebate"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"words": "{no-such}"}, "no-such"),
        ({"words": "a"}, "“a”"),
        ({"also": ["好\n…"]}, "…"),
        ({"key": "task-work"}, "task-work"),
    ],
)
def test_rules_that_cannot_be_read_are_not_published(changes: dict[str, object], said: str) -> None:
    revision = with_clue(**changes).save_revision(clean=False)
    with pytest.raises(ValidationError) as refused:
        revision.publish()
    assert said in str(refused.value.message_dict["rules"])


def test_a_list_that_vanished_costs_its_clues_and_nothing_else() -> None:
    WordList.objects.filter(key="game").delete()
    version = build_rules()
    assert any("game-trade" in one for one in version.left_out)
    assert verdict_on("先垫付做任务返佣金")[0] == "task-rebate"


@pytest.mark.parametrize("words", ["a", "{no-such}", "…"])
def test_a_list_with_words_that_cannot_be_read_is_refused(words: str) -> None:
    with pytest.raises(ValidationError):
        WordList(key="new", words_zh=words).full_clean()


def box(page: ScamPattern) -> str:
    return reverse("scams_test_rules", args=[page.pk])


def test_the_box_tries_a_draft_that_nobody_has_published() -> None:
    page = with_clue()
    page.save_revision()
    client = desk("editor")
    assert client.get(box(page)).status_code == 200
    reply = client.post(box(page), {"text": "您好，怪词一"})
    told = reply.content.decode()
    assert "<mark>怪词一</mark> 这是个怪词。" in " ".join(told.split())
    assert "odd-word" in told
    build()
    assert verdict_on("您好，怪词一") == []


@pytest.mark.parametrize("role", ["outsider", "anonymous"])
def test_outsiders_have_no_box(role: str) -> None:
    assert desk(role).post(box(pattern()), {"text": "怪词"}).status_code == 302


def test_the_box_names_what_is_too_long() -> None:
    reply = desk("editor").post(box(pattern()), {"text": "好" * 10_001})
    assert reply.context["form"].errors["text"]


def test_the_editors_page_leads_to_the_box() -> None:
    page = pattern()
    assert box(page) in desk("editor").get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
