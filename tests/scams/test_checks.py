"""The checks speak up for a wrong configuration and only then."""

import pytest
from django.conf import settings
from django.core.checks import run_checks

from scams.checks import check_deck_can_be_read, check_languages


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
