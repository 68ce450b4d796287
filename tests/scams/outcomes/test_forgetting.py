import uuid
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from scams.models import OutcomeEvent, Release, WarningOutcome
from scams.outcomes.forgetting import HOLDERS, forget
from scams.outcomes.keyed import subjects
from tests.scams.outcomes.keeping import add

pytestmark = pytest.mark.django_db


def people() -> list[tuple[str, str]]:
    return list(OutcomeEvent.objects.values_list("subject", "payee"))


def hashed(*tokens: str) -> tuple[str, ...]:
    return tuple(subjects().hashed(token) for token in tokens)


def test_a_token_is_taken_out_wherever_it_is_and_nothing_else() -> None:
    for pair in (("u-1", "p-1"), ("u-2", "u-1"), ("u-1", "u-1"), ("u-2", "p-2")):
        add(*pair)
    assert forget("u-1") == 3
    assert people() == [("", hashed("p-1")[0]), (hashed("u-2")[0], ""), ("", ""), hashed("u-2", "p-2")]
    assert forget("u-1") == 0


def test_another_clients_person_of_the_same_name_stays_if_asked_to() -> None:
    add("u-1"), add("u-1", client="other")
    assert forget("u-1", client="other") == 1
    assert people() == [(*hashed("u-1"), ""), ("", "")]


def test_many_rows_are_forgotten_in_several_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scams.outcomes.forgetting._AT_ONCE", 2)
    for _ in range(5):
        add("u-1", "u-1")
    assert forget("u-1") == 5
    assert people() == [("", "")] * 5


def test_nobody_is_not_everybody() -> None:
    add()
    assert forget("") == 0


def test_the_command_forgets_and_does_not_say_whom() -> None:
    add("u-1"), add("u-2")
    said = StringIO()
    call_command("forget", "--subject", "u-1", stdout=said)
    assert said.getvalue() == "taken out of 1 rows\n"
    assert people() == [("", ""), (*hashed("u-2"), "")]


def test_what_was_counted_and_releases_lose_the_person_and_keep_the_rest() -> None:
    ids = {"client": "engine", "warning_id": uuid.uuid4()}
    mine, theirs = subjects().hashed("u-1"), subjects().hashed("u-2")
    outcome = WarningOutcome.objects.create(**ids, subject=mine, payee=theirs, revision=0, first_event=1, stopped=True)
    now = timezone.now()
    release = Release.objects.create(**ids, subject=mine, started_at=now, expires_at=now)
    assert forget("u-1") == 2
    outcome.refresh_from_db()
    release.refresh_from_db()
    assert (outcome.subject, outcome.payee, outcome.stopped, release.subject) == ("", theirs, True, "")


def test_every_model_that_keeps_a_hash_of_a_payer_is_known() -> None:
    names = {"subject", "payee"}
    there = {
        model: found
        for model in apps.get_app_config("scams").get_models()
        if (found := names & {field.name for field in model._meta.fields if field.max_length == 64})
    }
    assert {model: set(fields) for model, fields in HOLDERS} == there
