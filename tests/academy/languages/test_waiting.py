"""What waits for a reader is listed for those who may edit it, and said where it is edited."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from academy.languages.drafts import draft
from academy.languages.waiting import waiting_for
from scams.models.translated import MachineDrafted
from tests.academy.languages import making
from tests.academy.languages.making import newest, there
from tests.scams.editing.desk import desk, person

pytestmark = pytest.mark.django_db

LINE = "A machine converted this from Simplified Chinese"


def report(client: Client) -> Any:
    return client.get(reverse("unread_drafts"))


def test_pages_questions_and_cards_wait_together() -> None:
    drafts = [draft(make(), there()) for make in (making.article, making.question, making.card)]
    rows = waiting_for(person("editor"))
    assert [row.title for row in rows] == [drafts[0].title, str(drafts[1]), str(drafts[2])]
    assert [row.kind for row in rows] == [str(one._meta.verbose_name) for one in drafts]
    html = report(desk("reviewer")).content.decode()
    assert all(row.url in html for row in rows)


def test_what_was_copied_without_a_revision_waits_too() -> None:
    copy = making.card().copy_for_translation(there())
    copy.save()
    assert [row.title for row in waiting_for(person("editor"))] == [str(copy)]


def test_what_was_read_waits_no_longer() -> None:
    made = newest(draft(making.article(), there()))
    made.translation_state = MachineDrafted.TranslationState.REVIEWED
    made.save_revision()
    assert waiting_for(person("editor")) == []
    assert "There is nothing to read" in report(desk("reviewer")).content.decode()


def test_nobody_else_sees_the_report() -> None:
    draft(making.article(), there())
    assert report(desk("anonymous")).status_code == 302
    assert report(desk("outsider")).status_code == 302


def test_whoever_may_edit_nothing_sees_an_empty_report() -> None:
    draft(making.article(), there())
    draft(making.card(), there())
    outsider = person("outsider")
    visitors = Group.objects.create(name="Visitors")
    visitors.permissions.add(*Group.objects.get(name="Editors").permissions.filter(codename="access_admin"))
    outsider.groups.add(visitors)
    client = Client(headers={"accept-language": "en"})
    client.force_login(outsider)
    answer = report(client)
    assert answer.status_code == 200
    assert "There is nothing to read" in answer.content.decode()


def test_the_report_is_in_the_menu() -> None:
    assert reverse("unread_drafts") in desk("editor").get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("role", ["editor", "reviewer"])
def test_the_report_needs_as_many_queries_for_three_drafts_as_for_one(
    role: str, django_assert_max_num_queries: Any
) -> None:
    client, counts = desk(role), []
    for makers in ((making.article, making.card), (making.words, making.help_page, making.question, making.quiz)):
        for make in makers:
            draft(make(), there())
        report(client)
        with django_assert_max_num_queries(60) as captured:
            report(client)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_form_says_that_nobody_has_read_it() -> None:
    page, card = draft(making.article(), there()), draft(making.card(), there())
    client = desk("reviewer")
    for url in (reverse("wagtailadmin_pages:edit", args=[page.pk]), card.snippet_viewset.get_url_name("edit")):
        path = url if url.startswith("/") else reverse(url, args=[card.pk])
        assert LINE in client.get(path).content.decode()


def test_the_form_of_what_a_person_wrote_says_nothing() -> None:
    page = making.article()
    assert LINE not in desk("reviewer").get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
