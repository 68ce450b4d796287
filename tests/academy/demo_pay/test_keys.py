"""The demonstration's key: made once, kept from others, and never needed where the environment has one."""

import stat
from pathlib import Path
from typing import Any

import pytest

from academy.demo_pay.keys import CLIENT, ensure_key, key
from scams.api.keys import hash_key
from scams.models import ApiClient, ApiKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(settings: Any, tmp_path: Path) -> Path:
    settings.DEMO_API_KEY = ""
    settings.DEMO_KEY_FILE = tmp_path / "demo-page.key"
    return tmp_path / "demo-page.key"


def test_a_key_is_made_once_for_its_owner_alone(file: Path):
    assert ensure_key() is True
    made = key()
    assert ApiKey.objects.get(client__name=CLIENT).key_hash == hash_key(made)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (ensure_key(), key()) == (False, made)


def test_one_that_was_lost_is_made_anew_for_the_same_client(file: Path):
    ensure_key()
    file.unlink()
    assert (key(), ensure_key()) == ("", True)
    assert ApiClient.objects.filter(name=CLIENT).count() == 1
    assert ApiKey.objects.filter(key_hash=hash_key(key())).exists()


def test_the_environment_s_key_comes_first_and_none_is_made(file: Path, settings: Any):
    settings.DEMO_API_KEY = "sc_set"
    assert (key(), ensure_key(), file.exists()) == ("sc_set", False, False)


def test_production_has_no_file_to_take_one_from(settings: Any):
    settings.DEMO_API_KEY, settings.DEMO_KEY_FILE = "", None
    assert (key(), ensure_key(), ApiClient.objects.filter(name=CLIENT).exists()) == ("", False, False)
