"""The quality machine: linters, types, import contracts, migrations and deployment checks, as tests."""

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, missing

TOOLS = Path(sys.executable).parent


def run(*command: str, **environment: str) -> str:
    """Run a command in the project; return what it printed, or fail with it."""
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("lint-imports",),
        ("djlint", "--lint", "--quiet", "academy/templates", "scams/templates"),
    ],
    ids=lambda command: " ".join(command),
)
def test_linter_is_content(command: tuple[str, ...], tmp_path: Path) -> None:
    run(str(TOOLS / command[0]), *command[1:], DATA_DIR=str(tmp_path))


def test_no_migration_is_missing(tmp_path: Path) -> None:
    run(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", DATA_DIR=str(tmp_path))


def test_deployment_check_is_silent_under_production_settings(tmp_path: Path) -> None:
    said = run(
        *(sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"),
        DJANGO_SETTINGS_MODULE="academy.settings.production",
        SECRET_KEY=secrets.token_urlsafe(64),
        ALLOWED_HOSTS="academy.example.org",
        DATA_DIR=str(tmp_path),
    )
    assert said.strip() == "System check identified no issues (0 silenced)."


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
@pytest.mark.parametrize("app", ["academy", "scams"])
def test_every_string_is_translated(app: str, language: str, tmp_path: Path) -> None:
    if not shutil.which("msgfmt"):
        missing("msgfmt of Debian's gettext is not installed")
    catalogue = ROOT / app / "locale" / language / "LC_MESSAGES" / "django"
    compiled = tmp_path / "django.mo"
    said = run("msgfmt", "--check-format", "--statistics", "-o", str(compiled), f"{catalogue}.po", LC_ALL="C")
    assert "untranslated" not in said
    assert "fuzzy" not in said
    assert compiled.read_bytes() == catalogue.with_suffix(".mo").read_bytes(), "run compilemessages"


@pytest.mark.parametrize("app", ["academy", "scams"])
def test_every_marked_string_is_in_the_catalogues(app: str, tmp_path: Path) -> None:
    if not shutil.which("xgettext"):
        missing("xgettext of Debian's gettext is not installed")
    copy = tmp_path / app
    shutil.copytree(ROOT / app, copy, ignore=shutil.ignore_patterns("__pycache__", "data"))
    before = (copy / "locale/zh_Hans/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [str(TOOLS / "django-admin"), "makemessages", "-l", "zh_Hans", "--no-location", "--no-obsolete"]
    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
    after = (copy / "locale/zh_Hans/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    assert _message_ids(after) == _message_ids(before)


def _message_ids(catalogue: str) -> set[str]:
    return {entry.split("msgstr")[0] for entry in catalogue.split("\n\n") if "msgid" in entry}
