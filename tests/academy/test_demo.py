import pytest

from academy.demo import CLIENT, ensure_accounts, ensure_client
from academy.models import User
from scams.api.keys import hash_key
from scams.models import ApiClient

pytestmark = pytest.mark.django_db


def test_there_is_an_editor_a_reviewer_and_an_administrator():
    accounts = ensure_accounts()
    assert [(one.name, one.role) for one in accounts] == [
        ("editor", "Editors"),
        ("reviewer", "Reviewers"),
        ("admin", "Administrator"),
    ]
    people = User.objects.order_by("pk").values_list("username", "is_superuser", "is_staff", "groups__name")
    assert list(people) == [
        ("editor", False, False, "Editors"),
        ("reviewer", False, False, "Reviewers"),
        ("admin", True, True, None),
    ]


def test_the_passwords_open_the_accounts_and_differ():
    accounts = ensure_accounts()
    assert all(User.objects.get(username=one.name).check_password(one.password) for one in accounts)
    assert not User.objects.get(username="editor").check_password("editor")
    assert len({one.password for one in accounts}) == 3


def test_accounts_that_exist_stay_as_people_changed_them():
    first = ensure_accounts()[0]
    editor = User.objects.get(username="editor")
    editor.groups.clear()
    assert [one.password for one in ensure_accounts()] == ["", "", ""]
    editor.refresh_from_db()
    assert (editor.check_password(first.password), editor.groups.count()) == (True, 0)


def test_the_client_s_key_is_told_once_and_kept_as_a_hash():
    key = ensure_client()
    assert ApiClient.objects.get(name=CLIENT).keys.get().key_hash == hash_key(key)
    assert (ensure_client(), ApiClient.objects.count()) == ("", 1)
