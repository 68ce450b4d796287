"""The checks speak up for a wrong configuration and only then."""

from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks

from scams.checks import (
    check_deck_can_be_read,
    check_elasticsearch,
    check_languages,
    check_signing_keys,
    check_signing_keys_are_shared,
)
from scams.deck.signing import new_seed


def test_nothing_is_wrong_with_our_settings() -> None:
    assert run_checks() == []


def test_a_language_that_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    languages = [("zh-hans", "简体中文"), ("en", "English")]
    monkeypatch.setattr(settings, "WAGTAIL_CONTENT_LANGUAGES", languages)
    assert [(one.id, one.msg, bool(one.hint)) for one in check_languages()] == [
        ("scams.E001", "WAGTAIL_CONTENT_LANGUAGES lacks zh-Hant.", True)
    ]


def test_a_database_the_endpoint_cannot_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.mysql")
    (error,) = check_deck_can_be_read()
    assert (error.id, error.msg) == ("scams.E002", "The deck cannot be read from mysql.")


@pytest.mark.parametrize(
    "wrong",
    [
        {"urls": ("elastic:secret@nowhere",)},
        {"urls": ("ftp://elastic:secret@nowhere",)},
        {"urls": ("https://nowhere:9200",), "authorities": "/no/such/file"},
    ],
)
def test_an_elasticsearch_that_cannot_be_asked_is_refused_and_no_secret_told(
    wrong: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ELASTICSEARCH", wrong)
    (error,) = check_elasticsearch()
    assert error.id == "scams.E004"
    assert "secret" not in error.msg
    monkeypatch.setattr(settings, "ELASTICSEARCH", {"urls": ("https://elastic:secret@nowhere:9200", "http://b:9200")})
    assert check_elasticsearch() == []


def test_a_signing_key_that_is_none_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DECK_SIGNING_KEYS", [new_seed(), "no-key-at-all"])
    (error,) = check_signing_keys()
    assert error.id == "scams.E003"
    assert "no-key-at-all" not in error.msg
    monkeypatch.setattr(settings, "DECK_SIGNING_KEYS", [new_seed()])
    assert check_signing_keys() == []


def test_machines_that_sign_each_by_itself_are_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_signing_keys_are_shared() == []
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    assert [one.id for one in check_signing_keys_are_shared()] == ["scams.W001"]
    monkeypatch.setattr(settings, "DECK_SIGNING_KEYS", [new_seed()])
    assert check_signing_keys_are_shared() == []
