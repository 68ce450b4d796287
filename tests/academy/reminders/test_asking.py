"""Asking for a reminder by e-mail: confirmed by its owner, or forgotten; and never a way to bother somebody."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from academy.celery import app
from academy.models import Attempt, Reminder
from academy.models.reminders import MailedAddress
from academy.people.throttle import Limit
from academy.quizzes.links import token_for
from academy.reminders.addresses import digest_of
from academy.tasks import ask_to_confirm, sweep_reminders
from tests.academy.people.learners import attempt, quiz
from tests.academy.reminders.wishes import EMAIL, links, wish

pytestmark = pytest.mark.django_db

START = "2026-11-22T10:00:00Z"


@pytest.fixture
def mine() -> Attempt:
    return attempt(language="en")


def address_of(mine: Attempt) -> str:
    return f"/en/reminders/{token_for(mine.pk)}/"


def post(mine: Attempt, email: str = EMAIL, client: Client | None = None) -> Any:
    return (client or Client()).post(address_of(mine), {"email": email})


def mailed() -> list[str]:
    return [address for message in mail.outbox for address in message.to]


# --- the form ---


def test_who_asks_is_told_to_look_at_their_mails(mine: Attempt, commit: Any) -> None:
    with commit():
        answer = post(mine)
    assert (answer.status_code, answer["Location"]) == (303, f"{address_of(mine)}asked/")
    page = Client().get(answer["Location"]).content.decode()
    assert "Please look at your e-mails" in page
    assert EMAIL not in page
    reminder = Reminder.objects.get()
    assert (reminder.email, reminder.language, reminder.confirmed_at) == (EMAIL, "en", None)
    assert reminder.due_on == timezone.localdate(mine.finished_at) + dt.timedelta(days=90)


@pytest.mark.parametrize(
    ("email", "error"),
    [
        ("", "E-mail address: please type it."),
        ("lin@", "E-mail address: it should look like name@example.com."),
        ("lin@example.com, wang@example.com", "E-mail address: it should look like name@example.com."),
        ("lin@example.com\nBcc: wang@example.com", "E-mail address: it should look like name@example.com."),
    ],
)
def test_what_is_no_address_is_refused_by_name(mine: Attempt, email: str, error: str) -> None:
    page = post(mine, email)
    assert page.status_code == 422
    assert error in page.context["form"].errors["email"]
    text = page.content.decode()
    assert 'aria-describedby="id_email_helptext id_email_error"' in text
    assert f'<a href="#id_email">{error}</a>' in text
    assert Reminder.objects.count() == 0


def test_an_address_that_is_too_long_is_refused_by_name(mine: Attempt) -> None:
    page = post(mine, f"lin@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.example")
    assert (page.status_code, page.context["form"].errors["email"]) == (422, ["E-mail address: it is too long."])


def test_a_form_sent_from_another_site_asks_for_nothing(mine: Attempt) -> None:
    assert post(mine, client=Client(enforce_csrf_checks=True)).status_code == 403


@pytest.mark.parametrize("below", ["", "asked/", "calendar.ics", "feed.xml"])
def test_a_link_nobody_signed_leads_nowhere(mine: Attempt, below: str) -> None:
    assert Client().get(f"{address_of(mine)}{below}").status_code == 200
    assert Client().get(f"{address_of(mine).replace('/reminders/', '/reminders/0')}{below}").status_code == 404


def test_with_the_refresher_due_there_is_nothing_to_remind_of() -> None:
    old = attempt(days_ago=90)
    assert post(old).status_code == 200
    assert "take/?refresh=" in post(old).content.decode()
    assert Reminder.objects.count() == 0


def test_a_quiz_that_is_gone_is_reminded_of_by_nobody(mine: Attempt) -> None:
    quiz(language="en").delete()
    assert post(mine).status_code == 404


def test_too_many_from_one_network_are_told_so(mine: Attempt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.reminders.views.REMINDERS", Limit("reminders", 1))
    assert [post(mine, email).status_code for email in ("a@example.com", "b@example.com")] == [303, 429]
    assert Reminder.objects.count() == 1


# --- the mail that asks ---


def test_the_mail_is_sent_by_the_worker_on_commit(mine: Attempt, commit: Any, broker: Path) -> None:
    with commit():
        post(mine)
        assert list(broker.glob("waiting/*")) == []
    assert len(list(broker.glob("waiting/*.default.msg"))) == 1
    assert mail.outbox == []
    ask_to_confirm(reminder_id=str(Reminder.objects.get().pk))
    assert mailed() == [EMAIL]


def test_a_broker_that_is_down_is_not_the_readers_error_and_the_sweep_sends(
    mine: Attempt, commit: Any, broker: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broker.write_text("a file where the broker's folder should be")
    app._after_fork()
    with commit():
        assert post(mine).status_code == 303
    assert EMAIL not in caplog.text
    sweep_reminders()
    assert mailed() == [EMAIL]


def test_the_mail_says_what_it_is_about_and_how_to_stop_it(mine: Attempt) -> None:
    reminder = wish(mine)
    sweep_reminders()
    sent = mail.outbox[0]
    confirm, stop = links()
    assert confirm == f"/en/reminders/confirm/{reminder.pk}/"
    assert sent.subject == "Please confirm: do you want our reminder?"
    assert quiz(language="en").title in sent.body
    assert sent.extra_headers == {
        "List-Unsubscribe": f"<http://localhost:8000{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_mail_is_in_the_language_of_the_page(language: str) -> None:
    wish(attempt(language=language), language=language)
    sweep_reminders()
    assert all(link.startswith(f"/{language}/reminders/") for link in links())


def test_a_mail_is_sent_once_whoever_sends_it(mine: Attempt) -> None:
    reminder = wish(mine)
    for _ in range(2):
        ask_to_confirm(reminder_id=str(reminder.pk))
        sweep_reminders()
    assert mailed() == [EMAIL]


def test_the_answer_to_asking_again_is_the_same_and_nothing_more_is_sent(mine: Attempt) -> None:
    locations = set()
    for email in (EMAIL, EMAIL, EMAIL.upper()):
        locations.add(post(mine, email)["Location"])
        sweep_reminders()
    assert (len(locations), mailed()) == (1, [EMAIL])


def test_an_address_is_asked_once_a_day_whatever_is_asked_for(mine: Attempt) -> None:
    with time_machine.travel(START, tick=False) as clock:
        for slug in ("task-rebate", "romance", "investment"):
            wish(attempt(slug))
        sweep_reminders()
        sweep_reminders()
        assert mailed() == [EMAIL]
        clock.shift(dt.timedelta(days=1, minutes=10))
        sweep_reminders()
        assert mailed() == [EMAIL] * 2


def test_an_address_that_never_answers_is_asked_ever_more_rarely() -> None:
    days = []
    with time_machine.travel(START, tick=False) as clock:
        for day in range(40):
            wish(attempt())
            sweep_reminders()
            days += [day] * len(mail.outbox)
            mail.outbox.clear()
            clock.shift(dt.timedelta(days=1))
    assert days == [0, 1, 3, 7, 15, 31]


def test_one_who_has_stopped_the_mails_is_not_asked_again_the_same_day(mine: Attempt) -> None:
    wish(mine)
    sweep_reminders()
    Client().post(links()[1])
    assert Reminder.objects.count() == 0
    wish(mine)
    sweep_reminders()
    assert mailed() == [EMAIL]


def test_asking_again_a_day_later_sends_the_mail_again(mine: Attempt) -> None:
    with time_machine.travel(START, tick=False) as clock:
        wish(mine)
        sweep_reminders()
        clock.shift(dt.timedelta(days=1, hours=1))
        wish(mine)
        sweep_reminders()
    assert mailed() == [EMAIL] * 2


def test_one_attempt_is_sent_to_three_addresses_and_no_more(mine: Attempt) -> None:
    emails = [f"{letter}@example.com" for letter in "abcde"]
    answers = {post(mine, email).status_code for email in emails}
    assert answers == {303}
    sweep_reminders()
    assert mailed() == emails[:3]


def test_addresses_are_in_no_log(mine: Attempt, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG", logger="academy"):
        post(mine)
        sweep_reminders()
    assert mailed() == [EMAIL]
    assert "lin" not in caplog.text


# --- confirming ---


def test_opening_the_link_confirms_nothing_pressing_the_button_does(mine: Attempt) -> None:
    reminder = wish(mine)
    sweep_reminders()
    client, link = Client(enforce_csrf_checks=True), links()[0]
    page = client.get(link)
    assert (page.status_code, "Yes, remind me" in page.content.decode()) == (200, True)
    assert Reminder.objects.get().confirmed_at is None
    answer = client.post(link, {"csrfmiddlewaretoken": client.cookies["csrftoken"].value})
    assert (answer.status_code, answer["Location"]) == (303, link)
    assert Reminder.objects.get(pk=reminder.pk).confirmed_at
    assert "Done: we will write to you" in client.get(link).content.decode()


def test_pressing_twice_is_pressing_once(mine: Attempt) -> None:
    reminder = wish(mine)
    link = f"/en/reminders/confirm/{reminder.pk}/"
    Client().post(link)
    first = Reminder.objects.get().confirmed_at
    assert Client().post(link).status_code == 303
    assert Reminder.objects.get().confirmed_at == first


def test_no_page_shows_the_address(mine: Attempt) -> None:
    reminder = wish(mine)
    link = f"/en/reminders/confirm/{reminder.pk}/"
    pages = [Client().get(link), Client().post(link, follow=True), Client().get(address_of(mine))]
    assert all("lin@" not in page.content.decode() for page in pages)


def test_what_is_not_confirmed_in_three_days_is_forgotten(mine: Attempt) -> None:
    with time_machine.travel(START, tick=False) as clock:
        reminder = wish(mine)
        sweep_reminders()
        link = links()[0]
        clock.shift(dt.timedelta(days=3, seconds=-1))
        sweep_reminders()
        assert Client().get(link).status_code == 200
        clock.shift(1)
        gone = Client().get(link)
        assert (gone.status_code, Client().post(link).status_code) == (404, 404)
        assert "This link no longer works" in gone.content.decode()
        sweep_reminders()
        assert not Reminder.objects.filter(pk=reminder.pk).exists()


def test_what_is_confirmed_is_kept_until_its_day(mine: Attempt) -> None:
    with time_machine.travel(START, tick=False) as clock:
        reminder = wish(mine)
        Client().post(f"/en/reminders/confirm/{reminder.pk}/")
        clock.shift(dt.timedelta(days=89))
        sweep_reminders()
        assert Reminder.objects.get() == reminder


def test_that_an_address_was_written_to_is_forgotten_after_a_month() -> None:
    with time_machine.travel(START, tick=False) as clock:
        wish()
        sweep_reminders()
        assert [one.digest for one in MailedAddress.objects.all()] == [digest_of(EMAIL)]
        assert EMAIL not in str(MailedAddress.objects.get())
        clock.shift(dt.timedelta(days=32))
        sweep_reminders()
        assert MailedAddress.objects.count() == 0


# --- stopping ---


def test_opening_the_link_stops_nothing_pressing_the_button_does(mine: Attempt) -> None:
    wish(mine)
    wish(attempt("romance"))
    wish(attempt("romance"), email="wang@example.com")
    sweep_reminders()
    stop = links(0)[1]
    assert "Stop all mails" in Client().get(stop).content.decode()
    assert Reminder.objects.count() == 3
    assert "Stopped" in Client().post(stop).content.decode()
    assert [one.email for one in Reminder.objects.all()] == ["wang@example.com"]


def test_a_mail_programme_stops_the_mails_with_one_click(mine: Attempt) -> None:
    wish(mine)
    sweep_reminders()
    client = Client(enforce_csrf_checks=True)
    answer = client.post(links()[1], {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, Reminder.objects.count()) == (200, 0)
    assert client.post(links()[1], {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_a_stopping_link_nobody_signed_stops_nothing(mine: Attempt) -> None:
    wish(mine)
    assert Client().post(f"/en/reminders/stop/{digest_of(EMAIL)}/").status_code == 404
    assert Reminder.objects.count() == 1
