"""Changing the password, and deleting the account with everything in it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from academy.models import Answer, Attempt, Reminder, User
from academy.quizzes import progress
from academy.roles import EDITORS
from tests.academy.people.learners import PASSWORD, attempt, browser, person

pytestmark = pytest.mark.django_db

CHANGE, DELETE = "/en/me/password/", "/en/me/delete/"
NEW = "six-other-words"
FORM = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}


@pytest.fixture
def user() -> User:
    return person()


def is_signed_in(client: Client) -> bool:
    signed_in: bool = client.get("/en/me/").wsgi_request.user.is_authenticated
    return signed_in


# --- changing ---


def test_a_changed_password_signs_out_everywhere_else(user: User) -> None:
    here, elsewhere = browser(user=user), browser(user=user)
    answer = here.post(CHANGE, FORM)
    assert (answer.status_code, answer["Location"]) == (302, "/en/me/")
    assert "Your password is changed." in here.get("/en/me/").content.decode()
    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)
    assert User.objects.get(pk=user.pk).check_password(NEW)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"old_password": "wrong"}, {"old_password": ["The password you have now: it is not right."]}),
        ({"old_password": ""}, {"old_password": ["The password you have now: please type it."]}),
        ({"new_password2": "else"}, {"new_password2": ["The new password again: the two are not the same."]}),
        (
            {"new_password1": "short", "new_password2": "short"},
            {"new_password1": ["Password: it needs at least 8 characters."]},
        ),
    ],
)
def test_an_error_names_the_field_it_is_about(
    user: User, fields: dict[str, str], expected: dict[str, list[str]]
) -> None:
    page = browser(user=user).post(CHANGE, FORM | fields)
    assert (page.status_code, page.context["form"].errors) == (422, expected)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


# --- deleting ---


def delete(client: Client, password: str = PASSWORD) -> Any:
    return client.post(DELETE, {"password": password})


def remind(of: Attempt) -> Reminder:
    return Reminder.objects.create(attempt=of, email="a@example.com", digest="0", due_on=timezone.localdate())


def test_with_an_account_everything_in_it_is_deleted_and_nothing_else(user: User) -> None:
    mine, nobodys = attempt(person=user), attempt("investment")
    theirs = attempt("romance", person=person("other"))
    for one in (mine, nobodys, theirs):
        remind(one)
    client = browser(mine, user=user)
    answer = delete(client)
    assert (answer.status_code, answer["Location"]) == (302, "/en/me/")
    assert not User.objects.filter(pk=user.pk).exists()
    left = {nobodys.pk, theirs.pk}
    assert set(Attempt.objects.values_list("pk", flat=True)) == left
    assert set(Answer.objects.values_list("attempt", flat=True)) == left
    assert set(Reminder.objects.values_list("attempt", flat=True)) == left
    assert answer.cookies[progress.COOKIE].value == ""
    page = client.get("/en/me/")
    assert page.wsgi_request.user.is_anonymous
    assert "Your account is deleted, with everything that was in it." in page.content.decode()


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("wrong", "Your password: it is not right."),
        ("", "Your password: please type it, so that nobody else can delete your account."),
    ],
)
def test_nothing_is_deleted_without_the_password(user: User, password: str, error: str) -> None:
    page = delete(browser(user=user), password)
    assert (page.status_code, page.context["form"].errors) == (422, {"password": [error]})
    assert User.objects.filter(pk=user.pk).exists()


def test_nothing_is_deleted_by_a_link(user: User) -> None:
    assert browser(user=user).get(DELETE).status_code == 200
    assert User.objects.filter(pk=user.pk).exists()


@pytest.mark.parametrize(
    ("address", "form"), [(DELETE, {"password": "wrong"}), (CHANGE, FORM | {"old_password": "wrong"})]
)
def test_who_found_a_browser_signed_in_may_guess_the_password_ten_times(
    user: User, address: str, form: dict[str, str]
) -> None:
    client = browser(user=user)
    assert [client.post(address, form).status_code for _ in range(10)] == [422] * 9 + [429]
    assert delete(client).status_code == 429
    assert User.objects.filter(pk=user.pk).exists()


@pytest.mark.parametrize("rights", [{"is_staff": True}, {"is_superuser": True}, {}])
def test_accounts_that_run_the_site_are_not_deleted_here(rights: dict[str, bool]) -> None:
    colleague = person("colleague", **rights)
    if not rights:
        colleague.groups.add(Group.objects.get(name=EDITORS))
    client = browser(user=colleague)
    assert (client.get(DELETE).status_code, delete(client).status_code) == (403, 403)
    assert User.objects.filter(pk=colleague.pk).exists()


# --- others ---


@pytest.mark.parametrize("address", [CHANGE, DELETE])
def test_who_is_not_signed_in_is_asked_to_here_and_not_in_the_admin(address: str) -> None:
    answers = [Client().get(address), Client().post(address, FORM)]
    assert [one["Location"] for one in answers] == [f"/en/me/sign-in/?next={address}"] * 2


@pytest.mark.parametrize("address", ["/en/me/", "/en/me/sign-in/", "/en/me/sign-up/", CHANGE, DELETE])
def test_no_page_about_a_person_is_kept_by_anybody(address: str, user: User) -> None:
    for client in (browser(user=user), Client()):
        kept = {part.strip() for part in client.get(address)["Cache-Control"].split(",")}
        assert kept >= {"private", "no-store"}
