"""Results: for the one who took the quiz, and for whoever got the link."""

import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from academy.models import Attempt, User
from academy.quizzes.links import attempt_of, token_for
from tests.academy.quizzes.taking import Person, form_for, quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    taker = Person()
    taker.answer_all(right=False)
    return taker


def test_one_sees_ones_own_answers_with_the_explanations(person: Person) -> None:
    questions = person.questions
    page = person.client.get(person.finish())
    assert page.status_code == 200
    assert [one.question.key for one in page.context["review"]] == [question.key for question in questions]
    text = page.content.decode()
    assert all(question.advice in text for question in questions)


def test_others_see_the_figures_only(person: Person) -> None:
    questions = person.questions
    page = Client().get(person.finish())
    assert page.status_code == 200
    assert (page.context["own"], page.context["review"]) == (False, [])
    text = page.content.decode()
    assert not any(option.why in text for question in questions for option in question.options)


def test_detection_and_over_suspicion_stand_beside_each_other(person: Person) -> None:
    page = person.client.get(person.finish())
    overall, attempt = page.context["result"].overall, Attempt.objects.get()
    assert (overall.noticed, overall.suspected) == (0, attempt.genuine)
    assert sum(tally.scams for _type, tally in page.context["by_type"]) == attempt.scams
    assert page.context["band"].at_least == 0


def test_the_band_is_the_one_the_editors_wrote_for_the_score() -> None:
    taker = Person()
    taker.answer_all()
    page = taker.client.get(taker.finish())
    bands = {band.at_least: band for band in page.context["attempt"].edition.decoded.bands}
    assert page.context["band"] == bands[max(bands)]
    assert bands[max(bands)].text in page.content.decode()


def test_a_result_does_not_drift_when_the_quiz_changes(person: Person) -> None:
    address = person.finish()
    before = person.client.get(address).context["result"]
    for entry in person.page.entries.all():
        entry.question.prompt = "换了"
        entry.question.save_revision().publish()
    assert person.client.get(address).context["result"] == before


@pytest.mark.parametrize("token", ["x", "x-y", "0" * 32 + "abc", "0" * 75, "%00", "💥"])
def test_a_link_nobody_signed_leads_nowhere(person: Person, token: str) -> None:
    assert person.get(f"result/{token}/").status_code == 404


def test_a_link_of_another_quiz_leads_nowhere(person: Person) -> None:
    person.finish()
    token = token_for(Attempt.objects.get().pk)
    assert Person(quiz("romance")).get(f"result/{token}/").status_code == 404


def test_a_link_says_nothing_about_the_person(person: Person) -> None:
    person.client.force_login(User.objects.create_user("lin-xiaoming"))
    address = person.finish()
    assert "lin" not in address
    attempt = Attempt.objects.get()
    assert attempt.person
    assert "lin-xiaoming" not in Client().get(address).content.decode()
    assert attempt_of(address.rstrip("/").rpartition("/")[2]) == attempt


def test_what_somebody_did_with_an_account_is_theirs_alone(person: Person) -> None:
    owner = User.objects.create_user("owner")
    person.client.force_login(owner)
    address = person.finish()
    stranger = Client()
    stranger.force_login(User.objects.create_user("stranger"))
    assert stranger.get(address).context["own"] is False
    again = Client()
    again.force_login(owner)
    assert again.get(address).context["own"] is True


def test_queries_do_not_grow_with_the_answers() -> None:
    counts = []
    for shown in (3, 8):
        taker = Person()
        taker.page.shown = shown
        taker.page.save_revision().publish()
        taker.get("take/", pages="all")
        form: dict[str, Any] = {}
        for number, question in enumerate(taker.questions, start=1):
            form |= form_for(question, number)
        address = taker.post("take/all/", form)["Location"]
        taker.client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert len(taker.client.get(address).context["review"]) == shown
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("name", "size"), [("share", (1200, 630)), ("certificate", (1754, 1240))])
def test_a_result_has_pictures_without_a_name(person: Person, name: str, size: tuple[int, int]) -> None:
    address = person.finish()
    reply = Client().get(f"{address}{name}/")
    assert (reply.status_code, reply["Content-Type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(reply.content)).size == size
    assert "private" in reply["Cache-Control"]
    again = Client().get(f"{address}{name}/", headers={"If-None-Match": reply["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["x", "share.png", "Share"])
def test_there_are_no_other_pictures(person: Person, name: str) -> None:
    assert Client().get(f"{person.finish()}{name}/").status_code == 404
