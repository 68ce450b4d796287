"""Signing in and out, and what happens to somebody who guesses passwords."""

import logging
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client

from academy.models import Attempt, User
from academy.quizzes import progress
from tests.academy.people.learners import PASSWORD, attempt, browser, person, titles

pytestmark = pytest.mark.django_db

OURS = "/en/me/sign-in/"
DOORS = [OURS, "/admin/login/", "/django-admin/login/"]
NOT_RIGHT = "Name or password is not right. Capital and small letters make a difference."


def sign_in(
    client: Client | None = None, name: str = "lin-xiaoming", password: str = PASSWORD, door: str = OURS
) -> Any:
    return (client or Client()).post(door, {"username": name, "password": password})


def fail(times: int, client: Client | None = None, **where: str) -> list[int]:
    return [sign_in(client, password="wrong", **where).status_code for _ in range(times)]


@pytest.fixture
def user() -> User:
    return person(is_staff=False)


@pytest.fixture
def boss() -> User:
    return User.objects.create_superuser("boss", password=PASSWORD)


def test_who_signs_in_finds_what_they_have_learned_elsewhere_and_here(user: User) -> None:
    elsewhere, here = attempt(person=user, days_ago=3), attempt("investment", days_ago=1)
    client = browser(here)
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/en/me/")
    page = client.get("/en/me/")
    assert titles(page) == [here.edition.decoded.title, elsewhere.edition.decoded.title]
    assert Attempt.objects.get(pk=here.pk).person == user


def test_what_somebody_else_owns_stays_theirs(user: User) -> None:
    other = person("other")
    theirs = attempt(person=other)
    sign_in(browser(theirs))
    assert Attempt.objects.get(pk=theirs.pk).person == other


def test_a_wrong_password_and_a_wrong_name_are_answered_alike(user: User) -> None:
    wrong = [sign_in(password="wrong"), sign_in(name="no-such-name")]
    assert [page.status_code for page in wrong] == [422, 422]
    assert [page.context["form"].non_field_errors() for page in wrong] == [[NOT_RIGHT]] * 2


def test_an_account_that_was_closed_is_answered_alike_too() -> None:
    person(is_active=False)
    assert sign_in().context["form"].non_field_errors() == [NOT_RIGHT]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"name": ""}, {"username": ["Name: please type the name you chose."]}),
        ({"password": ""}, {"password": ["Password: please type your password."]}),
    ],
)
def test_an_empty_field_is_named(fields: dict[str, str], expected: dict[str, list[str]]) -> None:
    page = sign_in(**fields)
    assert (page.status_code, page.context["form"].errors) == (422, expected)


@pytest.mark.parametrize("door", DOORS)
def test_ten_wrong_passwords_and_the_right_one_is_refused_for_a_quarter_of_an_hour(door: str, boss: User) -> None:
    with time_machine.travel("2026-11-22T10:00:00Z", tick=False) as clock:
        assert fail(10, name="boss", door=door)[-1] == 429
        refused = sign_in(name="boss", door=door)
        assert (refused.status_code, refused["Retry-After"]) == (429, "900")
        assert "_auth_user_id" not in refused.client.session
        clock.shift(15 * 60 + 1)
        assert sign_in(name="boss", door=door).status_code == 302


def test_nine_are_not_too_many(user: User) -> None:
    assert fail(9) == [422] * 9
    assert sign_in().status_code == 302
    assert fail(9) == [422] * 9  # counted anew


def test_the_doors_count_together(boss: User) -> None:
    for door in DOORS:
        fail(4, name="boss", door=door)
    assert [sign_in(name="boss", door=door).status_code for door in DOORS] == [429] * 3


def test_others_are_not_locked_out_with_the_one_who_guesses(user: User, boss: User) -> None:
    fail(10)
    assert sign_in(name="boss").status_code == 302
    assert sign_in(Client(REMOTE_ADDR="192.0.2.9")).status_code == 302


def test_a_name_that_does_not_exist_is_locked_alike(user: User) -> None:
    answers = []
    for name in ("lin-xiaoming", "no-such-name"):
        fail(10, name=name)
        answers.append(sign_in(name=name))
    assert [one.status_code for one in answers] == [429, 429]
    assert "no-such-name" not in answers[1].content.decode()
    assert "lin-xiaoming" not in answers[0].content.decode()


def test_another_browser_or_a_longer_way_round_does_not_help_who_guesses(user: User) -> None:
    for number in range(10):
        fail(1, Client(headers={"user-agent": f"browser {number}", "x-forwarded-for": f"192.0.2.{number}"}))
    assert sign_in().status_code == 429


def test_behind_a_proxy_each_person_behind_it_counts_by_themselves(user: User, settings: Any) -> None:
    settings.CLIENT_ADDRESS_HEADER = "X-Real-IP"
    fail(10, Client(headers={"x-real-ip": "192.0.2.1"}))
    codes = [sign_in(Client(headers={"x-real-ip": f"192.0.2.{n}"})).status_code for n in (1, 2)]
    assert codes == [429, 302]


def test_of_who_guesses_wrong_as_little_as_possible_is_kept(user: User, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        sign_in(name="my-password-in-the-wrong-field", password="secret-typed")
    kept = apps.get_model("axes", "AccessAttempt")._default_manager.get()
    assert "secret-typed" not in kept.post_data
    assert "my-password-in-the-wrong-field" not in kept.post_data
    said = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("axes"))
    assert "127.0.0.1" in said
    assert "my-password-in-the-wrong-field" not in said
    sign_in()
    assert apps.get_model("axes", "AccessLog")._default_manager.count() == 0


def test_who_signs_out_leaves_nothing_in_the_browser(user: User) -> None:
    client = browser(attempt(), user=user)
    answer = client.post("/en/me/sign-out/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/me/")
    assert answer.cookies[progress.COOKIE].value == ""
    page = client.get("/en/me/")
    assert (titles(page), page.wsgi_request.user.is_authenticated) == ([], False)


def test_a_link_signs_nobody_out(user: User) -> None:
    client = browser(user=user)
    assert client.get("/en/me/sign-out/").status_code == 405
    assert client.get("/en/me/").wsgi_request.user == user


def test_editors_may_sign_in_here_too_and_learn(boss: User) -> None:
    client = Client()
    sign_in(client, name="boss")
    assert client.get("/en/me/").wsgi_request.user == boss


def test_one_goes_back_to_no_other_site(user: User) -> None:
    answer = Client().post(
        OURS, {"username": user.username, "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == "/en/me/"
