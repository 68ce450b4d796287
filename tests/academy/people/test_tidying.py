"""What is of no more use is deleted."""

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client

from academy.tasks import tidy_people
from tests.academy.people.learners import browser, person

pytestmark = pytest.mark.django_db


def test_ended_sessions_and_old_failures_are_deleted_and_no_others() -> None:
    failures = apps.get_model("axes", "AccessAttempt")._default_manager
    with time_machine.travel("2026-11-01T10:00:00Z", tick=False) as clock:
        old = browser(user=person("old"))
        Client().post("/en/me/sign-in/", {"username": "old", "password": "wrong"})
        clock.move_to("2026-11-22T10:00:00Z")
        new = browser(user=person("new"))
        Client().post("/en/me/sign-in/", {"username": "new", "password": "wrong"})
        tidy_people()
        assert [one.username for one in failures.all()] == ["new"]
        assert [one.session_key for one in Session.objects.all()] == [new.session.session_key]
        assert old.session.session_key != new.session.session_key
