"""Editors keep other words for the same; whoever asks for one of them finds the others."""

import pytest
from django.core.exceptions import ValidationError

from scams.models import SynonymGroup
from scams.search.asking import Asked, ask
from tests.scams.editing.desk import desk

pytestmark = pytest.mark.django_db


def test_what_an_editor_writes_is_found_by_at_once() -> None:
    assert ask(Asked("蓝色大象", "zh-Hans")).total == 0
    reply = desk("editor").post(
        "/admin/snippets/scams/synonymgroup/add/", {"phrases": "蓝色大象\n刷单返利", "note": ""}
    )
    assert reply.status_code == 302
    assert ask(Asked("藍色大象", "zh-Hans")).results[0].fraud_type == "task-rebate"
    SynonymGroup.objects.get(phrases__startswith="蓝色").delete()
    assert ask(Asked("蓝色大象", "zh-Hans")).total == 0


@pytest.mark.parametrize(
    "phrases",
    ["刷单", "刷单\n刷單", "刷单\n…", "\n".join(f"词{chr(0x4E00 + one)}" for one in range(13)), f"刷单\n{'长' * 41}"],
)
def test_a_group_that_says_nothing_is_refused(phrases: str) -> None:
    with pytest.raises(ValidationError):
        SynonymGroup(phrases=phrases).full_clean()


def test_outsiders_write_none() -> None:
    for role in ("outsider", "anonymous"):
        reply = desk(role).post("/admin/snippets/scams/synonymgroup/add/", {"phrases": "zzz\nb"})
        assert reply.status_code == 302
    assert not SynonymGroup.objects.filter(phrases__startswith="zzz").exists()


def test_the_seed_is_there_for_both_languages() -> None:
    phrases = {phrase for group in SynonymGroup.objects.all() for phrase in group.as_list()}
    assert {"杀猪盘", "网恋投资诈骗", "刷单", "点赞返佣", "pig butchering", "task scam"} <= phrases
    for group in SynonymGroup.objects.all():
        group.full_clean()
