from io import StringIO

import pytest
from django.core.management import call_command

from scams.models import OutcomeEvent
from scams.outcomes.forgetting import forget
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
