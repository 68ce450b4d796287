import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import translation

from scams.models import Contact, WarningCard
from tests.scams.editing.desk import card_of, desk

pytestmark = pytest.mark.django_db

KEY = "cn-96110"


def contact():
    return Contact.objects.get(key=KEY)


def users_of_contact():
    return set(WarningCard.objects.filter(contacts__key=KEY, live=True).values_list("pk", flat=True))


def url(view):
    return reverse(f"wagtailsnippets_scams_contact:{view}", args=[contact().pk])


def test_a_contact_of_a_live_card_cannot_be_deleted():
    before = users_of_contact()
    assert card_of().pk in before
    with pytest.raises(ProtectedError), transaction.atomic():
        contact().delete()
    with pytest.raises(ProtectedError), transaction.atomic():
        Contact.objects.filter(key=KEY).delete()
    assert users_of_contact() == before


def test_a_contact_of_drafts_alone_can_be_deleted():
    WarningCard.objects.filter(contacts__key=KEY).update(live=False)
    contact().delete()
    assert Contact.objects.filter(key=KEY).exists() is False


@pytest.mark.parametrize("role", ["reviewer", "administrator", "editor", "outsider", "anonymous"])
def test_nobody_deletes_a_used_contact_through_the_admin(role):
    before, client = users_of_contact(), desk(role)
    assert client.post(url("delete")).status_code == 302
    bulk = reverse("wagtail_bulk_action", args=["scams", "contact", "delete"])
    assert client.post(f"{bulk}?id={contact().pk}").status_code in (200, 302)
    assert users_of_contact() == before


def test_a_reviewer_who_tries_is_told_why():
    reply = desk("reviewer").post(url("delete"), follow=True)
    with translation.override("en"):
        expected = f"“{contact()}” is in use, so it stays."
    assert [str(message).strip() for message in reply.context["messages"]] == [expected]


@pytest.mark.parametrize(
    ("role", "stays"), [("reviewer", False), ("editor", True), ("outsider", True), ("anonymous", True)]
)
def test_only_a_reviewer_deletes_an_unused_contact(role, stays):
    WarningCard.objects.filter(contacts__key=KEY).update(live=False)
    desk(role).post(url("delete"))
    assert Contact.objects.filter(key=KEY).exists() is stays


@pytest.mark.parametrize("number", ["96110", "110", "+86 10 6505-1234", ""])
def test_a_number_is_digits_spaces_and_hyphens(number):
    one = contact()
    one.number = number
    one.full_clean()


@pytest.mark.parametrize("number", ["９６１１０", "96110<b>", "tel:96110", "-110", "110\n", "one one zero"])
def test_anything_else_is_refused_as_a_number(number):
    one = contact()
    one.number = number
    with pytest.raises(ValidationError) as refused:
        one.full_clean()
    assert list(refused.value.message_dict) == ["number"]


@pytest.mark.parametrize("field", ["name_zh_hans", "name_en", "hours_zh_hant"])
@pytest.mark.parametrize("text", ["点 evil.com", "打13800138000", "拨 9 6 1 1 0"])
def test_nothing_to_dial_or_follow_beside_the_number(field, text):
    contact = Contact.objects.get(key="cn-96110")
    setattr(contact, field, text)
    with pytest.raises(ValidationError) as refused:
        contact.full_clean()
    assert list(refused.value.message_dict) == [field]


def test_an_editor_cannot_change_what_payers_are_told_to_call():
    contact = Contact.objects.get(key="cn-96110")
    url = reverse("wagtailsnippets_scams_contact:edit", args=[contact.pk])
    answers = [desk(role).post(url, {"number": "+44 20 7946 0000"}).status_code for role in ("editor", "outsider")]
    contact.refresh_from_db()
    assert (answers, contact.number) == ([302, 302], "96110")
