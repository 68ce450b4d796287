"""Making an account: a name and a password, nothing else, and no rights."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from academy.models import Attempt, User
from academy.people import throttle
from academy.people.forms import TAKEN, SignUpForm
from academy.people.throttle import Limit
from academy.people.views import _made
from tests.academy.people.learners import NEW_PERSON, PASSWORD, attempt, browser, person

pytestmark = pytest.mark.django_db

SIGN_UP = "/en/me/sign-up/"
LEARNING = "/en/me/"


def sign_up(client: Client | None = None, **fields: str) -> Any:
    return (client or Client()).post(SIGN_UP, NEW_PERSON | fields)


def errors(page: Any) -> dict[str, list[str]]:
    return {name: list(texts) for name, texts in page.context["form"].errors.items()}


def test_who_signs_up_is_signed_in_and_sees_what_they_have_learned() -> None:
    client = Client()
    answer = sign_up(client)
    assert (answer.status_code, answer["Location"]) == (302, LEARNING)
    assert "You are signed in as lin-xiaoming." in client.get(LEARNING).content.decode()


def test_an_account_is_a_name_and_a_password_and_may_do_nothing() -> None:
    sign_up()
    user = User.objects.get(username="lin-xiaoming")
    assert user.check_password(PASSWORD)
    assert (user.email, user.first_name, user.last_name) == ("", "", "")
    assert (user.is_staff, user.is_superuser, list(user.groups.all())) == (False, False, [])
    assert user.get_all_permissions() == set()


def test_fields_that_are_not_in_the_form_are_not_taken_from_it() -> None:
    sign_up(is_staff="on", is_superuser="on", groups="1", email="a@example.com")
    user = User.objects.get(username="lin-xiaoming")
    assert (user.email, user.is_staff, user.is_superuser, user.groups.count()) == ("", False, False, 0)


@pytest.mark.parametrize("door", ["/admin/", "/admin/pages/", "/django-admin/"])
def test_who_signs_up_gets_no_further_than_the_doors_of_the_admin(door: str) -> None:
    client = Client()
    sign_up(client)
    answer = client.get(door)
    assert answer.status_code == 302
    assert answer["Location"].startswith(("/admin/login/", "/django-admin/login/"))


def test_what_was_finished_before_is_in_the_account_and_what_somebody_owns_stays_theirs() -> None:
    mine, theirs = attempt(), attempt("investment", person=person("other"))
    client = browser(mine, theirs)
    sign_up(client)
    assert list(Attempt.objects.filter(person__username="lin-xiaoming")) == [mine]
    assert list(Attempt.objects.filter(person__username="other")) == [theirs]
    assert "1 result from this device is in your account now." in client.get(LEARNING).content.decode()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"username": ""}, {"username": ["Name: please think of a name."]}),
        ({"username": "lin ming"}, {"username": ["Name: use letters, digits and . _ - only, without spaces."]}),
        ({"username": "林" * 31}, {"username": ["Name: it can have at most 30 characters."]}),
        ({"password1": ""}, {"password1": ["Password: please think of a password."]}),
        ({"password2": "another-one-this"}, {"password2": ["The same password again: the two are not the same."]}),
        (
            {"password1": "1234567", "password2": "1234567"},
            {
                "password1": [
                    "Password: it needs at least 8 characters.",
                    "Password: many people use this one, it would be guessed. Choose another.",
                    "Password: it cannot be only digits. Add a word.",
                ]
            },
        ),
        (
            {"password1": "lin-xiaoming", "password2": "lin-xiaoming"},
            {"password1": ["Password: it is too much like your name. Choose another."]},
        ),
    ],
    ids=["no name", "space", "long", "no password", "two passwords", "weak", "like the name"],
)
def test_an_error_names_the_field_it_is_about(fields: dict[str, str], expected: dict[str, list[str]]) -> None:
    page = sign_up(**fields)
    assert (page.status_code, errors(page)) == (422, expected)
    assert User.objects.filter(username__startswith="lin").count() == 0


def test_an_error_is_tied_to_its_field_and_linked_from_the_top() -> None:
    text = sign_up(username="").content.decode()
    assert 'aria-invalid="true" aria-describedby="id_username_helptext id_username_error"' in text
    assert '<div class="error" id="id_username_error">' in text
    assert '<a href="#id_username">Name: please think of a name.</a>' in text


@pytest.mark.parametrize("name", ["taken", "TAKEN"])
def test_a_name_that_somebody_has_is_refused_without_saying_so(name: str) -> None:
    person("taken")
    assert errors(sign_up(username=name)) == {"username": [TAKEN]}


def test_a_name_taken_between_check_and_saving_is_refused_too() -> None:
    form = SignUpForm(NEW_PERSON)
    assert form.is_valid()
    person("lin-xiaoming")
    assert _made(form) is None
    assert form.errors == {"username": [TAKEN]}


def test_too_many_tries_from_one_address_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.people.views.SIGN_UPS", Limit(throttle.SIGN_UPS.name, 2))
    assert [sign_up(username=name).status_code for name in ("", "first", "second")] == [422, 302, 429]
    assert not User.objects.filter(username="second").exists()
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert sign_up(elsewhere, username="second").status_code == 302


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("/en/quizzes/", "/en/quizzes/"),
        ("https://elsewhere.example/", LEARNING),
        ("//elsewhere.example/", LEARNING),
        ("javascript:alert(1)", LEARNING),
        ("", LEARNING),
    ],
)
def test_afterwards_one_goes_back_to_a_page_of_this_site_and_to_no_other(wanted: str, expected: str) -> None:
    assert sign_up(next=wanted)["Location"] == expected


def test_a_form_sent_from_another_site_makes_no_account() -> None:
    assert sign_up(Client(enforce_csrf_checks=True)).status_code == 403
    assert not User.objects.filter(username="lin-xiaoming").exists()


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_form_is_there_in_each_language(language: str) -> None:
    page = Client().get(reverse("sign-up").replace("/zh-hans/", f"/{language}/"))
    assert page.status_code == 200
    assert list(page.context["form"].fields) == ["username", "password1", "password2"]
