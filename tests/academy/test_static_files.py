"""Static files are collected when they are needed by names that nobody made yet, or made from older files."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage

from academy.static_files import collect_if_needed

MANIFEST = "whitenoise.storage.CompressedManifestStaticFilesStorage"


@pytest.fixture
def source(settings: Any, tmp_path: Path) -> Path:
    """A site of one file, served as in production."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "site.css").write_text("body { margin: 0 }" * 100)
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": MANIFEST}}
    return folder


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_they_are_collected_once_with_names_of_their_own_and_compressed(source: Path, settings: Any) -> None:
    assert collect_if_needed()
    name = Path(staticfiles_storage.url("site.css")).name
    assert name != "site.css"
    assert names(settings.STATIC_ROOT) >= {name, f"{name}.br", f"{name}.gz", "site.css", "staticfiles.json"}
    assert not collect_if_needed()


def test_they_are_collected_again_when_one_is_newer(source: Path, settings: Any) -> None:
    collect_if_needed()
    before = names(settings.STATIC_ROOT)
    (source / "site.css").write_text("body { margin: 1px }" * 100)
    later = (settings.STATIC_ROOT / "staticfiles.json").stat().st_mtime + 5
    os.utime(source / "site.css", (later, later))
    assert collect_if_needed()
    assert names(settings.STATIC_ROOT) > before


def test_where_names_are_as_they_are_nothing_is_collected(source: Path, settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    assert not collect_if_needed()
    assert not settings.STATIC_ROOT.exists()
