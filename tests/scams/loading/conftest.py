import shutil

import pytest

from scams.loading import articles, cards, files, playbooks, rows


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A copy of the content files, for the loaders to read instead; a test makes it wrong in one place."""
    copy = tmp_path / "data"
    shutil.copytree(files.DATA, copy)
    for module in (articles, cards, files, playbooks, rows):
        monkeypatch.setattr(module, "DATA", copy)
    return copy


@pytest.fixture
def change(data):
    """Return a function that replaces a text in a file of the copy, once."""

    def replace(name, old, new):
        path = data / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace
