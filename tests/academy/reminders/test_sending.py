"""The reminder itself: on its day, once, and then its address is gone. Through a real mail server too."""

import datetime as dt
import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core import mail
from django.test import Client

from academy.models import Reminder
from academy.models.reminders import MailedAddress
from academy.quizzes.links import token_for
from academy.reminders import sending
from academy.reminders.sending import Outcome
from academy.tasks import send_reminders, sweep_reminders
from tests.academy.people.learners import attempt, quiz
from tests.academy.reminders.wishes import EMAIL, change, confirmed, links, wish
from tests.conftest import free_port

pytestmark = pytest.mark.django_db


def test_on_its_day_it_is_sent_and_deleted() -> None:
    mine = attempt(language="en")
    confirmed(mine)
    send_reminders()
    sent = mail.outbox[0]
    assert (sent.to, sent.subject) == ([EMAIL], "Three minutes to stay safe: your refresher")
    assert quiz(language="en").title in sent.body
    refresher, stop = links()
    assert refresher == f"/en/quizzes/task-rebate/take/?refresh={token_for(mine.pk)}"
    assert sent.extra_headers["List-Unsubscribe"] == f"<http://localhost:8000{stop}>"
    assert Reminder.objects.count() == 0
    send_reminders()
    assert len(mail.outbox) == 1
    assert Client().post(stop).status_code == 200  # also when nothing is left


def test_before_its_day_or_unconfirmed_nothing_is_sent() -> None:
    confirmed(due_in=1)
    change(wish(email="wang@example.com"), due_on=dt.date(2020, 1, 1))
    send_reminders()
    assert (mail.outbox, Reminder.objects.count()) == ([], 2)


def test_the_day_begins_at_midnight_of_the_sites_time_zone() -> None:
    with time_machine.travel("2027-02-19T15:59:00Z", tick=False) as clock:
        change(confirmed(), due_on=dt.date(2027, 2, 20))
        send_reminders()
        assert mail.outbox == []
        clock.shift(60)
        send_reminders()
        assert len(mail.outbox) == 1


def test_what_another_process_is_sending_is_left_to_it_until_it_must_have_died() -> None:
    with time_machine.travel("2026-11-22T10:00:00Z", tick=False) as clock:
        reminder = confirmed()
        claimed = sending._claim(sending._due(), reminder.pk)
        assert claimed == reminder
        assert sending._claim(sending._due(), reminder.pk) is None
        assert sending.remind(reminder.pk) is Outcome.NOTHING
        assert sending.remind_all() == 0
        clock.shift(306)
        assert sending.remind_all() == 1


def test_of_a_quiz_that_is_gone_nobody_is_reminded() -> None:
    confirmed()
    quiz().delete()
    send_reminders()
    assert (mail.outbox, Reminder.objects.count()) == ([], 0)


def test_what_no_mail_server_took_for_a_month_is_deleted() -> None:
    confirmed(due_in=-31)
    kept = confirmed(email="wang@example.com", due_in=-30)
    sending.prune_unsent()
    assert list(Reminder.objects.all()) == [kept]


def test_all_that_are_due_are_sent() -> None:
    for number in range(3):
        confirmed(email=f"{number}@example.com")
    assert sending.remind_all() == 3
    assert sorted(one.to[0] for one in mail.outbox) == [f"{number}@example.com" for number in range(3)]


# --- with a mail server ---


class MailServer:
    """What an SMTP server does with the recipients it knows."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.received: list[EmailMessage] = []
        self.connections = 0

    async def handle_EHLO(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        return "250 taken"


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    yield server
    controller.stop()


@pytest.fixture
def no_mail_server(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()


def said(caplog: pytest.LogCaptureFixture) -> str:
    """Return what was logged, by others than the mail server."""
    return "\n".join(record.getMessage() for record in caplog.records if record.name != "mail.log")


def test_both_mails_arrive_as_they_were_meant(mail_server: MailServer) -> None:
    reminder = wish(language="zh-hans")
    sweep_reminders()
    Client().post(f"/zh-hans/reminders/confirm/{reminder.pk}/")
    change(reminder, due_on=dt.date(2026, 1, 1), next_try=reminder.asked_at)
    send_reminders()
    assert [message["To"] for message in mail_server.received] == [EMAIL, EMAIL]
    for message in mail_server.received:
        body = message.get_content()
        stop = message["List-Unsubscribe"].strip().strip("<>")
        assert stop in body.splitlines()
        assert quiz().title in body
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message["From"] == "academy@localhost"
        assert Client().post(stop.removeprefix("http://localhost:8000")).status_code == 200
    assert Reminder.objects.count() == 0


def test_a_batch_is_one_connection(mail_server: MailServer) -> None:
    for number in range(3):
        confirmed(email=f"{number}@example.com")
    assert (sending.remind_all(), mail_server.connections) == (3, 1)


def test_a_mailbox_that_is_not_there_is_forgotten_and_the_others_get_theirs(
    mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    mail_server.answers["0@example.com"] = "550 no such mailbox 0@example.com"
    for number in range(3):
        confirmed(email=f"{number}@example.com")
    assert sending.remind_all() == 2
    assert Reminder.objects.count() == 0
    assert "0@example.com" not in said(caplog)


def test_a_mailbox_that_is_full_today_gets_its_mail_later(
    mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    with time_machine.travel("2026-11-22T10:00:00Z", tick=False) as clock:
        mail_server.answers[EMAIL] = f"452 {EMAIL} is full"
        reminder = confirmed()
        assert sending.remind(reminder.pk) is Outcome.FULL
        assert EMAIL not in said(caplog)
        mail_server.answers.clear()
        assert sending.remind_all() == 0
        clock.shift(dt.timedelta(minutes=10, seconds=1))
        assert sending.remind_all() == 1


@pytest.mark.usefixtures("no_mail_server")
def test_while_the_mail_server_is_down_nothing_is_lost_and_nobody_is_named(caplog: pytest.LogCaptureFixture) -> None:
    reminder = confirmed()
    send_reminders()
    assert sending.remind(reminder.pk) is Outcome.LATER
    assert [record.getMessage() for record in caplog.records] == [
        "1 mails wait: the mail server cannot be reached (ConnectionRefusedError)",
        f"Reminder {reminder.pk} waits: the mail server did not take it (ConnectionRefusedError)",
    ]
    assert Reminder.objects.filter(pk=reminder.pk).exists()


@pytest.mark.usefixtures("no_mail_server")
def test_a_confirming_mail_that_was_not_sent_does_not_count_as_sent_today() -> None:
    reminder = wish()
    assert sending.ask_to_confirm(reminder.pk) is Outcome.LATER
    assert (Reminder.objects.get().mailed_at, MailedAddress.objects.count()) == (None, 0)
