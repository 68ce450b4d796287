"""System checks of the project's configuration."""

from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks

from academy import checks


def ids(messages: Any) -> list[str]:
    return [message.id for message in messages]


def test_the_checks_are_registered_and_the_defaults_pass_them(settings: Any) -> None:
    ours = [message for message in run_checks(include_deployment_checks=True) if message.id.startswith("academy.")]
    assert ours == []

    settings.CELERY_BROKER_URL = "carrier-pigeon://loft"
    settings.CELERY_TASK_ALWAYS_EAGER = True
    messages = run_checks(include_deployment_checks=True)

    assert {"academy.E002", "academy.E003"} <= set(ids(messages))
    assert all(message.hint for message in messages if message.id.startswith("academy."))


def test_an_eager_celery_is_an_error_only_in_a_deployment(settings: Any) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = True

    assert "academy.E002" not in ids(run_checks())
    assert ids(checks.check_celery_runs()) == ["academy.E002"]


def test_a_data_folder_that_can_be_written_to_is_left_as_it_was(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path

    assert ids(checks.check_data_dir()) == []
    assert list(tmp_path.iterdir()) == []


def test_a_data_folder_that_is_missing_or_no_folder_is_an_error(settings: Any, tmp_path: Path) -> None:
    a_file = tmp_path / "file"
    a_file.touch()
    for path in (tmp_path / "missing", a_file):
        settings.DATA_DIR = path
        assert ids(checks.check_data_dir()) == ["academy.E001"]


@pytest.mark.parametrize(
    "url",
    ["file://localhost", "memory://", "amqp://u:p@h//", "amqps://h//", "redis://h/0", "rediss://h/0", "valkey://h/0"],
)
def test_brokers_that_are_known(settings: Any, url: str) -> None:
    settings.CELERY_BROKER_URL = url
    assert ids(checks.check_broker_is_known()) == []


@pytest.mark.parametrize("url", ["sqs://", "filesystem://", "rabbit", "http://h"])
def test_brokers_that_are_not(settings: Any, url: str) -> None:
    settings.CELERY_BROKER_URL = url
    assert ids(checks.check_broker_is_known()) == ["academy.E003"]


@pytest.mark.parametrize(
    ("database", "broker", "to_set"),
    [
        (("sqlite3", ""), "file://localhost", ""),
        (("sqlite3", ""), "redis://127.0.0.1:6379/0", ""),
        (("postgresql", ""), "file://localhost", ""),
        (("postgresql", "/run/postgresql"), "file://localhost", ""),
        (("postgresql", "db.internal"), "amqp://mq.internal//", ""),
        (("postgresql", "db.internal"), "file://localhost", "CELERY_BROKER_URL"),
        (("sqlite3", ""), "amqp://user:secret@mq.internal//", "DATABASE_URL"),
    ],
)
def test_half_a_move_to_several_machines_is_noticed(database: tuple[str, str], broker: str, to_set: str) -> None:
    engine, host = database
    assert checks.half_moved({"ENGINE": f"django.db.backends.{engine}", "HOST": host}, broker) == to_set


def test_half_a_move_is_a_warning_of_a_deployment(settings: Any) -> None:
    settings.CELERY_BROKER_URL = "amqp://mq.internal//"

    assert "academy.W001" not in ids(run_checks())
    assert ids(checks.check_one_host()) == ["academy.W001"]
